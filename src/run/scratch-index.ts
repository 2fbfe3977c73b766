import { DatabaseSync } from 'node:sqlite';

/** Sets of names that may be too many for memory: what has no room there is in a file without a name, which goes with the process. */
export interface ScratchIndex<Name extends string> {
  /** False when it was there already. */
  add(set: Name, id: string, note?: string): boolean;
  has(set: Name, id: string): boolean;
  /** What was noted with it; null when nothing was, or it is not there. */
  note(set: Name, id: string): string | null;
  close(): void;
}

export function openScratchIndex<Name extends string>(): ScratchIndex<Name> {
  // SQLite's own kind of temporary database (sqlite.org/inmemorydb.html).
  const db = new DatabaseSync('');
  db.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;
    CREATE TABLE ids (name TEXT, id TEXT, note TEXT, PRIMARY KEY (name, id)) STRICT, WITHOUT ROWID; BEGIN`);
  const insert = db.prepare('INSERT OR IGNORE INTO ids VALUES (?, ?, ?)');
  const find = db.prepare('SELECT note FROM ids WHERE name = ? AND id = ?');
  return {
    add: (set, id, note) => insert.run(set, id, note ?? null).changes === 1,
    has: (set, id) => find.get(set, id) !== undefined,
    note: (set, id) => (find.get(set, id)?.['note'] as string | null | undefined) ?? null,
    close: () => db.close(),
  };
}
