import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { StorageError } from '../../src/sqlite/storage-error.ts';
import type { Objects } from '../../src/objects/objects.ts';
import { shareFolder } from '../../src/objects/shared-folder.ts';
import type { RefineResult } from '../../src/refine/refine.ts';
import { openStaging, type Staging } from '../../src/refine/staging.ts';
import { memoryObjects, type MemoryObjects } from '../objects/memory.ts';

const resultOf = (because: string): RefineResult => ({
  links: [],
  feeds: [],
  step: { kept: false, drop: { stage: 'extract', rule: 'no-text', because } },
});

/** The staging of a machine with a storage folder of its own. */
async function machine(objects: Objects | null): Promise<{ readonly file: string; readonly open: () => Promise<Staging> }> {
  const storage = await mkdtemp(join(tmpdir(), 'garner-staging-'));
  onTestFinished(() => rm(storage, { recursive: true, force: true }));
  if (objects !== null) onTestFinished(shareFolder(storage, objects));
  const file = join(storage, 'refined.db');
  return {
    file,
    async open() {
      const staging = await openStaging(file);
      onTestFinished(() => staging.close());
      return staging;
    },
  };
}

const batchesIn = ({ bodies }: MemoryObjects): readonly string[] => [...bodies.keys()].sort();
const textIn = ({ bodies }: MemoryObjects): string => [...bodies.values()].map((body) => zstdDecompressSync(body).toString()).join('');

async function* keys(...wanted: readonly string[]): AsyncGenerator<string> {
  yield* wanted;
}

test('what one machine has staged, another one gets, each batch once', async () => {
  const objects = memoryObjects();
  const got: string[] = [];
  const counting: Objects = {
    ...objects,
    async get(key, range) {
      got.push(key);
      return objects.get(key, range);
    },
  };
  const [one, other] = [await (await machine(objects)).open(), await (await machine(counting)).open()];
  await one.put('a', resultOf('first'));
  await one.put('b', resultOf('second'));
  await one.share();
  expect(await other.get('a')).toBeNull();
  await other.refresh();
  expect([await other.get('a'), await other.get('b')]).toEqual([resultOf('first'), resultOf('second')]);
  await other.refresh();
  expect(got).toHaveLength(1);
  await one.put('c', resultOf('third'));
  await one.close();
  await other.refresh();
  expect(got).toHaveLength(2);
  expect(await other.get('c')).toEqual(resultOf('third'));
  expect(batchesIn(objects)).toHaveLength(2);
});

test('many results go up together while they come', async () => {
  const objects = memoryObjects();
  const staging = await (await machine(objects)).open();
  for (let n = 0; n < 600; n += 1) await staging.put(`key ${n}`, resultOf(`result ${n}`));
  await staging.close();
  expect(batchesIn(objects).length).toBeLessThan(8);
  expect(textIn(objects).trim().split('\n')).toHaveLength(600);
});

test('a store that is away loses nothing: what waits goes up when it is back', async () => {
  const objects = memoryObjects();
  let isAway = true;
  const { open } = await machine({
    ...objects,
    async put(...parts) {
      if (isAway) throw new StorageError('the store is away');
      return objects.put(...parts);
    },
  });
  const first = await open();
  await first.put('a', resultOf('kept'));
  await expect(first.share()).rejects.toThrow('away');
  await first.close();
  isAway = false;
  await (await open()).share();
  expect(textIn(objects)).toContain('kept');
});

test('what a machine had for itself before is for all', async () => {
  const objects = memoryObjects();
  const alone = await machine(null);
  const before = await alone.open();
  await before.put('a', resultOf('mine'));
  await before.share();
  await before.close();
  onTestFinished(shareFolder(join(alone.file, '..'), objects));
  await (await alone.open()).share();
  expect(textIn(objects)).toContain('mine');
});

test('what is swept goes from every batch, and from the other machines', async () => {
  const objects = memoryObjects();
  const [one, other] = [await (await machine(objects)).open(), await (await machine(objects)).open()];
  await one.put('a', resultOf('stays'));
  await one.put('b', resultOf('secret'));
  await one.share();
  await one.put('c', resultOf('secret, alone in its batch'));
  await one.share();
  await other.put('b', resultOf('secret'));
  await other.share();
  await other.refresh();
  expect(await one.unwanted(keys('a'))).toMatchObject({ results: 2 });
  await one.sweep();
  expect(textIn(objects)).toContain('stays');
  expect(textIn(objects)).not.toContain('secret');
  await other.refresh();
  expect([await other.get('a'), await other.get('b'), await other.get('c')]).toEqual([resultOf('stays'), null, null]);
  expect(await one.get('a')).toEqual(resultOf('stays'));
  await one.share();
  await other.share();
  expect(textIn(objects)).not.toContain('secret');
  expect(batchesIn(objects)).toHaveLength(1);
});

test('a sweep that dies between its two changes is finished by the next one', async () => {
  const objects = memoryObjects();
  let isDying = true;
  const { open } = await machine({
    ...objects,
    async remove(names) {
      if (isDying) throw new Error('died here');
      await objects.remove(names);
    },
  });
  const staging = await open();
  await staging.put('a', resultOf('stays'));
  await staging.put('b', resultOf('secret'));
  await staging.share();
  await staging.unwanted(keys('a'));
  await expect(staging.sweep()).rejects.toThrow('died here');
  isDying = false;
  await staging.unwanted(keys('a'));
  await staging.sweep();
  expect(textIn(objects)).not.toContain('secret');
  expect(await staging.get('a')).toEqual(resultOf('stays'));
});

test('what waits can be given up, and a damaged batch is told of and not taken', async () => {
  const objects = memoryObjects();
  const [one, other] = [await (await machine(objects)).open(), await (await machine(objects)).open()];
  await one.put('a', resultOf('waits'));
  await one.forget();
  await one.share();
  expect(batchesIn(objects)).toEqual([]);
  await one.put('b', resultOf('damaged'));
  await one.share();
  const body = [...objects.bodies.values()][0]!;
  body[body.length - 3]! ^= 1;
  await other.refresh();
  expect(await other.get('b')).toBeNull();
  expect(await Array.fromAsync(other.faults(() => undefined))).toEqual([
    expect.stringMatching(/^the batch memory:\/.* is not what was put there/),
  ]);
});
