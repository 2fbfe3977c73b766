import { join } from 'node:path';
import { open, readFile, truncate, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { statusLines } from '../../src/cli/status.ts';
import { buildCorpus } from '../../src/corpus/build.ts';
import { corpusFindings } from '../../src/run/explain/corpus-finding.ts';
import { openPool } from '../../src/run/engines.ts';
import { explain } from '../../src/run/explain/explain.ts';
import { openReading } from '../../src/run/reading.ts';
import { statusOf } from '../../src/run/status.ts';
import { openSqliteFrontier } from '../../src/frontier/sqlite.ts';
import { openSqliteLedger } from '../../src/ledger/sqlite.ts';
import type { Digest, RunId } from '../../src/records.ts';
import { configOf } from '../config/config-of.ts';
import { discovery } from '../contracts/discovery.ts';
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

test.each(['no database at all', 'whole where it begins'])('a queue that is damaged hides nothing else of its runs: %s', async (how) => {
  const { storage } = await damagedStorage();
  const file = join(storage, 'frontier.db');
  const ledger = await openSqliteLedger(join(storage, 'ledger.db'));
  for (const run of ['20261124T030501Z-1a2b3c', '20261124T030502Z-1a2b3c'] as RunId[]) {
    const frontier = await openSqliteFrontier(file, { crawl: run, leaseMs: 1 });
    await frontier.add(Array.from({ length: 2000 }, (_, n) => discovery(`host${n % 30}`, String(n))));
    await frontier.close();
    await ledger.startRun({ run, crawlers: ['a.test'], configDigest: 'sha256:' as Digest, startedAt: 0, endedAt: null, state: 'running' });
  }
  await ledger.close();
  const whole = how === 'no database at all' ? 0 : 20 * 4096;
  await using damaged = await open(file, 'r+');
  await damaged.write(Buffer.alloc((await damaged.stat()).size - whole, 'Z'), 0, null, whole);
  const status = (await statusOf({ ...configOf({}), storage }))!;
  expect(status.open).toMatchObject([{ frontier: null }, { frontier: null }]);
  expect(status.faults).toEqual([
    expect.stringContaining('frontier.db'),
    expect.stringContaining('corpora/three/'),
    expect.stringContaining('corpora/two/'),
  ]);
});

test('what is damaged is named by explain, which tells the rest', async () => {
  const { storage } = await damagedStorage();
  const run = '20261124T030501Z-1a2b3c' as RunId;
  const ledger = await openSqliteLedger(join(storage, 'ledger.db'));
  await ledger.startRun({ run, crawlers: ['a.test'], configDigest: 'sha256:' as Digest, startedAt: 0, endedAt: null, state: 'running' });
  await ledger.close();
  await writeFile(join(storage, 'frontier.db'), 'no database at all, however long it is: '.repeat(100));
  const config = { ...configOf({}), storage };
  const [reading, pool] = [await openReading(config), openPool(config)];
  const { findings, verdict } = await explain({ config, reading, pool, fetch: false }, 'http://elsewhere.test/');
  await Promise.all([reading.close(), pool.close()]);
  expect(findings.filter(({ step }) => step === 'damaged').map(({ text }) => text)).toEqual([
    `the queue of run ${run} cannot be read`,
    'corpus three cannot be read',
    'corpus two cannot be read',
  ]);
  expect(verdict).toBe('http://elsewhere.test/ will not be fetched: no crawler has the host elsewhere.test.');
});

test('nor from explain', async () => {
  const { storage } = await damagedStorage();
  const folder = join(storage, 'corpora', 'four');
  const { manifest } = await buildCorpus(buildOf(folder, variedPages.slice(0, 20)));
  await truncate(join(folder, manifest.shards[0]!.path), 100);
  const findings = await corpusFindings(storage, variedPages[0]!.url, new Map());
  expect(findings.map(({ step, text }) => [step, text])).toEqual([
    ['damaged', 'corpus four cannot be read'],
    ['damaged', 'corpus three cannot be read'],
    ['damaged', 'corpus two cannot be read'],
    ['corpus', expect.stringMatching(/^not in corpus one, generation 1: /)],
  ]);
});
