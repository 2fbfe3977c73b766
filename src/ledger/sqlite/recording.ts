import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { DEFERRED, type EntryRow, hasLinks, isFinal, urlHash } from './row.ts';

/** Writes entries, and keeps count of them. */
export class Recording {
  readonly #insert: StatementSync;
  readonly #known: StatementSync;
  readonly #earlier: StatementSync;
  readonly #tally: StatementSync;
  readonly #ids: Readonly<Record<'runs' | 'crawlers' | 'names', { readonly find: StatementSync; readonly insert: StatementSync }>>;

  constructor(db: DatabaseSync) {
    this.#insert =
      db.prepare(`INSERT INTO entries(fetch_id, run, crawler, url_hash, url, role, via, depth, at, duration_ms, bytes, kind, name, outcome, harvested)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (fetch_id) DO NOTHING`);
    this.#known = db.prepare('SELECT 1 FROM entries WHERE fetch_id = ?');
    // The plus keeps SQLite from walking through the whole run, newest entry first, instead of looking up the URL.
    this.#earlier = db.prepare(`SELECT name FROM entries WHERE url_hash = ? AND +run = ? AND url = ? AND kind <> ? AND fetch_id <> ?
      ORDER BY id DESC LIMIT 1`);
    this.#tally = db.prepare(`INSERT INTO tallies(run, name, entries, urls) VALUES (?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET entries = entries + excluded.entries, urls = urls + excluded.urls`);
    const ids = (table: string) => ({
      find: db.prepare(`SELECT id FROM ${table} WHERE name = ?`),
      insert: db.prepare(`INSERT INTO ${table}(name) VALUES (?)`),
    });
    this.#ids = { runs: ids('runs'), crawlers: ids('crawlers'), names: ids('names') };
  }

  isRecorded(fetchId: string): boolean {
    return this.#known.get(fetchId) !== undefined;
  }

  /** False when the fetch id is there already. */
  record(entry: EntryRow): boolean {
    const { fetchId, url, role, via, depth, at, durationMs, bytes, kind, outcome } = entry;
    const [run, crawler, name] = [this.#idOf('runs', entry.run), this.#idOf('crawlers', entry.crawler), this.#idOf('names', entry.name)];
    const hashed = urlHash(url);
    const harvested = hasLinks(entry) ? 0 : null;
    const columns = [fetchId, run, crawler, hashed, url, role, via, depth, at, durationMs, bytes, kind, name, outcome, harvested];
    if (this.#insert.run(...columns).changes === 0) return false;
    this.#tally.run(run, name, 1, isFinal(kind) ? 1 : 0);
    if (isFinal(kind)) {
      // A URL that was fetched twice, since a lease was lost, still ends in one way: the newer.
      const earlier = this.#earlier.get(hashed, run, url, DEFERRED, fetchId)?.['name'];
      if (earlier !== undefined) this.#tally.run(run, earlier, 0, -1);
    }
    return true;
  }

  #idOf(table: 'runs' | 'crawlers' | 'names', name: string): number {
    const { find, insert } = this.#ids[table];
    return (find.get(name)?.['id'] as number | undefined) ?? Number(insert.run(name).lastInsertRowid);
  }
}
