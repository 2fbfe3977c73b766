import { expect, test } from 'vitest';
import { readWeights, type StoredWeights } from '../../src/extract/model/weights.ts';
import stored from '../../src/extract/model/weights.json' with { type: 'json' };

const weights: StoredWeights = stored;

test('the weights that are shipped are for the features that the code has', () => {
  expect(readWeights(weights).first.trees).toBeGreaterThan(0);
});

test.each([
  ['of a block', { ...weights.columns, block: weights.columns.block - 1 }],
  ['of a page', { ...weights.columns, page: weights.columns.page + 1 }],
])('weights for another number of features %s are refused', (_of, columns) => {
  expect(() => readWeights({ ...weights, columns })).toThrow(
    `are for ${columns.block} features of a block and ${columns.page} of a page, the code has ${weights.columns.block} and ${weights.columns.page}: train them again`,
  );
});
