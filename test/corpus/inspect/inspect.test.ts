import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildCorpus } from '../../../src/corpus/build.ts';
import { rejectedColumns } from '../../../src/corpus/columns.ts';
import { rowsOf } from '../../../src/corpus/documents.ts';
import { wordDiff } from '../../../src/corpus/inspect/diff.ts';
import { duplicatesOf, standIn } from '../../../src/corpus/inspect/duplicates.ts';
import { documentNamed, randomDocuments } from '../../../src/corpus/inspect/find.ts';
import { patternOf, searchDocuments } from '../../../src/corpus/inspect/search.ts';
import { shardFormats } from '../../../src/corpus/shards/index.ts';
import { openSeries } from '../../../src/corpus/shards/series.ts';
import { StorageError } from '../../../src/sqlite/storage-error.ts';
import { temporaryFolder } from '../folders.ts';
import { buildOf, SECOND_RUN, type SyntheticPage, variedPages } from '../synthetic.ts';

async function built(pages: readonly SyntheticPage[] = variedPages) {
  const folder = await temporaryFolder();
  const { manifest } = await buildCorpus(buildOf(folder, pages, { shardBytes: 1 }));
  return { folder, manifest };
}

const search = async (pages: readonly SyntheticPage[], words: string, filters = {}) => {
  const { folder, manifest } = await built(pages);
  return Array.fromAsync(searchDocuments(folder, manifest, { pattern: patternOf(words), filters }));
};

describe('search', () => {
  const pages: readonly SyntheticPage[] = [
    { url: 'https://a.test/1', text: 'Where does GREEN\n  glass go? Green glass goes into the green bin (1.5 €).', language: 'en' },
    { url: 'https://www.a.test/2', text: '绿色玻璃放在哪里？放进绿色的桶里。', language: 'zh-Hans', title: 'Green glass' },
    { url: 'https://b.test/3', text: `${'x'.repeat(500)} needle ${'y'.repeat(500)}`, language: null },
  ];

  test('finds words one after the other, in any case, over any white space, and in titles', async () => {
    const found = await search(pages, 'green  glass');
    expect(new Map(found.map(({ row, matches }) => [row['url'], matches]))).toEqual(
      new Map([
        ['https://a.test/1', 2],
        ['https://www.a.test/2', 0],
      ]),
    );
    const [context] = found.find(({ matches }) => matches > 0)!.contexts;
    expect(context).toEqual({ before: 'Where does ', match: 'GREEN glass', after: ' go? Green glass goes into the green bin (1.5 €).' });
  });

  test('shows no passage twice, however often the words are in it', async () => {
    const text = `${'bin '.repeat(20)}${'x'.repeat(100)} bin`;
    const [found] = await search([{ url: 'https://a.test/1', text, language: 'en' }], 'bin');
    expect([found?.matches, found?.beyond]).toEqual([21, 0]);
    expect(found?.contexts.map(({ before, match, after }) => `${before}${match}${after}`)).toEqual([
      `${'bin '.repeat(15)}bin…`,
      `… bin bin bin bin ${'x'.repeat(47)}…`,
      `…${'x'.repeat(53)} bin`,
    ]);
  });

  test('tells how many matches stand elsewhere than in what is shown', async () => {
    const text = `bin bin ${'x'.repeat(200)} `.repeat(5);
    const [found] = await search([{ url: 'https://a.test/1', text, language: 'en' }], 'bin');
    expect([found?.matches, found?.contexts.length, found?.beyond]).toEqual([10, 3, 4]);
  });

  test('what is no word is found as it stands', async () => {
    expect(await search(pages, '(1.5 €)')).toHaveLength(1);
    expect(await search(pages, '1x5')).toHaveLength(0);
    expect(await search(pages, '玻璃')).toHaveLength(1);
  });

  test('what is around is cut off, and says so', async () => {
    const [found] = await search(pages, 'needle');
    const { contexts } = found!;
    expect(contexts[0]!.before).toMatch(/^…x{59} $/);
    expect(contexts[0]!.after).toMatch(/^ y{59}…$/);
  });

  test.each([
    [{ language: ['zh'] }, ['https://www.a.test/2']],
    [{ language: ['unknown', 'en'] }, ['https://a.test/1', 'https://b.test/3']],
    [{ host: ['A.test'] }, ['https://a.test/1', 'https://www.a.test/2']],
    [{ host: ['a.test'], language: ['en'] }, ['https://a.test/1']],
    [{ license: ['CC0-1.0'] }, []],
  ])('only where the filters %j fit', async (filters, urls) => {
    const found = await search(pages, 'e', filters);
    const texts = await search(pages, '放', filters);
    expect(new Set([...found, ...texts].map(({ row }) => row['url']))).toEqual(new Set(urls));
  });
});

test('documents are drawn by lot: the same for one seed, all of them when there are no more', async () => {
  const { folder, manifest } = await built();
  const draw = async (count: number, seed: number) =>
    (await randomDocuments(folder, manifest, { count, seed, filters: {} })).map(({ id }) => id);
  const five = await draw(5, 1);
  expect(new Set(five).size).toBe(5);
  expect(await draw(5, 1)).toEqual(five);
  expect(await draw(5, 2)).not.toEqual(five);
  expect((await draw(7, 1)).slice(0, 5)).toEqual(five);
  expect(await draw(10_000, 1)).toHaveLength(manifest.counts.kept);
});

test('a document is found by its URL, its id, and the beginning of it', async () => {
  const { folder, manifest } = await built();
  const rows = await Array.fromAsync(rowsOf(folder, manifest.shards));
  const wanted = rows.at(-1)!;
  expect(await documentNamed(folder, manifest, String(wanted['url']))).toEqual(wanted);
  expect(await documentNamed(folder, manifest, String(wanted['id']))).toEqual(wanted);
  expect(await documentNamed(folder, manifest, String(wanted['id']).slice(0, 12))).toEqual(wanted);
  expect(await documentNamed(folder, manifest, 'https://nowhere.test/')).toBeNull();
  expect(await documentNamed(folder, manifest, '0123')).toBeNull();
});

test('a shard that is gone is an error that says what to do', async () => {
  const { folder, manifest } = await built();
  const gone = manifest.shards.map((shard) => ({ ...shard, path: shard.path.replace(/[0-9a-f]{64}/, '0'.repeat(64)) }));
  const reading = Array.fromAsync(rowsOf(folder, gone));
  await expect(reading).rejects.toThrow(StorageError);
  await expect(reading).rejects.toThrow('garner verify');
});

test('duplicates are those that name the document, exact ones and near ones', async () => {
  const same = ['x', 'y', 'z'].map((name): SyntheticPage => ({ url: `https://${name}.test/`, text: 'Same text.' }));
  const { folder, manifest } = await built(same);
  const [document] = await Array.fromAsync(rowsOf(folder, manifest.shards));
  const id = String(document!['id']);
  const near = (because: string, rule = 'near') => ({
    url: `https://near.test/${because.slice(0, 2)}`,
    host: 'near.test',
    date: '2026-12-01T00:00:00Z',
    record_id: 'urn:uuid:1',
    run_id: SECOND_RUN,
    stage: 'dedup',
    rule,
    because,
    evidence: null,
    crawler: 'near.test',
  });
  const options = { folder, temporary: () => join(folder, 'near.tmp'), series: 'rejected', columns: rejectedColumns } as const;
  const series = openSeries({ ...options, format: shardFormats.parquet, shardBytes: 1e9 });
  for (const row of [
    near(`97 % like ${id}, https://x.test/`),
    near(`81.5 % like ${'0'.repeat(64)}, https://other.test/`),
    near(`fetched again at 2026 as ${id}`, 'superseded'),
  ])
    await series.add('20261201T030501Z', row);
  const rejected = [...manifest.rejected, ...(await series.close())];
  const found = await Array.fromAsync(duplicatesOf(folder, { rejected }, id));
  expect(found.map(({ rule, because }) => [rule, because])).toEqual([
    ['exact', `same text as ${id}, ${String(document!['url'])}`],
    ['exact', `same text as ${id}, ${String(document!['url'])}`],
    ['near', `97 % like ${id}, https://x.test/`],
  ]);
  expect(await standIn(folder, { rejected }, found[0]!.url)).toBe(id);
  expect(await standIn(folder, { rejected }, 'https://near.test/81')).toBe('0'.repeat(64));
  expect(await standIn(folder, { rejected }, String(document!['url']))).toBeNull();
});

describe('the difference of two texts', () => {
  test('is told word by word, and letter by letter where words have no spaces', () => {
    expect(wordDiff('Glass goes into the green bin.', 'Glass goes into the blue bin.')).toEqual([
      { kind: 'same', text: 'Glass goes into the ' },
      { kind: 'gone', text: 'green' },
      { kind: 'new', text: 'blue' },
      { kind: 'same', text: ' bin.' },
    ]);
    expect(wordDiff('玻璃放进绿桶', '玻璃放进蓝桶').filter(({ kind }) => kind !== 'same')).toEqual([
      { kind: 'gone', text: '绿' },
      { kind: 'new', text: '蓝' },
    ]);
  });

  test('gives either text back', () => {
    const text = fc.array(fc.constantFrom('a', 'bin', '玻', ' ', '\n', '.', '\u{1F5D1}\uFE0F', '\uD800')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const changes = wordDiff(before, after);
        const without = (kind: string) =>
          changes
            .filter((each) => each.kind !== kind)
            .map((each) => each.text)
            .join('');
        expect(without('new')).toBe(before);
        expect(without('gone')).toBe(after);
      }),
    );
  });

  test('texts that have nothing in common are not compared for long', () => {
    const words = (mark: string): string => Array.from({ length: 30_000 }, (_, n) => `${mark}${n}`).join(' x ');
    expect(wordDiff(words('a'), words('b')).map(({ kind }) => kind)).toEqual(['gone', 'new']);
  });
});
