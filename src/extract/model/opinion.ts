import { denseColumns, denseFeatures } from '../features/dense.ts';
import { frameOf } from '../features/frame.ts';
import { addSecond, secondColumns } from '../features/second.ts';
import type { Surroundings } from '../features/surroundings.ts';
import type { FeatureTable } from '../features/table.ts';
import { judgeAlike } from './alike.ts';
import { type CompleteForest, sumUntilCertain } from './complete-forest.ts';
import { logistic } from './forest.ts';
import { addSparse, sparseColumns } from './sparse-scores.ts';
import type { Weights } from './weights.ts';

/** All that the second stage goes by. */
export const blockColumns = denseColumns + sparseColumns + secondColumns;

/** What the first stage thinks less likely than this is not asked about again: most of a page's furniture. */
const HOPELESS = 0.015;

/** Sums (logits) that half of the trees may be certain at. */
const LOW = -4;
const HIGH = 4;

const likelihood = (forest: CompleteForest, { values, columns }: FeatureTable, row: number): number =>
  logistic(sumUntilCertain(forest, values, row * columns, LOW, HIGH));

/** How likely each block of a page is to be main text: a first opinion from the block and its surroundings, a second that knows the first of all, and a little of what
 * those that look alike have in common. */
export function opinionOf(page: Surroundings, weights: Weights): Float32Array {
  const rows = page.layout.blocks.length;
  const table = denseFeatures(page, sparseColumns + secondColumns);
  addSparse(page, weights.lines, table, denseColumns);
  const first = new Float32Array(rows);
  for (let row = 0; row < rows; row += 1) first[row] = likelihood(weights.first, table, row);
  const frame = frameOf(page);
  addSecond(frame, first, table, denseColumns + sparseColumns);
  const second = first.map((likely, row) => (likely < HOPELESS ? likely : likelihood(weights.second, table, row)));
  return judgeAlike(frame, second);
}
