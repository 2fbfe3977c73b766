import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildCorpus } from '../../src/corpus/build.ts';
import { documentId, documentKey, dumpOf } from '../../src/corpus/order.ts';
import type { Manifest } from '../../src/corpus/manifest.ts';
import type { PageUrl } from '../../src/records.ts';
import { contentDigest } from '../../src/text/normalise.ts';
import { shardDigests, temporaryFolder } from './folders.ts';
import { buildOf, captureOf, FIRST_RUN, SECOND_RUN, START } from './synthetic.ts';
import type { SyntheticPage } from './synthetic.ts';

type Rows = readonly Record<string, unknown>[];

const rowsOf = (folder: string, shards: Manifest['shards']): Rows =>
  shards.flatMap(({ path }) =>
    zstdDecompressSync(readFileSync(join(folder, path)))
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  );

/** Sorts before all of the same kind that come later in the total order. */
const rank = (page: SyntheticPage): string => {
  const { run, capture } = captureOf(page);
  const at = String(capture.at).padStart(16, '0');
  return [dumpOf(run), documentKey(capture.url).toString('hex'), at, capture.bodyDigest, capture.recordId].join(' ');
};

/** The fold as one would write it down, with everything in memory. */
function reference(pages: readonly SyntheticPage[]) {
  const ordered = pages.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
  const newest = new Map<string, SyntheticPage>();
  for (const page of ordered) {
    const other = newest.get(page.url);
    if (other === undefined || page.at! >= other.at!) newest.set(page.url, page);
  }
  const winners = new Map<string, SyntheticPage>();
  const copies = new Map<string, number>();
  const drops: [record: string, rule: string][] = [];
  for (const page of ordered) {
    const record = captureOf(page).capture.recordId;
    if (newest.get(page.url) !== page) drops.push([record, 'superseded']);
    else if (page.text === null) drops.push([record, 'too-short']);
    else {
      const digest = contentDigest(page.text);
      copies.set(digest, (copies.get(digest) ?? -1) + 1);
      if (winners.has(digest)) drops.push([record, 'exact']);
      else winners.set(digest, page);
    }
  }
  const kept = [...winners].map(([digest, page]) => [captureOf(page).capture.recordId, copies.get(digest)]);
  return { kept, drops };
}

const page = fc.record({
  url: fc.constantFrom('https://a.test/', 'https://a.test/1', 'https://b.test/', 'https://c.test/?x=1', 'https://d.test/'),
  text: fc.option(fc.constantFrom('one', 'two', ' one\n', 'three')),
  at: fc.nat({ max: 5 }).map((seconds) => START + seconds * 1000),
  run: fc.constantFrom(FIRST_RUN, SECOND_RUN),
});

const pages = fc.uniqueArray(page, { selector: (made) => JSON.stringify([made.url, made.text, made.at, made.run]), maxLength: 25 });

test('the fold does what its definition says, in any order of arrival', async () => {
  await fc.assert(
    fc.asyncProperty(pages, fc.infiniteStream(fc.nat()), async (made, chance) => {
      const folder = await temporaryFolder();
      const { manifest } = await buildCorpus(buildOf(folder, made, { format: 'jsonl' }));
      const expected = reference(made);
      const kept = rowsOf(folder, manifest.shards).map((row) => [row['record_id'], row['duplicates']]);
      const drops = rowsOf(folder, manifest.rejected).map((row) => [row['record_id'], row['rule']]);
      expect(kept).toEqual(expected.kept);
      expect(drops).toEqual(expected.drops);
      expect(kept.length + drops.length).toBe(made.length);

      const shuffled = await temporaryFolder();
      const keys = new Map(made.map((one) => [one, chance.next().value]));
      await buildCorpus(
        buildOf(
          shuffled,
          made.toSorted((a, b) => keys.get(a)! - keys.get(b)!),
          { format: 'jsonl' },
        ),
      );
      expect(shardDigests(shuffled)).toEqual(shardDigests(folder));
    }),
    { numRuns: 40 },
  );
});

test('a winner stands before its copies, and each copy names it', async () => {
  await fc.assert(
    fc.asyncProperty(pages, async (made) => {
      const folder = await temporaryFolder();
      const { manifest } = await buildCorpus(buildOf(folder, made, { format: 'jsonl' }));
      const winners = new Map(rowsOf(folder, manifest.shards).map((row) => [row['id'], row]));
      const byRecord = new Map(made.map((one) => [captureOf(one).capture.recordId as string, one]));
      for (const row of rowsOf(folder, manifest.rejected).filter(({ rule }) => rule === 'exact')) {
        const winner = winners.get(/^same text as (\w+), /.exec(String(row['because']))?.[1]);
        const [first, copy] = [byRecord.get(String(winner?.['record_id']))!, byRecord.get(String(row['record_id']))!];
        expect(rank(first) < rank(copy)).toBe(true);
        expect(winner?.['id']).toBe(documentId(first.url as PageUrl, contentDigest(copy.text!)));
      }
    }),
    { numRuns: 40 },
  );
});
