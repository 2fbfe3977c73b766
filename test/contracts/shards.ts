import { createHash } from 'node:crypto';
import { mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Column, Row, ShardFormat, Value } from '../../src/corpus/shards/shard.ts';

const columns: readonly Column[] = [
  { name: 'text', type: 'string', bulky: true },
  { name: 'url', type: 'string' },
  { name: 'score', type: 'float64' },
  { name: 'count', type: 'int64' },
];

async function write(format: ShardFormat, groups: readonly (readonly Row[])[]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const writer = format.open(columns, async (bytes) => void chunks.push(Buffer.from(bytes)));
  for (const rows of groups) await writer.append(rows);
  await writer.finish();
  return Buffer.concat(chunks);
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const wellFormed = (row: Row): Row =>
  Object.fromEntries(
    columns.map(({ name }): [string, Value] => {
      const value = row[name] ?? null;
      return [name, typeof value === 'string' ? value.toWellFormed() : value];
    }),
  );

const strange: readonly Row[] = [
  { text: 'lone \uD800 and \uDC00 halves', url: 'https://a.test/', score: 0.5, count: 3 },
  { text: 'a NUL \0, a line \u2028 and a paragraph \u2029, a BOM \uFEFF', url: '', score: -0.25, count: 0 },
  { text: '😀 ﷽ क्षि\r\n\t"quoted" \\ back', url: 'https://b.test/?a=b&c', score: Number.MAX_VALUE, count: Number.MAX_SAFE_INTEGER },
  { text: null, url: null, score: null, count: null },
];

const rows = fc.array(
  fc.record({
    text: fc.option(fc.string({ unit: 'binary', maxLength: 60 })),
    url: fc.option(fc.constantFrom('https://a.test/', 'https://b.test/', '\uD83D')),
    score: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((score) => (Object.is(score, -0) ? 0 : score))),
    count: fc.option(fc.maxSafeInteger()),
  }),
  { maxLength: 30 },
);

/** What every shard format keeps. `read` gives the rows of a file as a reader of that format sees them, whole numbers as numbers. */
export function shardContract(format: ShardFormat, read: (file: Buffer) => Promise<readonly Row[]>): void {
  describe(`shards as ${format.name}`, () => {
    test('rows come back as they were written, whatever is in them', async () => {
      expect(await read(await write(format, [strange]))).toEqual(strange.map(wellFormed));
      await fc.assert(
        fc.asyncProperty(rows, rows, async (first, second) => {
          expect(await read(await write(format, [first, second]))).toEqual([...first, ...second].map(wellFormed));
        }),
        { numRuns: 60 },
      );
    });

    test('its own reader gives the rows back, whole or some of the columns', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'garner-shard-'));
      const path = join(folder, `shard.${format.ending}`);
      const more = Array.from({ length: 3000 }, (_, n) => ({ text: `text ${n}`, url: null, score: n / 2, count: n }));
      await writeFile(path, await write(format, [strange, more]));
      expect(await Array.fromAsync(format.read(path))).toEqual([...strange, ...more].map(wellFormed));
      expect((await Array.fromAsync(format.read(path, ['count']))).at(-1)).toEqual({ count: 2999 });
      await truncate(path, (await stat(path)).size >> 1);
      await expect(Array.fromAsync(format.read(path))).rejects.toThrow(/./);
      await rm(folder, { recursive: true });
    });

    test('texts far longer than a page or block come back', async () => {
      const huge: Row = { text: 'Müll 垃圾 '.repeat(1_000_000), url: 'u'.repeat(70_000), score: 1, count: 1 };
      const back = (await read(await write(format, [[strange[0]!, huge]])))[1]!;
      // Not toEqual: a failure would print megabytes.
      expect(back['text'] === huge['text'] && back['url'] === huge['url']).toBe(true);
    });

    test('the same rows give the same bytes', async () => {
      const many = Array.from({ length: 5000 }, (_, i) => ({
        text: `text ${i % 700} `.repeat(20),
        url: `https://a.test/${i}`,
        score: i / 7,
        count: i,
      }));
      const groups = [many.slice(0, 1024), many.slice(1024, 2048), many.slice(2048)];
      expect(sha256(await write(format, groups))).toBe(sha256(await write(format, groups)));
    });

    test('a file without rows can be read', async () => {
      expect(await read(await write(format, []))).toEqual([]);
    });

    test('every column is there and may be null throughout', async () => {
      const empty = { text: null, url: null, score: null, count: null };
      expect(await read(await write(format, [[{}, {}]]))).toEqual([empty, empty]);
    });

    test('a truncated file is not taken for a whole one', async () => {
      const file = await write(format, [strange]);
      for (const missing of [1, 5, Math.floor(file.length / 2)]) {
        await expect(read(file.subarray(0, file.length - missing))).rejects.toThrow(Error);
      }
    });

    test('a sink that fails makes the writer fail', async () => {
      const writer = format.open(columns, () => Promise.reject(new Error('disk full')));
      const writing = async (): Promise<void> => {
        await writer.append(strange);
        await writer.finish();
      };
      await expect(writing()).rejects.toThrow('disk full');
      writer.cancel();
    });
  });
}
