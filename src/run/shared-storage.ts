import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { type OnFault, pullCorpora } from '../corpus/store/pull.ts';
import { remove, replaceFile } from '../disk/disk.ts';
import { joinReceipts } from '../forgotten/shared-receipts.ts';
import { openObjects } from '../objects/open.ts';
import type { Objects } from '../objects/objects.ts';
import { shareFolder } from '../objects/shared-folder.ts';

/** A storage folder that this process shares with other machines. */
export interface SharedStorage {
  readonly objects: Objects;
  /** Whether another machine has erased something that this one has not taken out of its own databases yet. */
  readonly erased: boolean;
  /** It has now. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Shares the storage folder through the object store, and brings what must be known before anything is done: receipts, and which generations there are.
 * Null where there is no store. Who only looks says what becomes of a corpus whose manifest is damaged.
 *
 * @throws StorageError when the store cannot be used, or holds what a newer Garner wrote
 */
export async function openShared(
  { storage, objects: settings }: Pick<Config, 'storage' | 'objects'>,
  onFault: OnFault = throwFault,
): Promise<SharedStorage | null> {
  const objects = await openObjects(settings);
  if (objects === null) return null;
  const leave = shareFolder(storage, objects);
  const close = async (): Promise<void> => {
    leave();
    await objects.close();
  };
  try {
    const due = join(storage, 'erase.due');
    // On the disk: a command that only looks may be the first to hear of it, and leaves it to another.
    if (await joinReceipts(storage)) await replaceFile(due, '');
    await pullCorpora(storage, onFault);
    return { objects, erased: existsSync(due), settled: () => remove(due), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function throwFault(_corpus: string, fault: Error): never {
  throw fault;
}
