import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DCLinter } from 'dclint';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { connectRedis } from '../src/redis/connect.ts';
import { faultsOf } from '../src/redis/fitness.ts';
import manifest from '../package.json' with { type: 'json' };
import { redisIsThere, startRedis, type TestRedis } from './redis/server.ts';

/** Docker runs neither here nor in CI, so the file is read instead. */
const root = join(import.meta.dirname, '..');
const file = join(root, 'compose.yaml');

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes: readonly string[];
  readonly ports?: readonly string[];
  readonly profiles?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly deploy?: { readonly replicas: number };
  readonly restart: string;
  readonly stop_grace_period: string;
  readonly network_mode?: string;
  readonly privileged?: boolean;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** What the linter finds; its own types do not resolve. */
interface Linted {
  readonly messages: readonly { readonly line: number; readonly rule: string; readonly message: string }[];
}

/** As compose puts values of the environment in when none is set. */
const written = readFileSync(file, 'utf8').replaceAll(/^\s*#.*$/gm, '');
const text = written.replaceAll(/\$\{[A-Z_]+:-([^}]*)\}/g, '$1');
const { services, volumes } = parse(text, { merge: true }) as Compose;
const garner = Object.entries(services).filter(([, { image }]) => image.startsWith('garner'));
const redis = services['redis']!;
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');

/** What the file names and another change brings: this list must be empty in the end, and says by failing when a name can go. */
const COMING: readonly string[] = [];

test('is a compose file by the schema of the specification, and a linter finds nothing', () => {
  const style = [
    'service-dependencies-alphabetical-order',
    'service-keys-order',
    'services-alphabetical-order',
    'top-level-properties-order',
  ];
  const linter = new DCLinter({
    rules: { ...Object.fromEntries(style.map((name) => [name, 0])), 'no-build-and-image': [2, { checkPullPolicy: true }] },
    quiet: true,
    debug: false,
    exclude: [],
  });
  const found = linter.lintFiles([file], false) as readonly Linted[];
  expect(found).toHaveLength(1);
  expect(found.flatMap(({ messages }) => messages.map(({ line, rule, message }) => `${line}: ${rule}: ${message}`))).toEqual([]);
});

test('values of the environment have defaults: no profile needs what another profile wants', () => {
  expect(written.match(/\$\{(?![A-Z_]+:-)[^}]*\}/g)).toBeNull();
  expect(text).not.toContain('$');
});

test('has the parts of a fleet', () => {
  expect(Object.entries(services).map(([name, { profiles, restart }]) => [name, profiles?.[0] ?? null, restart])).toEqual([
    ['redis', null, 'unless-stopped'],
    ['worker', null, 'unless-stopped'],
    ['scheduler', null, 'unless-stopped'],
    ['crawl', 'crawl', 'no'],
    ['board', 'board', 'unless-stopped'],
  ]);
  expect(services['worker']?.deploy?.replicas).toBeGreaterThan(1);
  // A slot fires once however many schedulers run; one is enough.
  expect(services['scheduler']?.deploy).toBeUndefined();
});

test('images are of one version', () => {
  expect(redis.image).toMatch(/^redis:\d+\.\d+\.\d+-\w+$/);
  for (const [, { image, build }] of garner) expect([image, build]).toEqual([`garner:${manifest.version}`, '.']);
  expect(garner.length + 1).toBe(Object.keys(services).length);
});

test('nothing is published but on loopback', () => {
  const published = Object.values(services).flatMap(({ ports = [] }) => ports);
  expect(published).toEqual(['127.0.0.1:3100:3100']);
  for (const { network_mode, privileged } of Object.values(services)) expect([network_mode, privileged]).toEqual([undefined, undefined]);
});

test('every mounted path exists, and nobody but Garner writes in storage', () => {
  for (const mount of Object.values(services).flatMap((each) => each.volumes)) {
    const [source = '', target = '', mode] = mount.split(':');
    if (source.startsWith('.')) {
      expect([mount, statSync(join(root, source)).isDirectory(), mode]).toEqual([mount, true, 'ro']);
      expect(target).toBe(`/project/${source.slice(2)}`);
    } else {
      expect([source, Object.hasOwn(volumes, source), mode]).toEqual([source, true, undefined]);
    }
  }
  // A new volume gets the owner that its place has in the image.
  expect(dockerfile).toContain('RUN mkdir -p /project/storage && chown -R node:node /project ');
  expect(existsSync(join(root, 'config', 'garner.yaml'))).toBe(true);
});

test('what the settings of Redis make it is fit to keep a crawl', () => {
  const [program, ...flags] = redis.command;
  const settings = new Map(flags.flatMap((flag, at) => (flag.startsWith('--') ? [[flag.slice(2), flags[at + 1] ?? ''] as const] : [])));
  expect(program).toBe('redis-server');
  expect([...settings.keys()].sort()).toEqual(['appendfsync', 'appendonly', 'maxmemory', 'maxmemory-policy']);
  const facts = new Map([
    ['redis_version', redis.image.match(/:([\d.]+)/)?.[1] ?? ''],
    ['aof_enabled', settings.get('appendonly') === 'yes' ? '1' : '0'],
    ['maxmemory_policy', settings.get('maxmemory-policy') ?? ''],
    ['role', 'master'],
  ]);
  expect(faultsOf(facts)).toEqual([]);
  expect([settings.get('appendfsync'), settings.get('maxmemory')]).toEqual(['everysec', expect.stringMatching(/^[1-9]\d*gb$/)]);
  expect(redis.volumes).toEqual(['redis:/data']);
});

describe.runIf(redisIsThere())('with a redis-server', () => {
  let server: TestRedis | undefined;
  afterAll(() => server?.close());
  test('these settings start one that is connected to', async () => {
    server = await startRedis(redis.command.slice(1));
    const client = await connectRedis(server.url);
    expect(await client.config('GET', 'maxmemory')).toEqual(['maxmemory', String(1024 ** 3)]);
    client.disconnect();
  });
});

test('every Garner waits for Redis, is told where it is, and has time to stop', () => {
  for (const [name, each] of garner) {
    expect([name, each.depends_on]).toEqual([name, { redis: { condition: 'service_healthy' } }]);
    expect([name, each.environment?.['GARNER_REDIS_URL']]).toEqual([name, 'redis://redis:6379']);
    expect([name, each.stop_grace_period]).toEqual([name, '30s']);
  }
});

test('health is asked for where the command listens, by what the image has', () => {
  const port = (name: string): string => services[name]?.command.at(-1)?.split(':').at(-1) ?? '';
  for (const [name, path] of [
    ['worker', '/readyz'],
    ['board', '/'],
  ] as const) {
    const [kind, program, option, script = ''] = services[name]?.healthcheck?.test ?? [];
    expect([kind, program, option]).toEqual(['CMD', 'node', '-e']);
    expect(script).toContain(`'http://127.0.0.1:${port(name)}${path}'`);
    // Nothing listens there now: it must say so, and be a script that Node can read.
    const { status, stderr } = spawnSync(process.execPath, ['-e', script.replace(/:\d+\//, ':1/')], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([1, '']);
  }
  expect(services['board']?.ports).toEqual([`127.0.0.1:${port('board')}:${port('board')}`]);
});

test('commands and options are those of the command line', () => {
  const unknown = garner.flatMap(([, { command }]) => {
    const [name = '', ...rest] = command;
    const { stdout } = spawnSync(process.execPath, [join(root, 'src/cli/main.ts'), name, '--help'], { encoding: 'utf8' });
    if (!stdout.startsWith(`Usage: garner ${name} `)) return [name];
    return rest.filter((each) => each.startsWith('--') && !stdout.includes(`${each} <`)).map((each) => `${name} ${each}`);
  });
  expect(unknown, 'take off COMING what is there now').toEqual(COMING);
});
