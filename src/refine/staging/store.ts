import type { DatabaseSync } from 'node:sqlite';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Schema, Store } from '../../sqlite/store.ts';
import { batchOperations, WAITING } from './batches.ts';

/** A result is at most a page's text twice and its links; more is damage or a bomb. */
const MAX_BYTES = 256 * 2 ** 20;

/** Results that are read at a time. */
const PAGE = 256;

export interface StagingSize {
  readonly results: number;
  readonly bytes: number;
}

const pack = (json: string): Uint8Array => zstdCompressSync(json, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
/** Throws when the frame's checksum does not match. */
const unpack = (value: Uint8Array): string => zstdDecompressSync(value, { maxOutputLength: MAX_BYTES }).toString('utf8');

function isReadable(value: unknown): boolean {
  try {
    JSON.parse(unpack(value as Uint8Array));
    return true;
  } catch {
    return false;
  }
}

const schema: Schema = {
  name: 'staging',
  // 'Gast' in ASCII.
  applicationId: 0x47_61_73_74,
  migrations: [
    'CREATE TABLE result (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT',
    // Results of all machines come and go in batches; `batch` is null of what is for this machine alone, WAITING until others have it.
    `ALTER TABLE result ADD COLUMN batch INTEGER;
    CREATE INDEX result_batch ON result (batch) WHERE batch IS NOT NULL;
    CREATE TABLE batch (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT`,
  ],
};

function operations(db: DatabaseSync) {
  const select = db.prepare('SELECT value FROM result WHERE key = ?');
  const replace = db.prepare('INSERT OR REPLACE INTO result (key, value, batch) VALUES (?, ?, ?)');
  db.exec('CREATE TEMP TABLE wanted (key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID');
  const want = db.prepare('INSERT OR IGNORE INTO temp.wanted (key) VALUES (?)');
  const unneeded = 'NOT EXISTS (SELECT 1 FROM temp.wanted w WHERE w.key = result.key)';
  const all = db.prepare('SELECT count(*) AS results, coalesce(sum(length(value)), 0) AS bytes FROM result');
  const unwanted = db.prepare(`SELECT count(*) AS results, coalesce(sum(length(value)), 0) AS bytes FROM result WHERE ${unneeded}`);
  const sweep = db.prepare(`DELETE FROM result WHERE ${unneeded}`);
  const page = db.prepare(`SELECT key, value FROM result WHERE key > ? ORDER BY key LIMIT ${PAGE}`);
  return {
    /** JSON, or null when there is none or it is damaged. */
    get(key: string): string | null {
      const value = select.get(key)?.['value'];
      if (!(value instanceof Uint8Array)) return null;
      try {
        return unpack(value);
      } catch {
        return null;
      }
    },
    /** `isShared`: other machines are to have it. */
    put(key: string, json: string, isShared: boolean): void {
      replace.run(key, pack(json), isShared ? WAITING : null);
    },
    /** How many results there are, and of how many bytes; of those that are not wanted, when it has been said which are. */
    size: (unwantedOnly: boolean): StagingSize => (unwantedOnly ? unwanted : all).get() as unknown as StagingSize,
    /** Forgets what was said to be wanted. */
    wantNone(): void {
      db.exec('DELETE FROM temp.wanted');
    },
    want(keys: readonly string[]): void {
      for (const key of keys) want.run(key);
    },
    sweep: (): number => Number(sweep.run().changes),
    ...batchOperations(db, { pack, unpack }),
    /** Keys of results that cannot be read, after this one, and where to go on; null at the end. */
    unreadable(after: string): { readonly keys: readonly string[]; readonly read: number; readonly after: string | null } {
      const rows = page.all(after) as unknown as { readonly key: string; readonly value: unknown }[];
      return {
        keys: rows.filter(({ value }) => !isReadable(value)).map(({ key }) => key),
        read: rows.length,
        after: rows.length < PAGE ? null : (rows.at(-1)?.key ?? null),
      };
    },
    faults: (): readonly string[] =>
      (db.prepare('PRAGMA integrity_check').all() as Record<string, unknown>[])
        .map((row) => String(row['integrity_check']))
        .filter((text) => text !== 'ok'),
  };
}

export const store: Store<ReturnType<typeof operations>> = { module: import.meta.url, schema, durable: [], operations };
