import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, remove, replaceFile } from '../../../disk/disk.ts';
import { listingOf, type Shared, sharedAt } from '../../../objects/shared-folder.ts';

/** What workers have found out for a build, until it ends: named values, each there whole or not at all. */
export interface Prepared {
  get(name: string): Promise<Uint8Array | null>;
  /** Whoever puts something under a name puts the same. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  clear(): Promise<void>;
}

/** Of all corpora. No build needs it that is not under way. */
const folderOf = (storage: string): string => join(storage, 'refined', 'slices');

/** In the storage folder that all processes of a fleet share, or in the store that machines share. */
export function openPrepared(storage: string, corpus: string): Prepared {
  const folder = join(folderOf(storage), corpus);
  const shared = sharedAt(folder);
  return shared === null ? inFolder(folder) : inStore(shared, folder);
}

function inFolder(folder: string): Prepared {
  return {
    async get(name) {
      try {
        return await readFile(join(folder, name));
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      }
    },
    async put(name, bytes) {
      await makeFolder(folder);
      // Two may be at it at once.
      await replaceFile(join(folder, name), bytes, join(folder, `${name}.${randomUUID()}.tmp`));
    },
    clear: () => remove(folder),
  };
}

function inStore(shared: Shared, folder: string): Prepared {
  const keyOf = (name: string): string => shared.keyOf(join(folder, name));
  return {
    get: (name) => shared.objects.get(keyOf(name)),
    put: async (name, bytes) => void (await shared.objects.put(keyOf(name), bytes)),
    clear: async () => shared.objects.remove([...(await listingOf(shared, folder)).keys()].map(keyOf)),
  };
}

/** What is left of builds that did not end; bytes of each file or object. */
export async function leftPrepared(storage: string): Promise<{ readonly where: string; readonly sizes: readonly number[] }> {
  const folder = folderOf(storage);
  const shared = sharedAt(folder);
  if (shared !== null) {
    const sizes = [...(await listingOf(shared, folder)).values()].map(({ bytes }) => bytes);
    return { where: `${shared.objects.place}/${shared.keyOf(folder)}`, sizes };
  }
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  return { where: folder, sizes: files.map((file) => statSync(join(folder, file)).size) };
}

/** Removes what was prepared for any build: of a folder that is shared, also what it had before. */
export async function clearPrepared(storage: string): Promise<void> {
  const folder = folderOf(storage);
  await inFolder(folder).clear();
  const shared = sharedAt(folder);
  if (shared !== null) await inStore(shared, folder).clear();
}
