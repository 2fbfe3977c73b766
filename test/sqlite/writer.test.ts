import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { StorageError } from '../../src/sqlite/storage-error.ts';
import { openWriter, type Writer } from '../../src/sqlite/writer.ts';
import { type Notes, store } from './notes.ts';

const folder = mkdtempSync(join(tmpdir(), 'garner-writer-'));
const writers: Writer<Notes>[] = [];
let serial = 0;

const fileOf = { 'in memory': () => ':memory:', 'on disk': () => join(folder, `${(serial += 1)}.db`) };
async function open(file: string): Promise<Writer<Notes>> {
  const writer = await openWriter(file, store);
  writers.push(writer);
  return writer;
}

afterEach(async () => {
  for (const writer of writers.splice(0)) await writer.close().catch(() => undefined);
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
});

describe.each(['in memory', 'on disk'] as const)('a writer %s', (where) => {
  test('runs calls in the order they were made', async () => {
    const writer = await open(fileOf[where]());
    const ids = await Promise.all(Array.from({ length: 3000 }, (_, n) => writer.call('write', `note ${n}`)));
    expect(ids).toEqual(Array.from({ length: 3000 }, (_, n) => n + 1));
  });

  test('a call that fails takes nothing of the others with it, and leaves nothing of itself', async () => {
    const writer = await open(fileOf[where]());
    const results = await Promise.allSettled([
      writer.call('write', 'a'),
      writer.call('spoil', 'b'),
      writer.call('write', 'c'),
      writer.call('write', 'c'),
      writer.call('write', 'd'),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { message: 'spoilt b' } });
    expect((results[3] as PromiseRejectedResult).reason).not.toBeInstanceOf(StorageError);
    expect(await writer.call('all')).toEqual(['a', 'c', 'd']);
  });

  test('a full disk is told, and what fits is kept', async () => {
    const writer = await open(fileOf[where]());
    await writer.call('write', 'a');
    await writer.call('fill');
    const results = await Promise.allSettled([writer.call('write', 'b'), writer.call('writeLarge', 1_000_000), writer.call('write', 'c')]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const { reason } = results[1] as PromiseRejectedResult;
    expect(reason).toBeInstanceOf(StorageError);
    expect(reason.message).toMatch(/the disk is full .* Free some space/);
    expect(await writer.call('all')).toEqual(['a', 'b', 'c']);
  });

  test('waits for the disk where an operation must outlive a power cut', async () => {
    const writer = await open(fileOf[where]());
    expect(await writer.call('synchronous')).toBe(1);
    expect(await writer.call('syncAsDurable')).toBe(2);
    expect(await writer.call('synchronous')).toBe(1);
  });

  test('closing waits for all calls, and none comes after', async () => {
    const file = fileOf[where]();
    const writer = await open(file);
    const calls = Array.from({ length: 100 }, (_, n) => writer.call('write', `note ${n}`));
    await writer.close();
    await writer.close();
    expect(await Promise.all(calls)).toHaveLength(100);
    await expect(writer.call('all')).rejects.toThrow('is closed');
    if (where === 'on disk') expect(await (await open(file)).call('all')).toHaveLength(100);
  });
});

test('handles on one file share its thread, and the last one closes it', async () => {
  const file = fileOf['on disk']();
  const [one, other] = await Promise.all([open(file), open(join(file, '..', '.', `${serial}.db`))]);
  await Promise.all([one.call('write', 'a'), other.call('write', 'b')]);
  await one.close();
  expect(await other.call('all')).toEqual(['a', 'b']);
  await other.close();
  expect(existsSync(`${file}-wal`)).toBe(false);
});

test('databases in memory are shared by name only', async () => {
  const [one, same, other] = [await open(':memory:x'), await open(':memory:x'), await open(':memory:')];
  await one.call('write', 'a');
  expect(await same.call('all')).toEqual(['a']);
  expect(await other.call('all')).toEqual([]);
});

test('a thread that ends rejects what it has not answered, and all that comes after', async () => {
  const writer = await open(fileOf['on disk']());
  await writer.call('write', 'a');
  await expect(Promise.all([writer.call('write', 'b'), writer.call('end')])).rejects.toThrow('has ended');
  await expect(writer.call('write', 'c')).rejects.toThrow('has ended');
});

test.each([
  ['is left open', 'ok'],
  ['is closed', 'await writer.close(); console.log("closed");'],
])('a process ends by itself when its writer %s', (_, ending) => {
  const script = `
    import { openWriter } from ${JSON.stringify(new URL('../../src/sqlite/writer.ts', import.meta.url).href)};
    import { store } from ${JSON.stringify(new URL('./notes.ts', import.meta.url).href)};
    const writer = await openWriter(${JSON.stringify(fileOf['on disk']())}, store);
    await writer.call('write', 'a');
    ${ending === 'ok' ? '' : ending}
    console.log(await Promise.resolve('done'));`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', script], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: ending === 'ok' ? 'done\n' : 'closed\ndone\n', stderr: '' });
});
