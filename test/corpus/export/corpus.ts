import { join } from 'node:path';
import { buildCorpus } from '../../../src/corpus/build.ts';
import { documentColumns } from '../../../src/corpus/columns.ts';
import { rowsOf } from '../../../src/corpus/documents.ts';
import type { ExportInput } from '../../../src/corpus/export/export.ts';
import { writeExport } from '../../../src/corpus/export/export.ts';
import { planExport } from '../../../src/corpus/export/plan.ts';
import type { Manifest } from '../../../src/corpus/manifest.ts';
import { shardFormats } from '../../../src/corpus/shards/index.ts';
import { openSeries } from '../../../src/corpus/shards/series.ts';
import type { Row } from '../../../src/corpus/shards/shard.ts';
import { temporaryFolder } from '../folders.ts';
import { buildOf, type SyntheticPage, START } from '../synthetic.ts';

export interface Corpus {
  readonly folder: string;
  readonly manifest: Manifest;
}

const LICENCES = ['CC-BY-4.0', 'CC0-1.0', null];

/** Twenty sites with ten pages each, in two languages, under two licences and none. */
export const pages: readonly SyntheticPage[] = Array.from({ length: 200 }, (_, i): SyntheticPage => ({
  url: `https://${i % 2 === 0 ? 'www' : 'docs'}.site-${Math.floor(i / 10)}.test/page/${i}`,
  text: `Paper, glass and metal go into bin ${i}. ${'Nothing else does. '.repeat(i % 7)}`,
  at: START + i * 1000,
  language: i % 4 === 0 ? 'zh-Hans' : 'en',
  licence: LICENCES[i % 3]!,
  title: `Page ${i}`,
}));

export async function builtCorpus(of: readonly SyntheticPage[] = pages): Promise<Corpus> {
  const folder = await temporaryFolder();
  const { manifest } = await buildCorpus(buildOf(folder, of, { title: 'Sorting waste' }));
  return { folder, manifest };
}

/** The corpus with other rows, as a build with further stages would write them. */
export async function rewritten({ folder, manifest }: Corpus, change: (row: Row) => Row): Promise<Corpus> {
  let files = 0;
  const temporary = (): string => join(folder, `${(files += 1)}.tmp`);
  const series = openSeries({ folder, temporary, series: 'data', columns: documentColumns, format: shardFormats.parquet, shardBytes: 1e9 });
  for await (const row of rowsOf(folder, manifest.shards)) await series.add('20261124T030501Z', change(row));
  return { folder, manifest: { ...manifest, shards: [...(await series.close())] } };
}

/** Plans and writes an export of it. */
export async function exported(corpus: Corpus, to: string, more: Partial<ExportInput> = {}) {
  const onRow = (): void => undefined;
  const defaults = { filters: {}, weights: [], validation: 0, seed: 0, force: false, format: 'huggingface', shardBytes: 100e6 } as const;
  const input: ExportInput = { ...corpus, ...defaults, to, separator: '\n---\n', onRow, ...more };
  const plan = await planExport(corpus.folder, corpus.manifest, input, onRow);
  return { plan, files: await writeExport(input, plan) };
}
