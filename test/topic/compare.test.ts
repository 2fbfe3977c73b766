import { expect, test } from 'vitest';
import { averagePrecision } from '../../src/topic/compare.ts';

const document = (text: string) => ({ title: null, text, url: `https://a.test/${text}`, language: null });

test.each([
  ['all relevant ones first', [4, 3, 2, 1], [true, true, false, false], 1],
  ['one of two late', [4, 3, 2, 1], [true, false, true, false], (1 + 2 / 3) / 2],
  ['last of all', [4, 3, 2, 1], [false, false, false, true], 1 / 4],
  ['all alike', [1, 1, 1, 1], [true, false, false, true], 1 / 2],
  ['none relevant', [2, 1], [false, false], 0],
])('average precision: %s', (_, scores, relevant, expected) => {
  const labelled = relevant.map((each, n) => ({ relevant: each, document: document(String(scores[n])) }));
  expect(averagePrecision(labelled, ({ text }) => Number(text))).toBeCloseTo(expected);
});
