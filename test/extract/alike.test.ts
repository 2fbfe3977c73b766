import { expect, test } from 'vitest';
import { judgeAlike } from '../../src/extract/model/alike.ts';

const frame = (words: readonly number[], likeness: readonly number[]) => ({
  words: Float32Array.from(words),
  likeness: Int32Array.from(likeness),
  likenesses: Math.max(...likeness) + 1,
});

test('one of many tiles that is doubtful is judged as the others are', () => {
  const likely = Float32Array.of(0.9, 0.9, 0.4, 0.9, 0.4);
  const judged = judgeAlike(frame([20, 20, 20, 20, 20], [0, 0, 0, 0, 1]), likely);
  expect(judged[2]).toBeGreaterThan(0.5);
  expect(judged[0]).toBeLessThan(0.9);
  expect(judged[4]).toBeCloseTo(0.4);
});

test('the longer of two counts for more, and what is certain does not count without end', () => {
  const [short = 0, long = 0] = judgeAlike(frame([1, 60], [0, 0]), Float32Array.of(1, 0.2));
  expect(long).toBeLessThan(0.25);
  expect(short).toBeLessThan(1);
});
