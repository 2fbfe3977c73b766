import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { makeFolder, NewFile, rename } from '../../disk/disk.ts';
import type { Column, Row, ShardFormat, ShardWriter, Value } from './shard.ts';

/** Rows per row group: readers of text corpora fetch one group at a time (nanochat and others use 1,024). */
const GROUP_ROWS = 1024;
/** A group is closed earlier when its strings reach this many UTF-16 units, so that memory does not depend on how long texts are. */
const GROUP_UNITS = 16 * 2 ** 20;

/** A shard on disk, under the name of its content. */
export interface SealedShard {
  /** Relative to the corpus folder, with `/`. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly rows: number;
  readonly dump: string;
}

export interface SeriesOptions {
  /** The corpus folder. */
  readonly folder: string;
  /** A path for a file that nobody reads yet, another one with each call, on the same file system. */
  readonly temporary: () => string;
  /** Folder of the series within the corpus folder. */
  readonly series: string;
  readonly columns: readonly Column[];
  readonly format: Pick<ShardFormat, 'ending' | 'open'>;
  /** What a shard is called, without its ending: its content when left out. */
  readonly nameOf?: (nth: number) => string;
  /** A shard is closed after the row group that brings it to this size. */
  readonly shardBytes: number;
}

/** Rows in, sealed shards out. Rows of one dump must come together. */
export interface ShardSeries {
  add(dump: string, row: Row): Promise<void>;
  /** Seals what is open and tells of every shard, in the order of the rows. */
  close(): Promise<readonly SealedShard[]>;
  /** Gives up the open shard; sealed ones stay, to be cleared away as unnamed. */
  discard(): Promise<void>;
}

interface OpenShard {
  readonly dump: string;
  readonly file: NewFile;
  readonly writer: ShardWriter;
  readonly content: ReturnType<typeof createHash>;
  bytes: number;
  rows: number;
}

export function openSeries(options: SeriesOptions): ShardSeries {
  const sealed: SealedShard[] = [];
  let group: Row[] = [];
  let units = 0;
  let shard: OpenShard | null = null;

  const seal = async (): Promise<void> => {
    if (shard === null) return;
    await writeGroup(shard);
    sealed.push(await sealShard(shard, options, sealed.length));
    shard = null;
  };
  const writeGroup = async (into: OpenShard): Promise<void> => {
    const rows = group;
    group = [];
    units = 0;
    into.rows += rows.length;
    await into.writer.append(rows);
  };

  return {
    async add(dump, row) {
      if (shard !== null && shard.dump !== dump) await seal();
      shard ??= await openShard(dump, options);
      group.push(row);
      units += unitsOf(row);
      if (group.length < GROUP_ROWS && units < GROUP_UNITS) return;
      await writeGroup(shard);
      if (shard.bytes >= options.shardBytes) await seal();
    },
    async close() {
      await seal();
      return sealed;
    },
    async discard() {
      shard?.writer.cancel();
      await shard?.file.close();
      shard = null;
      group = [];
    },
  };
}

async function openShard(dump: string, { temporary, format, columns }: SeriesOptions): Promise<OpenShard> {
  const file = await NewFile.create(temporary());
  const content = createHash('sha256');
  const shard: OpenShard = {
    dump,
    file,
    content,
    bytes: 0,
    rows: 0,
    writer: format.open(columns, async (bytes) => {
      content.update(bytes);
      shard.bytes += bytes.length;
      await file.write(bytes);
    }),
  };
  return shard;
}

/** Only a whole, synced file gets its name. The same content may be there from an earlier generation: it is replaced by itself. */
async function sealShard(shard: OpenShard, { folder, series, format, nameOf }: SeriesOptions, nth: number): Promise<SealedShard> {
  await shard.writer.finish();
  await shard.file.seal();
  const sha256 = shard.content.digest('hex');
  const place = `${series}/${shard.dump}`;
  await makeFolder(join(folder, place));
  const path = `${place}/${nameOf?.(nth) ?? sha256}.${format.ending}`;
  await rename(shard.file.path, join(folder, path));
  return { path, sha256, bytes: shard.bytes, rows: shard.rows, dump: shard.dump };
}

function unitsOf(row: Row): number {
  let units = 0;
  for (const value of Object.values<Value>(row)) units += typeof value === 'string' ? value.length : 8;
  return units;
}
