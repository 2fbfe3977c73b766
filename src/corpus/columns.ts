import type { Column, ColumnType } from './shards/shard.ts';

/** Version of the columns and their meaning. New ones are added at the end, so that an older row is the beginning of a newer one. */
export const COLUMNS_VERSION = 3;
/** How many columns a document's row had in earlier versions. */
const EARLIER: readonly number[] = [28, 32];

/** What a kept document's row holds. The names up to `token_count` are those of FineWeb and datatrove. */
export const documentColumns = [
  { name: 'text', type: 'string', bulky: true },
  { name: 'id', type: 'string' },
  { name: 'url', type: 'string' },
  { name: 'date', type: 'string' },
  { name: 'dump', type: 'string' },
  { name: 'file_path', type: 'string' },
  { name: 'language', type: 'string' },
  { name: 'language_score', type: 'float64' },
  { name: 'token_count', type: 'int64' },
  { name: 'title', type: 'string' },
  { name: 'author', type: 'string' },
  { name: 'published', type: 'string' },
  { name: 'host', type: 'string' },
  { name: 'page_type', type: 'string' },
  { name: 'markdown', type: 'string', bulky: true },
  { name: 'license', type: 'string' },
  { name: 'license_evidence', type: 'string', bulky: true },
  { name: 'train_use', type: 'string' },
  { name: 'rights', type: 'string', bulky: true },
  { name: 'topic', type: 'string' },
  { name: 'topic_score', type: 'float64' },
  { name: 'quality', type: 'string', bulky: true },
  { name: 'extractor', type: 'string' },
  { name: 'content_sha256', type: 'string' },
  { name: 'cluster', type: 'string' },
  { name: 'duplicates', type: 'int64' },
  { name: 'record_id', type: 'string' },
  { name: 'run_id', type: 'string' },
  { name: 'modified', type: 'string' },
  { name: 'site_name', type: 'string' },
  { name: 'canonical', type: 'string' },
  { name: 'confidence', type: 'float64' },
  { name: 'declared_language', type: 'string' },
  { name: 'languages', type: 'string' },
  { name: 'masked', type: 'string' },
  { name: 'crawler', type: 'string' },
] as const satisfies readonly Column[];

/** What a dropped capture's row holds: where it came from and which rule dropped it on what evidence, never its text. */
export const rejectedColumns = [
  { name: 'url', type: 'string' },
  { name: 'host', type: 'string' },
  { name: 'date', type: 'string' },
  { name: 'record_id', type: 'string' },
  { name: 'run_id', type: 'string' },
  { name: 'stage', type: 'string' },
  { name: 'rule', type: 'string' },
  { name: 'because', type: 'string', bulky: true },
  { name: 'evidence', type: 'string', bulky: true },
  { name: 'crawler', type: 'string' },
] as const satisfies readonly Column[];

/** A line that is taken out of all texts of a host; never the line itself. */
export const furnitureColumns = [
  { name: 'host', type: 'string' },
  { name: 'line', type: 'string' },
  { name: 'pages', type: 'int64' },
] as const satisfies readonly Column[];

export type ColumnName = (typeof documentColumns)[number]['name'];
export type RejectedName = (typeof rejectedColumns)[number]['name'];

type ValueOf<Type extends ColumnType> = Type extends 'string' ? string : number;

/** A row that names every one of the columns. */
export type RowOf<Columns extends readonly Column[]> = {
  readonly [Name in Columns[number]['name']]: ValueOf<Extract<Columns[number], { name: Name }>['type']> | null;
};

export type DocumentRow = RowOf<typeof documentColumns>;
export type RejectedRow = RowOf<typeof rejectedColumns>;

/** Whether these are the columns of a row, in order, as this version or an older one writes them. */
export function areColumns(names: readonly string[], columns: readonly Column[]): boolean {
  const isOlder = columns === documentColumns && EARLIER.includes(names.length);
  return (isOlder || names.length === columns.length) && names.every((name, at) => columns[at]?.name === name);
}
