import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildCorpus } from '../../../src/corpus/build.ts';
import { renderCard } from '../../../src/corpus/card/card.ts';
import { documentColumns, rejectedColumns } from '../../../src/corpus/columns.ts';
import { readManifest } from '../../../src/corpus/manifest.ts';
import type { Manifest } from '../../../src/corpus/manifest.ts';
import { query } from '../duckdb.ts';
import { temporaryFolder } from '../folders.ts';
import { buildOf, captureOf, refinedFrom, variedPages } from '../synthetic.ts';

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

test('it follows from the manifest alone', async () => {
  const { folder, card } = await built();
  const manifest = await readManifest(folder);
  expect(manifest === null ? null : renderCard(manifest)).toBe(card);
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
  const card = renderCard({
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
  });
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
