import { readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildCorpus } from '../../src/corpus/build.ts';
import { differenceOf, type UrlIndex } from '../../src/corpus/difference.ts';
import type { Manifest } from '../../src/corpus/manifest.ts';
import { differenceLine, summaryLines } from '../../src/corpus/summary.ts';
import { writeCorpusReport } from '../../src/run/reports.ts';
import { openScratchIndex } from '../../src/run/scratch-index.ts';
import { StorageError } from '../../src/sqlite/storage-error.ts';
import { temporaryFolder } from './folders.ts';
import { buildOf, FIRST_RUN, SECOND_RUN, START, type SyntheticPage } from './synthetic.ts';

const LATER = START + 7 * 86_400_000;
const page = (name: string, text: string | null, isLater = false): SyntheticPage => ({
  url: `https://a.test/${name}`,
  text: text === null ? null : `${text}: a text of its own that is long enough to be kept by everyone.`,
  at: isLater ? LATER : START,
  run: isLater ? SECOND_RUN : FIRST_RUN,
});
const first = [page('same', 'one'), page('other', 'two'), page('lost', 'three'), page('back', 'four')];

async function manifestOf(folder: string, pages: readonly SyntheticPage[]): Promise<Manifest> {
  return (await buildCorpus(buildOf(folder, pages))).manifest;
}

async function compared(folder: string, now: Manifest, before: Manifest): Promise<unknown> {
  const index = openScratchIndex<'before' | 'seen'>();
  try {
    const { generation, kept, added, changed, gone, examples } = await differenceOf(folder, now, before, index);
    return { generation, kept, added, changed, gone, examples };
  } finally {
    index.close();
  }
}

test('new, changed and gone, by URL and text', async () => {
  const folder = await temporaryFolder();
  const before = await manifestOf(folder, first);
  const now = await manifestOf(folder, [
    ...first,
    page('same', 'one', true),
    page('other', 'two has changed', true),
    page('lost', null, true),
    page('new', 'five', true),
  ]);
  expect(now.generation).toBe(2);
  expect(await compared(folder, now, before)).toEqual({
    generation: 1,
    kept: 4,
    added: 1,
    changed: 1,
    gone: 1,
    examples: { added: ['https://a.test/new'], changed: ['https://a.test/other'], gone: ['https://a.test/lost'] },
  });
  expect(await compared(folder, now, now)).toMatchObject({ added: 0, changed: 0, gone: 0 });
  const report = await writeCorpusReport(folder, now);
  expect(report.difference).toMatchObject({ generation: 1, added: 1, changed: 1, gone: 1 });
  expect(await readdir(join(folder, 'reports'))).toEqual(['2.difference.json', '2.html']);
  const line = 'Since generation 1: 1 new, 1 changed, 1 gone';
  expect(differenceLine(report.difference!)).toBe(line);
  const told = { folder, manifest: now, difference: report.difference };
  expect(summaryLines({ ...told, unchanged: false })).toContain(line);
  expect(summaryLines({ ...told, unchanged: true })).not.toContain(line);
});

test('shards that both generations have are not read', async () => {
  const folder = await temporaryFolder();
  const before = await manifestOf(folder, first);
  const now = await manifestOf(folder, [...first, page('new', 'five', true)]);
  expect(now.shards[0]).toEqual(before.shards[0]);
  const added: string[] = [];
  const index: UrlIndex = {
    add: (set, url) => {
      added.push(`${set} ${url}`);
      return true;
    },
    note: () => null,
    has: () => true,
  };
  expect(await differenceOf(folder, now, before, index)).toMatchObject({ added: 1, changed: 0, gone: 0 });
  expect(added).toEqual(['seen https://a.test/new']);
});

test('a generation before that cannot be read is compared with nothing', async () => {
  const folder = await temporaryFolder();
  const before = await manifestOf(folder, first);
  const now = await manifestOf(folder, [...first, page('new', 'five', true), page('other', 'two has changed', true)]);
  await truncate(join(folder, before.shards[0]!.path), 50);
  await expect(compared(folder, now, before)).rejects.toThrow(StorageError);
  expect((await writeCorpusReport(folder, now)).difference).toBeNull();
});
