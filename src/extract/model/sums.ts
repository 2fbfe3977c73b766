import type { Box } from '../blocks/layout.ts';

/** What all blocks of a box have of something, by the figure of each; added up once, so that asking costs nothing of the size of a box. */
export function sumsOf(figures: readonly number[]): (box: Box) => number {
  const sums = new Float64Array(figures.length + 1);
  for (const [row, figure] of figures.entries()) sums[row + 1] = (sums[row] ?? 0) + figure;
  return ({ first, end }) => (sums[end] ?? 0) - (sums[first] ?? 0);
}
