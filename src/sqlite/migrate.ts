import { renameSync, rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { failpoint } from '../disk/failpoint.ts';
import { StorageError } from './storage-error.ts';
import type { Migration, Schema } from './store.ts';

const numberOf = (db: DatabaseSync, pragma: string): number => Number(Object.values(db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
const isEmpty = (db: DatabaseSync): boolean => db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;

/** One step from a version to the next. */
export function take(db: DatabaseSync, step: Migration): void {
  if (typeof step === 'string') db.exec(step);
  else step(db);
}

/**
 * Brings the file to the newest version of its schema, in one transaction, after putting a copy of the old one beside it.
 *
 * @throws StorageError when the file is of another kind or was written by a newer Garner: it is left as it is.
 */
export function migrate(db: DatabaseSync, file: string, schema: Schema): void {
  check(db, file, schema);
  const newest = schema.migrations.length;
  const version = numberOf(db, 'user_version');
  if (version === newest) return;
  if (version > 0) backUp(db, `${file}.v${version}.bak`);
  db.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have migrated while we waited for the lock.
    for (const step of schema.migrations.slice(numberOf(db, 'user_version'))) {
      failpoint('migrate', file);
      take(db, step);
    }
    db.exec(`PRAGMA application_id = ${schema.applicationId}; PRAGMA user_version = ${newest}`);
    failpoint('commit', file);
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** @throws StorageError unless the file has the newest version of its schema. */
export function demandVersion(db: DatabaseSync, file: string, schema: Schema): void {
  check(db, file, schema);
  const version = numberOf(db, 'user_version');
  if (version === schema.migrations.length) return;
  throw new StorageError(
    `${file} was written by an older Garner (version ${version} of its ${schema.name} schema; this one has ${schema.migrations.length}). Any command that writes, such as \`garner crawl\` or \`garner build\`, brings it up to date.`,
  );
}

function check(db: DatabaseSync, file: string, { name, applicationId, migrations }: Schema): void {
  if (isEmpty(db)) return;
  if (numberOf(db, 'application_id') !== applicationId) {
    throw new StorageError(`${file} is a database, but not a Garner ${name}. Move it away, or set another storage folder.`);
  }
  const version = numberOf(db, 'user_version');
  if (version <= migrations.length) return;
  throw new StorageError(
    `${file} was written by a newer Garner: its ${name} schema has version ${version}, this Garner knows versions up to ${migrations.length}. ` +
      'Install the newer Garner again, or set another storage folder. The file was left as it is.',
  );
}

/** Whole or not at all: a crash while copying leaves no file that looks like a backup. */
function backUp(db: DatabaseSync, copy: string): void {
  const draft = `${copy}.tmp`;
  rmSync(draft, { force: true });
  failpoint('write', draft);
  db.prepare('VACUUM INTO ?').run(draft);
  failpoint('rename', copy);
  renameSync(draft, copy);
}
