import { DatabaseSync } from 'node:sqlite';
import type { PageUrl } from '../records.ts';
import type { Met } from './walk.ts';

/** Something met on disk that has a URL. */
export type Listed = Exclude<Met, { kind: 'hidden' }> & { readonly url: PageUrl };

/**
 * What an import has before it, by URL. It lives in a temporary database, which goes to the disk when it grows: millions of files cost a few
 * megabytes of memory.
 */
export interface Listing {
  /** Null, or what already has this URL. */
  add(listed: Listed): Listed | null;
  has(url: PageUrl): boolean;
  readonly size: number;
  /** Ordered by URL. */
  all(): Generator<Listed>;
  close(): void;
}

/** Rows fetched at a time: no statement stays open while others read. */
const PAGE = 256;

export function openListing(): Listing {
  // A name that is empty is a file of SQLite's own, gone when it is closed.
  const database = new DatabaseSync('');
  database.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8192;
    CREATE TABLE listed(url TEXT PRIMARY KEY, met TEXT NOT NULL) STRICT, WITHOUT ROWID; BEGIN`);
  const insert = database.prepare('INSERT INTO listed VALUES (?, ?) ON CONFLICT DO NOTHING');
  const find = database.prepare('SELECT met FROM listed WHERE url = ?');
  const page = database.prepare(`SELECT met FROM listed WHERE url > ? ORDER BY url LIMIT ${PAGE}`);
  const parsed = (row: object): Listed => JSON.parse((row as { met: string }).met) as Listed;
  let size = 0;
  return {
    add(listed) {
      const isNew = insert.run(listed.url, JSON.stringify(listed)).changes === 1;
      if (isNew) size += 1;
      const earlier = isNew ? undefined : find.get(listed.url);
      return earlier === undefined ? null : parsed(earlier);
    },
    has: (url) => find.get(url) !== undefined,
    get size() {
      return size;
    },
    *all() {
      for (let rows = page.all(''); rows.length > 0;) {
        const listed = rows.map(parsed);
        yield* listed;
        rows = page.all(listed.at(-1)?.url ?? '');
      }
    },
    close: () => database.close(),
  };
}
