import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { presetOf } from '../../src/config/quality-presets.ts';
import { buildCorpus } from '../../src/corpus/build.ts';
import type { BuildInput } from '../../src/corpus/build.ts';
import { curator } from '../../src/corpus/curate.ts';
import type { Curation } from '../../src/corpus/curate.ts';
import { lineKeys } from '../../src/dedup/furniture.ts';
import type { Refined } from '../../src/records.ts';
import { openTextReader } from '../../src/refine/text.ts';
import { contentDigest } from '../../src/text/normalise.ts';
import { query, sqlList } from './duckdb.ts';
import { shardDigests, temporaryFolder } from './folders.ts';
import { buildOf, curationOf, refinedFrom, refinedPage, SECOND_RUN, START, type SyntheticPage } from './synthetic.ts';

const reader = await openTextReader();
const none = new Map<bigint, unknown>();

const asItIs = await curationOf();
const refinedText = (text: string): Refined => {
  const record = refinedPage({ url: 'https://a.test/', text });
  return { ...record, ...reader.describe(text, record.declaredLanguage) };
};

const english = 'Glass bottles go into the green bin, and their lids into the yellow one, because metal is sorted by magnets.';
const german = 'Glasflaschen kommen in den grünen Behälter, die Deckel in den gelben, denn Metall wird mit Magneten sortiert.';

describe('curating a page', () => {
  test('leaves a page as it is that nothing is wrong with', async () => {
    const record = refinedText(english);
    expect(await curator(asItIs)(record, none)).toEqual({ kept: true, record: { ...record, topic: null, topicScore: null } });
  });

  test('drops what is surely in another language, and covers the scripts of one', async () => {
    const curate = curator(await curationOf({ languages: ['en', 'zh'] }));
    expect(await curate(refinedText(german), none)).toMatchObject({ kept: false, drop: { stage: 'language', rule: 'not-wanted' } });
    expect(await curate(refinedText(english), none)).toMatchObject({ kept: true });
    const chinese = refinedText('玻璃瓶放进绿色的桶里，瓶盖放进黄色的桶里，因为金属是用磁铁分拣的。');
    expect(chinese.language).toBe('zh-Hans');
    expect(await curate(chinese, none)).toMatchObject({ kept: true });
  });

  test('tells the rule of the preset, the figure and its limit', async () => {
    const curate = curator(await curationOf({ quality: presetOf('gopher-quality') }));
    const step = await curate(refinedText(english), none);
    expect(step).toMatchObject({ kept: false, drop: { stage: 'quality', because: expect.stringMatching(/\d+, at least 50/) } });
  });

  test('an edited text is told anew, in plain text and Markdown alike', async () => {
    const curate = curator(await curationOf({ quality: presetOf('c4') }));
    const sentences = Array.from({ length: 6 }, (_, n) => `Bin number ${n} is for what the other bins do not take.[${n}]`);
    const step = await curate(refinedText([...sentences, 'Please enable javascript.', 'Menu'].join('\n')), none);
    if (!step.kept) throw new Error(JSON.stringify(step.drop));
    const { text, markdown, contentDigest: digest, measures } = step.record;
    expect(text).toBe(sentences.map((line) => line.replace(/\[\d\]$/, '')).join('\n'));
    expect(markdown).not.toMatch(/javascript|Menu/);
    expect(markdown).toContain('Bin number 5');
    expect(digest).toBe(contentDigest(text));
    expect(measures['words_removed']).toBeGreaterThan(0);
  });

  test('what was told of a text before is taken as it is', async () => {
    const page = refinedText(`Home, news and contact\n\n${english}`);
    const furniture = new Map(lineKeys('Home, news and contact').map((key) => [key, 5]));
    const asked: string[] = [];
    const describe: Curation['describe'] = async (text, declared) => {
      asked.push(text);
      return reader.describe(text, declared);
    };
    const curate = curator(await curationOf({ describe, quality: presetOf('standard') }));
    const first = await curate(page, furniture);
    expect(first).toMatchObject({ kept: true, record: { text: english } });
    const asks = asked.length;
    expect(await curate(page, furniture, first.kept ? { described: first.record, topicScore: null } : undefined)).toEqual(first);
    expect(asked.length).toBe(asks);
  });

  test('a passage of a benchmark, and a text off the topic, are told', async () => {
    const size = { items: 1, ngrams: 1, bytes: 24 };
    const contamination = { size, find: () => ({ benchmark: 'quiz.jsonl', line: 3, ngram: 'glass bottles go into' }) };
    expect(await curator(await curationOf({ contamination }))(refinedText(english), none)).toEqual({
      kept: false,
      drop: { stage: 'quality', rule: 'contaminated', because: 'shares “glass bottles go into” with line 3 of quiz.jsonl' },
    });
    const judge = { kind: 'terms', labels: 0, averagePrecision: null } as const;
    const relevance = {
      topic: 'waste',
      minimumScore: 0.5,
      judge,
      score: ({ text }: { text: string }) => (text.includes('Glass') ? 0.75 : 0.1),
    };
    const curate = curator(await curationOf({ topic: { name: 'waste', relevance } }));
    expect(await curate(refinedText(english), none)).toMatchObject({ kept: true, record: { topic: 'waste', topicScore: 0.75 } });
    expect(await curate(refinedText('The weather was fine.'), none)).toEqual({
      kept: false,
      drop: { stage: 'topic', rule: 'off-topic', because: 'scores 0.100, at least 0.5 is asked for' },
    });
  });
});

const words = 'paper glass metal plastic garden kitchen battery textile wood oil paint lamp bottle carton can bag box jar lid tin'.split(
  ' ',
);
/** A text of its own for each number, long enough to be compared. */
const story = (n: number): string =>
  Array.from({ length: 120 }, (_, at) => `${words[(at * (n + 3) + n * n) % words.length]}${(at * n) % 7}`).join(' ');

async function rowsOf(pages: readonly SyntheticPage[], more: Partial<BuildInput>) {
  const folder = await temporaryFolder();
  const { manifest } = await buildCorpus(buildOf(folder, pages, { refined: refinedFrom(pages), ...more }));
  const table = (shards: typeof manifest.shards): string => `read_parquet(${sqlList(shards.map(({ path }) => join(folder, path)))})`;
  const kept = await query(
    `SELECT id, url, text, duplicates::INT AS duplicates, token_count::INT AS tokens FROM ${table(manifest.shards)} ORDER BY url`,
  );
  const rejected =
    manifest.rejected.length === 0 ? [] : await query(`SELECT url, rule, because FROM ${table(manifest.rejected)} ORDER BY url`);
  return { folder, manifest, kept, rejected };
}

describe('near-duplicates in a build', () => {
  const text = story(1);
  const pages: readonly SyntheticPage[] = [
    { url: 'https://a.test/', text },
    { url: 'https://b.test/', text: text.replace(/^\S+/, 'Cardboard') },
    { url: 'https://c.test/', text },
    { url: 'https://d.test/', text: story(2) },
  ];

  test('the first in order stands for what is nearly the same, and counts it', async () => {
    const { kept, rejected, manifest } = await rowsOf(pages, { duplicates: { preset: 'verified', scope: 'corpus' } });
    expect(kept.map(({ duplicates }) => Number(duplicates)).toSorted((a, b) => a - b)).toEqual([0, 2]);
    const winner = kept.find(({ duplicates }) => duplicates === 2);
    for (const { rule, because } of rejected) {
      expect(String(because)).toMatch(rule === 'exact' ? /^same text as [0-9a-f]{64}, / : /^\d\d % like [0-9a-f]{64}, /);
      expect(String(because)).toContain(`${String(winner?.['id'])}, ${String(winner?.['url'])}`);
    }
    expect(Object.keys(manifest.counts.dropped)).toContain('dedup/near');
  });

  test('equal texts alone are found where that is asked for', async () => {
    const { manifest } = await rowsOf(pages, { duplicates: { preset: 'exact', scope: 'corpus' } });
    expect(manifest.counts).toMatchObject({ kept: 3, dropped: { 'dedup/exact': 1 } });
  });

  test('within dumps, each has its own', async () => {
    const later = pages.map((page) => ({ ...page, url: `${page.url}again`, at: START + 1000, run: SECOND_RUN }));
    const within = await rowsOf([...pages, ...later], { duplicates: { preset: 'verified', scope: 'dump' } });
    expect(within.kept).toHaveLength(4);
    const across = await rowsOf([...pages, ...later], { duplicates: { preset: 'verified', scope: 'corpus' } });
    expect(across.kept).toHaveLength(2);
  });

  test('a strict preset signs anew', async () => {
    const { manifest } = await rowsOf(pages, { duplicates: { preset: 'strict', scope: 'corpus' } });
    expect(manifest.counts.kept).toBe(2);
  });

  test('a page that changed a little supersedes itself and is no duplicate of itself', async () => {
    const changed = { ...pages[0]!, text: text.replace(/^\S+/, 'Newspaper'), at: START + 1000, run: SECOND_RUN };
    const { kept, manifest } = await rowsOf([pages[0]!, changed], { duplicates: { preset: 'verified', scope: 'corpus' } });
    expect(kept).toMatchObject([{ text: changed.text }]);
    expect(manifest.counts.dropped).toEqual({ 'dedup/superseded': 1 });
  });

  test('the bytes do not depend on the order of arrival', async () => {
    const rules = { duplicates: { preset: 'verified', scope: 'corpus' } } as const;
    const [one, two] = [await rowsOf(pages, rules), await rowsOf(pages.toReversed(), rules)];
    expect(shardDigests(two.folder)).toEqual(shardDigests(one.folder));
  });
});

describe('tokens', () => {
  const pages = Array.from({ length: 6 }, (_, n): SyntheticPage => ({ url: `https://a.test/${n}`, text: story(n) }));
  const countTokens = async (text: string): Promise<number> => text.split(' ').length;

  test('stand in their column', async () => {
    const { kept } = await rowsOf(pages, { countTokens });
    expect(kept.map(({ tokens }) => tokens)).toEqual(pages.map(() => 120));
  });

  test('bound a corpus: the best documents are kept, and the others are told why not', async () => {
    const curate: BuildInput['curate'] = async (record) => ({
      kept: true,
      record: { ...record, topic: 'waste', topicScore: Number(record.url.at(-1)) / 10 },
    });
    const { kept, rejected } = await rowsOf(pages, { countTokens, curate, mostTokens: 300 });
    expect(kept.map(({ url }) => url)).toEqual(['https://a.test/4', 'https://a.test/5']);
    expect(rejected).toHaveLength(4);
    expect(rejected).toMatchObject(rejected.map(() => ({ rule: 'tokens', because: 'the corpus is full: 300 tokens' })));
  });
});
