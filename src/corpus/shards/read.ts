import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../disk/disk.ts';
import { sharedAt } from '../../objects/shared-folder.ts';
import { StorageError } from '../../sqlite/storage-error.ts';
import { shardFormats } from './index.ts';
import { readParquet } from './parquet.ts';
import { rangesOf } from './ranges.ts';
import type { Row, ShardFormat } from './shard.ts';

/**
 * The rows of a corpus's shard, whatever its format; `path` is as its manifest has it. One that the folder lacks is read from the store that the folder is
 * shared through: by ranges where a format allows it and only some columns are wanted, else whole, and then it stays here.
 *
 * @throws StorageError when it cannot be read
 */
export async function* readShard(folder: string, path: string, columns?: readonly string[]): AsyncGenerator<Row> {
  try {
    yield* rowsIn(folder, path, columns);
  } catch (error) {
    if (error instanceof StorageError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    const remedy = '`garner verify` looks at all of them; `garner build` makes those of the newest generation anew';
    throw new StorageError(`The shard ${join(folder, path)} cannot be read: ${why}. ${remedy}.`, { cause: error });
  }
}

async function* rowsIn(folder: string, path: string, columns: readonly string[] | undefined): AsyncGenerator<Row> {
  const file = join(folder, path);
  const format = formatOf(path);
  const shared = existsSync(file) ? null : sharedAt(folder);
  if (shared === null) return yield* format.read(file, columns);
  const key = shared.keyOf(file);
  const ranges = format.name === 'parquet' && columns !== undefined ? await rangesOf(shared, key) : null;
  if (ranges !== null) return yield* readParquet(ranges, columns);
  await makeFolder(dirname(file));
  if (!(await shared.objects.getFile(key, file))) throw new Error(`${shared.objects.place} has no ${key}`);
  yield* format.read(file, columns);
}

/** By the ending of its name. */
export function formatOf(path: string): ShardFormat {
  const format = Object.values(shardFormats).find(({ ending }) => path.endsWith(`.${ending}`));
  if (format === undefined) throw new Error(`${path} has the name of no shard`);
  return format;
}
