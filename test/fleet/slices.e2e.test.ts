import { cp, mkdir, writeFile } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { queueOptions } from '../../src/redis/queue.ts';
import { build } from '../../src/run/build.ts';
import { openEngines } from '../../src/run/engines.ts';
import { sliceQueueName } from '../../src/run/fleet/slices/queue.ts';
import { loopbackSettings, makeProject, type Project, until } from '../cli/project.ts';
import { digests } from '../corpus/folders.ts';
import { redisIsThere, startRedis, type TestRedis } from '../redis/server.ts';
import { notice } from '../web/compose.ts';
import { chanceOf } from '../web/chance.ts';
import { type Member, startMember } from './fleet.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
/** More with GARNER_FLEET_PAGES=3000. */
const PAGES = Math.round(Number(process.env['GARNER_FLEET_PAGES'] ?? 600) / 6);
const NAME = 'notices';

describe.runIf(redisIsThere())('a build by a fleet', () => {
  let redis: TestRedis;
  const projects: Project[] = [];
  const members: Member[] = [];
  const newProject = async (): Promise<Project> => {
    const settings = { ...loopbackSettings(9), engine: 'redis', redis: { url: redis.url }, crawl: { lease: '2s' } } as const;
    const project = await makeProject({ settings });
    projects.push(project);
    return project;
  };
  const start = async (project: Project, command: 'work' | 'build'): Promise<Member> => {
    const member = startMember(project, command, NAME);
    members.push(member);
    await member.ready;
    return member;
  };
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(async () => {
    for (const { child } of members) child.kill('SIGKILL');
    await Promise.all([...members].map(({ ended }) => ended));
    for (const project of projects) await project.dispose();
    await redis.close();
  });

  test('makes what one process makes alone, whoever of it is killed', { timeout: 180_000 + PAGES * 200 }, async () => {
    const alone = await newProject();
    const documents = join(alone.folder, NAME);
    await mkdir(documents);
    const chance = chanceOf(7);
    for (let n = 0; n < PAGES; n += 1) {
      const { title, paragraphs } = notice('en', n % 150, chance);
      const text = [`<h1>${title}</h1>`, ...paragraphs.map((each) => `<p>${each}</p>`)].join('\n');
      await writeFile(join(documents, `${n}.html`), `<html><body><p>All notices of this town</p><article>${text}</article></body></html>`);
    }
    expect(await alone.run('import', documents, '--base', 'https://notices.test/', '--licence', 'CC-BY-4.0', '--own')).toMatchObject({
      code: 0,
    });
    const shared = await newProject();
    for (const part of ['storage', 'config/imports']) await cp(join(alone.folder, part), join(shared.folder, part), { recursive: true });
    const one = await openEngines(loadConfig(alone.folder, process.env), 'test', { clock: () => NOON });
    await build(loadConfig(alone.folder, process.env), one, { name: NAME, crawlers: [NAME], asOf: Date.UTC(2027, 0, 1) });
    const { results } = await one.staging.size();
    expect(results).toBe(PAGES);
    await one.close();

    const config = loadConfig(shared.folder, process.env);
    const queue = new Queue(sliceQueueName(config), queueOptions(config.redis));
    queue.on('error', () => undefined);
    const prepared = join(shared.storage, 'refined', 'slices', NAME);
    const answers = (): readonly string[] => (existsSync(prepared) ? readdirSync(prepared).filter((name) => !name.endsWith('.tmp')) : []);
    const [first, second] = [await start(shared, 'work'), await start(shared, 'work')];
    const killed = await start(shared, 'build');
    // Both have two slices in hand, when one of them dies.
    await until(async () => answers().length > 0 && (await queue.getActiveCount()) === 4);
    first.child.kill('SIGKILL');
    await until(() => answers().length > 4);
    killed.child.kill('SIGKILL');
    const again = await start(shared, 'build');
    // Lines are known by then, and pages are judged.
    await until(() => answers().some((name) => name.startsWith('furniture-')));
    await redis.restart('SIGKILL');
    expect(await again.ended).toMatchObject({ code: 0, stderr: '' });
    second.child.kill('SIGTERM');
    expect(await second.ended).toMatchObject({ code: 0 });
    await queue.close();

    expect(digests(join(shared.storage, 'corpora', NAME))).toEqual(digests(join(alone.storage, 'corpora', NAME)));
    const two = await openEngines(config, 'test');
    expect((await two.staging.size()).results).toBe(results);
    await two.close();
    expect(existsSync(prepared)).toBe(false);
  });
});
