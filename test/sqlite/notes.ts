import type { DatabaseSync } from 'node:sqlite';
import type { Schema, Store } from '../../src/sqlite/store.ts';

export const schemaOf = (...later: string[]): Schema => ({
  name: 'notebook',
  applicationId: 77,
  migrations: ['CREATE TABLE notes(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT', ...later],
});

function operations(db: DatabaseSync) {
  const insert = db.prepare('INSERT INTO notes(text) VALUES (?)');
  return {
    write: (text: string): number => Number(insert.run(text).lastInsertRowid),
    writeDurably: (text: string): number => Number(insert.run(text).lastInsertRowid),
    /** Fails after it has written. */
    spoil(text: string): void {
      insert.run(text);
      throw new Error(`spoilt ${text}`);
    },
    /** As large as this many bytes. */
    writeLarge: (bytes: number): number => Number(insert.run('x'.repeat(bytes)).lastInsertRowid),
    /** From here on the file may not grow: the disk is full. */
    fill(): void {
      const pages = Number(db.prepare('PRAGMA page_count').get()?.['page_count']);
      db.exec(`PRAGMA max_page_count = ${pages}`);
    },
    all: (): string[] =>
      db
        .prepare('SELECT text FROM notes ORDER BY id')
        .all()
        .map((row) => String(row['text']).slice(0, 20)),
    synchronous: (): number => Number(db.prepare('PRAGMA synchronous').get()?.['synchronous']),
    syncAsDurable: (): number => Number(db.prepare('PRAGMA synchronous').get()?.['synchronous']),
    end(): void {
      process.exit(3);
    },
  };
}

export type Notes = ReturnType<typeof operations>;

/** A small store of its own, to test the writer by. */
export const store: Store<Notes> = { module: import.meta.url, schema: schemaOf(), durable: ['writeDurably', 'syncAsDurable'], operations };
