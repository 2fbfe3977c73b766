import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildCorpus } from '../../src/corpus/build.ts';
import { documentColumns, rejectedColumns } from '../../src/corpus/columns.ts';
import { readManifest } from '../../src/corpus/manifest.ts';
import type { Manifest } from '../../src/corpus/manifest.ts';
import { StorageError } from '../../src/sqlite/storage-error.ts';
import { contentDigest } from '../../src/text/normalise.ts';
import { query, sqlList } from './duckdb.ts';
import { digests, shardDigests, temporaryFolder } from './folders.ts';
import { buildOf, captureOf, FIRST_RUN, refinedFrom, SECOND_RUN, START, stream, variedPages } from './synthetic.ts';
import type { SyntheticPage } from './synthetic.ts';

const files = (folder: string, shards: Manifest['shards']): string => sqlList(shards.map(({ path }) => join(folder, path)));
const dropTotal = ({ counts }: Manifest): number => Object.values(counts.dropped).reduce((sum, n) => sum + n, 0);

describe.each(['parquet', 'jsonl'] as const)('a corpus as %s', (format) => {
  const table = (folder: string, shards: Manifest['shards']): string =>
    format === 'parquet'
      ? `read_parquet(${files(folder, shards)})`
      : `read_json(${files(folder, shards)}, format = 'newline_delimited', compression = 'zstd')`;

  test('DuckDB reads it, and its counts are those of the manifest', async () => {
    const folder = await temporaryFolder();
    const { manifest } = await buildCorpus(buildOf(folder, variedPages, { format }));
    expect(manifest.counts.captured).toBe(variedPages.length);
    expect(manifest.counts.kept + dropTotal(manifest)).toBe(variedPages.length);

    const kept = await query(
      `SELECT count(*)::INT AS n, count(DISTINCT id)::INT AS ids, count(DISTINCT content_sha256)::INT AS texts,
        sum(length(text))::INT AS characters, count(*) FILTER (dump <> left(run_id, 16))::INT AS astray FROM ${table(folder, manifest.shards)}`,
    );
    const { kept: n } = manifest.counts;
    expect(kept).toEqual([{ n, ids: n, texts: n, characters: manifest.makeup.characters, astray: 0 }]);

    const rejected = await query(
      `SELECT stage || '/' || rule AS reason, count(*)::INT AS n FROM ${table(folder, manifest.rejected)} GROUP BY 1`,
    );
    expect(Object.fromEntries(rejected.map(({ reason, n }) => [reason, n]))).toEqual(manifest.counts.dropped);
    expect(Object.keys(manifest.counts.dropped)).toEqual(['dedup/exact', 'dedup/superseded', 'extract/too-short']);

    for (const shard of [...manifest.shards, ...manifest.rejected]) {
      expect(shard.path).toContain(`/${shard.dump}/${shard.sha256}.`);
      expect(await query(`SELECT count(*)::INT AS n FROM ${table(folder, [shard])}`)).toEqual([{ n: shard.rows }]);
      expect(digests(folder)[shard.path]).toBe(shard.sha256);
    }
  });

  test('columns have the names, order and types that are promised', async () => {
    const folder = await temporaryFolder();
    const { manifest } = await buildCorpus(buildOf(folder, variedPages, { format }));
    const names = async (shards: Manifest['shards']): Promise<readonly unknown[]> =>
      (await query(`DESCRIBE SELECT * FROM ${table(folder, shards)}`)).map(({ column_name }) => column_name);
    expect(await names(manifest.shards)).toEqual(documentColumns.map(({ name }) => name));
    expect(await names(manifest.rejected)).toEqual(rejectedColumns.map(({ name }) => name));
    expect(documentColumns.map(({ name }) => name).join(', ')).toBe(
      'text, id, url, date, dump, file_path, language, language_score, token_count, title, author, published, host, page_type, ' +
        'markdown, license, license_evidence, train_use, rights, topic, topic_score, quality, extractor, content_sha256, cluster, ' +
        'duplicates, record_id, run_id, modified, site_name, canonical, confidence, declared_language, languages, masked, crawler',
    );
  });

  test('built twice, in another order of arrival and with other widths, it is the same to the byte', async () => {
    const [one, two, three] = [await temporaryFolder(), await temporaryFolder(), await temporaryFolder()];
    const options = { format };
    await buildCorpus(buildOf(one, variedPages, options));
    await buildCorpus(buildOf(two, variedPages, options));
    await buildCorpus(buildOf(three, [...variedPages].reverse(), { ...options, concurrency: 1, createdAt: START }));
    expect(Object.keys(shardDigests(one)).length).toBe(4);
    expect(digests(two)).toEqual(digests(one));
    expect(shardDigests(three)).toEqual(shardDigests(one));
  });
});

test('a page fetched again stands with its newest text, in the dump of the run that fetched it', async () => {
  const folder = await temporaryFolder();
  const old: SyntheticPage = { url: 'https://a.test/', text: 'The old rules.' };
  const renewed: SyntheticPage = { url: 'https://a.test/', text: 'The new rules.', at: START + 1000, run: SECOND_RUN };
  await buildCorpus(buildOf(folder, [old]));
  const { manifest, unchanged } = await buildCorpus(buildOf(folder, [renewed, old]));
  expect(unchanged).toBe(false);
  expect(manifest.generation).toBe(2);
  expect(await query(`SELECT text, dump FROM read_parquet(${files(folder, manifest.shards)})`)).toEqual([
    { text: 'The new rules.', dump: SECOND_RUN.slice(0, 16) },
  ]);
  const [dropped] = await query(`SELECT * FROM read_parquet(${files(folder, manifest.rejected)})`);
  expect(dropped).toEqual({
    evidence: null,
    url: 'https://a.test/',
    host: 'a.test',
    date: '2026-11-24T03:05:01.000Z',
    record_id: captureOf(old).capture.recordId,
    run_id: FIRST_RUN,
    stage: 'dedup',
    rule: 'superseded',
    because: `fetched again at 2026-11-24T03:05:02.000Z as ${captureOf(renewed).capture.recordId}`,
    crawler: 'example.test',
  });
});

test('the newest fetch counts also when it belongs to a run that began earlier', async () => {
  const folder = await temporaryFolder();
  const pages: readonly SyntheticPage[] = [
    { url: 'https://a.test/', text: 'Fetched last, by the long run.', at: START + 9000, run: FIRST_RUN },
    { url: 'https://a.test/', text: 'Fetched first, by the short run.', at: START + 1000, run: SECOND_RUN },
  ];
  const { manifest } = await buildCorpus(buildOf(folder, pages));
  expect(await query(`SELECT text FROM read_parquet(${files(folder, manifest.shards)})`)).toEqual([{ text: pages[0]!.text }]);
});

test('as-of: what was fetched later is as if it were not there', async () => {
  const folder = await temporaryFolder();
  const pages: readonly SyntheticPage[] = [
    { url: 'https://a.test/', text: 'The old rules.' },
    { url: 'https://a.test/', text: 'The new rules.', at: START + 1000 },
  ];
  const { manifest } = await buildCorpus(buildOf(folder, pages, { asOf: START }));
  expect(manifest.counts).toEqual({ captured: 1, kept: 1, dropped: {} });
  expect(manifest.asOf).toBe('2026-11-24T03:05:01.000Z');
});

test('a copy names the document it is a copy of, and that document counts its copies', async () => {
  const folder = await temporaryFolder();
  const pages = ['x', 'y', 'z'].map((name): SyntheticPage => ({
    url: `https://${name}.test/`,
    text: `Same \n\n text.${name === 'y' ? ' ' : ''}`,
  }));
  const { manifest } = await buildCorpus(buildOf(folder, pages));
  const [winner, ...others] = await query(
    `SELECT id, url, cluster, duplicates::INT AS duplicates FROM read_parquet(${files(folder, manifest.shards)})`,
  );
  expect(others).toEqual([]);
  expect(winner).toMatchObject({ duplicates: 2, cluster: winner?.['id'] });
  const copy = { rule: 'exact', because: `same text as ${String(winner?.['id'])}, ${String(winner?.['url'])}` };
  const copies = await query(`SELECT rule, because FROM read_parquet(${files(folder, manifest.rejected)})`);
  expect(copies).toEqual([copy, copy]);
});

test('rights, licence evidence and what is not yet known stand in their columns', async () => {
  const folder = await temporaryFolder();
  const page: SyntheticPage = { url: 'https://a.test:8443/x', text: 'Some text.', licence: 'CC0-1.0', language: 'de', title: 'Müll' };
  const { manifest } = await buildCorpus(buildOf(folder, [page]));
  const [row] = await query(`SELECT * FROM read_parquet(${files(folder, manifest.shards)})`);
  expect(row).toMatchObject({
    host: 'a.test:8443',
    title: 'Müll',
    language: 'de',
    license: 'CC0-1.0',
    license_evidence: '<link rel="license" href="…"> (https://a.test:8443/x)',
    train_use: 'allow',
    page_type: 'article',
    published: '2026-11-01',
    modified: '2026-11-02T08:00:00Z',
    site_name: 'A Site',
    canonical: 'https://a.test:8443/x?page=1',
    confidence: 0.75,
    date: '2026-11-24T03:05:01.000Z',
    file_path: null,
    language_score: null,
    token_count: null,
    topic: null,
    quality: null,
  });
  expect(JSON.parse(String(row?.['rights']))).toMatchObject({
    uses: { train: 'allow' },
    licence: { id: 'CC0-1.0' },
    signals: ['robots:allow'],
    evidence: [{ signal: 'html:link:rel=license', where: page.url }],
    robots: 'unavailable',
  });
});

test('a build that finds the same publishes nothing', async () => {
  const folder = await temporaryFolder();
  const first = await buildCorpus(buildOf(folder, variedPages));
  const before = digests(folder);
  const again = await buildCorpus(buildOf(folder, variedPages, { createdAt: START, asOf: Date.UTC(2028, 0, 1) }));
  expect(again).toEqual({ folder, manifest: first.manifest, unchanged: true });
  expect(digests(folder)).toEqual(before);
});

test('another title is another generation of the same shards', async () => {
  const folder = await temporaryFolder();
  const first = await buildCorpus(buildOf(folder, variedPages));
  const second = await buildCorpus(buildOf(folder, variedPages, { title: 'Sorting waste' }));
  expect(second.unchanged).toBe(false);
  expect(second.manifest.shards).toEqual(first.manifest.shards);
  expect(await readManifest(folder)).toEqual(second.manifest);
});

test('a card that was lost or is out of date is written again', async () => {
  const folder = await temporaryFolder();
  await buildCorpus(buildOf(folder, variedPages));
  const card = await readFile(join(folder, 'README.md'), 'utf8');
  await writeFile(join(folder, 'README.md'), 'stale');
  await buildCorpus(buildOf(folder, variedPages));
  expect(await readFile(join(folder, 'README.md'), 'utf8')).toBe(card);
});

test('old generations stay, with all their shards', async () => {
  const folder = await temporaryFolder();
  const { manifest: first } = await buildCorpus(buildOf(folder, variedPages.slice(0, 100)));
  const before = shardDigests(folder);
  const { manifest: second } = await buildCorpus(buildOf(folder, variedPages));
  expect(shardDigests(folder)).toMatchObject(before);
  expect(JSON.parse(await readFile(join(folder, 'manifests/1.json'), 'utf8'))).toEqual(first);
  expect(JSON.parse(await readFile(join(folder, 'manifests/2.json'), 'utf8'))).toEqual(second);
});

test('no captures make an empty generation with a card', async () => {
  const folder = await temporaryFolder();
  const { manifest } = await buildCorpus(buildOf(folder, []));
  expect(manifest).toMatchObject({ generation: 1, shards: [], rejected: [], counts: { captured: 0, kept: 0, dropped: {} } });
  expect(await readManifest(folder)).toEqual(manifest);
  expect(await readFile(join(folder, 'README.md'), 'utf8')).toContain('**0 documents**');
});

test('the same record given twice is one capture', async () => {
  const folder = await temporaryFolder();
  const [page] = variedPages.slice(1);
  const captures = stream([captureOf(page!), { ...captureOf(page!), crawler: 'another' }]);
  const { manifest } = await buildCorpus(buildOf(folder, [page!], { captures }));
  expect(manifest.counts).toEqual({ captured: 1, kept: 1, dropped: {} });
});

test('an abort leaves the corpus as it was, and no scratch behind', async () => {
  const folder = await temporaryFolder();
  await buildCorpus(buildOf(folder, variedPages.slice(0, 50)));
  const before = digests(folder);
  for (const phase of ['reading', 'refining', 'writing'] as const) {
    const abort = new AbortController();
    const building = buildCorpus(
      buildOf(folder, variedPages, {
        signal: abort.signal,
        onProgress: (progress) => {
          if (progress.phase === phase && progress.done >= 20) abort.abort(new Error(`stopped while ${phase}`));
        },
      }),
    );
    await expect(building).rejects.toThrow(`stopped while ${phase}`);
    expect(digests(folder)).toMatchObject(before);
    expect(await readManifest(folder)).toMatchObject({ generation: 1 });
    expect(existsSync(join(folder, '.build'))).toBe(false);
  }
});

test('what refining throws ends the build', async () => {
  const folder = await temporaryFolder();
  const refined = (): Promise<never> => Promise.reject(new Error('segment 3 is damaged'));
  await expect(buildCorpus(buildOf(folder, variedPages, { refined }))).rejects.toThrow('segment 3 is damaged');
  expect(await readManifest(folder)).toBeNull();
});

test('a page whose second refining tells another story ends the build', async () => {
  const folder = await temporaryFolder();
  const honest = refinedFrom(variedPages);
  const seen = new Set<string>();
  const refined: typeof honest = async (ref) => {
    const step = await honest(ref);
    const again = seen.has(ref.capture.recordId);
    seen.add(ref.capture.recordId);
    return again && step.kept ? { kept: true, record: { ...step.record, contentDigest: contentDigest('Another text') } } : step;
  };
  await expect(buildCorpus(buildOf(folder, variedPages, { refined }))).rejects.toThrow('another text');
});

test('a file where the folder should be: a StorageError that says so', async () => {
  const folder = join(await temporaryFolder(), 'corpus');
  await writeFile(folder, 'in the way');
  const building = buildCorpus(buildOf(folder, variedPages));
  await expect(building).rejects.toThrow(StorageError);
  await expect(building).rejects.toThrow(/Cannot write the corpus: .*corpus.*stands there|should be/);
});
