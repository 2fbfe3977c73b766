import { DatabaseSync } from 'node:sqlite';
import type { Digest, Instant, RecordId } from '../../../records.ts';

/** Where a record of a web archive stands, and what is known of it before it is read. */
export interface Place {
  /** Path of a file that is read record by record, or URL of one that ranges are asked of. */
  readonly file: string;
  readonly offset: number;
  readonly length: number;
  readonly type: string;
  /** Null where only an index was read. */
  readonly id: RecordId | null;
  /** Canonical where it is that of a page. */
  readonly url: string;
  readonly at: Instant;
  /** Of the payload, as whoever wrote it reckons digests. */
  readonly digest: string | null;
}

/** `capture`: what a ledger knew of it; `method`: how it was asked for, where not by GET; `rendered`: the conversion that was made of it. */
type NoteKind = 'capture' | 'method' | 'rendered';

type Row = Readonly<Record<string, string | number | null>>;

/** What holds a page or what is said of a host; revisits are read after these. */
const WITH_BODY = "('response', 'resource', 'conversion')";

/**
 * Where all records of an import stand. In a temporary database, as listings of files are: a file of some hundred million captures costs a few megabytes
 * of memory.
 */
export class Places {
  readonly #db: DatabaseSync;
  readonly #add;
  readonly #note;
  readonly #close;
  readonly #known = new Set<string>();

  constructor() {
    const db = new DatabaseSync('');
    db.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384;
      CREATE TABLE places(n INTEGER PRIMARY KEY, file TEXT, offset INTEGER, length INTEGER, type TEXT, id TEXT, url TEXT, at INTEGER, digest TEXT) STRICT;
      CREATE INDEX by_url ON places(url, at); CREATE INDEX by_id ON places(id); CREATE INDEX by_digest ON places(digest);
      CREATE TABLE notes(of TEXT, kind TEXT, note TEXT, PRIMARY KEY (of, kind)) STRICT, WITHOUT ROWID; BEGIN`);
    this.#add = db.prepare('INSERT INTO places(file, offset, length, type, id, url, at, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.#note = db.prepare('INSERT OR REPLACE INTO notes VALUES (?, ?, ?)');
    this.#db = db;
    this.#close = () => db.close();
  }

  add({ file, offset, length, type, id, url, at, digest }: Place): void {
    this.#add.run(file, offset, length, type, id, url, at, digest);
  }

  /** What another record says of the one with this name. */
  note(of: string, kind: NoteKind, note: string): void {
    this.#note.run(of, kind, note);
  }

  noted(of: string | null, kind: NoteKind): string | null {
    if (of === null) return null;
    return (this.#db.prepare('SELECT note FROM notes WHERE of = ? AND kind = ?').get(of, kind)?.['note'] as string | undefined) ?? null;
  }

  /** Says that a file brings a ledger's knowledge along, which tells captures from other records. */
  markKnown(file: string): void {
    this.#known.add(file);
  }

  isKnown(file: string): boolean {
    return this.#known.has(file);
  }

  /** Forgets what was found in a file, which turned out to be none that can be read record by record. */
  dropFile(file: string): void {
    this.#db.prepare('DELETE FROM places WHERE file = ?').run(file);
  }

  count(): number {
    return Number(this.#db.prepare('SELECT count(*) AS n FROM places').get()?.['n']);
  }

  /** In the order in which they were found: first what has a body, then revisits. */
  *all(kind: 'bodies' | 'revisits'): Generator<Place> {
    const what = kind === 'bodies' ? `type IN ${WITH_BODY}` : "type = 'revisit'";
    const page = this.#db.prepare(`SELECT * FROM places WHERE n > ? AND ${what} ORDER BY n LIMIT 256`);
    for (let rows = page.all(0) as Row[]; rows.length > 0; rows = page.all(rows.at(-1)?.['n'] ?? 0) as Row[]) yield* rows.map(placeOf);
  }

  byId(id: string): Place | null {
    return this.#first(`id = ? AND type IN ${WITH_BODY}`, id);
  }

  byDigest(digest: string): Place | null {
    return this.#first(`digest = ? AND type IN ${WITH_BODY} ORDER BY n LIMIT 1`, digest);
  }

  /** The newest with this URL at or before an instant. */
  before(url: string, at: Instant): Place | null {
    return this.#first(`url = ? AND at <= ? AND type IN ${WITH_BODY} ORDER BY at DESC, n DESC LIMIT 1`, url, at);
  }

  /** The oldest after it. */
  after(url: string, at: Instant): Place | null {
    return this.#first(`url = ? AND at > ? AND type IN ${WITH_BODY} ORDER BY at, n LIMIT 1`, url, at);
  }

  close(): void {
    this.#close();
  }

  #first(where: string, ...values: readonly (string | number)[]): Place | null {
    const row = this.#db.prepare(`SELECT * FROM places WHERE ${where}`).get(...values) as Row | undefined;
    return row === undefined ? null : placeOf(row);
  }
}

const placeOf = ({ file, offset, length, type, id, url, at, digest }: Row): Place => ({
  file: String(file),
  offset: Number(offset),
  length: Number(length),
  type: String(type),
  id: id as RecordId | null,
  url: String(url),
  at: Number(at),
  digest: digest as Digest | null,
});
