import { stringify } from 'yaml';
import { documentColumns, rejectedColumns } from '../columns.ts';
import type { Manifest } from '../manifest.ts';
import type { Column } from '../shards/shard.ts';
import { oneLine } from './markdown.ts';

/** Bounds of the size categories of the Hugging Face hub. */
const SIZES: readonly (readonly [below: number, name: string])[] = [
  [1e3, 'n<1K'],
  [1e4, '1K<n<10K'],
  [1e5, '10K<n<100K'],
  [1e6, '100K<n<1M'],
  [1e7, '1M<n<10M'],
  [1e8, '10M<n<100M'],
  [1e9, '100M<n<1B'],
  [1e10, '1B<n<10B'],
  [1e11, '10B<n<100B'],
  [1e12, '100B<n<1T'],
];

export const LICENCE_DETAILS =
  'Each document stands under the terms of its own source: see the columns license, license_evidence, train_use and rights. ' +
  'Garner claims no rights in the texts.';

/** Files that are loaded together, and the columns of their rows. */
interface HubConfig {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly splits: readonly HubSplit[];
}

interface HubSplit {
  readonly name: string;
  /** Files, or a pattern of their names. */
  readonly path: string | readonly string[];
  readonly bytes: number;
  readonly rows: number;
}

interface HubDataset {
  readonly title: string;
  /** BCP 47 tags. */
  readonly languages: readonly string[];
  readonly documents: number;
  /** The first is loaded when none is asked for. */
  readonly configs: readonly HubConfig[];
}

/** The current generation: its files as a list, for those of earlier ones lie beside them. */
export function frontMatter(manifest: Manifest): string {
  const { counts, shards, rejected, makeup, title, corpus } = manifest;
  const found = makeup.languages.top.map(([tag]) => tag).filter((tag) => tag !== 'unknown');
  return hubFrontMatter({
    title: title ?? corpus,
    // What the corpus is meant to have when no page says what it is in.
    languages: found.length > 0 ? found : manifest.languages,
    documents: counts.kept,
    configs: [
      { name: 'default', columns: documentColumns, files: shards, rows: counts.kept },
      { name: 'rejected', columns: rejectedColumns, files: rejected, rows: counts.captured - counts.kept },
    ]
      .filter(({ files }) => files.length > 0)
      .map(({ name, columns, files, rows }) => ({
        name,
        columns,
        splits: [{ name: 'train', path: files.map(({ path }) => path), bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), rows }],
      })),
  });
}

/** The YAML that Hugging Face `datasets` reads: which files there are, and their columns with types, so that one which is all null has its type too. */
export function hubFrontMatter({ title, languages, documents, configs }: HubDataset): string {
  const codes = [...new Set(languages.map((tag) => tag.split('-')[0]?.toLowerCase() ?? ''))].filter((tag) => /^[a-z]{2,3}$/.test(tag));
  const head = {
    pretty_name: oneLine(title),
    ...(codes.length === 0 ? {} : { language: codes }),
    ...(codes.length > 1 ? { multilinguality: ['multilingual'] } : {}),
    license: 'other',
    license_details: LICENCE_DETAILS,
    size_categories: [SIZES.find(([below]) => documents < below)?.[1] ?? 'n>1T'],
    source_datasets: ['original'],
    task_categories: ['text-generation'],
    tags: ['garner', 'web-crawl', 'provenance'],
    ...(configs.length === 0 ? {} : { configs: configs.map(configOf), dataset_info: configs.map(infoOf) }),
  };
  // Double quotes around every string: YAML 1.1, which Python reads, takes a bare `no` for false and `12:30` for a number.
  const yaml = stringify(head, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0 });
  return `---\n${yaml}---\n`;
}

const configOf = ({ name, splits }: HubConfig, nth: number) => ({
  config_name: name,
  ...(nth === 0 ? { default: true } : {}),
  data_files: splits.map((split) => ({ split: split.name, path: split.path })),
});

function infoOf({ name, columns, splits }: HubConfig) {
  const bytes = splits.reduce((sum, split) => sum + split.bytes, 0);
  return {
    config_name: name,
    features: columns.map((column) => ({ name: column.name, dtype: column.type })),
    splits: splits.map((split) => ({ name: split.name, num_bytes: split.bytes, num_examples: split.rows })),
    download_size: bytes,
    dataset_size: bytes,
  };
}
