import { expect, test } from 'vitest';
import { labelsOf, wordsOf } from '../../train/extract/labels.ts';

const label = (blocks: readonly string[], truth: string): number[] => [...labelsOf(blocks.map(wordsOf), wordsOf(truth))];

test('blocks of the ground truth are found, and what it has once is found once', () => {
  const text = 'paper goes into the blue bin';
  expect(label(['Home', text, 'read our other stories about gardens', text], text)).toEqual([0, 1, 0, 0]);
});

test('a short block counts when its neighbours do', () => {
  const truth = 'Which bin is it? Paper The blue bin is for paper only.';
  expect(label(['Paper', 'a b c d e f', 'g h i j k l', 'Which bin is it?', 'Paper', 'The blue bin is for paper only.'], truth)).toEqual([
    0, 0, 0, 1, 1, 1,
  ]);
});

test('an empty ground truth has no blocks', () => {
  expect(label(['anything at all is there'], '')).toEqual([0]);
});
