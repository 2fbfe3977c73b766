import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDedup } from '../../src/dedup/open.ts';
import { textOf } from '../contracts/dedup.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'garner-dedup-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a program sees which of its documents come again', async () => {
  const dedup = await openDedup();
  const claim = (id: string, url: string, text: string) => dedup.claim({ id, url, text, language: 'en' });
  expect(await claim('1', 'https://a.test/jars?utm_source=x#top', textOf('a'))).toEqual({ kind: 'unique' });
  expect(await claim('1', 'https://a.test/jars', textOf('a'))).toEqual({ kind: 'mine' });
  expect(await claim('2', 'https://b.test/', `  ${textOf('a')}\n`)).toEqual({ kind: 'exact', of: '1' });
  expect(await claim('3', 'https://b.test/', textOf('a').toUpperCase())).toEqual({ kind: 'near', of: '1', estimate: 1 });
  expect(await claim('4', 'https://A.test:443/jars', textOf('b'))).toEqual({ kind: 'update', of: '1' });
  expect(await dedup.forget('4')).toBe(true);
  expect(await dedup.forget('4')).toBe(false);
  await dedup.close();
});

test('the strict preset signs for itself', async () => {
  const dedup = await openDedup(undefined, { preset: 'strict' });
  await dedup.claim({ id: '1', url: 'https://a.test/', text: textOf('a') });
  expect(await dedup.claim({ id: '2', url: 'https://b.test/', text: textOf('a', 60, 2) })).toMatchObject({ kind: 'near', of: '1' });
  await dedup.close();
});

test('what cannot be opened says why, and what to do', async () => {
  const file = join(folder, 'preset.db');
  await (await openDedup(file)).close();
  await expect(openDedup(file, { preset: 'strict' })).rejects.toThrow('made with the preset verified');
  await expect(openDedup(file, { preset: 'loose' as never })).rejects.toThrow(
    'no preset is called loose; there are verified, fineweb, strict',
  );
  const db = new DatabaseSync(file);
  db.exec('PRAGMA user_version = 99');
  db.close();
  await expect(openDedup(file)).rejects.toThrow('was written by a newer Garner');
  await expect(openDedup(join(folder, 'none', 'dedup.db'))).rejects.toThrow('See that its folder exists');
});

test('a claim that could not be written leaves nothing in memory either', async () => {
  const file = join(folder, 'full.db');
  const dedup = await openDedup(file);
  await dedup.claim({ id: '1', url: 'https://a.test/', text: textOf('a') });
  const other = new DatabaseSync(file);
  other.exec(`CREATE TRIGGER full BEFORE INSERT ON documents WHEN new.id = '2' BEGIN SELECT RAISE(ABORT, 'no room'); END`);
  await expect(dedup.claim({ id: '2', url: 'https://a.test/', text: textOf('b') })).rejects.toThrow('no room');
  other.exec('DROP TRIGGER full');
  other.close();
  // The older version has not made way.
  expect(await dedup.claim({ id: '3', url: 'https://c.test/', text: textOf('a', 60, 1) })).toMatchObject({ kind: 'near', of: '1' });
  expect(await dedup.claim({ id: '4', url: 'https://d.test/', text: textOf('b', 60, 1) })).toEqual({ kind: 'unique' });
  await dedup.close();
});

const child = fileURLToPath(new URL('./claiming-child.ts', import.meta.url));

/** Runs the child until it has told `count` verdicts, kills it in the midst of others, and returns what it had said by then. */
async function killAfter(file: string, round: number, count: number): Promise<string[]> {
  const running = spawn(process.execPath, [child, file, String(round)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const chunk of running.stdout.setEncoding('utf8')) {
    said += String(chunk);
    if (said.split('\n').length > count) running.kill('SIGKILL');
  }
  return said.split('\n').slice(0, -1);
}

test('a process that is killed loses no claim it was told about', async () => {
  const file = join(folder, 'killed.db');
  const acknowledged: string[] = [];
  for (const [round, count] of [1, 40, 300].entries()) {
    acknowledged.push(...(await killAfter(file, round, count)));
    const dedup = await openDedup(file);
    for (const line of acknowledged) {
      const [id = '', kind] = line.split(' ');
      expect(kind).toBe('unique');
      expect(await dedup.claim({ id, url: `https://a.test/${id}`, text: textOf(id, 30) })).toEqual({ kind: 'mine' });
    }
    await dedup.close();
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(300);
});
