import { politenessKeyOf } from '../url/politeness.ts';
import type { PageUrl } from '../records.ts';
import type { ColumnName, RejectedName } from './columns.ts';
import type { Manifest } from './manifest.ts';
import { readShard } from './shards/read.ts';
import type { Row } from './shards/shard.ts';

/** Which documents are meant: those that fit one of the values of each kind that is given. */
export interface Filters {
  /** BCP 47 tags; `zh` means `zh-Hans` too. `unknown` is null, here and below. */
  readonly language?: readonly string[];
  readonly license?: readonly string[];
  /** `example.org` means `www.example.org` too. */
  readonly host?: readonly string[];
}

/** The columns that filters look at. */
export const FILTERED = ['language', 'license', 'host'] as const;

const fits: Readonly<Record<string, (value: string, wanted: string) => boolean>> = {
  language: (value, wanted) => value === wanted || value.startsWith(`${wanted}-`),
  host: (value, wanted) => value === wanted || value.endsWith(`.${wanted}`),
};

/** Whether a column's value is what is meant by a wanted one, in whatever case. */
export function isMeant(column: string, value: Row[string] | undefined, wanted: string): boolean {
  const fit = fits[column] ?? ((one: string, other: string) => one === other);
  return fit(String(value ?? 'unknown').toLowerCase(), wanted.toLowerCase());
}

export const isWanted = (row: Row, filters: Filters): boolean =>
  FILTERED.every((column) => filters[column]?.some((wanted) => isMeant(column, row[column], wanted)) ?? true);

/**
 * Rows of a generation in order, a row group in memory at a time, of its documents or of what was rejected. Throws `StorageError` when a shard cannot
 * be read.
 */
export async function* rowsOf(
  folder: string,
  shards: Manifest['shards'],
  columns?: readonly (ColumnName | RejectedName)[],
): AsyncGenerator<Row> {
  for (const { path } of shards) yield* readShard(folder, path, columns);
}

/** What a document must not be parted from: all pages of a registrable domain. */
export const siteOf = (row: Row): string => politenessKeyOf(String(row['url']) as PageUrl);
