import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { type AsyncBuffer, asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { ColumnSource, SchemaElement, Writer } from 'hyparquet-writer';
import { COLUMNS_VERSION } from '../columns.ts';
import type { Column, ColumnType, Row, ShardFormat, Sink, Value } from './shard.ts';

/** Level 6 makes shards 8 % smaller and takes 2.6 times as long. */
const ZSTD = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };
/** A page of a row group holds at most its strings. */
const decompressors = {
  ZSTD: (page: Uint8Array, length: number): Uint8Array => zstdDecompressSync(page, { maxOutputLength: Math.max(1, length) }),
};
const compressors = { ZSTD: (page: Uint8Array): Uint8Array => zstdCompressSync(page, ZSTD) };

const physical: Readonly<Record<ColumnType, SchemaElement>> = {
  // Plain UTF8 also for columns that hold JSON: the JSON annotation becomes an extension type in Arrow, which many readers refuse.
  string: { name: '', type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  int64: { name: '', type: 'INT64' },
  float64: { name: '', type: 'DOUBLE' },
};

const schemaOf = (columns: readonly Column[]): SchemaElement[] => [
  { name: 'schema', num_children: columns.length },
  ...columns.map(({ name, type }): SchemaElement => ({ ...physical[type], name, repetition_type: 'OPTIONAL' })),
];

const cell = (type: ColumnType, value: Value | undefined): string | number | bigint | null => {
  if (typeof value === 'string') return value.toWellFormed();
  return type === 'int64' && typeof value === 'number' ? BigInt(value) : (value ?? null);
};

const columnOf = ({ name, type, bulky }: Column, rows: readonly Row[]): ColumnSource => ({
  name,
  data: rows.map((row) => cell(type, row[name])),
  statistics: bulky !== true,
});

/** A writer over a growing buffer that is emptied into the sink after every row group. */
function bufferedWriter(sink: Sink): Writer {
  const writer = new ByteWriter();
  const flush = async (): Promise<void> => {
    await sink(writer.getBytes());
    writer.index = 0;
  };
  return Object.assign(writer, { flush, finish: flush });
}

/** Apache Parquet: one row group per append, zstd pages, flat columns, all of them nullable. */
export const parquet: ShardFormat = {
  name: 'parquet',
  ending: 'parquet',
  open(columns, sink) {
    const writer = new ParquetWriter({
      writer: bufferedWriter(sink),
      schema: schemaOf(columns),
      codec: 'ZSTD',
      compressors,
      createdBy: 'garner',
      kvMetadata: [
        { key: 'garner.generator', value: 'garner' },
        { key: 'garner.schema_version', value: String(COLUMNS_VERSION) },
      ],
    });
    return {
      async append(rows) {
        if (rows.length === 0) return;
        await writer.write({ columnData: columns.map((column) => columnOf(column, rows)), rowGroupSize: rows.length });
      },
      async finish() {
        await writer.finish();
      },
      cancel() {},
    };
  },
  async *read(path, columns) {
    yield* readParquet(await asyncBufferFromFile(path), columns);
  },
};

/** The rows of a file that is read by ranges. */
export async function* readParquet(file: AsyncBuffer, columns?: readonly string[]): AsyncGenerator<Row> {
  const metadata = await parquetMetadataAsync(file);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const rows = await parquetReadObjects({
      file,
      metadata,
      compressors: decompressors,
      rowStart,
      rowEnd,
      ...(columns !== undefined && { columns: [...columns] }),
    });
    for (const row of rows) yield plain(row);
    rowStart = rowEnd;
  }
}

/** Integers of 64 bits as numbers: what Garner counts stays far below 2^53. */
const plain = (row: Readonly<Record<string, unknown>>): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : ((value ?? null) as Value)]),
  );
