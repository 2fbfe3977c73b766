import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildCorpus } from '../../src/corpus/build.ts';
import { curator } from '../../src/corpus/curate.ts';
import { openFurniture, readFurniture } from '../../src/corpus/furniture.ts';
import { lineKeys } from '../../src/dedup/furniture.ts';
import { query, sqlList } from './duckdb.ts';
import { shardDigests, temporaryFolder } from './folders.ts';
import { buildOf, curationOf, type SyntheticPage } from './synthetic.ts';

describe('what counts as furniture', () => {
  const counted = async (pages: number, having: number) => {
    const furniture = openFurniture(join(await temporaryFolder(), 'furniture.db'));
    for (let n = 0; n < pages; n += 1) furniture.note(n, 'a.test', n < having ? [1n, BigInt(-n - 10)] : [BigInt(-n - 10)]);
    furniture.count();
    const [own, other] = [furniture.of('a.test'), furniture.of('b.test')];
    furniture.close();
    return { isFurniture: own.has(1n), lines: own.size, other: other.size };
  };

  test.each([
    { pages: 4, having: 4, isFurniture: false },
    { pages: 5, having: 5, isFurniture: true },
    { pages: 25, having: 5, isFurniture: true },
    { pages: 26, having: 5, isFurniture: false },
    { pages: 100, having: 19, isFurniture: false },
    { pages: 100, having: 20, isFurniture: true },
  ])('a line on $having of $pages pages: $isFurniture', async ({ pages, having, isFurniture }) => {
    expect(await counted(pages, having)).toEqual({ isFurniture, lines: isFurniture ? 1 : 0, other: 0 });
  });

  test('a host is judged by its first 2,000 pages in the total order, whichever came first', async () => {
    const furniture = openFurniture(join(await temporaryFolder(), 'furniture.db'));
    for (let n = 2400; n > 0; n -= 1) furniture.note(n, 'a.test', n <= 2000 ? [1n] : [2n]);
    furniture.count();
    expect([...furniture.rows()]).toEqual([{ host: 'a.test', line: '1', pages: 2000 }]);
    furniture.close();
  });

  test('of a host no more than 2,000 pages are asked for', async () => {
    const furniture = openFurniture(join(await temporaryFolder(), 'furniture.db'));
    for (let n = 0; n < 2000; n += 1) {
      expect(furniture.wants('a.test')).toBe(true);
      furniture.note(n, 'a.test', n < 400 ? [1n] : [2n]);
    }
    expect(furniture.wants('a.test')).toBe(false);
    furniture.note(2000, 'a.test', [3n]);
    furniture.count();
    expect([...furniture.rows()]).toEqual([
      { host: 'a.test', line: '1', pages: 400 },
      { host: 'a.test', line: '2', pages: 1600 },
    ]);
    furniture.close();
  });
});

const menu = 'Home | Shop | About us';
const bins = ['paper', 'glass', 'metal', 'plastic', 'garden waste', 'batteries', 'clothes', 'wood'];
const pages: readonly SyntheticPage[] = bins.flatMap((what, n): SyntheticPage[] => [
  {
    url: `https://city.test/${n}`,
    text: `${menu}\n\nWhere ${what} goes, and why it must be clean before it is thrown away.\n\nAll rights reserved`,
  },
  {
    url: `https://other.test/${n}`,
    text: n === 0 ? `${menu}\n\nOne page of its kind on this host.` : `The story of ${what}, told by those who sort it.`,
  },
]);

async function built(more: readonly SyntheticPage[] = pages) {
  const folder = await temporaryFolder();
  const curate = curator(await curationOf());
  const { manifest } = await buildCorpus(buildOf(folder, more, { curate, linesOf: lineKeys }));
  return { folder, manifest };
}

test('a build takes the lines out that a host has everywhere, and leaves them where they are rare', async () => {
  const { folder, manifest } = await built();
  const files = sqlList(manifest.shards.map(({ path }) => join(folder, path)));
  const rows = await query(`SELECT url, text, markdown FROM read_parquet(${files}) ORDER BY url`);
  expect(rows).toHaveLength(16);
  for (const { url, text, markdown } of rows) {
    if (String(url).startsWith('https://city.test')) {
      expect(text).toMatch(/^Where [a-z ]+ goes, and why it must be clean before it is thrown away\.$/);
      expect(markdown).not.toContain('rights reserved');
    }
  }
  expect(rows.find(({ url }) => url === 'https://other.test/0')?.['text']).toContain(menu);
});

test('what was taken out stands in the generation as keys, from which it can be taken out again', async () => {
  const { folder, manifest } = await built();
  expect(manifest.furniture).toMatchObject([{ rows: 2, dump: 'hosts' }]);
  const furniture = await readFurniture(folder, manifest);
  for (const line of [menu, 'All rights reserved']) expect(furniture('city.test').has(lineKeys(line)[0]!)).toBe(true);
  expect(furniture('other.test').size).toBe(0);
});

test('a page that is nothing but furniture is dropped for that', async () => {
  const { manifest } = await built([...pages, { url: 'https://city.test/empty', text: `${menu}\n\nAll rights reserved` }]);
  expect(manifest.counts.dropped).toEqual({ 'quality/nothing-left': 1 });
});

test('the bytes do not depend on the order of arrival', async () => {
  const [one, two] = [await built(), await built(pages.toReversed())];
  expect(shardDigests(two.folder)).toEqual(shardDigests(one.folder));
});
