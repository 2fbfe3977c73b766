import type { Config } from '../config/config.ts';
import { pullCorpora } from '../corpus/store/pull.ts';
import { joinReceipts } from '../forgotten/shared.ts';
import { openObjects } from '../objects/open.ts';
import type { Objects } from '../objects/objects.ts';
import { shareFolder } from '../objects/shared.ts';

/** A storage folder that this process shares with other machines. */
export interface SharedStorage {
  readonly objects: Objects;
  /** Whether another machine has erased something since this one last looked. */
  readonly erased: boolean;
  close(): Promise<void>;
}

/**
 * Shares the storage folder through the object store, and brings what must be known before anything is done: receipts, and which generations there are.
 * Null where there is no store.
 *
 * @throws StorageError when the store cannot be used, or holds what a newer Garner wrote
 */
export async function openShared({ storage, objects: settings }: Pick<Config, 'storage' | 'objects'>): Promise<SharedStorage | null> {
  const objects = await openObjects(settings);
  if (objects === null) return null;
  const leave = shareFolder(storage, objects);
  const close = async (): Promise<void> => {
    leave();
    await objects.close();
  };
  try {
    const erased = await joinReceipts(storage);
    await pullCorpora(storage);
    return { objects, erased, close };
  } catch (error) {
    await close();
    throw error;
  }
}
