import type { PageUrl } from '../../records.ts';
import { documentKey } from '../order.ts';
import { shardFormats } from '../shards/index.ts';
import { readShard } from '../shards/read.ts';
import { openSeries, type SealedShard, type SeriesOptions } from '../shards/series.ts';
import type { Row } from '../shards/shard.ts';

/** What changes in the rows of a generation's `data` or `rejected`. */
export class Edits {
  /** By record id. */
  readonly #changes = new Map<string, (row: Row) => Row | null>();
  readonly #additions = new Map<string, Row[]>();

  /** Another row in its place, or, for null, none; a second change of a row takes the place of the first. */
  change(record: string, change: (row: Row) => Row | null): void {
    this.#changes.set(record, change);
  }

  /** A row more, which goes where the order of a build puts it. */
  add(dump: string, row: Row): void {
    const rows = this.#additions.get(dump) ?? [];
    rows.push(row);
    this.#additions.set(dump, rows);
  }

  has(record: string): boolean {
    return this.#changes.has(record);
  }

  changed(row: Row): Row | null {
    const change = this.#changes.get(String(row['record_id']));
    return change === undefined ? row : change(row);
  }

  /** In order. */
  added(dump: string): readonly Row[] {
    return (this.#additions.get(dump) ?? []).toSorted(byOrder);
  }

  dumps(): readonly string[] {
    return [...this.#additions.keys()].sort();
  }

  get isEmpty(): boolean {
    return this.#changes.size === 0 && this.#additions.size === 0;
  }
}

/** The order of a build within a dump, as far as rows know it: document key, fetch time, record id. */
function byOrder(a: Row, b: Row): number {
  const key = documentKey(String(a['url']) as PageUrl).compare(documentKey(String(b['url']) as PageUrl));
  return key || compare(String(a['date']), String(b['date'])) || compare(String(a['record_id']), String(b['record_id']));
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Columns by which rows are found and put in order. */
const ORDER = ['url', 'date', 'record_id'];

interface EditOptions extends Omit<SeriesOptions, 'format' | 'shardBytes'> {
  readonly format: keyof typeof shardFormats;
}

/** Writes the shards concerned anew, each as one; the others stay as they are. Returns all of the series, in order. */
export async function editShards(options: EditOptions, shards: readonly SealedShard[], edits: Edits): Promise<readonly SealedShard[]> {
  if (edits.isEmpty) return shards;
  const dumps = [...new Set([...shards.map(({ dump }) => dump), ...edits.dumps()])].sort();
  const edited: SealedShard[] = [];
  for (const dump of dumps) {
    const own = shards.filter((shard) => shard.dump === dump);
    const added = edits.added(dump);
    const parts = await shared(options.folder, own, added);
    if (own.length === 0) edited.push(...(await written(options, dump, [], added, edits)));
    for (const [n, shard] of own.entries()) {
      const more = parts[n] ?? [];
      const isConcerned = more.length > 0 || (await anyOf(options.folder, shard, edits));
      edited.push(...(isConcerned ? await written(options, dump, [shard], more, edits) : [shard]));
    }
  }
  return edited;
}

/** Which of the rows go into which shard: the last one that does not begin after them. */
async function shared(folder: string, shards: readonly SealedShard[], rows: readonly Row[]): Promise<readonly (readonly Row[])[]> {
  const parts: Row[][] = shards.map(() => []);
  if (rows.length === 0) return parts;
  const firsts = await Promise.all(shards.map(({ path }) => firstOf(folder, path)));
  for (const row of rows) {
    const after = firsts.findIndex((first, n) => n > 0 && byOrder(row, first) < 0);
    parts[after === -1 ? parts.length - 1 : after - 1]?.push(row);
  }
  return parts;
}

async function firstOf(folder: string, path: string): Promise<Row> {
  for await (const row of readShard(folder, path, ORDER)) return row;
  throw new Error(`${path} has no rows`);
}

async function anyOf(folder: string, { path }: SealedShard, edits: Edits): Promise<boolean> {
  for await (const row of readShard(folder, path, ['record_id'])) if (edits.has(String(row['record_id']))) return true;
  return false;
}

async function written(
  { format, ...options }: EditOptions,
  dump: string,
  shards: readonly SealedShard[],
  added: readonly Row[],
  edits: Edits,
): Promise<readonly SealedShard[]> {
  const series = openSeries({ ...options, format: shardFormats[format], shardBytes: Number.POSITIVE_INFINITY });
  const waiting = [...added];
  try {
    for (const { path } of shards) {
      for await (const row of readShard(options.folder, path)) {
        for (let next = waiting[0]; next !== undefined && byOrder(next, row) < 0; next = waiting[0]) {
          await series.add(dump, next);
          waiting.shift();
        }
        const now = edits.changed(row);
        if (now !== null) await series.add(dump, now);
      }
    }
    for (const row of waiting) await series.add(dump, row);
    return await series.close();
  } finally {
    await series.discard();
  }
}
