import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../disk/disk.ts';
import { sharedAt } from '../../objects/shared-folder.ts';
import { shardFormats } from './index.ts';
import { readParquet } from './parquet.ts';
import { rangesOf } from './ranges.ts';
import type { Row, ShardFormat } from './shard.ts';

/**
 * The rows of a corpus's shard, whatever its format; `path` is as its manifest has it. One that the folder lacks is read from the store that the folder is
 * shared through: by ranges where a format allows it and only some columns are wanted, else whole, and then it stays here.
 */
export async function* readShard(folder: string, path: string, columns?: readonly string[]): AsyncGenerator<Row> {
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
