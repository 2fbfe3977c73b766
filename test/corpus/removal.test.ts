import { describe, expect, test } from 'vitest';
import { buildCorpus } from '../../src/corpus/build.ts';
import type { RefinedOf } from '../../src/corpus/look.ts';
import { scratchFolder } from '../../src/corpus/generations.ts';
import type { Manifest } from '../../src/corpus/manifest.ts';
import { removeFrom, type RemovalInput } from '../../src/corpus/removal/removal.ts';
import { readShard } from '../../src/corpus/shards/read.ts';
import type { Row } from '../../src/corpus/shards/shard.ts';
import { makeFolder } from '../../src/disk/disk.ts';
import type { Drop, PageUrl } from '../../src/records.ts';
import { shardDigests, temporaryFolder } from './folders.ts';
import {
  curatedAsItIs,
  buildOf,
  captureOf,
  FIRST_RUN,
  refinedFrom,
  SECOND_RUN,
  START,
  type SyntheticPage,
  variedPages,
} from './synthetic.ts';

const drop: Drop = { stage: 'rights', rule: 'forgotten', because: 'forgotten 2026-12-03T00:00:00.000Z, receipt 1: they asked' };
const DENIED: Drop = { stage: 'rights', rule: 'noai', because: 'noai (header)' };
const CRAWLER = 'example.test';

const rowsOf = async (folder: string, shards: Manifest['shards']): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  for (const { path } of shards) for await (const row of readShard(folder, path)) rows.push(row);
  return rows;
};

/** What a build says that drops these pages, and what a removal of them says. */
async function both(
  pages: readonly SyntheticPage[],
  goes: (url: string) => boolean,
  more: Parameters<typeof buildOf>[2] = {},
  denied?: string,
) {
  const [built, removed] = [await temporaryFolder(), await temporaryFolder()];
  const plain = refinedFrom(pages);
  const today: RefinedOf = async (ref) => (ref.capture.url === denied ? { kept: false, drop: DENIED } : plain(ref));
  const dropping: RefinedOf = async (ref) => (goes(ref.capture.url) ? { kept: false, drop } : today(ref));
  const { manifest: expected } = await buildCorpus(buildOf(built, pages, { ...more, refined: dropping }));
  const { manifest } = await buildCorpus(buildOf(removed, pages, more));
  await makeFolder(scratchFolder(removed));
  const byRecord = new Map(pages.map((page) => [captureOf(page).capture.recordId as string, captureOf(page)]));
  const input: RemovalInput = {
    folder: removed,
    manifest,
    goes: (url) => (goes(url) ? drop : null),
    crawlerOf: async () => CRAWLER,
    judge: async ({ record }) => {
      const ref = byRecord.get(record)!;
      return { ref, step: curatedAsItIs(await today(ref)), tokens: null };
    },
  };
  return { built, removed, expected, before: manifest, removal: await removeFrom(input), input };
}

const content = ({ counts, makeup }: Manifest): unknown => ({ counts, makeup });

describe.each(['parquet', 'jsonl'] as const)('a removal from a corpus as %s', (format) => {
  test('gives the very shards of a build without the pages, where a dump is one shard', async () => {
    const { expected, before, removal } = await both(variedPages, (url) => /b\.test|page\/1[0-9]?$/.test(url), { format });
    expect(removal!.documents.length).toBeGreaterThan(10);
    expect(removal!.manifest.shards).toEqual(expected.shards);
    expect(removal!.manifest.rejected).toEqual(expected.rejected);
    expect(content(removal!.manifest)).toEqual(content(expected));
    expect(removal!.manifest.counts.dropped['rights/forgotten']).toBeGreaterThan(removal!.documents.length);
    expect(before.counts.captured).toBe(removal!.manifest.counts.captured);
  });

  test('writes only the shards concerned anew, and has the rows of a build without the page', async () => {
    const pages = Array.from({ length: 3000 }, (_, n): SyntheticPage => ({
      url: `https://m.test/${n}`,
      text: `The text of page ${n}. `.repeat(5),
    }));
    // A shard for every row group.
    const { built, removed, expected, before, removal } = await both(pages, (url) => url === 'https://m.test/7', { format, shardBytes: 1 });
    const { manifest } = removal!;
    expect(before.shards.length).toBe(3);
    expect(manifest.shards.filter(({ path }) => before.shards.some((shard) => shard.path === path)).length).toBe(2);
    expect(await rowsOf(removed, manifest.shards)).toEqual(await rowsOf(built, expected.shards));
    expect(content(manifest)).toEqual(content(expected));
    // The generation it was taken from is as it was.
    const digests = shardDigests(removed);
    for (const { path, sha256 } of before.shards) expect(digests[path]).toBe(sha256);
  });

  test('a copy takes the place of what goes, after its own rights pass', async () => {
    const text = 'Glass is collected on Monday, paper on Tuesday, and everything else on Friday. '.repeat(3);
    const pages: readonly SyntheticPage[] = [
      { url: 'https://a.test/', text, run: FIRST_RUN },
      { url: 'https://b.test/', text, run: FIRST_RUN },
      { url: 'https://c.test/', text, run: SECOND_RUN, at: START + 1000 },
      { url: 'https://d.test/', text, run: SECOND_RUN, at: START + 1000 },
      { url: 'https://e.test/', text: `Another ${text}` },
    ];
    const folder = await temporaryFolder();
    const { manifest } = await buildCorpus(buildOf(folder, pages));
    const winner = (await rowsOf(folder, manifest.shards)).find((row) => row['duplicates'] === 3)!['url'] as PageUrl;
    const other = winner === 'https://a.test/' ? 'https://b.test/' : 'https://a.test/';

    const cases: readonly (readonly [goes: (url: string) => boolean, denied: string | undefined, promoted: number])[] = [
      [(url) => url === winner, undefined, 1],
      // The first copy reserves its rights by now: the next one follows.
      [(url) => url === winner, other, 1],
      [(url) => url === other, undefined, 0],
      [(url) => url !== 'https://e.test/', undefined, 0],
    ];
    for (const [goes, denied, promoted] of cases) {
      const { expected, removal } = await both(pages, goes, { format }, denied);
      expect(removal!.promoted).toBe(promoted);
      expect(removal!.manifest.shards).toEqual(expected.shards);
      expect(removal!.manifest.rejected).toEqual(expected.rejected);
      expect(content(removal!.manifest)).toEqual(content(expected));
    }
  });
});

test('nothing is written where nothing goes, nor a second time', async () => {
  expect((await both(variedPages, () => false)).removal).toBeNull();
  const { input, removal } = await both(variedPages, (url) => url.includes('a.test'));
  expect(await removeFrom({ ...input, manifest: removal!.manifest })).toBeNull();
});
