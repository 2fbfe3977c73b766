import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StorageError, StorageInUse } from '../sqlite/storage-error.ts';

export interface StorageLock {
  release(): void;
}

/** `shared` is for commands that several processes may give at once, as workers do; an exclusive one waits for none of them. */
export type LockMode = 'exclusive' | 'shared';

export interface Holder {
  readonly command: string;
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

const isNote = (file: string): boolean => /^lock(-.+)?\.json$/.test(file);

function readNote(path: string): Holder | null {
  try {
    const { command, pid, host, since } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    return { command: String(command), pid: Number(pid), host: String(host), since: String(since) };
  } catch {
    return null;
  }
}

/** Of another machine's processes nobody here can tell. */
function isAlive({ pid, host }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    // The note outlives its process; a signal of 0 only asks whether it is there.
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Who works in a storage folder now, the longest first. */
export function lockHolders(folder: string): readonly Holder[] {
  let files: readonly string[] = [];
  try {
    files = readdirSync(folder).filter(isNote);
  } catch {
    // There is no such folder: nobody works in it.
  }
  const notes = files.map((file) => readNote(join(folder, file))).filter((note) => note !== null);
  return notes.filter(isAlive).sort((a, b) => (a.since < b.since ? -1 : 1));
}

const described = ({ command, pid, since }: Holder): string => `garner ${command} (process ${pid}, since ${since})`;

/** Takes the operating system's lock on a file, through SQLite: it ends with the process however that dies. Null when somebody has it. */
function lockFile(path: string, mode: LockMode): DatabaseSync | null {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 0 });
    if (mode === 'exclusive') database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
    // A transaction that has read holds off whoever wants the file for itself, and nobody else.
    else database.exec('BEGIN; SELECT count(*) FROM sqlite_master;');
    return database;
  } catch (error) {
    database?.close();
    if (/locked|busy/i.test(error instanceof Error ? error.message : '')) return null;
    throw error;
  }
}

/** Takes away what processes left that were killed, their notes and their names: whoever is alone knows that nobody has them. */
function sweepTheDead(folder: string, own: string): void {
  for (const file of readdirSync(folder).filter(isNote)) if (join(folder, file) !== own) rmSync(join(folder, file), { force: true });
  rmSync(namesFolder(folder), { recursive: true, force: true });
}

const namesFolder = (folder: string): string => join(folder, 'locks');

/**
 * Says that a command works in a storage folder: alone, or among others that share it. A note beside the lock says who it is. Names are taken under it alone.
 *
 * @throws StorageError when another process is in the way, or the folder cannot be written.
 */
export function lockStorage(folder: string, command: string, mode: LockMode = 'exclusive'): StorageLock {
  const note = join(folder, mode === 'exclusive' ? 'lock.json' : `lock-${hostname()}-${process.pid}.json`);
  const writeNote = (): void => {
    const holder: Holder = { command, pid: process.pid, host: hostname(), since: new Date().toISOString() };
    writeFileSync(note, JSON.stringify(holder));
  };
  let held: DatabaseSync | null = null;
  try {
    held = lockFile(join(folder, 'lock.db'), mode);
    if (held === null) throw inUse(folder, lockHolders(folder)[0]);
    writeNote();
    if (mode === 'exclusive') sweepTheDead(folder, note);
    const taken = held;
    return {
      release() {
        rmSync(note, { force: true });
        taken.close();
      },
    };
  } catch (error) {
    held?.close();
    if (error instanceof StorageError) throw error;
    throw unwritable(folder, error);
  }
}

/**
 * Takes one name of a storage folder, such as a worker's or a corpus's, among those who share it. Null when another process has it.
 *
 * @throws StorageError when the folder cannot be written.
 */
export function lockName(folder: string, name: string): StorageLock | null {
  const locks = namesFolder(folder);
  try {
    mkdirSync(locks, { recursive: true });
    const held = lockFile(join(locks, `${name}.db`), 'exclusive');
    return held === null ? null : { release: () => held.close() };
  } catch (error) {
    throw unwritable(locks, error);
  }
}

const inUse = (folder: string, holder: Holder | undefined): StorageInUse =>
  new StorageInUse(
    `${folder} is in use by ${holder === undefined ? 'another garner process' : described(holder)}. Wait until it ends, or set another \`storage\` in config/garner.yaml.`,
  );

function unwritable(folder: string, error: unknown): StorageError {
  const reason = error instanceof Error ? error.message : String(error);
  return new StorageError(
    `${folder} cannot be written: ${reason}. Make the folder writable, or set another \`storage\` in config/garner.yaml.`,
  );
}
