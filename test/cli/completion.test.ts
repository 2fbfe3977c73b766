import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isSupported, supported } from '../../src/cli/node-version.ts';
import manifest from '../../package.json' with { type: 'json' };

const source = join(import.meta.dirname, '..', '..', 'src', 'cli');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'garner-completion-'));
  await mkdir(join(folder, 'crawlers'));
  await writeFile(join(folder, 'crawlers', 'example.org.yaml'), '');
  await mkdir(join(folder, 'config', 'topics'), { recursive: true });
  await writeFile(join(folder, 'config', 'topics', 'waste-sorting.yaml'), '');
  await mkdir(join(folder, 'bin'));
  await writeFile(join(folder, 'bin', 'garner'), `#!/bin/sh\nexec ${process.execPath} ${join(source, 'start.ts')} "$@"\n`);
  await chmod(join(folder, 'bin', 'garner'), 0o755);
});
afterAll(() => rm(folder, { recursive: true }));

const env = (): NodeJS.ProcessEnv => ({ ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` });
const script = (shell: string, ...before: readonly string[]): string =>
  spawnSync(process.execPath, [join(source, 'main.ts'), ...before, 'completion', shell], { encoding: 'utf8' }).stdout;

/** What bash offers after these words, of which the last is being typed. */
function offered(...words: readonly string[]): readonly string[] {
  const list = words.map((word) => `'${word}'`).join(' ');
  const ask = `${script('bash')}\nCOMP_WORDS=(garner ${list}); COMP_CWORD=${words.length}; _garner; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', ask], { encoding: 'utf8', cwd: folder, env: env() });
  if (stderr !== '') throw new Error(stderr);
  return stdout.trim().split('\n').filter(Boolean);
}

describe('in bash', () => {
  test.each([
    [['cr'], ['crawl']],
    [['crawl', ''], expect.arrayContaining(['--topic', '--fresh', 'example.org'])],
    [['crawl', '--topic', ''], ['waste-sorting']],
    [['build', 'w'], ['waste-sorting']],
    [['fetch', '--format', 'm'], ['markdown']],
    [['completion', 'x'], []],
  ])('%j', (words, expected) => {
    expect(offered(...words)).toEqual(expected);
  });
});

test('the script is the same, wherever the project is', () => {
  expect(script('fish', '--project', 'elsewhere')).toBe(script('fish'));
});

test.each(['zsh', 'fish'])('the script for %s is one that it understands, where it is installed', (shell) => {
  const text = script(shell);
  expect(text).toMatch(/^# Completion for garner\. To install: /);
  for (const name of ['crawl', 'explain', 'verify']) expect(text).toContain(name);
  if (spawnSync(shell, ['--version']).status !== 0) {
    process.stderr.write(`\n*** ${shell} is not installed: its completion script is not tried out\n`);
    return;
  }
  expect(spawnSync(shell, ['-n'], { input: text, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
});

test('names are found by file names alone, and where there is no project there are none', () => {
  const names = (kind: string, cwd: string) => spawnSync('garner', ['__complete', kind], { encoding: 'utf8', cwd, env: env() }).stdout;
  expect(names('crawlers', folder)).toBe('example.org\n');
  expect(names('corpora', folder)).toBe('');
  expect(names('constructor', folder)).toBe('');
});

test('versions of Node.js are told apart as package.json does', () => {
  expect(supported).toBe(manifest.engines.node);
  for (const good of ['24.15.0', '24.21.0', '26.0.0', '30.1.0']) expect([good, isSupported(good)]).toEqual([good, true]);
  for (const bad of ['20.20.2', '22.23.3', '23.9.0', '24.14.9', '25.9.0', 'x']) expect([bad, isSupported(bad)]).toEqual([bad, false]);
});
