import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { zstdDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { documentColumns } from '../../../src/corpus/columns.ts';
import { parquet } from '../../../src/corpus/shards/parquet.ts';
import type { Row, Value } from '../../../src/corpus/shards/shard.ts';
import { shardContract } from '../../contracts/shards.ts';

const arrayBuffer = (file: Buffer): ArrayBuffer => new Uint8Array(file).buffer;
const compressors = { ZSTD: (page: Uint8Array): Uint8Array => zstdDecompressSync(page) };
const plain = (value: unknown): Value => (typeof value === 'bigint' ? Number(value) : ((value ?? null) as Value));

async function read(file: Buffer): Promise<readonly Row[]> {
  const rows = await parquetReadObjects({ file: arrayBuffer(file), compressors, utf8: true });
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])));
}

shardContract(parquet, read);

test('columns are flat, nullable and in the order given; the file says who wrote it, and not when', async () => {
  const chunks: Buffer[] = [];
  const writer = parquet.open(documentColumns, async (bytes) => void chunks.push(Buffer.from(bytes)));
  await writer.append([{ text: 'one' }, { text: 'two' }]);
  await writer.append([{ text: 'three' }]);
  await writer.finish();
  const metadata = parquetMetadata(arrayBuffer(Buffer.concat(chunks)));
  const [root, ...leaves] = metadata.schema;
  expect(root?.num_children).toBe(documentColumns.length);
  expect(leaves.map(({ name }) => name)).toEqual(documentColumns.map(({ name }) => name));
  expect(new Set(leaves.map(({ repetition_type }) => repetition_type))).toEqual(new Set(['OPTIONAL']));
  expect(metadata.row_groups.map((group) => Number(group.num_rows))).toEqual([2, 1]);
  expect(metadata.row_groups.flatMap((group) => group.columns).every((column) => column.meta_data?.codec === 'ZSTD')).toBe(true);
  expect(metadata.created_by).toBe('garner');
  expect(metadata.key_value_metadata).toEqual([
    { key: 'garner.generator', value: 'garner' },
    { key: 'garner.schema_version', value: '3' },
  ]);
});
