import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ownEnvironment } from '../environment.ts';

const cli = join(import.meta.dirname, '..', '..', 'src', 'cli');

/** What a command line says, and which files of `src/cli/` it loads. */
function loadedBy(...args: readonly string[]): { readonly said: string; readonly files: readonly string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'garner-help-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { stdout } = spawnSync(process.execPath, [join(cli, 'main.ts'), ...args], {
    encoding: 'utf8',
    env: { ...ownEnvironment(), NODE_V8_COVERAGE: folder },
  });
  const urls = readdirSync(folder).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { result: readonly { readonly url: string }[] };
    return result.map(({ url }) => url);
  });
  const files = urls.filter((url) => url.includes('/src/cli/')).map((url) => url.slice(url.indexOf('/src/cli/') + 9));
  return { said: stdout, files: files.sort() };
}

test('help names every command, and loads none', () => {
  const { said, files } = loadedBy('--help');
  for (const name of ['init', 'crawl', 'gc', 'train-filter', 'completion']) expect(said).toMatch(new RegExp(`^ {2}${name} {2,}\\S`, 'm'));
  expect(files).toEqual(['exit-codes.ts', 'failure.ts', 'main.ts']);
});

test.each([
  ['gc', '--help'],
  ['help', 'gc'],
])('%s %s loads that command alone', (...args) => {
  const { said, files } = loadedBy(...args);
  expect(said).toMatch(/^Usage: garner gc \[options\]\n\nremove what nothing needs[^]+--keep <count>/);
  expect(files).toContain('gc.ts');
  expect(files).not.toContain('crawl.ts');
});

test('what the commands of a command take stands in its help', () => {
  expect(loadedBy('quarantine', '--help').said).toMatch(/^ {2}release \[options\] <names\.\.\.> {2,}\S/m);
});

test.each([
  [['help', 'nope'], 2, /^error: unknown command 'nope'\n$/],
  [['help', 'craw'], 2, /^error: unknown command 'craw'\n\(Did you mean crawl\?\)\n$/],
  [['help'], 0, /^$/],
] as const)('%s tells its error, if any', (args, code, told) => {
  const { status, stderr } = spawnSync(process.execPath, [join(cli, 'main.ts'), ...args], { encoding: 'utf8', env: ownEnvironment() });
  expect([status, stderr]).toEqual([code, expect.stringMatching(told)]);
});
