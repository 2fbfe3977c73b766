import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { StorageError } from '../sqlite/storage-error.ts';
import { makeFolder, remove, replaceFile, syncFolder } from '../disk/disk.ts';
import { generationFile, generationsFolder, manifestFile, readManifest, readManifestFile, shardsOf } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { dropShared, sweepShared } from './store/drop.ts';
import { joinCorpus } from './store/mend.ts';
import { publishShared, replaceShared } from './store/publish.ts';

/** Where a build keeps what nobody reads yet; on the same file system as the corpus, so that a rename publishes it. */
export const scratchFolder = (folder: string): string => join(folder, '.build');

const SHARD_NAME = /^[0-9a-f]{64}\.(?:parquet|jsonl\.zst)$/;
const GENERATION_NAME = /^([1-9]\d*)\.json$/;

/**
 * Clears away what a build left that did not come to its commit: its scratch folder, its manifest, its shards. What a published
 * generation names stays, and so does any file whose name is not a shard's. What other machines have published is taken first. Returns the newest
 * published generation.
 */
export async function recover(folder: string): Promise<Manifest | null> {
  await joinCorpus(folder);
  await remove(scratchFolder(folder));
  const latest = await readManifest(folder);
  await removeUncommitted(folder, latest?.generation ?? 0);
  for (const path of await strayFiles(folder)) await remove(join(folder, path));
  return latest;
}

/** Every generation that is kept, oldest first, in the order of their numbers; what has not been published is left out. */
export async function generationsIn(folder: string): Promise<readonly Manifest[]> {
  const latest = (await readManifest(folder))?.generation ?? 0;
  const numbers = (await generationNumbers(folder)).filter((generation) => generation <= latest);
  const manifests = await Promise.all(numbers.map((generation) => readManifestFile(generationFile(folder, generation))));
  return manifests.filter((manifest) => manifest !== null);
}

/** Shards that no published generation names, relative to the corpus folder. */
export async function strayFiles(folder: string): Promise<readonly string[]> {
  const named = new Set([await readManifest(folder), ...(await generationsIn(folder))].flatMap((manifest) => shardPaths(manifest)));
  return (await shardsOnDisk(folder)).filter((path) => !named.has(path));
}

/** Gives up old generations: their manifests first, then the shards that no other one names. The newest can not be given up. */
export async function dropGenerations(folder: string, numbers: readonly number[]): Promise<void> {
  const latest = (await readManifest(folder))?.generation;
  await dropShared(
    folder,
    numbers.filter((each) => each !== latest),
  );
  for (const number of numbers.filter((each) => each !== latest)) {
    await remove(generationFile(folder, number));
    for (const ending of ['html', 'difference.json']) await remove(join(folder, 'reports', `${number}.${ending}`));
  }
  if (numbers.length > 0) await syncFolder(generationsFolder(folder));
  await sweepShared(folder);
  for (const path of await strayFiles(folder)) await remove(join(folder, path));
}

/** The corpora of a storage folder that have a generation, as folders, in the order of their names. */
export async function corpusFolders(storage: string): Promise<readonly string[]> {
  const folders = (await names(join(storage, 'corpora'))).map((name) => join(storage, 'corpora', name));
  return folders.filter((folder) => existsSync(manifestFile(folder)));
}

/** Writes a published generation anew, in its own place; the shards that it named alone are stray then. */
export async function replaceGeneration(folder: string, manifest: Manifest): Promise<void> {
  await makeFolder(scratchFolder(folder));
  const draft = join(scratchFolder(folder), 'generation.tmp');
  const text = textOf(manifest);
  await replaceShared(folder, manifest, text);
  await replaceFile(generationFile(folder, manifest.generation), text, draft);
}

/**
 * Publishes a generation whose shards are on disk, made from the one before. The rename of `manifest.json` is the sole commit: before it the corpus is the
 * old generation, after it the new one. Where machines share it, the store's manifest is that commit, and the folder follows.
 *
 * @throws StorageError when another machine has published a generation meanwhile
 */
export async function publish(folder: string, manifest: Manifest, before: Manifest | null, temporary: () => string): Promise<void> {
  const text = textOf(manifest);
  await publishShared(folder, text, before);
  await makeFolder(generationsFolder(folder));
  await replaceFile(generationFile(folder, manifest.generation), text, temporary());
  await replaceFile(manifestFile(folder), text, temporary());
}

const textOf = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 2)}\n`;

const shardPaths = (manifest: Manifest | null): string[] => (manifest === null ? [] : shardsOf(manifest).map(({ path }) => path));

/** Removes the generation after the latest, whose build did not commit. */
async function removeUncommitted(folder: string, latest: number): Promise<void> {
  const present = await generationNumbers(folder);
  const newest = Math.max(latest, ...present);
  // A build leaves at most one generation behind uncommitted. More means that manifest.json is gone or old: nothing may be deleted then.
  if (newest > latest + 1) {
    const state = latest === 0 ? 'is missing' : `is generation ${latest}`;
    const file = generationFile(folder, newest);
    throw new StorageError(`${manifestFile(folder)} ${state}, but ${file} exists. Restore it: copy that file to manifest.json.`);
  }
  if (newest > latest) await remove(generationFile(folder, newest));
}

async function generationNumbers(folder: string): Promise<readonly number[]> {
  const files = await names(generationsFolder(folder));
  return files
    .map((name) => Number(GENERATION_NAME.exec(name)?.[1]))
    .filter(Number.isInteger)
    .sort((a, b) => a - b);
}

async function shardsOnDisk(folder: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const series of ['data', 'rejected', 'furniture']) {
    for (const dump of await names(join(folder, series))) {
      const files = await names(join(folder, series, dump));
      paths.push(...files.filter((name) => SHARD_NAME.test(name)).map((name) => `${series}/${dump}/${name}`));
    }
  }
  return paths;
}

/** What lies in a folder, in the order of the names; nothing when it is not there or no folder. */
async function names(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw error;
  }
}
