import { join } from 'node:path';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { statusLines } from '../../src/cli/status.ts';
import { buildCorpus } from '../../src/corpus/build.ts';
import { corpusFindings } from '../../src/run/explain/corpus-finding.ts';
import { statusOf } from '../../src/run/status.ts';
import { openSqliteLedger } from '../../src/ledger/sqlite.ts';
import type { Digest, RunId } from '../../src/records.ts';
import { configOf } from '../config/config-of.ts';
import { temporaryFolder } from '../corpus/folders.ts';
import { buildOf, variedPages } from '../corpus/synthetic.ts';

/** A storage folder with three corpora, of which the second has a manifest that is cut off, and the third one that a newer release wrote. */
async function damagedStorage() {
  const storage = await temporaryFolder();
  const manifests = ['one', 'three', 'two'].map((name) => join(storage, 'corpora', name, 'manifest.json'));
  for (const name of ['one', 'two', 'three']) await buildCorpus(buildOf(join(storage, 'corpora', name), variedPages.slice(0, 20)));
  const [, newer, cut] = manifests;
  await writeFile(newer!, (await readFile(newer!, 'utf8')).replace('"schemaVersion": 1', '"schemaVersion": 2'));
  await truncate(cut!, 100);
  return { storage, newer, cut };
}

test('a corpus whose manifest cannot be read hides no other one from status, and is named with what to do', async () => {
  const { storage, newer, cut } = await damagedStorage();
  const status = (await statusOf({ ...configOf({}), storage }))!;
  expect(status.corpora).toMatchObject([{ name: 'one', generation: 1 }]);
  const told = statusLines(status);
  expect(told).toContainEqual(expect.stringMatching(/^corpus +one: generation 1 /));
  expect(told).toContainEqual(expect.stringMatching(new RegExp(`^damaged +${newer} was written by a newer Garner .* Update Garner\\.$`)));
  expect(told).toContainEqual(expect.stringMatching(new RegExp(`^damaged +${cut} is damaged: .* Restore it from a backup, or remove`)));
});

test('a queue that is damaged hides nothing else of its run', async () => {
  const { storage } = await damagedStorage();
  const run = '20261124T030501Z-1a2b3c' as RunId;
  const ledger = await openSqliteLedger(join(storage, 'ledger.db'));
  await ledger.startRun({ run, crawlers: ['a.test'], configDigest: 'sha256:' as Digest, startedAt: 0, endedAt: null, state: 'running' });
  await ledger.close();
  await writeFile(join(storage, 'frontier.db'), 'no database at all, however long it is: '.repeat(100));
  const status = (await statusOf({ ...configOf({}), storage }))!;
  expect(status.open).toMatchObject([{ run, frontier: null }]);
  expect(status.faults[0]).toMatch(/frontier\.db/);
});

test('nor from explain', async () => {
  const { storage } = await damagedStorage();
  const [first, ...others] = await corpusFindings(storage, variedPages[0]!.url, new Map());
  expect([first?.mark, first?.text]).toEqual(['?', 'corpus three cannot be read']);
  expect(others.map(({ text }) => text)).toEqual(['corpus two cannot be read', expect.stringContaining('corpus one, generation 1')]);
});
