import type { DatabaseSync } from 'node:sqlite';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Schema, Store } from '../../sqlite/store.ts';

/** A result is at most a page's text twice and its links; more is damage or a bomb. */
const MAX_BYTES = 256 * 2 ** 20;

const schema: Schema = {
  name: 'staging',
  // 'Gast' in ASCII.
  applicationId: 0x47_61_73_74,
  migrations: ['CREATE TABLE result (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT'],
};

function operations(db: DatabaseSync) {
  const select = db.prepare('SELECT value FROM result WHERE key = ?');
  const replace = db.prepare('INSERT OR REPLACE INTO result (key, value) VALUES (?, ?)');
  return {
    /** JSON, or null when there is none or it is damaged. */
    get(key: string): string | null {
      const value = select.get(key)?.['value'];
      if (!(value instanceof Uint8Array)) return null;
      try {
        return zstdDecompressSync(value, { maxOutputLength: MAX_BYTES }).toString('utf8');
      } catch {
        // The frame's checksum does not match.
        return null;
      }
    },
    put(key: string, json: string): void {
      replace.run(key, zstdCompressSync(json, { params: { [constants.ZSTD_c_checksumFlag]: 1 } }));
    },
  };
}

export const store: Store<ReturnType<typeof operations>> = { module: import.meta.url, schema, durable: [], operations };
