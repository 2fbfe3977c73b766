import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countIn, Distribution, FIGURES, quantile, SCORES, SIZES } from '../../src/corpus/distribution.ts';
import { MeasuredCount } from '../../src/corpus/measured.ts';

const nothing = { text: '', token_count: null, language_score: null, topic: null, topic_score: null, quality: null };

test('every number is in exactly one bin, and that one holds it', () => {
  fc.assert(
    fc.property(fc.constantFrom(SIZES, SCORES, FIGURES), fc.double({ min: 0, max: 1e9, noNaN: true }), (bounds, value) => {
      const distribution = new Distribution(bounds);
      distribution.add(value);
      const [[from, to, count] = [0, 0, 0], ...others] = distribution.bins();
      expect([count, others]).toEqual([1, []]);
      if (value <= bounds.at(-1)!) expect(value === bounds[0] ? from === value : from < value && value <= to).toBe(true);
    }),
  );
});

test('a quantile is as near as the bin is wide', () => {
  const distribution = new Distribution(SIZES);
  for (let n = 1; n <= 10_000; n += 1) distribution.add(n);
  const bins = distribution.bins();
  expect(countIn(bins)).toBe(10_000);
  for (const part of [0.1, 0.5, 0.9]) expect(Math.abs(quantile(bins, part) / (part * 10_000) - 1)).toBeLessThan(0.05);
  expect(quantile([], 0.5)).toBe(0);
});

test('of what documents do not have, they have none, and not a little', () => {
  const distribution = new Distribution(FIGURES);
  for (const value of [0, 0, 0, 0.03]) distribution.add(value);
  const bins = distribution.bins();
  expect(bins).toEqual([
    [0, 0, 3],
    [0, 0.05, 1],
  ]);
  expect([quantile(bins, 0.1), quantile(bins, 0.5), quantile(bins, 0.9) > 0]).toEqual([0, 0, true]);
});

test('what is null is left out, and measures are counted by name', () => {
  const count = new MeasuredCount();
  count.add(nothing);
  count.add({
    text: 'Glass goes into the green bin.',
    token_count: 7,
    language_score: 0.98,
    topic: 'waste-sorting',
    topic_score: 1,
    quality: JSON.stringify({ words: 6, share: 0.42, note: 'no number' }),
  });
  expect(count.figures()).toEqual({
    characters: [
      [0, 1, 1],
      [25.1, 39.8, 1],
    ],
    tokenTotal: 7,
    tokens: [[6.31, 10, 1]],
    languageScore: [[0.95, 1, 1]],
    topics: { names: 1, top: [['waste-sorting', 1]] },
    topicScore: [[0.95, 1, 1]],
    quality: { share: [[0.4, 0.45, 1]], words: [[3.98, 6.31, 1]] },
  });
});
