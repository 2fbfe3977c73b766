import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildCorpus } from '../../../src/corpus/build.ts';
import { renderCard } from '../../../src/corpus/card/card.ts';
import { croissant } from '../../../src/corpus/card/croissant.ts';
import { cardPlots } from '../../../src/corpus/card/plots.ts';
import { writeCard } from '../../../src/corpus/card/write.ts';
import { documentColumns, rejectedColumns } from '../../../src/corpus/columns.ts';
import { readManifest } from '../../../src/corpus/manifest.ts';
import type { Manifest } from '../../../src/corpus/manifest.ts';
import { query } from '../duckdb.ts';
import { digests, temporaryFolder } from '../folders.ts';
import { buildOf, captureOf, FIRST_RUN, refinedFrom, SECOND_RUN, variedPages } from '../synthetic.ts';

interface FrontMatter {
  readonly configs?: readonly {
    config_name: string;
    default?: boolean;
    data_files: readonly { split: string; path: readonly string[] }[];
  }[];
  readonly dataset_info?: readonly {
    config_name: string;
    features: readonly { name: string; dtype: string }[];
    splits: readonly { name: string; num_bytes: number; num_examples: number }[];
  }[];
  readonly [key: string]: unknown;
}

/** As `datasets` takes a card apart: at the lines that are `---`, lines being what Python's splitlines takes for them. */
function takeApart(card: string): { head: FrontMatter; body: string } {
  const lines = card.split(/\r\n|[\n\r\v\f\x1C-\x1E\x85\u2028\u2029]/);
  expect(lines[0]).toBe('---');
  const end = lines.indexOf('---', 1);
  // PyYAML reads YAML 1.1.
  return {
    head: parse(lines.slice(1, end).join('\n'), { version: '1.1', strict: true }) as FrontMatter,
    body: lines.slice(end + 1).join('\n'),
  };
}

const built = async (more: Parameters<typeof buildOf>[2] = {}): Promise<{ folder: string; manifest: Manifest; card: string }> => {
  const folder = await temporaryFolder();
  const { manifest } = await buildCorpus(buildOf(folder, variedPages, more));
  return { folder, manifest, card: await readFile(join(folder, 'README.md'), 'utf8') };
};

test('the front matter names the files of this generation, and the types of all columns', async () => {
  const folder = await temporaryFolder();
  await buildCorpus(buildOf(folder, variedPages.slice(0, 100)));
  const { manifest } = await buildCorpus(buildOf(folder, variedPages));
  const { head } = takeApart(await readFile(join(folder, 'README.md'), 'utf8'));
  expect(head.configs).toEqual([
    { config_name: 'default', default: true, data_files: [{ split: 'train', path: manifest.shards.map(({ path }) => path) }] },
    { config_name: 'rejected', data_files: [{ split: 'train', path: manifest.rejected.map(({ path }) => path) }] },
  ]);
  const [documents, rejected] = head.dataset_info ?? [];
  expect(documents?.features).toEqual(documentColumns.map(({ name, type }) => ({ name, dtype: type })));
  expect(rejected?.features).toEqual(rejectedColumns.map(({ name, type }) => ({ name, dtype: type })));
  expect(documents?.splits).toMatchObject([{ name: 'train', num_examples: manifest.counts.kept }]);
  expect(rejected?.splits).toMatchObject([{ name: 'train', num_examples: manifest.counts.captured - manifest.counts.kept }]);
  expect(head).toMatchObject({ license: 'other', language: ['en', 'zh'], size_categories: ['n<1K'], pretty_name: 'waste-sorting' });
});

test('the card says what came in, what was dropped by which rule, and from which hosts', async () => {
  const { manifest, card } = await built({ title: 'Sorting waste', contact: 'mailto:corpus@example.org' });
  const { body } = takeApart(card);
  expect(body).toContain('# Sorting waste');
  expect(body).toContain('| **captured** | 240 | 100.0 % |');
  for (const [rule, count] of Object.entries(manifest.counts.dropped)) expect(body).toContain(`| dropped by \`${rule}\` | ${count} |`);
  for (const [host, captured, kept] of manifest.makeup.hosts.top) expect(body).toContain(`| \`${host}\` | ${captured} | ${kept} |`);
  expect(body).toContain('`CC-BY-SA-4.0`');
  expect(body).toContain('<mailto:corpus@example.org>');
});

test('it says what rights were met, and what they cost', async () => {
  const denied = variedPages.slice(0, 100).map((page) => captureOf(page).capture.recordId);
  const evidence = [{ signal: 'header:robots:noai', quote: 'X-Robots-Tag: noai', where: 'header X-Robots-Tag' }];
  const drop = { stage: 'rights', rule: 'noai', because: 'header X-Robots-Tag', evidence } as const;
  const refined = refinedFrom(variedPages);
  const { manifest, card } = await built({
    refined: async (ref) => (denied.includes(ref.capture.recordId) ? { kept: false, drop } : refined(ref)),
  });
  const pages = manifest.counts.dropped['rights/noai'] ?? 0;
  expect(pages).toBeGreaterThan(0);
  // Each record of the synthetic archive has one byte.
  expect(manifest.makeup.rights).toMatchObject({
    uses: { train: { allow: manifest.counts.kept } },
    signals: { top: expect.arrayContaining([['header:robots:noai', pages, 0]]) },
    cost: [{ rule: 'rights/noai', pages }],
  });
  const each = manifest.makeup.characters / manifest.counts.kept;
  const row = new RegExp(`\\| \`rights/noai\` \\| ${pages} \\| [\\d.]+ % \\| ([\\d,]+) \\|`).exec(card);
  expect(Math.abs(Number(row?.[1]?.replaceAll(',', '')) / (each * pages) - 1)).toBeLessThan(0.06);
});

test('it follows from the manifest and the shards', async () => {
  const { folder } = await built();
  const before = digests(folder);
  await rm(join(folder, 'README.md'));
  await rm(join(folder, 'croissant.json'));
  await rm(join(folder, 'plots', 'licences.svg'));
  await writeFile(join(folder, 'plots', 'tokens.svg'), 'of an earlier generation');
  await writeCard(folder, (await readManifest(folder))!, () => join(folder, 'card.tmp'));
  expect(digests(folder)).toEqual(before);
});

test('a corpus that grows shows the dump of each run, with its pages and documents', async () => {
  const { card } = await built();
  const dumps = [FIRST_RUN, SECOND_RUN].map((run) => run.slice(0, 16));
  const rows = dumps.map((dump) => new RegExp(`\\| \`${dump}\` \\| (\\S+) \\| (\\d+) \\| (\\d+) \\|`).exec(card));
  expect(rows.map((row) => row?.[1])).toEqual(['2026-11-24T03:05:01Z', '2026-12-01T03:05:01Z']);
  expect(rows.reduce((sum, row) => sum + Number(row?.[2]), 0)).toBe(variedPages.length);
});

test('its pictures stand beside it, with words for who does not see them', async () => {
  const { folder, card } = await built();
  const pictures = [...card.matchAll(/^!\[([^\n]+)\]\((plots\/[a-z-]+\.svg)\)$/gm)];
  expect(pictures.map(([, , path]) => path)).toEqual(['plots/licences.svg', 'plots/languages.svg', 'plots/characters.svg']);
  for (const [, alt = '', path = ''] of pictures) {
    expect(alt).toMatch(/^Documents by \S+.*\d/);
    expect(await readFile(join(folder, path), 'utf8')).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^>]* role="img"[^>]*><title>Documents by/,
    );
  }
});

test('a few documents are shown, of different hosts first, cut off after 300 characters', async () => {
  const long = { url: 'https://long.test/page', text: `${'Müll '.repeat(100)}end`, title: 'A *long* one', licence: 'CC0-1.0' };
  const folder = await temporaryFolder();
  await buildCorpus(buildOf(folder, [...variedPages, long]));
  const card = await readFile(join(folder, 'README.md'), 'utf8');
  const section = card.slice(card.indexOf('## Some documents'), card.indexOf('## How to load it'));
  for (const host of ['a.test', 'b.test', 'c.test']) expect(section).toContain(`<https://${host}/`);
  const quoted = section.split('\n').filter((line) => line.startsWith('> '));
  expect(quoted).toHaveLength(6);
  expect(section).toContain(`> ${'Müll '.repeat(60)}…`);
  expect(section).toContain('**A \\*long\\* one**, <https://long.test/page>');
});

describe.each(['parquet', 'jsonl'] as const)('with %s shards', (format) => {
  test('the SQL on the card runs and finds the documents', async () => {
    const { folder, manifest, card } = await built({ format });
    const sql = /```sql\n([^`]*)```/.exec(card)?.[1] ?? '';
    const statements = sql
      .replace(/^--.*$/gm, '')
      .split(';')
      .map((statement) => statement.trim())
      .filter((statement) => statement !== '');
    expect(statements).toHaveLength(2);
    const rows = await query(`SET file_search_path = '${folder}'`, ...statements);
    expect(rows).toHaveLength(3);
    expect(rows.reduce((sum, row) => sum + Number(row['count_star()']), 0)).toBe(manifest.counts.kept);
  });
});

test('titles, descriptions, hosts, languages and licences that mean harm stay text', async () => {
  const { manifest } = await built();
  const evil = 'x\u2028---\nlicense: mit\n---\n# pwned <script>alert(1)</script> [a](javascript:b) | \u0085 "\'\\ \uD800 \u0007';
  const withEvil: Manifest = {
    ...manifest,
    title: evil,
    description: evil,
    contact: evil,
    languages: ['no', evil],
    makeup: {
      ...manifest.makeup,
      hosts: { names: 1, top: [[evil, 2, 1]] },
      languages: {
        names: 2,
        top: [
          ['no', 5],
          [evil, 3],
        ],
      },
      licences: { names: 1, top: [[evil, 3]] },
      extractors: { names: 1, top: [[evil, 3]] },
      rights: {
        uses: { train: {}, aiInput: {}, search: {}, index: {} },
        obligations: { names: 1, top: [[evil, 1]] },
        signals: { names: 1, top: [[evil, 2, 1]] },
        cost: [{ rule: evil, pages: 1 }],
      },
    },
    counts: { ...manifest.counts, dropped: { [evil]: 3 } },
    versions: { [evil]: evil },
  };
  const samples = [{ url: evil, title: evil, beginning: evil, language: evil, licence: evil }];
  const plots = await cardPlots(withEvil);
  for (const { svg } of plots) expect(svg).not.toMatch(/<script|[\u0000-\u0009\u2028]/);
  const card = renderCard(withEvil, { plots, samples });
  expect(JSON.parse(JSON.stringify(croissant(withEvil)))).toMatchObject({ '@type': 'sc:Dataset', license: [{ '@type': 'CreativeWork' }] });
  const { head, body } = takeApart(card);
  expect(head['license']).toBe('other');
  // Norwegian, not false.
  expect(head['language']).toEqual(['no']);
  expect(head['pretty_name']).toMatch(/^x --- license: mit --- # pwned <script>/);
  expect(body).not.toMatch(/^# pwned|<script|\]\(javascript/m);
  expect(
    body
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .every((line) => /^\|(?:[^|\\]|\\.)*\|(?:(?:[^|\\]|\\.)*\|)+$/.test(line)),
  ).toBe(true);
});

test('an empty corpus has a card that names no files', async () => {
  const folder = await temporaryFolder();
  await buildCorpus(buildOf(folder, []));
  const { head } = takeApart(await readFile(join(folder, 'README.md'), 'utf8'));
  expect(head.configs).toBeUndefined();
  expect(head['size_categories']).toEqual(['n<1K']);
});
