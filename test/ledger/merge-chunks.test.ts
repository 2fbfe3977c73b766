import { mkdtemp, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { projectSchema } from '../../src/config/project.ts';
import { eraseHeaders } from '../../src/ledger/fleet/erase-headers.ts';
import { Journal, journalName } from '../../src/ledger/fleet/journal.ts';
import { findMergers } from '../../src/ledger/fleet/merge-chunks.ts';
import { JournalCopies, SharedJournal } from '../../src/ledger/fleet/shared-journals.ts';
import { rowOf } from '../../src/ledger/sqlite/row.ts';
import type { Objects } from '../../src/objects/objects.ts';
import { openObjects } from '../../src/objects/open.ts';
import { DAY_MS, type RunId } from '../../src/records.ts';
import { ledgerEntry, pageOutcome } from '../contracts/ledger-entry.ts';
import { startObjectStore, type TestObjectStore } from '../objects/store.ts';

const NOW = Date.UTC(2027, 3, 5);
let store: TestObjectStore;
let objects: Objects;
let folder = '';
let count = 0;
let name = '';
beforeAll(async () => {
  store = await startObjectStore({ mostKeys: 7 });
  folder = await mkdtemp(join(tmpdir(), 'garner-chunks-'));
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});
// Each test has a prefix of its own.
beforeEach(async () => {
  count += 1;
  objects = (await openObjects(projectSchema.parse({ objects: store.settings(`p${count}`) }).objects)) as Objects;
  name = journalName(`w${count}`, NOW - 2 * DAY_MS);
});
afterEach(() => objects.close());

const written = (n: number, length = 0) => ({ ended: `run ${n}${'x'.repeat(length)}` as RunId, at: n });
const text = (...numbers: readonly number[]): string => numbers.map((n) => `${JSON.stringify(written(n))}\n`).join('');
const copy = (of = name): Promise<string> => readFile(join(folder, of), 'utf8');
const chunks = (of = name): readonly string[] => store.keys().filter((key) => key.includes(`p${count}/journals/${of}/`));
const keysOf = async (of: string): Promise<readonly string[]> => Array.fromAsync(objects.list(`journals/${of}/`), ({ key }) => key);
const asked = async (act: () => Promise<void>): Promise<readonly string[]> => {
  const before = store.requests.length;
  await act();
  return store.requests.slice(before);
};
const merge = async (dryRun = false, through = objects): Promise<readonly [journals: number, before: number, after: number]> => {
  const mergers = await findMergers(through, NOW);
  if (!dryRun) await mergers.merge();
  return [mergers.journals, mergers.before, mergers.after];
};

/** The store, for one beside whom things happen before something of it is read or put. */
const watched = (before: { readonly get?: () => Promise<unknown>; readonly put?: () => Promise<unknown> }): Objects => ({
  ...objects,
  place: objects.place,
  list: (prefix, after) => objects.list(prefix, after),
  stat: (key) => objects.stat(key),
  remove: (keys) => objects.remove(keys),
  get: async (key) => {
    await before.get?.();
    return objects.get(key);
  },
  put: async (...given) => {
    await before.put?.();
    return objects.put(...given);
  },
});

/** A journal that has told some things, each by itself. */
async function told(of: string, ...numbers: readonly number[]): Promise<Journal> {
  const journal = new Journal(new SharedJournal(objects, of));
  for (const n of numbers) await journal.append(written(n));
  return journal;
}

test('what was told flush by flush becomes one object, and every reader goes on in it, wherever it is', async () => {
  const whole = text(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  const journal = await told(name, 0, 1, 2);
  const living = new JournalCopies(objects, folder);
  await living.refresh();
  expect(await copy()).toBe(text(0, 1, 2));
  for (const n of [3, 4, 5, 6, 7, 8, 9]) await journal.append(written(n));
  await journal.close();

  expect(await merge(true)).toEqual([1, 10, 1]);
  expect(chunks()).toHaveLength(10);
  expect(await merge()).toEqual([1, 10, 1]);
  expect(chunks()).toHaveLength(1);
  expect(await merge()).toEqual([0, 0, 0]);

  await living.refresh();
  expect(await copy()).toBe(whole);
  for (const bytes of [0, 1, text(0).length, text(0).length + 7, whole.length - 1, whole.length]) {
    await truncate(join(folder, name), bytes);
    await Promise.all([new JournalCopies(objects, folder).refresh(), new JournalCopies(objects, folder).refresh()]);
    expect(await copy()).toBe(whole);
  }
});

test('of a journal that has ended, no more is asked for once it is here or in the index', async () => {
  await (await told(name, 0, 1, 2)).close();
  const copies = new JournalCopies(objects, folder);
  await copies.refresh();
  const gets = (requests: readonly string[]): readonly string[] => requests.filter((request) => request.includes(name));
  expect(gets(await asked(() => copies.refresh()))).toEqual([]);
  await rm(join(folder, name));
  const folded = new Map([[name, text(0, 1, 2).length]]);
  expect(gets(await asked(() => new JournalCopies(objects, folder).refresh(folded)))).toEqual([]);
  await expect(copy()).rejects.toThrow('ENOENT');
  // One who has had it all has no use for the copy; an index that is not as far has.
  expect(gets(await asked(() => copies.refresh()))).toEqual([]);
  await new JournalCopies(objects, folder).refresh(new Map([[name, 7]]));
  expect(await copy()).toBe(text(0, 1, 2));
});

test('a merging that was cut short leaves what readers can read, and the next one goes on', async () => {
  await (await told(name, 0, 1, 2, 3)).close();
  const [first = ''] = await keysOf(name);
  // Put, and what it replaces not removed yet.
  await objects.put(first, Buffer.from(text(0, 1, 2, 3)));
  for (const bytes of [0, text(0).length, text(0, 1).length + 3]) {
    if (bytes > 0) await truncate(join(folder, name), bytes);
    await new JournalCopies(objects, folder).refresh();
    expect(await copy()).toBe(text(0, 1, 2, 3));
  }
  const requests = await asked(async () => expect(await merge()).toEqual([1, 4, 1]));
  expect(requests.filter((request) => request.startsWith('PUT'))).toEqual([]);
  expect(chunks()).toHaveLength(1);
  // Some are removed, others were added since.
  const other = journalName('other', NOW - 3 * DAY_MS);
  const journal = await told(other, 0, 1, 2, 3, 4, 5);
  await journal.close();
  const keys = await keysOf(other);
  await objects.put(keys[0] ?? '', Buffer.from(text(0, 1, 2, 3)));
  await objects.remove([keys[2] ?? '']);
  expect(await merge()).toEqual([1, 5, 1]);
  expect(chunks(other)).toHaveLength(1);
  await new JournalCopies(objects, folder).refresh();
  expect(await copy(other)).toBe(text(0, 1, 2, 3, 4, 5));
});

test('journals of processes that died are ended and merged, and one that was only taken for dead hears of it', async () => {
  const dead = await told(name, 0, 1, 2);
  const young = journalName('young', NOW - DAY_MS / 2);
  const living = await told(young, 0, 1);
  const reader = new JournalCopies(objects, folder);
  await reader.refresh();
  await dead.append(written(3));
  expect(await merge(true)).toEqual([1, 4, 1]);
  expect(await merge()).toEqual([1, 4, 1]);
  expect(chunks(young)).toHaveLength(2);
  await reader.refresh();
  expect(await copy()).toBe(text(0, 1, 2, 3));
  await new JournalCopies(objects, folder).refresh();
  expect(await copy()).toBe(text(0, 1, 2, 3));

  await expect(dead.append(written(4))).rejects.toThrow(/`gc` took this process for dead.*start it again/);
  await dead.close();
  await living.append(written(2));
  await living.close();
  expect(await merge()).toEqual([1, 3, 1]);
  await reader.refresh();
  expect([await copy(), await copy(young)]).toEqual([text(0, 1, 2, 3), text(0, 1, 2)]);
});

test('a merged object is as large as readers look back, and no larger', async () => {
  const million = 2 ** 20;
  const journal = new Journal(new SharedJournal(objects, name));
  for (let n = 0; n < 6; n += 1) await journal.append(written(n, million));
  await journal.close();
  await new JournalCopies(objects, folder).refresh();
  const whole = await copy();
  expect(await merge()).toEqual([1, 6, 2]);
  for (const bytes of [0, million / 2, million * 3.5, million * 5]) {
    await truncate(join(folder, name), bytes);
    await new JournalCopies(objects, folder).refresh();
    expect(await copy()).toBe(whole);
  }
});

test('a chunk that is lost is told of, with what to do; without the end of its journal, readers stop before it', async () => {
  await (await told(name, 0, 1, 2)).close();
  const keys = await keysOf(name);
  await objects.remove([keys[1] ?? '']);
  const failed = await new JournalCopies(objects, folder).refresh().catch((error: Error) => error.message);
  expect(failed).toContain(`lacks ${keys[1]}`);
  expect(await merge()).toEqual([0, 0, 0]);
  await expect(new JournalCopies(objects, folder).refresh()).rejects.toThrow('lacks');
  await objects.remove([/remove (\S+):/.exec(failed ?? '')?.[1] ?? '']);
  await new JournalCopies(objects, folder).refresh();
  expect(await copy()).toBe(text(0));
  expect(await merge()).toEqual([0, 0, 0]);
  expect(store.keys().filter((key) => key.includes(`p${count}/journals/ends/`))).toEqual([]);
});

test('of a process that died, what has a gap is neither merged nor promised to be', async () => {
  await told(name, 0, 1, 2, 3);
  await objects.remove((await keysOf(name)).slice(1, 2));
  expect(await merge()).toEqual([0, 0, 0]);
  expect(chunks()).toHaveLength(3);
});

test('a copy that is taken away while its journal goes on is brought again, whole', async () => {
  const journal = await told(name, 0, 1);
  const copies = new JournalCopies(objects, folder);
  await copies.refresh();
  await rm(join(folder, name));
  await journal.append(written(2));
  await copies.refresh();
  expect(await copy()).toBe(text(0, 1, 2));
  await journal.close();
  const first = journalName('first', NOW - DAY_MS);
  await (await told(first, 0, 1)).close();
  await objects.remove((await keysOf(first)).slice(0, 1));
  await expect(copies.refresh()).rejects.toThrow('lacks');
  expect(await copy(first).catch(() => '')).toBe('');
});

test('`gc` that ends and merges a journal while it is brought takes nothing from who brings it', async () => {
  const dead = await told(name, 0, 1);
  let beforeGet = (): Promise<unknown> => Promise.resolve();
  const copies = new JournalCopies(watched({ get: () => beforeGet() }), folder);
  await copies.refresh();
  await dead.append(written(2));
  await dead.append(written(3));
  await dead.append(written(4));
  // Of three that it lacks, the first is read before the merging.
  let left = 2;
  beforeGet = async () => {
    left -= 1;
    if (left === 0) await merge();
  };
  await copies.refresh();
  expect(chunks()).toHaveLength(2);
  expect(await copy()).toBe(text(0, 1, 2, 3, 4));
});

test('what a merging has left of what it replaced, in whichever order it goes, hides nothing that is merged', async () => {
  await (await told(name, 0, 1, 2, 3, 4)).close();
  const [first = '', ...others] = await keysOf(name);
  await objects.put(first, Buffer.from(text(0, 1, 2, 3, 4)));
  await objects.remove(others.filter((_, n) => n !== 1));
  for (const numbers of [[], [0], [0, 1], [0, 1, 2], [0, 1, 2, 3]]) {
    await truncate(join(folder, name), text(...numbers).length + 3).catch(() => undefined);
    await new JournalCopies(objects, folder).refresh();
    expect(await copy()).toBe(text(0, 1, 2, 3, 4));
  }
});

test('a process that died before it told anything is asked for nothing, and has no copy', async () => {
  await objects.put(`journals/names/${name}`, new Uint8Array());
  await merge();
  expect(store.keys().filter((key) => key.includes(`p${count}/journals/ends/`))).toHaveLength(1);
  expect((await asked(() => new JournalCopies(objects, folder).refresh())).filter((request) => request.includes(name))).toEqual([]);
  await expect(copy()).rejects.toThrow('ENOENT');
});

test('what comes when a journal is closed is refused, since nobody would read it', async () => {
  const journal = await told(name, 0);
  await journal.close();
  await expect(journal.append(written(1))).rejects.toThrow('closed');
  expect(chunks()).toHaveLength(1);
});

/** A journal that has ended, with an answer whose header is a secret. */
async function toldSecret(): Promise<void> {
  const journal = await told(name, 0);
  await journal.append({ entry: rowOf(ledgerEntry(1, { outcome: pageOutcome(1, { headers: [['X', 'secret']] }) })) });
  await journal.append(written(2));
  await journal.close();
}
const erase = (through = objects): Promise<number> => eraseHeaders(through, (fetchId) => fetchId === ledgerEntry(1).fetchId);
const linesOfNewCopy = async (): Promise<readonly string[]> => {
  await new JournalCopies(objects, folder).refresh();
  return (await copy()).trim().split('\n');
};

test('a `gc` that was frozen puts nothing back that was erased meanwhile', async () => {
  await toldSecret();
  let isFirst = true;
  const frozen = watched({
    put: async () => {
      if (isFirst) await merge().then(() => erase());
      isFirst = false;
    },
  });
  await expect(merge(false, frozen)).rejects.toThrow(/has changed meanwhile. Run `gc` when nobody is at work/);
  expect(await merge()).toEqual([0, 0, 0]);
  const lines = await linesOfNewCopy();
  expect([lines.length, lines.join().includes('secret')]).toEqual([3, false]);
});

test('a `forget` that was frozen overwrites nothing that was merged meanwhile, and erases that', async () => {
  await toldSecret();
  let isFirst = true;
  const once = async (): Promise<void> => {
    if (isFirst) await merge();
    isFirst = false;
  };
  // The chunk with the header is the second, and goes; then it is the first, and is merged with what follows.
  expect(await erase(watched({ put: once }))).toBe(1);
  let lines = await linesOfNewCopy();
  expect([lines.length, lines.join().includes('secret')]).toEqual([3, false]);

  await rm(join(folder, name));
  await objects.remove(await Array.fromAsync(objects.list('journals/'), ({ key }) => key));
  const journal = new Journal(new SharedJournal(objects, name));
  await journal.append({ entry: rowOf(ledgerEntry(1, { outcome: pageOutcome(1, { headers: [['X', 'secret']] }) })) });
  await journal.append(written(2));
  await journal.close();
  isFirst = true;
  expect(await erase(watched({ put: once }))).toBe(1);
  lines = await linesOfNewCopy();
  expect([lines.length, lines.join().includes('secret')]).toEqual([2, false]);
});

test('finding what can be merged changes nothing, and who is alone no longer changes nothing either', async () => {
  await told(name, 0, 1, 2);
  const before = store.keys();
  const mergers = await findMergers(objects, NOW);
  const lost = (): Promise<void> => Promise.reject(new Error('others have begun to work'));
  await expect(mergers.merge({ demand: lost })).rejects.toThrow('others have begun');
  expect(store.keys()).toEqual(before);
});
