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

/** The sum of all trees for a row of `table`, which begins at `start`. */
export function sumOf({ roots, features, values, children }: Forest, table: Float32Array, start: number): number {
  let sum = 0;
  for (let tree = 0; tree < roots.length; tree += 1) {
    let node = roots[tree] ?? 0;
    for (let feature = features[node] ?? -1; feature >= 0; feature = features[node] ?? -1)
      node = (children[node] ?? 0) + ((table[start + feature] ?? 0) < (values[node] ?? 0) ? 0 : 1);
    sum += values[node] ?? 0;
  }
  return sum;
}

export const logistic = (sum: number): number => 1 / (1 + Math.exp(-sum));
