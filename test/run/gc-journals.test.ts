import { appendFile, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { foldJournals, openFleetLedger } from '../../src/ledger/fleet.ts';
import { openSqliteLedger } from '../../src/ledger/sqlite.ts';
import type { Objects } from '../../src/objects/objects.ts';
import { openObjects } from '../../src/objects/open.ts';
import { DAY_MS } from '../../src/records.ts';
import { journalFolder, ledgerFile } from '../../src/run/engines.ts';
import { collectGarbage } from '../../src/run/gc.ts';
import { gcHere, withEngines } from '../cli/here.ts';
import { makeProject, type Project } from '../cli/project.ts';
import { ledgerEntry, RUN } from '../contracts/ledger-entry.ts';
import { temporaryFolder } from '../corpus/folders.ts';
import { startObjectStore } from '../objects/store.ts';

const COUNT = 3;
const failedOutcome = { kind: 'failed', reason: 'http-500', because: 'the server answered 500' } as const;
let project: Project;
beforeAll(async () => {
  project = await makeProject({});
  const storage = project.storage;
  for (let n = 0; n < COUNT; n += 1) {
    const ledger = await openFleetLedger({ client: null, journals: journalFolder(storage), index: ledgerFile(storage), writer: `w${n}` });
    await ledger.record(ledgerEntry(n, { outcome: failedOutcome }));
    await ledger.close();
  }
});
afterAll(() => project.dispose());

const journals = (): Promise<readonly string[]> => readdir(journalFolder(project.storage));

test('gc removes the journals that the ledger was made from, and what they tell stays', async () => {
  // A line that a crash has cut short was never acknowledged.
  await appendFile(join(journalFolder(project.storage), (await journals())[0]!), '{"entry":{"fet');
  const dry = await gcHere(project, { keep: 1, dryRun: true });
  expect(dry).toMatchObject([
    { kind: 'journals', what: `${COUNT} journals, all of which the ledger has`, where: journalFolder(project.storage) },
  ]);
  expect(await journals()).toHaveLength(COUNT);
  expect(await gcHere(project, { keep: 1 })).toEqual(dry);
  expect(await journals()).toEqual([]);
  const ledger = await openSqliteLedger(ledgerFile(project.storage));
  expect(await Array.fromAsync(ledger.byRun(RUN), ({ fetchId }) => fetchId)).toEqual([0, 1, 2].map((n) => ledgerEntry(n).fetchId));
  await ledger.close();
  expect(await gcHere(project, { keep: 1 })).toEqual([]);
});

test('who reads journals beside gc finds that one is gone, and reads the others', async () => {
  const folder = await temporaryFolder();
  const [told, index] = [join(folder, 'journals'), join(folder, 'ledger.db')];
  const ledger = await openFleetLedger({ client: null, journals: told, index: join(folder, 'other.db'), writer: 'w' });
  await ledger.record(ledgerEntry(1));
  await ledger.close();
  // It is listed, and cannot be opened.
  await symlink(join(folder, 'gone'), join(told, '0-w.journal.jsonl'));
  await foldJournals(told, index);
  const folded = await openSqliteLedger(index);
  expect(await Array.fromAsync(folded.byRun(RUN), ({ fetchId }) => fetchId)).toEqual([ledgerEntry(1).fetchId]);
  await folded.close();
});

test('in a store, what was told flush by flush becomes few objects, from which any machine makes its ledger', async () => {
  const store = await startObjectStore();
  const shared = await makeProject({ settings: { objects: store.settings() } });
  const objects = (await openObjects(loadConfig(shared.folder, {}).objects)) as Objects;
  const machine = await temporaryFolder();
  // Two days ago, on another machine; one of them was killed.
  const at = (n: number) => ({ client: null, journals: join(machine, 'journals'), index: join(machine, 'ledger.db'), writer: `w${n}` });
  for (const n of [0, 1]) {
    const ledger = await openFleetLedger({ ...at(n), objects, clock: () => Date.now() - 2 * DAY_MS });
    for (let fetch = 0; fetch < 5; fetch += 1) await ledger.record(ledgerEntry(n * 5 + fetch, { outcome: failedOutcome }));
    if (n === 0) await ledger.close();
  }
  const chunks = (): number => store.keys().filter((key) => /journals\/\d.*\/\d{12}$/.test(key)).length;
  const before = chunks();
  const dry = await gcHere(shared, { keep: 1, dryRun: true });
  const merged = { kind: 'journals', what: `${before} objects of 2 journals, which become 2`, bytes: 0 };
  expect(dry).toMatchObject([merged, { what: 'copies of 1 journal, all of which the ledger has' }]);
  expect(chunks()).toBe(before);
  expect(await gcHere(shared, { keep: 1 })).toMatchObject([merged, { what: 'copies of 2 journals, all of which the ledger has' }]);
  expect(await readdir(journalFolder(shared.storage))).toEqual([]);
  // With the fence of the one that was killed.
  expect(chunks()).toBe(3);
  expect(await gcHere(shared, { keep: 1 })).toEqual([]);

  const [journals, index] = [join(machine, 'new'), join(machine, 'new.db')];
  await foldJournals(journals, index, objects);
  const ledger = await openSqliteLedger(index);
  expect(await Array.fromAsync(ledger.byRun(RUN), ({ fetchId }) => fetchId)).toHaveLength(10);
  await ledger.close();
  await objects.close();
  await shared.dispose();
  await store.close();
});

test('of a journal that ends beside gc, the ledger has all before its copy goes', async () => {
  const store = await startObjectStore();
  const shared = await makeProject({ settings: { objects: store.settings() } });
  const objects = (await openObjects(loadConfig(shared.folder, {}).objects)) as Objects;
  const machine = await temporaryFolder();
  const at = (writer: string) => ({
    client: null,
    journals: join(machine, 'journals'),
    index: join(machine, 'ledger.db'),
    writer,
    objects,
  });
  const before = await openFleetLedger(at('before'));
  for (const n of [0, 1]) await before.record(ledgerEntry(n, { outcome: failedOutcome }));
  await before.close();
  const other = await openFleetLedger(at('other'));
  await other.record(ledgerEntry(2, { outcome: failedOutcome }));
  await withEngines(shared, async (config, engines) => {
    for await (const { what } of collectGarbage(config, engines, { keep: 1 })) {
      if (!what.includes('which become')) continue;
      await other.record(ledgerEntry(3, { outcome: failedOutcome }));
      await other.close();
    }
  });
  expect(await readdir(journalFolder(shared.storage))).toEqual([]);
  const ledger = await openSqliteLedger(ledgerFile(shared.storage));
  expect(await Array.fromAsync(ledger.byRun(RUN), ({ fetchId }) => fetchId)).toHaveLength(4);
  await ledger.close();
  await objects.close();
  await shared.dispose();
  await store.close();
});
