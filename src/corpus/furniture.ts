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
  /** Whether another page of the host is to be looked at. */
  wants(host: string): boolean;
  /** A page of the host, with the keys of its lines, each once. Pages come in the total order. */
  note(host: string, lines: readonly LineKey[]): void;
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
  CREATE TABLE line (host INTEGER, key INTEGER) STRICT;
  BEGIN;
`;

const FREQUENT = `SELECT host, key, count(*) AS pages FROM line GROUP BY host, key HAVING count(*) >= ${LEAST_PAGES} ORDER BY host, key`;

const none: Lines = new Map();

/** Counts in a new file, which is the caller's to remove: ten million lines are about 200 MB of disk and 16 MB of memory. */
export function openFurniture(file: string): Furniture {
  const database = new DatabaseSync(file);
  database.exec(TABLES);
  const insert = database.prepare('INSERT INTO line VALUES (?, ?)');
  const hosts = new Map<string, { readonly id: number; pages: number }>();
  const furniture = new Map<string, Map<LineKey, number>>();
  return {
    wants: (name) => (hosts.get(name)?.pages ?? 0) < SAMPLE,
    note(name, lines) {
      let host = hosts.get(name);
      if (host === undefined) hosts.set(name, (host = { id: hosts.size, pages: 0 }));
      if (host.pages === SAMPLE) return;
      host.pages += 1;
      for (const key of lines) insert.run(host.id, key);
    },
    count() {
      const byId = [...hosts];
      const frequent = database.prepare(FREQUENT);
      frequent.setReadBigInts(true);
      for (const row of frequent.iterate()) {
        const [key, pages] = [row['key'] as LineKey, Number(row['pages'])];
        const [name, host] = byId[Number(row['host'])] ?? ['', { pages: 0 }];
        if (pages < LEAST_SHARE * host.pages) continue;
        const lines = furniture.get(name);
        if (lines === undefined) furniture.set(name, new Map([[key, pages]]));
        else lines.set(key, pages);
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
