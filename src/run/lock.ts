import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StorageError, StorageInUse } from '../sqlite/storage-error.ts';

export interface StorageLock {
  release(): void;
}

/** Who holds the lock of a storage folder; null when nobody does. */
export function lockHolder(folder: string): { readonly command: string; readonly pid: number; readonly since: string } | null {
  try {
    const { command, pid, since } = JSON.parse(readFileSync(join(folder, 'lock.json'), 'utf8')) as Record<string, unknown>;
    // The note outlives its process; a signal of 0 only asks whether it is there.
    process.kill(Number(pid), 0);
    return { command: String(command), pid: Number(pid), since: String(since) };
  } catch {
    return null;
  }
}

function holder(note: string): string {
  try {
    const { command, pid, since } = JSON.parse(readFileSync(note, 'utf8')) as Record<string, unknown>;
    return `garner ${String(command)} (process ${String(pid)}, since ${String(since)})`;
  } catch {
    return 'another garner process';
  }
}

/**
 * One command at a time works in a storage folder. The lock is the operating system's, held through SQLite, so it ends with the process
 * however that dies; a note beside it says who holds it.
 *
 * @throws StorageError when another process has it, or the folder cannot be written.
 */
export function lockStorage(folder: string, command: string): StorageLock {
  const note = join(folder, 'lock.json');
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(join(folder, 'lock.db'), { timeout: 0 });
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
    writeFileSync(note, JSON.stringify({ command, pid: process.pid, since: new Date().toISOString() }));
  } catch (error) {
    database?.close();
    const reason = error instanceof Error ? error.message : String(error);
    if (/locked|busy/i.test(reason)) {
      throw new StorageInUse(
        `${folder} is in use by ${holder(note)}. Wait until it ends, or set another \`storage\` in config/garner.yaml.`,
      );
    }
    throw new StorageError(
      `${folder} cannot be written: ${reason}. Make the folder writable, or set another \`storage\` in config/garner.yaml.`,
    );
  }
  const held = database;
  return {
    release() {
      rmSync(note, { force: true });
      held.close();
    },
  };
}
