import { expect, test } from 'vitest';
import { buildCorpus } from '../../src/corpus/build.ts';
import { nearlyLike, named } from '../../src/corpus/copy.ts';
import { scratchFolder } from '../../src/corpus/generations.ts';
import type { Manifest } from '../../src/corpus/manifest.ts';
import { documentId, dumpOf } from '../../src/corpus/order.ts';
import { Change } from '../../src/corpus/removal/change.ts';
import { removeFrom } from '../../src/corpus/removal/removal.ts';
import { hostOf } from '../../src/corpus/rows.ts';
import { readShard } from '../../src/corpus/shards/read.ts';
import type { Row } from '../../src/corpus/shards/shard.ts';
import { makeFolder } from '../../src/disk/disk.ts';
import type { Drop, PageUrl } from '../../src/records.ts';
import { contentDigest } from '../../src/text/normalise.ts';
import { temporaryFolder } from './folders.ts';
import { curatedAsItIs, buildOf, captureOf, refinedFrom, type SyntheticPage } from './synthetic.ts';

const FORGOTTEN: Drop = { stage: 'rights', rule: 'forgotten', because: 'they asked' };
const DENIED: Drop = { stage: 'rights', rule: 'noai', because: 'noai (header)' };

/** Two hundred words, of which the first and the last are others. */
const wordsOf = (first = 0, last = 0, name = 'w'): string =>
  Array.from({ length: 200 }, (_, n) => `${name}${n}${n < first ? 'a' : n >= 200 - last ? 'z' : ''}`).join(' ');

/** The n-th page in the order of a build. */
const page = (n: number, text: string): SyntheticPage => ({
  url: `https://p${n}.test/`,
  text,
  run: `2026120${n}T030501Z-1a2b3c`,
  at: Date.UTC(2026, 11, n),
});

const idOf = ({ url, text }: SyntheticPage): string => documentId(url as PageUrl, contentDigest(text ?? ''));
const nameOf = (each: SyntheticPage): string => named(idOf(each), each.url);

/** A generation in which some documents are near copies of others. */
async function generation(pages: readonly SyntheticPage[], copies: readonly (readonly [copy: number, of: number])[]) {
  const folder = await temporaryFolder();
  const { manifest } = await buildCorpus(buildOf(folder, pages));
  await makeFolder(scratchFolder(folder));
  const change = new Change(manifest);
  for (const [copy, of] of copies) {
    const [loser, winner] = [pages[copy - 1]!, pages[of - 1]!];
    const { run, crawler, capture } = captureOf(loser);
    const common = { url: capture.url, record: capture.recordId, run, date: new Date(capture.at).toISOString(), dump: dumpOf(run) };
    const why = { stage: 'dedup' as const, rule: 'near', because: nearlyLike(0.9, nameOf(winner)) };
    const row = { url: capture.url, host: hostOf(capture.url), date: common.date, record_id: capture.recordId, run_id: run, crawler };
    change.bury(common, { ...row, ...why, evidence: null });
    change.countCopy(idOf(winner), 1);
  }
  return { folder, manifest: await change.written(folder) };
}

const rowsOf = async (folder: string, shards: Manifest['shards']): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  for (const { path } of shards) for await (const row of readShard(folder, path)) rows.push(row);
  return rows;
};

/** What stands in the corpus without some pages: hosts of documents with their copies, and why others are rejected. */
async function without(
  pages: readonly SyntheticPage[],
  copies: readonly (readonly [number, number])[],
  going: readonly number[],
  denied?: number,
) {
  const { folder, manifest } = await generation(pages, copies);
  const byRecord = new Map(pages.map((each) => [captureOf(each).capture.recordId as string, captureOf(each)]));
  const refined = refinedFrom(pages);
  const removal = await removeFrom({
    folder,
    manifest,
    goes: (url) => (going.some((n) => pages[n - 1]?.url === url) ? FORGOTTEN : null),
    crawlerOf: async () => 'example.test',
    judge: async ({ record, url }) => {
      const ref = byRecord.get(record)!;
      const isDenied = denied !== undefined && url === pages[denied - 1]?.url;
      return { ref, step: isDenied ? { kept: false, drop: DENIED } : curatedAsItIs(await refined(ref)), tokens: null };
    },
  });
  const after = removal!.manifest;
  const [documents, rejected] = [await rowsOf(folder, after.shards), await rowsOf(folder, after.rejected)];
  expect(documents.length + rejected.length).toBe(pages.length);
  const counted = Object.entries(after.counts.dropped).flatMap(([rule, n]) => Array.from({ length: n }, () => rule));
  expect(rejected.map((row) => `${String(row['stage'])}/${String(row['rule'])}`).sort()).toEqual(counted.sort());
  return {
    promoted: removal!.promoted,
    documents: Object.fromEntries(documents.map((row) => [String(row['host']), row['duplicates']])),
    rejected: Object.fromEntries(rejected.map((row) => [String(row['host']), `${String(row['rule'])}: ${String(row['because'])}`])),
  };
}

const other = wordsOf(0, 0, 'other');

test('the first near copy takes the place, and the others stay near to it', async () => {
  const pages = [page(1, wordsOf()), page(2, wordsOf(2)), page(3, wordsOf(0, 3)), page(4, other)];
  const { promoted, documents, rejected } = await without(
    pages,
    [
      [2, 1],
      [3, 1],
    ],
    [1],
  );
  expect(promoted).toBe(1);
  expect(documents).toEqual({ 'p2.test': 1, 'p4.test': 0 });
  expect(rejected['p1.test']).toBe('forgotten: they asked');
  expect(rejected['p3.test']).toMatch(/^near: 9\d % like /);
  expect(rejected['p3.test']).toContain(nameOf(pages[1]!));
});

test('one that reserves its rights by now makes way for the next', async () => {
  const pages = [page(1, wordsOf()), page(2, wordsOf(2)), page(3, wordsOf(0, 3)), page(4, other)];
  const { documents, rejected } = await without(
    pages,
    [
      [2, 1],
      [3, 1],
    ],
    [1],
    2,
  );
  expect(documents).toEqual({ 'p3.test': 0, 'p4.test': 0 });
  expect(rejected['p2.test']).toBe('noai: noai (header)');
});

test('copies that are no longer near to anything are documents of their own', async () => {
  const pages = [page(1, wordsOf()), page(2, wordsOf(24)), page(3, wordsOf(0, 24))];
  expect(
    await without(
      pages,
      [
        [2, 1],
        [3, 1],
      ],
      [1],
    ),
  ).toMatchObject({ promoted: 2, documents: { 'p2.test': 0, 'p3.test': 0 } });
});

test('a copy that is near to another document that stays is a copy of that', async () => {
  const pages = [page(1, wordsOf()), page(2, wordsOf(16)), page(3, wordsOf(32))];
  // Where the first sixteen are the same, the third is nearer to the second than to the first.
  const { promoted, documents, rejected } = await without(pages, [[2, 1]], [1]);
  expect(promoted).toBe(0);
  expect(documents).toEqual({ 'p3.test': 1 });
  expect(rejected['p2.test']).toContain(`% like ${nameOf(pages[2]!)}`);
});

test('exact and near copies follow in one order', async () => {
  const pages = [page(1, wordsOf()), page(2, wordsOf()), page(3, wordsOf(2)), page(4, wordsOf())];
  const first = await without(pages, [[3, 1]], [1]);
  expect(first.documents).toEqual({ 'p2.test': 2 });
  expect(first.rejected['p3.test']).toContain(`% like ${nameOf(pages[1]!)}`);
  expect(first.rejected['p4.test']).toBe(`exact: same text as ${nameOf(pages[1]!)}`);
  const near = [page(1, wordsOf()), page(2, wordsOf(2)), page(3, wordsOf())];
  const second = await without(near, [[2, 1]], [1]);
  expect(second.documents).toEqual({ 'p2.test': 1 });
  expect(second.rejected['p3.test']).toContain(`% like ${nameOf(near[1]!)}`);
  expect(second.rejected['p3.test']).toMatch(/^near: /);
});

test('a document that loses near copies counts fewer', async () => {
  const pages = [page(1, wordsOf()), page(2, wordsOf(2)), page(3, wordsOf(0, 3))];
  expect(
    await without(
      pages,
      [
        [2, 1],
        [3, 1],
      ],
      [2],
    ),
  ).toMatchObject({
    promoted: 0,
    documents: { 'p1.test': 1 },
    rejected: { 'p2.test': 'forgotten: they asked' },
  });
});

test('copies of several documents that go are judged in the order of a build', async () => {
  // The copy of the second document that goes comes first, and is near to the copy of the first.
  const pages = [page(1, wordsOf()), page(2, wordsOf(30)), page(3, wordsOf(28)), page(4, wordsOf(14))];
  const { documents, rejected } = await without(
    pages,
    [
      [3, 2],
      [4, 1],
    ],
    [1, 2],
  );
  expect(documents).toEqual({ 'p3.test': 1 });
  expect(rejected['p4.test']).toContain(`% like ${nameOf(pages[2]!)}`);
});
