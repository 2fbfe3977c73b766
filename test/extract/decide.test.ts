import { expect, test } from 'vitest';
import { confidenceOf, decide } from '../../src/extract/model/decide.ts';

const page = (...blocks: readonly [likely: number, words: number, hash?: number][]) => ({
  blocks: blocks.map(([, words, hash], i) => ({ words, hash: hash ?? i + 1 })),
  likely: Float32Array.from(blocks, ([likely]) => likely),
});

test('what is likely is kept, and what has been said is not said again', () => {
  const { blocks, likely } = page([0.9, 50, 7], [0.02, 10], [0.8, 20], [0.9, 50, 7]);
  expect([...decide(blocks, likely)]).toEqual([1, 0, 1, 0]);
});

test('on a page of which all is doubtful less is enough', () => {
  const doubtful = page([0.35, 20], [0.35, 20], [0.35, 20], [0.35, 20]);
  expect([...decide(doubtful.blocks, doubtful.likely)]).toEqual([1, 1, 1, 1]);
  const certain = page([0.99, 400], [0.35, 20]);
  expect([...decide(certain.blocks, certain.likely)]).toEqual([1, 0]);
});

test('confidence is the F1 to be expected', () => {
  const { blocks, likely } = page([1, 50], [0, 50]);
  expect(confidenceOf(blocks, likely, Uint8Array.of(1, 0))).toBe(1);
  expect(confidenceOf(blocks, likely, Uint8Array.of(1, 1))).toBeCloseTo(0.667);
  expect(confidenceOf([], new Float32Array(), new Uint8Array())).toBe(0);
});
