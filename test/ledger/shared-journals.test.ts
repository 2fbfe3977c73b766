import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectSchema } from '../../src/config/project.ts';
import { eraseHeaders } from '../../src/ledger/fleet/erase-headers.ts';
import { Journal, journalName } from '../../src/ledger/fleet/journal.ts';
import { JournalCopies, SharedJournal } from '../../src/ledger/fleet/shared-journals.ts';
import { rowOf } from '../../src/ledger/sqlite/row.ts';
import type { Objects } from '../../src/objects/objects.ts';
import { openObjects } from '../../src/objects/open.ts';
import type { RunId } from '../../src/records.ts';
import { ledgerEntry, pageOutcome } from '../contracts/ledger-entry.ts';
import { startObjectStore, type TestObjectStore } from '../objects/store.ts';

let store: TestObjectStore;
let objects: Objects;
let folder = '';
const name = journalName('w1', 0);
beforeAll(async () => {
  store = await startObjectStore();
  objects = (await openObjects(projectSchema.parse({ objects: store.settings('') }).objects)) as Objects;
  folder = await mkdtemp(join(tmpdir(), 'garner-journals-'));
});
afterAll(async () => {
  await objects.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const written = (n: number) => ({ ended: `run ${n}` as RunId, at: n });
const copy = (): Promise<string> => readFile(join(folder, name), 'utf8');
const text = (...numbers: readonly number[]): string => numbers.map((n) => `${JSON.stringify(written(n))}\n`).join('');

test('what is acknowledged is in the store; what waits meanwhile goes up together', async () => {
  const journal = new Journal(new SharedJournal(objects, name));
  await journal.append(written(0));
  await Promise.all([1, 2, 3, 4, 5].map((n) => journal.append(written(n))));
  await journal.close();
  expect(store.keys().filter((key) => key.includes(`${name}/`)).length).toBeLessThanOrEqual(3);
  await new JournalCopies(objects, folder).refresh();
  expect(await copy()).toBe(text(0, 1, 2, 3, 4, 5));
});

test('a copy goes on where it ends, wherever that is, and whoever else goes on with it', async () => {
  const whole = text(0, 1, 2, 3, 4, 5);
  for (const bytes of [0, 1, text(0).length, text(0).length + 7, whole.length - 1, whole.length]) {
    await truncate(join(folder, name), bytes);
    await Promise.all([new JournalCopies(objects, folder).refresh(), new JournalCopies(objects, folder).refresh()]);
    expect(await copy()).toBe(whole);
  }
});

test('what a power cut has left empty of what was written last is written again', async () => {
  const own = journalName('w4', 0);
  const journal = new Journal(new SharedJournal(objects, own));
  const numbers = [...Array(12).keys()];
  for (const n of numbers) await journal.append(written(n));
  for (const [left, empty] of [
    [[0, 1], 1],
    [[0, 1], 6],
    [numbers.slice(0, 5), 7],
  ] as const) {
    const line = text(0).length;
    await writeFile(join(folder, own), `${text(...left)}${'\0'.repeat(line * empty)}`);
    await new JournalCopies(objects, folder).refresh();
    expect(await readFile(join(folder, own), 'utf8')).toBe(text(...numbers));
  }
});

test('nobody writes a journal that another process writes', async () => {
  await expect(new Journal(new SharedJournal(objects, name)).append(written(9))).rejects.toThrow(
    /another process writes the journal .*--name/,
  );
});

test('a store that is away is waited for, and nothing is acknowledged meanwhile', async () => {
  const journal = new Journal(new SharedJournal(objects, journalName('w2', 0)));
  await journal.append(written(0));
  await store.stop();
  let acknowledged = false;
  const told = journal.append(written(1)).then(() => (acknowledged = true));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(acknowledged).toBe(false);
  await store.restart();
  await told;
  await new JournalCopies(objects, folder).refresh();
  expect(await readFile(join(folder, journalName('w2', 0)), 'utf8')).toBe(text(0, 1));
});

test('headers that are erased leave lines and places as they were', async () => {
  const own = journalName('w3', 0);
  const journal = new Journal(new SharedJournal(objects, own));
  await journal.append(written(0));
  await Promise.all(
    [1, 2, 3].map((n) =>
      journal.append({ entry: rowOf(ledgerEntry(n, { outcome: pageOutcome(n, { headers: [['X-Ä', `secret ${n} ü`]] }) })) }),
    ),
  );
  await journal.append(written(4));
  await journal.close();
  const keys = store.keys().filter((key) => key.includes(own));
  const bytesOf = async (): Promise<readonly (number | undefined)[]> =>
    Promise.all(keys.map(async (key) => (await objects.get(key))?.length));
  const before = await bytesOf();
  await new JournalCopies(objects, folder).refresh();

  expect(await eraseHeaders(objects, (fetchId) => fetchId === ledgerEntry(2).fetchId)).toBe(1);
  expect(await bytesOf()).toEqual(before);
  await rm(join(folder, own));
  await new JournalCopies(objects, folder).refresh();
  const lines = (await readFile(join(folder, own), 'utf8')).trim().split('\n');
  expect(lines.map((line) => /secret \d/.exec(line)?.[0] ?? null)).toEqual([null, 'secret 1', null, 'secret 3', null]);
  expect(JSON.parse(lines[2] ?? '')).toMatchObject({ entry: { fetchId: ledgerEntry(2).fetchId } });
  expect(await eraseHeaders(objects, (fetchId) => fetchId === ledgerEntry(2).fetchId)).toBe(0);
});
