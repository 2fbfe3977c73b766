import { access, cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { buildCorpus } from '../../src/corpus/build.ts';
import type { Change } from '../../src/disk/failpoint.ts';
import { readManifest } from '../../src/corpus/manifest.ts';
import { StorageError } from '../../src/sqlite/storage-error.ts';
import { digests, temporaryFolder } from './folders.ts';
import { buildOf, variedPages } from './synthetic.ts';
import { isThorough } from '../failpoints/thorough.ts';

const first = variedPages.slice(0, 100);

interface Operation {
  readonly kind: Change;
  readonly path: string;
}
type Before = (operation: Operation) => void;

/** What stands at the seam before every change; the real one does nothing. */
const seam = vi.hoisted(() => ({ before: (() => undefined) as Before }));
vi.mock('../../src/disk/failpoint.ts', () => ({ failpoint: (kind: Change, path: string): void => seam.before({ kind, path }) }));
afterEach(() => {
  seam.before = () => undefined;
});

async function buildWith(before: Before, ...of: Parameters<typeof buildOf>): ReturnType<typeof buildCorpus> {
  seam.before = before;
  try {
    return await buildCorpus(buildOf(...of));
  } finally {
    seam.before = () => undefined;
  }
}

/** Throws at the n-th change on disk and at every later one, as if the process had died there. */
function diesAt(n: number): { readonly before: Before; readonly operations: Operation[] } {
  const operations: Operation[] = [];
  return {
    operations,
    before: (operation) => {
      operations.push(operation);
      if (operations.length >= n) throw new Error('died here');
    },
  };
}

/** The place of the rename that publishes a generation, from 1. */
const commitIn = (operations: readonly Operation[]): number =>
  operations.findIndex(({ kind, path }) => kind === 'rename' && path.endsWith('manifest.json')) + 1;

/**
 * The places of these changes that are tried. After the commit comes the card, one file like the other: there every tenth will do, which is each change
 * to some file, unless all are asked for.
 */
function placesIn(operations: readonly Operation[]): readonly number[] {
  const commit = commitIn(operations);
  const places = operations.map((_, n) => n + 1);
  return isThorough ? places : places.filter((n) => n <= commit + 1 || n % 10 === 0 || n === places.length);
}

/** The generation that readers see; each of its shards is there and whole. */
async function readable(folder: string): Promise<number> {
  const manifest = await readManifest(folder);
  const found = digests(folder);
  for (const { path, sha256 } of [...(manifest?.shards ?? []), ...(manifest?.rejected ?? [])]) expect(found[path]).toBe(sha256);
  return manifest?.generation ?? 0;
}

test.each(['parquet', 'jsonl'] as const)('a build as %s that dies between any two changes on disk loses nothing', async (format) => {
  const whole = await temporaryFolder();
  await buildCorpus(buildOf(whole, first, { format }));
  const old = await temporaryFolder();
  await cp(whole, old, { recursive: true });
  const probe = diesAt(Number.POSITIVE_INFINITY);
  await buildWith(probe.before, whole, variedPages, { format });
  expect(new Set(probe.operations.map(({ kind }) => kind))).toEqual(
    new Set(['make-folder', 'create', 'write', 'sync', 'rename', 'remove']),
  );
  const commit = commitIn(probe.operations);

  for (const n of placesIn(probe.operations)) {
    const folder = await temporaryFolder();
    await cp(old, folder, { recursive: true });
    const dying = buildWith(diesAt(n).before, folder, variedPages, { format });
    await expect(dying, `change ${n}`).rejects.toThrow('died here');
    expect(await readable(folder), `change ${n}`).toBe(n <= commit ? 1 : 2);

    const again = await buildCorpus(buildOf(folder, variedPages, { format }));
    expect(again.unchanged, `change ${n}`).toBe(n > commit);
    expect(digests(folder), `after change ${n}`).toEqual(digests(whole));
  }
});

test('the first build of a corpus may die too', async () => {
  const whole = await temporaryFolder();
  const probe = diesAt(Number.POSITIVE_INFINITY);
  await buildWith(probe.before, whole, first);
  for (const n of placesIn(probe.operations)) {
    const folder = await temporaryFolder();
    await expect(buildWith(diesAt(n).before, folder, first)).rejects.toThrow('died here');
    await readable(folder);
    await buildCorpus(buildOf(folder, first));
    expect(digests(folder), `after change ${n}`).toEqual(digests(whole));
  }
});

test('a full disk is told as such, and the old generation stays', async () => {
  const folder = await temporaryFolder();
  await buildCorpus(buildOf(folder, first));
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const building = buildWith(
    ({ kind }) => {
      if (kind === 'write') throw full;
    },
    folder,
    variedPages,
  );
  await expect(building).rejects.toThrow(StorageError);
  await expect(building).rejects.toThrow(/the disk is full\. Free some space, then build again/);
  expect(await readable(folder)).toBe(1);
  await expect(access(join(folder, '.build'))).rejects.toThrow('ENOENT');
});

test('files that are not shards are none of our business', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'data', 'mine'), { recursive: true });
  await writeFile(join(folder, 'data', 'mine', 'notes.txt'), 'mine');
  await writeFile(join(folder, 'data', 'mine', `${'0'.repeat(64)}.parquet`), 'named like a shard, named by no manifest');
  await buildCorpus(buildOf(folder, first));
  expect(Object.keys(digests(folder)).filter((path) => path.includes('mine'))).toEqual(['data/mine/notes.txt']);
});

test('without manifest.json nothing of several generations is deleted', async () => {
  const folder = await temporaryFolder();
  await buildCorpus(buildOf(folder, first));
  await buildCorpus(buildOf(folder, variedPages));
  await rm(join(folder, 'manifest.json'));
  const before = digests(folder);
  await expect(buildCorpus(buildOf(folder, first))).rejects.toThrow(/manifest\.json is missing, but .*2\.json exists\. Restore it/);
  expect(digests(folder)).toEqual(before);
});
