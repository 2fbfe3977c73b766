import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, remove, replaceFile } from '../../../disk/disk.ts';

/** What workers have found out for a build, until it ends: named values, each there whole or not at all. */
export interface Prepared {
  get(name: string): Promise<Uint8Array | null>;
  /** Whoever puts something under a name puts the same. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  clear(): Promise<void>;
}

/** Of all corpora. No build needs it that is not under way. */
export const preparedFolder = (storage: string): string => join(storage, 'refined', 'slices');

/** In the storage folder that all processes of a fleet share. */
export function openPrepared(storage: string, corpus: string): Prepared {
  const folder = join(preparedFolder(storage), corpus);
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
