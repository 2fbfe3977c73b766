import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockHolders, lockName, lockStorage, type StorageLock } from '../../src/run/lock.ts';

let folder: string;
const held: StorageLock[] = [];
const lock = (command: string, mode?: 'exclusive' | 'shared'): void => void held.push(lockStorage(folder, command, mode));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'garner-lock-'));
});
afterEach(async () => {
  for (const each of held.splice(0)) each.release();
  await rm(folder, { recursive: true, force: true });
});

test('a command that works alone keeps all others out, and says who it is', () => {
  lock('crawl');
  expect(() => lock('gc')).toThrow(/in use by garner crawl \(process \d+, since/);
  expect(() => lock('work', 'shared')).toThrow('in use by garner crawl');
  held.pop()?.release();
  lock('work', 'shared');
  expect(lockHolders(folder)).toMatchObject([{ command: 'work', pid: process.pid }]);
});

test('commands that share a folder keep out only one that wants it alone', () => {
  lock('work', 'shared');
  lock('work', 'shared');
  lock('build', 'shared');
  expect(() => lock('gc')).toThrow(/in use by garner (?:work|build)/);
  for (const each of held.splice(0)) each.release();
  lock('gc');
  expect(lockHolders(folder)).toMatchObject([{ command: 'gc' }]);
});

test('a note of a process that is gone is no holder; one of another machine may be', async () => {
  const since = '2026-11-28T00:00:00.000Z';
  const { hostname } = await import('node:os');
  await writeFile(join(folder, 'lock-here-1.json'), JSON.stringify({ command: 'work', pid: 2 ** 22 + 1, host: hostname(), since }));
  await writeFile(join(folder, 'lock-there-1.json'), JSON.stringify({ command: 'work', pid: 1, host: 'elsewhere', since }));
  await writeFile(join(folder, 'lock-odd.json'), 'no JSON');
  expect(lockHolders(folder)).toEqual([{ command: 'work', pid: 1, host: 'elsewhere', since }]);
});

test('who is alone takes away what dead processes left, of other machines too', async () => {
  lock('work', 'shared');
  held.push(lockName(folder, 'worker-pod-1')!);
  await writeFile(
    join(folder, 'lock-pod-7.json'),
    JSON.stringify({ command: 'work', pid: 7, host: 'pod', since: '2026-11-28T00:00:00.000Z' }),
  );
  expect(() => lock('gc')).toThrow('in use by');
  expect(lockHolders(folder)).toMatchObject([{ host: 'pod' }, { pid: process.pid }]);
  expect(lockName(folder, 'worker-pod-1')).toBeNull();
  for (const each of held.splice(0)) each.release();
  lock('gc');
  expect(lockHolders(folder)).toMatchObject([{ command: 'gc' }]);
  expect((await readdir(folder)).filter((name) => !name.startsWith('lock.db'))).toEqual(['lock.json']);
});

test('a name has one holder at a time', () => {
  const first = lockName(folder, 'worker-a');
  expect(first).not.toBeNull();
  expect(lockName(folder, 'worker-a')).toBeNull();
  held.push(lockName(folder, 'worker-b')!);
  first?.release();
  held.push(lockName(folder, 'worker-a')!);
});

test('a lock whose note cannot be written is not held', async () => {
  await mkdir(join(folder, 'lock.json'));
  expect(() => lock('crawl')).toThrow('cannot be written');
  await rm(join(folder, 'lock.json'), { recursive: true });
  lock('crawl');
  expect(lockHolders(folder)).toMatchObject([{ command: 'crawl' }]);
});
