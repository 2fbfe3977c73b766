import { expect, test } from 'vitest';
import { LETTERS, tokenize, WORD } from '../../../src/quality/measures/tokens.ts';

const spelt = (text: string): readonly string[] => {
  const { count, starts, ends } = tokenize(text);
  return Array.from({ length: count }, (_, at) => text.slice(starts[at], ends[at]));
};

test.each([
  ['The jars, rinsed.', ['The', 'jars', ',', 'rinsed', '.']],
  ["It wasn't l’eau", ['It', "wasn't", 'l’eau']],
  ["'quoted' words'", ["'", 'quoted', "'", 'words', "'"]],
  ['1,000.5 jars, 3. lids', ['1,000.5', 'jars', ',', '3', '.', 'lids']],
  ['wait... and — so', ['wait', '...', 'and', '—', 'so']],
  ['snake_case well-known', ['snake_case', 'well', '-', 'known']],
  ['home­owner', ['home­owner']],
  ['नमस्ते दुनिया', ['नमस्ते', 'दुनिया']],
  ['我们学习中文。2023年', ['我们', '学习', '中文', '。', '2023', '年']],
  ['ขวดแก้วสะอาด', ['ขวด', 'แก้ว', 'สะอาด']],
  ['良い jars 😀👍', ['良い', 'jars', '😀', '👍']],
  ['', []],
  [' \n\t ', []],
])('%s', (text, tokens) => {
  expect(spelt(text)).toEqual(tokens);
});

test('words are told from symbols, and those with letters from numbers', () => {
  const { flags } = tokenize('jar 12 b2 _ * 中');
  expect(Array.from(flags.slice(0, 6))).toEqual([WORD | LETTERS, WORD, WORD | LETTERS, 0, 0, WORD | LETTERS]);
});

test('much text without spaces is divided to its end', () => {
  const text = '春天的水'.repeat(8000);
  const { count, ends } = tokenize(text);
  expect(count).toBeGreaterThan(16_000);
  expect(ends[count - 1]).toBe(text.length);
});
