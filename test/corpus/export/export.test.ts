import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { documentColumns } from '../../../src/corpus/columns.ts';
import { demandRoom } from '../../../src/corpus/export/export.ts';
import { ExportRefused } from '../../../src/corpus/export/refused.ts';
import { siteOf } from '../../../src/corpus/documents.ts';
import { query } from '../duckdb.ts';
import { digests, temporaryFolder } from '../folders.ts';
import { builtCorpus, exported, pages, rewritten } from './corpus.ts';

type Line = Readonly<Record<string, unknown>>;
const linesOf = (path: string): readonly Line[] =>
  gunzipSync(readFileSync(path))
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
const parquet = (to: string, split: string): string => `read_parquet('${to}/data/${split}-*.parquet')`;
const isJson = (value: unknown): value is Line => typeof value === 'object' && value !== null;

describe('for the hub', () => {
  test('DuckDB reads every document of every split, and no site is in two', async () => {
    const corpus = await builtCorpus();
    const to = join(await temporaryFolder(), 'out');
    const { plan, files } = await exported(corpus, to, { validation: 0.1, shardBytes: 4000 });
    const rows = await query(
      `SELECT 'train' AS split, * FROM ${parquet(to, 'train')} UNION ALL SELECT 'validation', * FROM ${parquet(to, 'validation')}`,
    );
    expect(rows).toHaveLength(pages.length);
    expect(new Set(rows.map(({ text }) => text))).toEqual(new Set(pages.map(({ text }) => text)));
    const sites = (split: string) =>
      new Set(rows.filter((row) => row['split'] === split).map((row) => siteOf({ url: String(row['url']) })));
    expect([...sites('validation')].filter((site) => sites('train').has(site))).toEqual([]);
    expect(rows.filter(({ split }) => split === 'validation')).toHaveLength(20);
    expect(plan.splits.validation).toMatchObject({ documents: 20 });
    for (const split of ['train', 'validation']) {
      const own = files.filter((file) => file.split === split).map(({ path }) => path);
      expect(own).toEqual(own.map((_, n) => `data/${split}-0000${n}-of-0000${own.length}.parquet`));
    }
    const described = await query(`DESCRIBE SELECT * FROM ${parquet(to, 'train')}`);
    expect(described.map(({ column_name }) => column_name)).toEqual(documentColumns.map(({ name }) => name));
  });

  test('the card names splits as patterns that find just their files, with their counts', async () => {
    const corpus = await builtCorpus();
    const to = join(await temporaryFolder(), 'out');
    const { files } = await exported(corpus, to, { validation: 0.1 });
    const card = readFileSync(join(to, 'README.md'), 'utf8');
    const head = parse(card.split('---\n')[1]!, { version: '1.1' }) as {
      configs: { data_files: { split: string; path: string }[] }[];
      dataset_info: { splits: { name: string; num_examples: number }[] }[];
    };
    const counts = await Promise.all(
      head.configs[0]!.data_files.map(async ({ split, path }) => {
        const [row] = await query(`SELECT count(*)::INT AS n FROM read_parquet('${to}/${path}')`);
        return { name: split, num_examples: row?.['n'] };
      }),
    );
    expect(head.dataset_info[0]!.splits.map(({ name, num_examples }) => ({ name, num_examples }))).toEqual(counts);
    const croissant = JSON.parse(readFileSync(join(to, 'croissant.json'), 'utf8')) as { distribution: Line[]; recordSet: Line[] };
    expect(croissant.recordSet.map(({ name }) => name)).toEqual(['train', 'validation']);
    expect(
      croissant.distribution.filter((each) => each['@type'] === 'cr:FileObject').map(({ contentUrl, sha256 }) => [contentUrl, sha256]),
    ).toEqual(files.map(({ path, sha256 }) => [path, sha256]));
    for (const { path, sha256 } of files) expect(digests(to)[path]).toBe(sha256);
  });

  test('near duplicates are in one split, with all of their sites', async () => {
    const plain = await builtCorpus();
    const leader = await query(`SELECT id FROM read_parquet('${plain.folder}/data/*/*.parquet') WHERE url LIKE '%site-3.test/page/30'`);
    const corpus = await rewritten(plain, (row) =>
      /site-(?:5|9)\.test\/page\/(?:50|90)$/.test(String(row['url'])) ? { ...row, cluster: String(leader[0]!['id']) } : row,
    );
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const to = join(await temporaryFolder(), 'out');
      await exported(corpus, to, { validation: 0.5, seed, format: 'datatrove' });
      const hosts = (split: string) =>
        new Set(linesOf(join(to, `data/${split}/00000.jsonl.gz`)).map(({ metadata }) => /site-\d+/.exec(JSON.stringify(metadata))?.[0]));
      const [train, validation] = [hosts('train'), hosts('validation')];
      const places = ['site-3', 'site-5', 'site-9'].map((site) => [train.has(site), validation.has(site)]);
      expect(places).toEqual([places[0], places[0], places[0]]);
      expect([...train].filter((site) => validation.has(site))).toEqual([]);
    }
  });

  test('a corpus of one site cannot be split', async () => {
    const corpus = await builtCorpus(pages.slice(0, 10));
    const to = join(await temporaryFolder(), 'out');
    await expect(exported(corpus, to, { validation: 0.1 })).rejects.toThrow(ExportRefused);
    expect(existsSync(to)).toBe(false);
  });
});

test('datatrove and dolma read their lines', async () => {
  const corpus = await builtCorpus();
  const [one, other] = [join(await temporaryFolder(), 'one'), join(await temporaryFolder(), 'other')];
  await exported(corpus, one, { format: 'datatrove' });
  await exported(corpus, other, { format: 'dolma' });
  const [datatrove, dolma] = [linesOf(join(one, 'data/train/00000.jsonl.gz')), linesOf(join(other, 'documents/train-00000.jsonl.gz'))];
  const rows = await query(`SELECT text, id, url, date, title, license FROM read_parquet('${corpus.folder}/data/*/*.parquet')`);
  expect(datatrove.map(({ id, text }) => ({ id, text }))).toEqual(rows.map(({ id, text }) => ({ id, text })));
  for (const [n, line] of datatrove.entries()) {
    expect(Object.keys(line)).toEqual(['text', 'id', 'metadata']);
    expect(line['metadata']).toMatchObject({ url: rows[n]!['url'], title: rows[n]!['title'], date: rows[n]!['date'] });
    expect(isJson(line['metadata']) && Object.values(line['metadata']).every((value) => value !== null)).toBe(true);
  }
  expect(dolma.map(({ added }) => added)).toEqual(rows.map(({ date }) => date));
  for (const line of dolma) {
    expect(Object.keys(line)).toEqual(['id', 'text', 'source', 'added', 'created', 'metadata']);
    expect(line).toMatchObject({ source: 'waste-sorting', created: '2026-11-02T08:00:00Z' });
  }
});

test('plain text is the texts, between separators that no text can bring along', async () => {
  const forger = { url: 'https://forger.test/', text: 'One.\n\n<|end|>\n\nTwo.' };
  const corpus = await builtCorpus([...pages.slice(0, 5), forger]);
  const to = join(await temporaryFolder(), 'out');
  await exported(corpus, to, { format: 'text', separator: '\n<|end|>\n' });
  const texts = readFileSync(join(to, 'text/train-00000.txt'), 'utf8').split('\n<|end|>\n');
  expect(texts).toHaveLength(6);
  expect(new Set(texts)).toEqual(new Set([...pages.slice(0, 5).map(({ text }) => text), 'One.\n\n \n\nTwo.']));
});

test('what goes in is what was planned: by weight, and from the documents that fit', async () => {
  const corpus = await rewritten(await builtCorpus(), (row) => ({ ...row, token_count: 10 }));
  const to = join(await temporaryFolder(), 'out');
  const weights = [
    { dimension: 'license', value: 'CC-BY-4.0', weight: 2.5 },
    { dimension: 'license', value: 'unknown', weight: 0 },
  ] as const;
  const { plan } = await exported(corpus, to, { weights, filters: { language: ['en'] }, validation: 0.2 });
  const rows = (split: string) => query(`SELECT id, license, language, count(*)::INT AS n FROM ${parquet(to, split)} GROUP BY ALL`);
  const [train, validation] = [await rows('train'), await rows('validation')];
  const total = (all: readonly Line[]): number => all.reduce((sum, { n }) => sum + Number(n), 0);
  expect([...train, ...validation].every(({ language, license }) => language === 'en' && license !== null)).toBe(true);
  expect(new Set(train.filter(({ license }) => license === 'CC-BY-4.0').map(({ n }) => n))).toEqual(new Set([2, 3]));
  expect(train.filter(({ license }) => license === 'CC0-1.0').every(({ n }) => n === 1)).toBe(true);
  expect(validation.every(({ n }) => n === 1)).toBe(true);
  expect(plan.splits.train).toMatchObject({ documents: total(train), tokens: 10 * total(train) });
  expect(plan.splits.validation).toMatchObject({ documents: total(validation), tokens: 10 * total(validation) });
  const licensed = [...train, ...validation].filter(({ license }) => license === 'CC-BY-4.0');
  expect(plan.mix.map(({ written }) => written.documents)).toEqual([total(licensed), 0]);
});

test('whom to name stands beside the texts, once for each document that is in', async () => {
  const corpus = await rewritten(await builtCorpus(), (row) =>
    row['title'] === 'Page 2' ? { ...row, rights: JSON.stringify({ obligations: ['attribution'] }) } : row,
  );
  const to = join(await temporaryFolder(), 'out');
  await exported(corpus, to, { weights: [{ dimension: 'license', value: 'CC-BY-4.0', weight: 3 }] });
  const lines = readFileSync(join(to, 'ATTRIBUTION.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const named = pages.filter(({ licence, title }) => licence !== null || title === 'Page 2');
  expect(lines).toHaveLength(named.length);
  expect(new Set(lines.map(({ url }) => url))).toEqual(new Set(named.map(({ url }) => url)));
  expect(lines.find(({ title }) => title === 'Page 2')).toMatchObject({ license: null, obligations: ['attribution'] });
});

test('the same generation and options give the same bytes', async () => {
  const corpus = await builtCorpus();
  const options = { validation: 0.1, weights: [{ dimension: 'language', value: 'en', weight: 1.5 }] } as const;
  for (const format of ['huggingface', 'datatrove', 'dolma', 'text'] as const) {
    const [one, other] = [join(await temporaryFolder(), 'out'), join(await temporaryFolder(), 'out')];
    await exported(corpus, one, { ...options, format });
    await exported(corpus, other, { ...options, format });
    expect(digests(other)).toEqual(digests(one));
  }
});

describe('the folder', () => {
  test('is not there when an export fails or is interrupted, and nothing is left beside it', async () => {
    const corpus = await builtCorpus();
    const around = await temporaryFolder();
    const controller = new AbortController();
    controller.abort();
    await expect(exported(corpus, join(around, 'out'), { signal: controller.signal })).rejects.toThrow('abort');
    expect(await readdir(around)).toEqual([]);
  });

  test('replaces an earlier export when it is told to, and nothing else ever', async () => {
    const corpus = await builtCorpus();
    const to = join(await temporaryFolder(), 'out');
    await exported(corpus, to);
    await expect(exported(corpus, to)).rejects.toThrow('--force replaces it');
    await exported(corpus, to, { force: true, format: 'text' });
    expect((await readdir(to)).sort()).toEqual(['ATTRIBUTION.jsonl', 'README.md', 'export.json', 'text']);

    const precious = await temporaryFolder();
    await writeFile(join(precious, 'thesis.txt'), 'years of work');
    await expect(demandRoom({ to: precious, force: true })).rejects.toThrow('name another folder');
    await expect(demandRoom({ to: join(precious, 'thesis.txt'), force: true })).rejects.toThrow('is a file');
    await mkdir(join(precious, 'empty'));
    await demandRoom({ to: join(precious, 'empty'), force: false });
    expect(await readdir(precious)).toHaveLength(2);
  });
});
