import type { DatabaseSync } from 'node:sqlite';
import type { Schema } from '../../sqlite/store.ts';

/**
 * What all crawls of a file share. Host clocks and leases are here; a crawl's own URLs are in tables of its own (`crawlTables`), so that
 * they are dropped whole.
 */
export const schema: Schema = {
  name: 'frontier',
  applicationId: 0x47_61_46_72,
  migrations: [
    `CREATE TABLE crawls(
       id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE,
       discovered INTEGER NOT NULL DEFAULT 0, -- also the id of the newest URL
       leased INTEGER NOT NULL DEFAULT 0, settled INTEGER NOT NULL DEFAULT 0, keys INTEGER NOT NULL DEFAULT 0,
       sorted INTEGER NOT NULL DEFAULT 0,     -- URLs up to this id are, or were, in the queue
       seen0 INTEGER NOT NULL DEFAULT 0, seen1 INTEGER NOT NULL DEFAULT 0 -- rows in the upper levels of the seen-set
     ) STRICT;
     CREATE TABLE hosts(
       id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,
       rest_until INTEGER NOT NULL DEFAULT 0, last_rest INTEGER,
       fence INTEGER NOT NULL DEFAULT 0, lease_until INTEGER, lease_crawl INTEGER
     ) STRICT;
     -- A host's place in a crawl: ready_at is null when it has nothing to give.
     CREATE TABLE turns(
       host INTEGER NOT NULL, crawl INTEGER NOT NULL, ready_at INTEGER,
       fresh_id INTEGER NOT NULL DEFAULT 0, fresh_rank INTEGER NOT NULL DEFAULT 0, -- newest and best of the URLs not yet sorted
       PRIMARY KEY (host, crawl)
     ) STRICT, WITHOUT ROWID;
     CREATE INDEX turn_order ON turns(crawl, ready_at, host) WHERE ready_at IS NOT NULL;
     CREATE TABLE origins(id INTEGER PRIMARY KEY, host INTEGER NOT NULL, origin TEXT NOT NULL, UNIQUE (host, origin)) STRICT;
     CREATE TABLE crawlers(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;`,
    // The place of a ready host where hosts are visited by their promise; null for all others.
    `ALTER TABLE turns ADD COLUMN place INTEGER;
     CREATE INDEX promise_order ON turns(crawl, place, host) WHERE place IS NOT NULL;`,
    withoutRowIds,
  ],
};

/** Hashes were row ids: a connection that has inserted one beyond 2^53 can tell of no further statement what it did, since Node 26.10 (nodejs/node#65177). */
function withoutRowIds(db: DatabaseSync): void {
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'seen[0-2]_*'").all();
  for (const name of tables.map((table) => String(table['name']))) {
    db.exec(`ALTER TABLE ${name} RENAME TO old_${name}; ${seenTable(name)}
      INSERT INTO ${name} SELECT hash FROM old_${name} ORDER BY hash; DROP TABLE old_${name}`);
  }
}

/**
 * - `urls`: what waits, in order of discovery, so that adding appends; a URL is gone when it is settled.
 * - `queue`: the order within each host. `place` is -1 for a leased URL, 0 for a ready one, else the instant before which it must wait.
 * - `pages`: the URLs that others were found on.
 * - `seen0`…`seen2`: hashes of every URL ever added (`seen.ts`).
 */
export const crawlTables = (crawl: number): string => `
  CREATE TABLE IF NOT EXISTS urls_${crawl}(
    id INTEGER PRIMARY KEY, origin INTEGER NOT NULL, path TEXT NOT NULL,
    via INTEGER NOT NULL, crawler INTEGER NOT NULL, rank INTEGER NOT NULL, traits INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS queue_${crawl}(
    host INTEGER NOT NULL, place INTEGER NOT NULL, rank INTEGER NOT NULL, url INTEGER NOT NULL, PRIMARY KEY (host, place, rank, url)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS pages_${crawl}(id INTEGER PRIMARY KEY, url TEXT NOT NULL) STRICT;
  ${[0, 1, 2].map((level) => seenTable(`seen${level}_${crawl}`)).join(' ')}`;

const seenTable = (name: string): string => `CREATE TABLE IF NOT EXISTS ${name}(hash INTEGER PRIMARY KEY) STRICT, WITHOUT ROWID;`;

export const dropCrawlTables = (crawl: number): string =>
  ['urls', 'queue', 'pages', 'seen0', 'seen1', 'seen2'].map((table) => `DROP TABLE IF EXISTS ${table}_${crawl};`).join(' ');
