import { DatabaseSync } from 'node:sqlite';

/** Lines in order of their bytes, as `LC_ALL=C sort -u` would have them, however many: they go to the disk when they grow. */
export class SortedLines {
  readonly #db: DatabaseSync;
  readonly #add;

  constructor() {
    this.#db = new DatabaseSync('');
    this.#db.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384;
      CREATE TABLE lines(line TEXT PRIMARY KEY) STRICT, WITHOUT ROWID; BEGIN`);
    this.#add = this.#db.prepare('INSERT OR IGNORE INTO lines VALUES (?)');
  }

  /** With its line end. */
  add(line: string): void {
    this.#add.run(line);
  }

  *all(): Generator<string> {
    for (const row of this.#db.prepare('SELECT line FROM lines ORDER BY line').iterate()) yield String(row['line']);
  }

  close(): void {
    this.#db.close();
  }
}
