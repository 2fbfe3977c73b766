/** What a column holds. Every column is nullable, for null means "not known". */
export type ColumnType = 'string' | 'int64' | 'float64';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Too long or too varied for minimum and maximum to help a reader skip row groups. */
  readonly bulky?: boolean;
}

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** Takes bytes in file order; they may be reused once the promise resolves. */
export type Sink = (bytes: Uint8Array) => Promise<void>;

/** Writes one shard from front to end. */
export interface ShardWriter {
  /** One row group. Strings are written as well-formed Unicode: a lone surrogate becomes U+FFFD. */
  append(rows: readonly Row[]): Promise<void>;
  /** Writes what ends the file. */
  finish(): Promise<void>;
  /** Frees what the writer holds; the file is of no use then. */
  cancel(): void;
}

/**
 * A file format for shards. The same rows in the same groups give the same bytes, whenever and wherever; so nothing of the moment
 * (time, host, process) may be written. Contract: `test/contracts/shards.ts`.
 */
export interface ShardFormat {
  readonly name: 'parquet' | 'jsonl';
  /** File name ending without the first dot. */
  readonly ending: string;
  open(columns: readonly Column[], sink: Sink): ShardWriter;
  /** The rows of a file in order, a row group in memory at a time, with these columns or all. Throws when the file is damaged. */
  read(path: string, columns?: readonly string[]): AsyncIterable<Row>;
}
