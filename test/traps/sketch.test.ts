import { expect, test } from 'vitest';
import { NEAR_BANDS, sketchOf } from '../../src/traps/sketch.ts';

const words = (n: number, from = 0): string =>
  Array.from({ length: n }, (_, i) => `word${'abcdefghij'[(i + from) % 10]}${'klmnopqrst'[Math.floor((i + from) / 10) % 10]}`).join(' ');
const isNear = (one: string, other: string): boolean => {
  const [a, b] = [sketchOf('h', one), sketchOf('h', other)];
  return a.whole === b.whole || a.bands.filter((band) => b.bands.includes(band)).length >= NEAR_BANDS;
};

test('texts that differ in figures, case and punctuation are the same', () => {
  expect(sketchOf('h', 'March 2031: no events on 12 days.')).toEqual(sketchOf('h', 'march 2032 – NO events, on 7 days'));
  expect(sketchOf('h', '2031年3月没有活动').whole).toBe(sketchOf('h', '2032年4月没有活动').whole);
  expect(sketchOf('h', 'March 2031').whole).not.toBe(sketchOf('h', 'April 2031').whole);
});

test('the same text on another host is another', () => {
  expect(sketchOf('one', words(100)).whole).not.toBe(sketchOf('other', words(100)).whole);
});

test('a long text with a few other words is near, another one is not', () => {
  const text = words(100);
  expect(isNear(text, `${text} and so on`)).toBe(true);
  expect(isNear(text, words(100, 50).replaceAll('word', 'other'))).toBe(false);
});

test('keys are integers that a double holds', () => {
  const { whole, bands } = sketchOf('h', words(100));
  expect(bands).toHaveLength(4);
  for (const key of [whole, ...bands]) expect(Number.isSafeInteger(key) && key >= 0 && key < 2 ** 52).toBe(true);
});
