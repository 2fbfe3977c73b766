import type { Box } from '../blocks/layout.ts';

/** What all blocks of a box have of something, by the figure of each; added up once, so that asking costs nothing of the size of a box. */
export function sumsOf(figures: readonly number[]): (box: Box) => number {
  const sums = new Float64Array(figures.length + 1);
  for (let row = 0; row < figures.length; row += 1) sums[row + 1] = (sums[row] ?? 0) + (figures[row] ?? 0);
  return ({ first, end }) => (sums[end] ?? 0) - (sums[first] ?? 0);
}
