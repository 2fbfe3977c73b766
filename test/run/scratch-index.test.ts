import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openScratchIndex } from '../../src/run/scratch-index.ts';

test('an index tells what is in its sets, and leaves nothing behind however its process ends', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'garner-scratch-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  vi.stubEnv('TMPDIR', folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  const index = openScratchIndex<'one' | 'other'>();
  expect(index.add('one', 'a', 'noted')).toBe(true);
  // More than is kept in memory.
  const long = 'x'.repeat(1000);
  for (let n = 0; n < 100_000; n += 1) index.add('other', `${n} ${long}`);
  expect([index.add('one', 'a'), index.has('other', 'a'), index.note('one', 'a')]).toEqual([false, false, 'noted']);
  expect([index.has('other', `0 ${long}`), index.has('other', `99999 ${long}`), index.has('other', long)]).toEqual([true, true, false]);
  expect(await readdir(folder)).toEqual([]);
  index.close();
});
