import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Stored } from './archived.ts';
import { DEFERRED, type EntryRow, hasLinks, isFinal, urlHash } from './row.ts';

/** An entry that is there, with what is counted of it. */
interface KnownRow extends Pick<EntryRow, 'at' | 'kind' | 'outcome'> {
  readonly id: number;
  readonly run: number;
  readonly name: number;
  readonly named: string;
  readonly harvested: number | null;
}

/** Writes entries, and keeps count of them. */
export class Recording {
  readonly #insert: StatementSync;
  readonly #known: StatementSync;
  readonly #same: StatementSync;
  readonly #replace: StatementSync;
  readonly #later: StatementSync;
  readonly #earlier: StatementSync;
  readonly #tally: StatementSync;
  readonly #ids: Readonly<Record<'runs' | 'crawlers' | 'names', { readonly find: StatementSync; readonly insert: StatementSync }>>;

  constructor(db: DatabaseSync) {
    this.#insert =
      db.prepare(`INSERT INTO entries(fetch_id, run, crawler, url_hash, url, role, via, depth, at, duration_ms, bytes, kind, name, outcome, harvested)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (fetch_id) DO NOTHING`);
    this.#known = db.prepare('SELECT 1 FROM entries WHERE fetch_id = ?');
    this.#same = db.prepare(`SELECT e.id, e.run, e.at, e.kind, e.name, n.name AS named, e.outcome, e.harvested
      FROM entries e JOIN names n ON n.id = e.name WHERE e.fetch_id = ?`);
    this.#replace =
      db.prepare(`UPDATE entries SET crawler = ?, role = ?, via = ?, depth = ?, at = ?, duration_ms = ?, bytes = ?, kind = ?, name = ?,
      outcome = ?, harvested = ? WHERE id = ?`);
    this.#later = db.prepare('SELECT 1 FROM entries WHERE url_hash = ? AND +run = ? AND url = ? AND kind <> ? AND id > ?');
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

  /**
   * Takes in what another process told of a fetch that is on record: the one that was made first stands, whichever is heard of first, so that all who
   * read the same journals have the same.
   */
  settle(entry: EntryRow): void {
    const known = this.#same.get(entry.fetchId) as unknown as KnownRow;
    if (!precedes(entry, { ...known, name: known.named })) return;
    const { url, role, via, depth, at, durationMs, bytes, kind, outcome } = entry;
    const [crawler, name] = [this.#idOf('crawlers', entry.crawler), this.#idOf('names', entry.name)];
    const harvested = hasLinks(entry) ? (known.harvested ?? 0) : null;
    this.#replace.run(crawler, role, via, depth, at, durationMs, bytes, kind, name, outcome, harvested, known.id);
    const isLast = this.#later.get(urlHash(url), known.run, url, DEFERRED, known.id) === undefined;
    this.#tally.run(known.run, known.name, -1, isLast && isFinal(known.kind) ? -1 : 0);
    this.#tally.run(known.run, name, 1, isLast && isFinal(kind) ? 1 : 0);
  }

  #idOf(table: 'runs' | 'crawlers' | 'names', name: string): number {
    const { find, insert } = this.#ids[table];
    return (find.get(name)?.['id'] as number | undefined) ?? Number(insert.run(name).lastInsertRowid);
  }
}

type Told = Pick<EntryRow, 'at' | 'name' | 'outcome'>;

/** By what never changes in an entry: not by where its record is, or by headers, which may be erased. */
function precedes(a: Told, b: Told): boolean {
  const record = ({ outcome }: Told): string => {
    const { capture, recordId } = JSON.parse(outcome) as Partial<Stored>;
    return capture?.recordId ?? recordId ?? '';
  };
  if (a.at !== b.at) return a.at < b.at;
  return record(a) === record(b) ? a.name < b.name : record(a) < record(b);
}
