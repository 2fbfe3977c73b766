import { existsSync, readFileSync } from 'node:fs';
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { buildCorpus, type BuildSummary } from '../../src/corpus/build.ts';
import { dropGenerations, generationsIn } from '../../src/corpus/generations.ts';
import { type Manifest, readManifest, shardsOf } from '../../src/corpus/manifest.ts';
import { readShard } from '../../src/corpus/shards/read.ts';
import { joinCorpus, putCompanions } from '../../src/corpus/store/mend.ts';
import { pullCorpora, pullCorpus } from '../../src/corpus/store/pull.ts';
import { verifyCorpus } from '../../src/corpus/verify.ts';
import type { Change } from '../../src/disk/failpoint.ts';
import type { Objects } from '../../src/objects/objects.ts';
import { shareFolder } from '../../src/objects/shared-folder.ts';
import { isThorough } from '../failpoints/thorough.ts';
import { memoryObjects, type MemoryObjects } from '../objects/memory.ts';
import { temporaryFolder } from './folders.ts';
import { buildOf, variedPages } from './synthetic.ts';

const few = variedPages.slice(0, 30);
const more = variedPages.slice(0, 50);
const all = variedPages.slice(0, 70);

/** What stands at the seam before every change; the real one does nothing. */
const seam = vi.hoisted(() => ({ before: (_kind: Change, _path: string): void => undefined }));
vi.mock('../../src/disk/failpoint.ts', () => ({ failpoint: (kind: Change, path: string): void => seam.before(kind, path) }));
afterEach(() => {
  seam.before = () => undefined;
});

/** A machine with a storage folder of its own; returns the folder of the corpus in it. */
async function machine(objects: Objects): Promise<string> {
  const storage = await temporaryFolder();
  onTestFinished(shareFolder(storage, objects));
  return join(storage, 'corpora', 'waste-sorting');
}

async function built(folder: string, pages: typeof all, parts: Parameters<typeof buildOf>[2] = {}): Promise<BuildSummary> {
  const summary = await buildCorpus(buildOf(folder, pages, parts));
  await putCompanions(folder, summary.manifest.generation);
  return summary;
}

const isSame = (one: Uint8Array | undefined, other: Uint8Array): boolean => one !== undefined && Buffer.from(one).equals(other);

const namesIn = ({ bodies }: MemoryObjects): readonly string[] =>
  [...bodies.keys()].map((key) => key.slice('corpora/waste-sorting/'.length)).sort();

/** What a store must have of generations, and nothing else. */
async function demandWhole(objects: MemoryObjects, folder: string): Promise<Manifest | null> {
  const manifest = await readManifest(folder);
  const shards = new Set((await generationsIn(folder)).flatMap(shardsOf).map(({ path }) => path));
  for (const path of shards) expect(namesIn(objects)).toContain(path);
  return manifest;
}

const urlsOf = async (folder: string, { shards }: Manifest, columns?: readonly string[]): Promise<readonly unknown[]> => {
  const urls: unknown[] = [];
  for (const { path } of shards) for await (const row of readShard(folder, path, columns)) urls.push(row['url']);
  return urls;
};

const faultsOf = (folder: string) =>
  Array.fromAsync(
    verifyCorpus(folder, { hasRecord: () => true, forgotten: () => null, isFirst: () => true, row: () => undefined }),
    ({ where, what }) => `${where}: ${what}`,
  );

test('what one machine builds, another one with an empty folder has', async () => {
  const objects = memoryObjects();
  const [one, other] = [await machine(objects), await machine(objects)];
  const { manifest } = await built(one, few);
  await pullCorpora(join(other, '..', '..'), expect.unreachable);
  expect(await readManifest(other)).toEqual(manifest);
  expect(await readFile(join(other, 'README.md'), 'utf8')).toBe(await readFile(join(one, 'README.md'), 'utf8'));
  expect((await generationsIn(other)).map(({ generation }) => generation)).toEqual([1]);

  const urls = await urlsOf(one, manifest);
  expect(urls).not.toHaveLength(0);
  expect(await urlsOf(other, manifest, ['url'])).toEqual(urls);
  expect(existsSync(join(other, 'data')), 'columns are read by ranges').toBe(false);
  expect(await urlsOf(other, manifest)).toEqual(urls);
  for (const { path } of manifest.shards) expect(existsSync(join(other, path)), 'what is read whole stays').toBe(true);
});

test.each(['parquet', 'jsonl'] as const)('shards of %s are read from the store', async (format) => {
  const objects = memoryObjects();
  const [one, other] = [await machine(objects), await machine(objects)];
  const { manifest } = await built(one, few, { format });
  await pullCorpus(other);
  expect(await urlsOf(other, manifest, ['id', 'url'])).toEqual(await urlsOf(one, manifest));
});

test('builds on two machines go on from each other, and make what one machine makes', async () => {
  const objects = memoryObjects();
  const [one, other, alone] = [await machine(objects), await machine(objects), join(await temporaryFolder(), 'alone')];
  await built(one, few);
  expect((await built(other, few)).unchanged).toBe(true);
  const second = await built(other, all);
  expect(second.manifest.generation).toBe(2);
  expect((await built(one, all)).unchanged).toBe(true);
  await buildCorpus(buildOf(alone, few));
  await buildCorpus(buildOf(alone, all));
  const names = ['manifest.json', ...shardsOf(second.manifest).map(({ path }) => path)];
  const differing = names.filter((name) => !isSame(objects.bodies.get(`corpora/waste-sorting/${name}`), readFileSync(join(alone, name))));
  expect(differing).toEqual([]);
});

test('of two builders at once one wins, and the other is told so and goes on from there', async () => {
  const objects = memoryObjects();
  const [one, other] = [await machine(objects), await machine(objects)];
  await built(one, few);
  let overtaking: Promise<unknown> | undefined;
  const countTokens = async (): Promise<number> => {
    await (overtaking ??= built(other, all));
    return 1;
  };
  const slow = buildCorpus(buildOf(one, more, { countTokens }));
  await expect(slow).rejects.toThrow(/Another machine has published generation 2 .* nothing is lost: give the same command again/);
  expect((await readManifest(other))?.generation).toBe(2);
  await pullCorpus(one);
  expect(await readManifest(one)).toEqual(await readManifest(other));
  expect((await built(one, more)).manifest.generation).toBe(3);
  expect(await faultsOf(one)).toEqual([]);
});

test('at the very same moment, too: the condition is the store’s', async () => {
  const objects = memoryObjects();
  const [one, other] = [await machine(objects), await machine(objects)];
  const results = await Promise.allSettled([buildCorpus(buildOf(one, few)), buildCorpus(buildOf(other, more))]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await pullCorpus(one);
  await pullCorpus(other);
  expect(await readManifest(one)).toEqual(await readManifest(other));
  await demandWhole(objects, one);
});

test('an answer that was lost is no defeat', async () => {
  const objects = memoryObjects();
  const one = await machine({
    ...objects,
    async put(key, body, condition) {
      await objects.put(key, body, condition);
      return condition === undefined;
    },
  });
  expect((await buildCorpus(buildOf(one, few))).manifest.generation).toBe(1);
});

test('a build that dies at any change, here or in the store, is mended by the next one', async () => {
  const operations: string[] = [];
  const run = async (n: number, again: boolean): Promise<readonly [MemoryObjects, string]> => {
    const objects = memoryObjects();
    const folder = await machine(objects);
    await built(folder, few);
    let passed = 0;
    seam.before = (kind, path) => {
      if (n === Number.POSITIVE_INFINITY) operations.push(kind);
      if ((passed += 1) >= n) throw new Error(`died at ${kind} ${path}`);
    };
    const building = built(folder, more);
    if (n === Number.POSITIVE_INFINITY) await building;
    else await expect(building, `change ${n}`).rejects.toThrow('died at');
    seam.before = () => undefined;
    const reader = await machine(objects);
    await pullCorpus(reader);
    const seen = await demandWhole(objects, reader);
    expect(await urlsOf(reader, seen!, ['url']), `after change ${n}`).not.toHaveLength(0);
    if (again) await built(folder, more);
    return [objects, folder];
  };
  const [whole] = await run(Number.POSITIVE_INFINITY, false);
  // Every change to the store, and, where there is time, the first local one after each.
  const isOfStore = (kind: string | undefined): boolean => kind?.endsWith('object') === true;
  const places = operations.flatMap((kind, n) => (isOfStore(kind) || (isThorough && isOfStore(operations[n - 1])) ? [n + 1] : []));
  expect(places.length).toBeGreaterThan(8);
  for (const n of places) {
    const [objects, folder] = await run(n, true);
    await dropGenerations(folder, []);
    expect(namesIn(objects), `after change ${n}`).toEqual(namesIn(whole));
    const differing = [...whole.bodies].filter(([key, body]) => !isSame(objects.bodies.get(key), body));
    expect(differing, `after change ${n}`).toEqual([]);
  }
});

test('a corpus that a machine had for itself goes up with its next build', async () => {
  const objects = memoryObjects();
  const storage = await temporaryFolder();
  const folder = join(storage, 'corpora', 'waste-sorting');
  await buildCorpus(buildOf(folder, few));
  await buildCorpus(buildOf(folder, more));
  onTestFinished(shareFolder(storage, objects));
  await joinCorpus(folder);
  const other = await machine(objects);
  await pullCorpus(other);
  expect((await generationsIn(other)).map(({ generation }) => generation)).toEqual([1, 2]);
  expect(await faultsOf(other)).toEqual([]);
});

test('a folder that is ahead of the store is not overwritten', async () => {
  const objects = memoryObjects();
  const [one, other] = [await machine(objects), await machine(objects)];
  await built(one, few);
  await built(one, more);
  const earlier = memoryObjects();
  const restored = await machine(earlier);
  await built(restored, few);
  for (const [key, body] of earlier.bodies) objects.bodies.set(key, body);
  await expect(pullCorpus(one)).rejects.toThrow(/has generation 2, and memory: has no newer one than 1\. .* remove that folder/);
  expect((await readManifest(one))?.generation).toBe(2);
  await pullCorpus(other);
  expect((await readManifest(other))?.generation).toBe(1);
});

test('a listing that is older than what this machine has published is made again', async () => {
  const objects = memoryObjects();
  const earlier = memoryObjects();
  let isOld = false;
  const list: Objects['list'] = (...of) => {
    const from = isOld ? earlier : objects;
    isOld = false;
    return from.list(...of);
  };
  const one = await machine({ ...objects, list, get: async (key) => (isOld ? earlier : objects).get(key) });
  await built(one, few);
  for (const [key, body] of objects.bodies) earlier.bodies.set(key, body);
  await built(one, more);
  isOld = true;
  await pullCorpus(one);
  expect((await readManifest(one))?.generation).toBe(2);
});

test('what the store has lost of the newest generation, the next build puts back', async () => {
  const objects = memoryObjects();
  const [one, other] = [await machine(objects), await machine(objects)];
  const { manifest } = await built(one, few);
  const key = `corpora/waste-sorting/${manifest.shards[0]!.path}`;
  const body = objects.bodies.get(key)!;
  objects.bodies.delete(key);
  expect((await built(other, few)).unchanged).toBe(true);
  expect(isSame(objects.bodies.get(key), body)).toBe(true);
});

test('what one machine gives up goes from the store, and from the copies of the others', async () => {
  const objects = memoryObjects();
  const [one, other] = [await machine(objects), await machine(objects)];
  const { manifest: first } = await built(one, few);
  await pullCorpus(other);
  await urlsOf(other, first);
  const { manifest: second } = await built(one, all);
  await pullCorpus(one);
  await dropGenerations(one, [1]);
  const gone = shardsOf(first)
    .map(({ path }) => path)
    .filter((path) => !shardsOf(second).some((shard) => shard.path === path));
  expect(gone).not.toHaveLength(0);
  expect(namesIn(objects)).not.toContain('manifests/1.json');
  for (const path of gone) expect(namesIn(objects)).not.toContain(path);
  await pullCorpus(other);
  for (const path of gone) expect(existsSync(join(other, path))).toBe(false);
  expect(await readdir(join(other, 'manifests'))).toEqual(['2.json']);
  expect(await faultsOf(other)).toEqual([]);
});

test('giving up generations may die at any change, and is finished by the next time', async () => {
  const objects = memoryObjects();
  const folder = await machine(objects);
  await built(folder, few);
  await built(folder, all);
  const changes: string[] = [];
  const dropAll = async (of: MemoryObjects, storage: string, diesAt: number): Promise<void> => {
    let passed = 0;
    seam.before = (kind, path) => {
      if (diesAt === Number.POSITIVE_INFINITY) changes.push(kind);
      if ((passed += 1) >= diesAt) throw new Error(`died at ${kind} ${path}`);
    };
    const leave = shareFolder(storage, of);
    await dropGenerations(join(storage, 'corpora', 'waste-sorting'), [1]).finally(leave);
  };
  const run = async (diesAt: number): Promise<readonly string[]> => {
    const [copy, storage] = [memoryObjects(new Map(objects.bodies)), await temporaryFolder()];
    await cp(join(folder, '..', '..'), storage, { recursive: true });
    if (diesAt < Number.POSITIVE_INFINITY) await expect(dropAll(copy, storage, diesAt)).rejects.toThrow('died at');
    seam.before = () => undefined;
    await dropAll(copy, storage, Number.POSITIVE_INFINITY);
    seam.before = () => undefined;
    return namesIn(copy);
  };
  const whole = await run(Number.POSITIVE_INFINITY);
  expect(whole).not.toContain('manifests/1.json');
  const places = changes.flatMap((kind, n) => (isThorough || kind.endsWith('object') ? [n + 1] : []));
  expect(places.length).toBeGreaterThan(1);
  for (const n of places) expect(await run(n), `change ${n}`).toEqual(whole);
});

test('a build survives that another machine collects what it has put up and not yet named', async () => {
  const objects = memoryObjects();
  const [one, other] = [await machine(objects), await machine(objects)];
  await built(one, few);
  await pullCorpus(other);
  const put = objects.put.bind(objects);
  let isCollected = false;
  objects.put = async (key, body, condition) => {
    if (condition !== undefined && !isCollected) {
      isCollected = true;
      await dropGenerations(other, []);
    }
    return put(key, body, condition);
  };
  await built(one, more);
  expect(isCollected).toBe(true);
  expect(await faultsOf(other)).toEqual([]);
});

test('a corpus whose manifest is damaged in the store keeps no other one from being brought', async () => {
  const objects = memoryObjects();
  const [one, other] = [await machine(objects), await machine(objects)];
  const { manifest } = await built(one, few);
  objects.bodies.set('corpora/another/manifest.json', Buffer.from('{'));
  const faults: string[] = [];
  await pullCorpora(join(other, '..', '..'), (corpus, { message }) => faults.push(`${corpus}: ${message}`));
  expect(await readManifest(other)).toEqual(manifest);
  expect(faults).toEqual([expect.stringMatching(/^another: memory:\/corpora\/another\/manifest\.json is damaged: it is not JSON/)]);
});

test('what is damaged or missing in the store is found, whatever lies here', async () => {
  const objects = memoryObjects();
  const [one, other] = [await machine(objects), await machine(objects)];
  const { manifest } = await built(one, few);
  await pullCorpus(other);
  const [shard] = manifest.shards;
  const [rejected] = manifest.rejected;
  const key = `corpora/waste-sorting/${shard!.path}`;
  const body = objects.bodies.get(key)!;
  expect(await faultsOf(one)).toEqual([]);
  body[100]! ^= 1;
  objects.bodies.delete(`corpora/waste-sorting/${rejected!.path}`);
  for (const folder of [one, other])
    expect(await faultsOf(folder)).toEqual([
      `memory:/${key}: its bytes are not those that were written: its SHA-256 is another`,
      `memory:/corpora/waste-sorting/${rejected!.path}: the shard is missing`,
    ]);
  expect(existsSync(join(other, '.verify'))).toBe(false);
});
