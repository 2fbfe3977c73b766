import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { failpoint } from '../disk/failpoint.ts';
import { faultOf } from './fault.ts';
import { demandVersion, migrate } from './migrate.ts';
import { StorageError } from './storage-error.ts';
import type { Schema } from './store.ts';

/** Files that only live in memory: `:memory:`, or `:memory:name` for one that several can open. */
export const isInMemory = (file: string): boolean => file.startsWith(':memory:');

/** How long to wait for another process that is writing, in milliseconds. */
const BUSY_MS = 10_000;

/**
 * - WAL: commits append, so a killed process loses nothing, and readers elsewhere are not in the way.
 * - 64 MiB of cache: the hot pages of a frontier of some millions of URLs.
 * - Checkpoints every 32 MiB: a page that changes often is copied into the file once, not at every commit.
 * - No mmap: a disk that fails under a mapped page kills the process by a signal, where a read gives an error to report.
 */
const SETTINGS = `
  PRAGMA cache_size = -65536;
  PRAGMA wal_autocheckpoint = 8192;
  PRAGMA journal_size_limit = 67108864;
  PRAGMA temp_store = MEMORY;
`;

/** @throws StorageError */
export function openDatabase(file: string, schema: Schema): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(isInMemory(file) ? ':memory:' : file, { timeout: BUSY_MS });
    const mode = db.prepare('PRAGMA journal_mode = WAL').get()?.['journal_mode'];
    if (mode !== 'wal' && mode !== 'memory') {
      throw new StorageError(
        `${file} cannot have a write-ahead log here. Put the storage folder on a local disk: network shares do not do.`,
      );
    }
    db.exec(SETTINGS);
    migrate(db, file, schema);
    return db;
  } catch (error) {
    db?.close();
    throw faultOf(error, file);
  }
}

/**
 * Where the folder may not be written, SQLite has no place for the index of a log. A file without a log, or with an empty one as readers leave it, is
 * all there is, and is read by itself.
 *
 * @throws StorageError, also when its schema is of another version: it is not migrated, for somebody else may be writing.
 */
export function openForReading(file: string, schema: Schema): DatabaseSync {
  try {
    return read(file, file, schema);
  } catch (error) {
    const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
    if (!mayNotWrite(error) || (log?.size ?? 0) > 0) throw faultOf(error, file);
  }
  const alone = pathToFileURL(resolve(file));
  // https://www.sqlite.org/uri.html: nobody changes it meanwhile, and no lock is asked for.
  alone.searchParams.set('immutable', '1');
  try {
    return read(alone, file, schema);
  } catch (error) {
    throw faultOf(error, file);
  }
}

function read(from: string | URL, file: string, schema: Schema): DatabaseSync {
  const db = new DatabaseSync(from, { readOnly: true, timeout: BUSY_MS });
  try {
    demandVersion(db, file, schema);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** By primary result code: SQLITE_READONLY where permissions are lacking, SQLITE_CANTOPEN where the disk is mounted for reading alone. */
const mayNotWrite = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' && [8, 14].includes(error.errcode & 0xff);

/** Folds the log into the file, so that one file is all there is, and closes. */
export function closeDatabase(db: DatabaseSync, file: string): void {
  try {
    failpoint('checkpoint', file);
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}
