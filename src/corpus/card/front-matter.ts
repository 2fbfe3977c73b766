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

/**
 * The YAML that Hugging Face `datasets` reads: which files are the current generation (a list, for files of earlier ones lie beside
 * them), and the columns with their types, so that a shard in which a column is all null has the same ones.
 */
export function frontMatter(manifest: Manifest): string {
  const { counts, shards, rejected } = manifest;
  const drops = counts.captured - counts.kept;
  const parts = [
    { name: 'default', files: shards, columns: documentColumns, rows: counts.kept },
    { name: 'rejected', files: rejected, columns: rejectedColumns, rows: drops },
  ].filter(({ files }) => files.length > 0);
  const languages = hubLanguages(manifest);

  const head = {
    pretty_name: oneLine(manifest.title ?? manifest.corpus),
    ...(languages.length === 0 ? {} : { language: languages }),
    ...(languages.length > 1 ? { multilinguality: ['multilingual'] } : {}),
    license: 'other',
    license_details: LICENCE_DETAILS,
    size_categories: [SIZES.find(([below]) => counts.kept < below)?.[1] ?? 'n>1T'],
    source_datasets: ['original'],
    task_categories: ['text-generation'],
    tags: ['garner', 'web-crawl', 'provenance'],
    ...(parts.length === 0 ? {} : { configs: parts.map(configOf), dataset_info: parts.map(infoOf) }),
  };
  // Double quotes around every string: YAML 1.1, which Python reads, takes a bare `no` for false and `12:30` for a number.
  const yaml = stringify(head, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0 });
  return `---\n${yaml}---\n`;
}

interface Part {
  readonly name: string;
  readonly files: Manifest['shards'];
  readonly columns: readonly Column[];
  readonly rows: number;
}

const configOf = ({ name, files }: Part) => ({
  config_name: name,
  ...(name === 'default' ? { default: true } : {}),
  data_files: [{ split: 'train', path: files.map(({ path }) => path) }],
});

function infoOf({ name, files, columns, rows }: Part) {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return {
    config_name: name,
    features: columns.map((column) => ({ name: column.name, dtype: column.type })),
    splits: [{ name: 'train', num_bytes: bytes, num_examples: rows }],
    download_size: bytes,
    dataset_size: bytes,
  };
}

/** ISO 639 codes of what was kept, or of what the corpus is meant to have when no page says what it is in. */
function hubLanguages({ makeup, languages }: Manifest): readonly string[] {
  const found = makeup.languages.top.map(([tag]) => tag).filter((tag) => tag !== 'unknown');
  const codes = (found.length > 0 ? found : languages).map((tag) => tag.split('-')[0]?.toLowerCase() ?? '');
  return [...new Set(codes)].filter((tag) => /^[a-z]{2,3}$/.test(tag));
}
