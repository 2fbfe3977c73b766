import { join } from 'node:path';
import { shardFormats } from './index.ts';
import type { Row } from './shard.ts';

/** The rows of a corpus's shard, whatever its format; `path` is as its manifest has it. */
export function readShard(folder: string, path: string, columns?: readonly string[]): AsyncIterable<Row> {
  const format = Object.values(shardFormats).find(({ ending }) => path.endsWith(`.${ending}`));
  if (format === undefined) throw new Error(`${path} has the name of no shard`);
  return format.read(join(folder, path), columns);
}
