import { basename } from 'node:path';
import { corpusFolders } from '../corpus/generations.ts';
import { type Manifest, readManifest } from '../corpus/manifest.ts';
import { StorageError } from '../sqlite/storage-error.ts';

/**
 * The newest generation of every corpus, in the order of their names, or what is wrong with its manifest: one that is damaged does not hide the others.
 * `faults` are those that are known already.
 */
export async function corporaOf(
  storage: string,
  faults: ReadonlyMap<string, StorageError>,
): Promise<ReadonlyMap<string, Manifest | StorageError>> {
  const corpora = new Map<string, Manifest | StorageError>(faults);
  for (const folder of await corpusFolders(storage)) {
    const name = basename(folder);
    const found = faults.get(name) ?? (await readManifest(folder).catch(faultOnly));
    if (found !== null) corpora.set(name, found);
  }
  return new Map([...corpora].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What is wrong with one thing that is stored, for who goes on with the others; a bug is thrown on. */
export function faultOnly(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  throw error;
}
