import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bound } from '../bound-child.ts';
import { ownEnvironment } from '../environment.ts';
import { makeProject } from './project.ts';

const main = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');

test('a command goes on though nobody hears any longer how it gets on', async () => {
  const project = await makeProject({ settings: {}, crawlers: { here: { seeds: ['http://127.0.0.1/'], sitemaps: false } } });
  onTestFinished(() => project.dispose());
  const child = spawn(...bound(process.execPath, [main, '--project', project.folder, 'crawl']), {
    env: ownEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr.destroy();
  await once(child, 'exit');
  // No page, for it is on no public network; and no crash.
  expect(child.exitCode).toBe(6);
  expect(await project.records()).toMatchObject([{ run: { state: 'finished' } }]);
});

test.skipIf(!existsSync('/dev/full'))('a command goes on though its messages find no room', async () => {
  const project = await makeProject({ settings: {} });
  onTestFinished(() => project.dispose());
  const full = openSync('/dev/full', 'w');
  onTestFinished(() => closeSync(full));
  const child = spawn(...bound(process.execPath, [main, '--project', project.folder, 'check']), {
    env: ownEnvironment(),
    stdio: ['ignore', 'ignore', full],
  });
  await once(child, 'exit');
  expect(child.exitCode).toBe(0);
});
