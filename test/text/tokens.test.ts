import fc from 'fast-check';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, expect, test } from 'vitest';
import { boundedPieces } from '../../src/text/token-pieces.ts';
import { openTokenCounter } from '../../src/text/tokens.ts';

const counter = openTokenCounter();
afterAll(() => counter.close());

const whole = (text: string): number => encode(text, { disallowedSpecial: new Set() }).length;

test.each([
  ['', 0],
  ['hello world', 2],
  ['Jars are rinsed, lids go into the yellow bin.', 13],
  ['垃圾分类从每个家庭开始。', 8],
])('%j has %i tokens', async (text, tokens) => {
  expect(whole(text)).toBe(tokens);
  expect(await counter.count(text)).toBe(tokens);
});

test('what looks like a special token is plain text', async () => {
  expect(await counter.count('<|endoftext|>')).toBeGreaterThan(1);
  expect(await counter.count('a <|fim_prefix|> b')).toBe(whole('a <|fim_prefix|> b'));
});

test('texts that are counted at once each get their own count', async () => {
  const texts = Array.from({ length: 40 }, (_, n) => 'eins zwei drei '.repeat(n));
  expect(await Promise.all(texts.map((text) => counter.count(text)))).toEqual(texts.map(whole));
});

test('long words are cut, and nothing else is', () => {
  expect([...boundedPieces('Some words, and 1234567890 digits.'.repeat(100))]).toHaveLength(1);
  expect([...boundedPieces('a'.repeat(1000))].map(({ length }) => length)).toEqual([256, 256, 256, 232]);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('a', ' ', '=', '好', '😀', '7', 'b '), fc.nat(700)), { maxLength: 6 }), (runs) => {
      const text = runs.map(([unit, times]) => unit.repeat(times)).join('');
      const pieces = [...boundedPieces(text)];
      expect(pieces.join('')).toBe(text);
      expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
    }),
  );
});

test.each(['a', ' ', '=', '好', 'é', '\n', 'e\u0301'])('a megabyte of %j has an end', async (unit) => {
  expect(await counter.count(unit.repeat(1_000_000 / unit.length))).toBeGreaterThan(100);
});
