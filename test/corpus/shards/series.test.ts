import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shardFormats } from '../../../src/corpus/shards/index.ts';
import { openSeries } from '../../../src/corpus/shards/series.ts';
import type { SeriesOptions } from '../../../src/corpus/shards/series.ts';
import { query, sqlList } from '../duckdb.ts';
import { digests, temporaryFolder } from '../folders.ts';

async function seriesIn(folder: string, more: Partial<SeriesOptions> = {}) {
  await mkdir(join(folder, '.build'));
  let files = 0;
  return openSeries({
    folder,
    temporary: () => join(folder, '.build', `${(files += 1)}.tmp`),
    series: 'data',
    columns: [{ name: 'text', type: 'string' }],
    format: shardFormats.parquet,
    shardBytes: 20_000,
    ...more,
  });
}

const noise = (i: number): string => Math.sin(i).toString(36).repeat(3);

test('a shard is closed at about its size, and at the end of its dump; rows keep their order', async () => {
  const folder = await temporaryFolder();
  const series = await seriesIn(folder);
  for (let i = 0; i < 5000; i += 1) await series.add(i < 4500 ? 'one' : 'two', { text: noise(i) });
  const shards = await series.close();
  expect(shards.map(({ dump, rows }) => [dump, rows])).toEqual([
    ['one', 2048],
    ['one', 2048],
    ['one', 404],
    ['two', 500],
  ]);
  const rows = await query(`SELECT text FROM read_parquet(${sqlList(shards.map(({ path }) => join(folder, path)))})`);
  expect(rows.map(({ text }) => text)).toEqual(Array.from({ length: 5000 }, (_, i) => noise(i)));
  expect(digests(folder)).toEqual(Object.fromEntries(shards.map(({ path, sha256 }) => [path, sha256])));
});

test('long texts close a row group early, so that memory does not depend on their length', async () => {
  const folder = await temporaryFolder();
  const series = await seriesIn(folder, { shardBytes: 1e9 });
  for (let i = 0; i < 9; i += 1) await series.add('one', { text: 'x'.repeat(4 * 2 ** 20) });
  const [shard] = await series.close();
  const groups = await query(
    `SELECT DISTINCT row_group_id, row_group_num_rows::INT AS n FROM parquet_metadata('${join(folder, shard!.path)}') ORDER BY 1`,
  );
  expect(groups.map(({ n }) => n)).toEqual([4, 4, 1]);
});

test('a series that is given up leaves no file with a name', async () => {
  const folder = await temporaryFolder();
  const series = await seriesIn(folder, { format: shardFormats.jsonl });
  for (let i = 0; i < 1500; i += 1) await series.add('one', { text: noise(i) });
  await series.discard();
  expect(await readdir(folder)).toEqual(['.build']);
});

test('a series without rows has no shards', async () => {
  const folder = await temporaryFolder();
  expect(await (await seriesIn(folder)).close()).toEqual([]);
  expect(digests(folder)).toEqual({});
});
