import { DatabaseSync } from 'node:sqlite';
import type { furnitureColumns, RowOf } from './columns.ts';
import type { Manifest } from './manifest.ts';
import { readShard } from './shards/read.ts';

/** Of a line, as `dedup/furniture.ts` makes it: a signed 64-bit integer. */
export type LineKey = bigint;

/** Lines of one host. */
export type Lines = Pick<ReadonlyMap<LineKey, unknown>, 'has' | 'size'>;

/** A line is furniture of its host when so many of the host's pages have it… */
const LEAST_PAGES = 5;
/** …and this share of them. */
const LEAST_SHARE = 0.2;
/** Pages of a host that are looked at: the first in the total order, which is by hash, so that they are a sample of any that follow. */
const SAMPLE = 2000;

/** Lines that stand on many pages of one host: menus, notices, and what else says nothing about a page. */
export interface Furniture {
  /** Whether another page of the host is to be looked at, where pages come in the total order. */
  readonly wants: (host: string) => boolean;
  /** A page of the host, with its place in the total order and the keys of its lines, each once. Pages come in any order. */
  note(place: number, host: string, lines: readonly LineKey[]): void;
  /** After the last `note`. */
  count(): void;
  of(host: string): Lines;
  /** All of it, by host, as rows. */
  rows(): Iterable<RowOf<typeof furnitureColumns>>;
  close(): void;
}

const TABLES = `
  PRAGMA journal_mode = OFF;
  PRAGMA synchronous = OFF;
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA cache_size = -16384;
  CREATE TABLE page (host INTEGER, place INTEGER, keys BLOB) STRICT;
  BEGIN;
`;

/** Pages of a host together, a host at a time: at most `SAMPLE` pages' keys are in memory. */
const BY_HOST = 'SELECT host, keys FROM page ORDER BY host, place';

const none: Lines = new Map();

/** Counts in a new file, which is the caller's to remove: ten million lines are about 80 MB of disk, and those of one host are in memory. */
export function openFurniture(file: string): Furniture {
  const database = new DatabaseSync(file);
  database.exec(TABLES);
  const insert = database.prepare('INSERT INTO page VALUES (?, ?, ?)');
  const hosts = new Map<string, { readonly id: number; pages: number }>();
  const furniture = new Map<string, ReadonlyMap<LineKey, number>>();
  return {
    wants: (name) => (hosts.get(name)?.pages ?? 0) < SAMPLE,
    note(place, name, lines) {
      let host = hosts.get(name);
      if (host === undefined) hosts.set(name, (host = { id: hosts.size, pages: 0 }));
      host.pages += 1;
      insert.run(host.id, place, new Uint8Array(BigInt64Array.from(lines).buffer));
    },
    count() {
      const byId = [...hosts];
      const pages = database.prepare(BY_HOST).iterate() as Iterable<{ readonly host: number; readonly keys: Uint8Array }>;
      for (const [id, keys] of byHost(pages)) {
        const [name = ''] = byId[id] ?? [];
        const lines = frequentAmong(keys, Math.max(LEAST_PAGES, LEAST_SHARE * keys.length));
        if (lines.size > 0) furniture.set(name, lines);
      }
    },
    of: (name) => furniture.get(name) ?? none,
    *rows() {
      const byName = [...furniture].sort(([a], [b]) => (a < b ? -1 : 1));
      for (const [host, lines] of byName) for (const [line, pages] of lines) yield { host, line: String(line), pages };
    },
    close: () => database.close(),
  };
}

/** The first pages of each host. */
function* byHost(
  pages: Iterable<{ readonly host: number; readonly keys: Uint8Array }>,
): Generator<readonly [number, readonly Uint8Array[]]> {
  let [id, keys]: [number, Uint8Array[]] = [0, []];
  for (const page of pages) {
    if (page.host !== id) {
      yield [id, keys];
      [id, keys] = [page.host, []];
    }
    if (keys.length < SAMPLE) keys.push(page.keys);
  }
  yield [id, keys];
}

/** Keys that stand on at least so many pages, in ascending order, and on how many. */
function frequentAmong(pages: readonly Uint8Array[], least: number): ReadonlyMap<LineKey, number> {
  const bytes = new Uint8Array(pages.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const page of pages) {
    bytes.set(page, end);
    end += page.length;
  }
  const keys = new BigInt64Array(bytes.buffer).sort();
  const frequent = new Map<LineKey, number>();
  for (let first = 0, next = 1; first < keys.length; first = next, next += 1) {
    while (next < keys.length && keys[next] === keys[first]) next += 1;
    const [key, count] = [keys[first], next - first];
    if (key !== undefined && count >= least) frequent.set(key, count);
  }
  return frequent;
}

/** The furniture by which a generation was built, by host. */
export async function readFurniture(folder: string, { furniture = [] }: Pick<Manifest, 'furniture'>): Promise<(host: string) => Lines> {
  const byHost = new Map<string, Map<LineKey, number>>();
  for (const { path } of furniture)
    for await (const row of readShard(folder, path)) {
      const host = String(row['host']);
      byHost.set(host, (byHost.get(host) ?? new Map<LineKey, number>()).set(BigInt(String(row['line'])), Number(row['pages'])));
    }
  return (host) => byHost.get(host) ?? none;
}
