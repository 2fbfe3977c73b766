import { appendFile, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { foldJournals, openFleetLedger } from '../../src/ledger/fleet.ts';
import { openSqliteLedger } from '../../src/ledger/sqlite.ts';
import { journalFolder, ledgerFile } from '../../src/run/engines.ts';
import { gcHere } from '../cli/here.ts';
import { makeProject, type Project } from '../cli/project.ts';
import { ledgerEntry, RUN } from '../contracts/ledger-entry.ts';
import { temporaryFolder } from '../corpus/folders.ts';

const COUNT = 3;
let project: Project;
beforeAll(async () => {
  project = await makeProject({});
  const storage = project.storage;
  for (let n = 0; n < COUNT; n += 1) {
    const ledger = await openFleetLedger({ client: null, journals: journalFolder(storage), index: ledgerFile(storage), writer: `w${n}` });
    const outcome = { kind: 'failed', reason: 'http-500', because: 'the server answered 500' } as const;
    await ledger.record(ledgerEntry(n, { outcome }));
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
