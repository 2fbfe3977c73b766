import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../src/sqlite/database.ts';
import { StorageError } from '../../src/sqlite/storage-error.ts';
import { openWriter } from '../../src/sqlite/writer.ts';
import { schemaOf, store } from './notes.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'garner-opening-'));
  file = join(folder, 'notes.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What opening the file says; both in the thread and without. */
async function complaint(of = file): Promise<string> {
  const error: unknown = await openWriter(of, store).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StorageError);
  expect(() => openDatabase(of, store.schema)).toThrow((error as Error).message);
  expect((error as Error).message).toContain(of);
  return (error as Error).message;
}

const pragma = (name: string): unknown => {
  const db = new DatabaseSync(file);
  const value = db.prepare(`PRAGMA ${name}`).get()?.[name];
  db.close();
  return value;
};
const write = (sql: string): void => {
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
};

/** Runs a script; the superuser may write everywhere, so it asks as somebody else. */
function asAnother(script: string, argument: string): { readonly stdout: string; readonly stderr: string } {
  const other = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  return spawnSync(process.execPath, ['--input-type=module-typescript', '-e', script, argument], { encoding: 'utf8', ...other });
}

test('a new file has the newest version', () => {
  openDatabase(file, schemaOf('ALTER TABLE notes ADD COLUMN at INTEGER')).close();
  expect([pragma('user_version'), pragma('application_id'), pragma('journal_mode')]).toEqual([2, 77, 'wal']);
  expect(existsSync(`${file}.v1.bak`)).toBe(false);
});

test('an older file is migrated, after a copy of it was put aside', () => {
  const old = openDatabase(file, schemaOf());
  old.exec("INSERT INTO notes(text) VALUES ('kept')");
  old.close();
  const db = openDatabase(
    file,
    schemaOf('ALTER TABLE notes ADD COLUMN at INTEGER DEFAULT 5', 'ALTER TABLE notes RENAME COLUMN at TO since'),
  );
  expect({ ...db.prepare('SELECT text, since FROM notes').get() }).toEqual({ text: 'kept', since: 5 });
  db.close();
  expect(pragma('user_version')).toBe(3);
  const copy = openDatabase(`${file}.v1.bak`, schemaOf());
  expect({ ...copy.prepare('SELECT * FROM notes').get() }).toEqual({ id: 1, text: 'kept' });
  copy.close();
});

test('a migration that fails changes nothing', () => {
  openDatabase(file, schemaOf()).close();
  expect(() => openDatabase(file, schemaOf('ALTER TABLE notes ADD COLUMN at INTEGER', 'ALTER TABLE nothing ADD COLUMN x INTEGER'))).toThrow(
    'nothing',
  );
  expect(pragma('user_version')).toBe(1);
  openDatabase(file, schemaOf()).close();
});

test('a file of a newer Garner is refused, and left as it is', async () => {
  openDatabase(file, schemaOf('CREATE TABLE later(x)', 'CREATE TABLE latest(x)')).close();
  const before = readFileSync(file);
  expect(await complaint()).toMatch(/written by a newer Garner: its notebook schema has version 3, .* up to 1\. Install the newer Garner/);
  expect(readFileSync(file).equals(before)).toBe(true);
});

test("another program's database is refused", async () => {
  write('CREATE TABLE theirs(x)');
  expect(await complaint()).toContain('not a Garner notebook');
});

test('a file that is no database is refused, and left as it is', async () => {
  writeFileSync(file, 'glass, paper, metal\n'.repeat(1000));
  expect(await complaint()).toMatch(/is not a database .* Move it away/);
  expect(readFileSync(file, 'utf8')).toMatch(/^glass/);
});

test('a damaged file is told', async () => {
  openDatabase(file, schemaOf()).close();
  const bytes = readFileSync(file);
  bytes.fill(0xff, 100, 4096);
  writeFileSync(file, bytes);
  expect(await complaint()).toMatch(/is damaged .* Restore it from a backup/);
});

test('a folder that is not there is told', async () => {
  expect(await complaint(join(folder, 'missing', 'notes.db'))).toMatch(/cannot be opened .* See that its folder exists/);
});

test('a folder that may not be written is told', () => {
  const locked = join(folder, 'locked');
  mkdirSync(locked);
  const inside = join(locked, 'notes.db');
  openDatabase(inside, schemaOf()).close();
  chmodSync(inside, 0o444);
  chmodSync(locked, 0o555);
  chmodSync(folder, 0o755);
  const script = `
    import { openDatabase } from ${JSON.stringify(new URL('../../src/sqlite/database.ts', import.meta.url).href)};
    try {
      openDatabase(process.argv[1], ${JSON.stringify(schemaOf())});
    } catch (error) {
      console.log(error.name, error.message);
    }`;
  const { stdout, stderr } = asAnother(script, inside);
  chmodSync(locked, 0o755);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^StorageError .*locked.notes\.db (may not be written|cannot be opened)/);
});

test('who may only read it, reads it', () => {
  openDatabase(file, schemaOf()).close();
  write("INSERT INTO notes(text) VALUES ('kept')");
  chmodSync(folder, 0o555);
  const script = `
    import { openForReading } from ${JSON.stringify(new URL('../../src/sqlite/database.ts', import.meta.url).href)};
    console.log(openForReading(process.argv[1], ${JSON.stringify(schemaOf())}).prepare('SELECT text FROM notes').get().text);`;
  expect(asAnother(script, file)).toMatchObject({ stderr: '', stdout: 'kept\n' });
  // Whoever looked into it has left a log with nothing in it, and its index may be gone: of this SQLite says, as of all read-only mounts, that it cannot open it.
  chmodSync(folder, 0o755);
  writeFileSync(`${file}-wal`, '');
  chmodSync(folder, 0o555);
  expect(asAnother(script, file)).toMatchObject({ stderr: '', stdout: 'kept\n' });
  // What stands in a log alone is not passed over.
  chmodSync(folder, 0o755);
  writeFileSync(`${file}-wal`, 'x');
  chmodSync(folder, 0o555);
  expect(asAnother(script, file)).toMatchObject({ stderr: expect.stringContaining('StorageError') as string, stdout: '' });
  chmodSync(folder, 0o755);
});
