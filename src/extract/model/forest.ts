/**
 * Boosted trees in flat arrays. A node with a feature sends rows whose value is below `values[node]` to `children[node]` and the others to the
 * node after that; one without (-1) is a leaf, and its value is added to the sum.
 */
export interface Forest {
  /** First node of each tree. */
  readonly roots: Uint32Array;
  readonly features: Int16Array;
  readonly values: Float32Array;
  readonly children: Uint32Array;
}

/** The sum of some trees for one row of `table`, which begins at `start`. */
function sumBetween({ roots, features, values, children }: Forest, table: Float32Array, start: number, from: number, to: number): number {
  let sum = 0;
  for (let tree = from; tree < to; tree += 1) {
    let node = roots[tree] ?? 0;
    for (let feature = features[node] ?? -1; feature >= 0; feature = features[node] ?? -1)
      node = (children[node] ?? 0) + ((table[start + feature] ?? 0) < (values[node] ?? 0) ? 0 : 1);
    sum += values[node] ?? 0;
  }
  return sum;
}

/** The sum of all trees for a row. */
export const sumOf = (forest: Forest, table: Float32Array, start: number): number =>
  sumBetween(forest, table, start, 0, forest.roots.length);

/**
 * The sum of the trees for a row, or that of the first half of them when it is beyond `low` or `high` already: each tree adds less than the
 * one before, and what is as certain as that stays on its side.
 */
export function sumUntilCertain(forest: Forest, table: Float32Array, start: number, low: number, high: number): number {
  const half = forest.roots.length >> 1;
  const sum = sumBetween(forest, table, start, 0, half);
  return sum < low || sum > high ? sum : sum + sumBetween(forest, table, start, half, forest.roots.length);
}

export const logistic = (sum: number): number => 1 / (1 + Math.exp(-sum));
