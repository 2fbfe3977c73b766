import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/config/load.ts';
import { openBenchmarks } from '../../src/contamination/contamination.ts';
import { rollWindows } from '../../src/contamination/windows.ts';

const folder = mkdtempSync(join(tmpdir(), 'garner-benchmarks-'));
function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(content) : content);
  return path;
}

const question =
  'A gardener plants seven rows of nine tulips each, and the frost takes every fifth flower. How many tulips are left to be sold at the market?';
const chinese = '一位园丁种了七行郁金香，每行九株，后来霜冻让每五株里有一株枯死，请问最后还剩下多少株可以拿到市场上出售？';
const short = 'Why do the wheels of trains not slip?';

describe('a text that repeats a benchmark', async () => {
  const benchmarks = await openBenchmarks([
    file('riddles.jsonl', `${JSON.stringify({ id: 'q1', question, choices: { text: ['49', '50'] } })}\n\n${JSON.stringify([chinese])}\n`),
    file('short.txt.gz', `Too short to tell.\n${short}\r\n`),
  ]);

  test.each([
    ['as it is', question, 'en'],
    ['within other text', `Last week someone asked: ${question} Nobody knew.`, 'en'],
    ['in other case, width and punctuation', question.toUpperCase().replaceAll(',', ' —').replace('seven', 'ｓｅｖｅｎ'), 'en'],
    ['in part', 'Flowers: seven rows of nine tulips each and the frost takes every fifth flower, so we covered them', 'de'],
    ['in no known language', question, 'und'],
  ])('%s', (_, text, language) => {
    const found = benchmarks.find(text, language);
    expect(found).toMatchObject({ benchmark: 'riddles.jsonl', line: 1 });
    expect(found?.ngram.split(' ')).toHaveLength(13);
  });

  test('in Chinese, by characters', () => {
    expect(benchmarks.find(`题目：${chinese.slice(10, 40)}，答案是什么？`, 'zh-Hans')).toMatchObject({
      benchmark: 'riddles.jsonl',
      line: 3,
    });
    expect(benchmarks.find(chinese.slice(10, 24), 'zh-Hans')).toBeNull();
  });

  test('a short item is found whole or not at all', () => {
    expect(benchmarks.find(`He asked: why do the wheels of trains not slip?`, 'en')).toEqual({
      benchmark: 'short.txt.gz',
      line: 2,
      ngram: 'why do the wheels of trains not slip',
    });
    expect(benchmarks.find('Why do the wheels of trains not squeak?', 'en')).toBeNull();
    expect(benchmarks.find('This is too short to tell.', 'en')).toBeNull();
  });

  test.each([
    ['nothing', ''],
    ['other text', 'The baker lights her oven at four in the morning, long before anyone else in the whole of the street is awake.'],
    ['twelve words of it', 'seven rows of nine tulips each, and the frost takes every fifth plant'],
    ['its words in another order', question.split(' ').toReversed().join(' ')],
  ])('not %s', (_, text) => {
    expect(benchmarks.find(text, 'en')).toBeNull();
  });
});

test('without benchmarks nothing is found', async () => {
  expect((await openBenchmarks([])).find(question, 'en')).toBeNull();
});

test('what is wrong is told with file and line', async () => {
  const broken = file('broken.jsonl', '{"q": "fine"}\n{"q": \n"also fine"\nnot json\n');
  const error = await openBenchmarks([broken]).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ConfigError);
  expect((error as ConfigError).problems.map(({ file: name, line }) => [name, line])).toEqual([
    [broken, 2],
    [broken, 4],
  ]);
  await expect(openBenchmarks([join(folder, 'nowhere.txt')])).rejects.toThrow(/nowhere\.txt:1:1\s+it cannot be read: ENOENT/);
  const torn = join(folder, 'torn.txt.gz');
  writeFileSync(torn, gzipSync('a line\n'.repeat(1000)).subarray(0, 30));
  await expect(openBenchmarks([torn])).rejects.toThrow(/torn\.txt\.gz:\d+:1\s+it cannot be read/);
});

test('a window has the digest of its tokens wherever it is, and a longer one another', () => {
  const digestsOf = (tokens: Int32Array, length: number): string[] => {
    const all: string[] = [];
    rollWindows(tokens, length, (_, high, low) => {
      all.push(`${high} ${low}`);
      return false;
    });
    return all;
  };
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 15 }), (tokens, length) => {
      const rolled = digestsOf(Int32Array.from(tokens), length);
      expect(rolled).toHaveLength(Math.max(0, tokens.length - length + 1));
      rolled.forEach((digest, start) => {
        expect(digestsOf(Int32Array.from(tokens.slice(start, start + length)), length)).toEqual([digest]);
      });
    }),
  );
  expect(digestsOf(Int32Array.of(0, 0), 2)).not.toEqual(digestsOf(Int32Array.of(0, 0, 0), 3));
});
