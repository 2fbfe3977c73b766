import type { Forest } from './forest.ts';

/** Splits from the root of a tree to its leaves. */
const DEPTH = 6;
/** Of a tree: its leaves, and room for its splits, of which there is one less. */
const WIDTH = 1 << DEPTH;
const FIRST_LEAF = WIDTH - 1;

/**
 * Trees in which every way is equally long, so that none needs to ask where it ends: the children of node `n` are `2n + 1`, for values below that of
 * the split, and `2n + 2`. Node `n` of tree `t` stands at `t * WIDTH + n`, and its leaf `n` at `t * WIDTH + n - FIRST_LEAF`.
 */
export interface CompleteForest {
  readonly trees: number;
  readonly features: Uint16Array;
  readonly values: Float32Array;
  readonly leaves: Float32Array;
}

/** The same trees, filled up: both ways of a split that was made up lead to the same leaf. Throws when one is deeper. */
export function completed({ roots, features, values, children }: Forest): CompleteForest {
  const trees = roots.length;
  const complete = {
    trees,
    features: new Uint16Array(trees * WIDTH),
    values: new Float32Array(trees * WIDTH),
    leaves: new Float32Array(trees * WIDTH),
  };
  const fill = (tree: number, at: number, node: number): void => {
    const feature = features[node] ?? -1;
    if (at >= FIRST_LEAF) {
      if (feature >= 0) throw new Error(`a tree has more than ${DEPTH} splits one after another`);
      complete.leaves[tree * WIDTH + at - FIRST_LEAF] = values[node] ?? 0;
      return;
    }
    complete.features[tree * WIDTH + at] = Math.max(0, feature);
    complete.values[tree * WIDTH + at] = values[node] ?? 0;
    fill(tree, 2 * at + 1, feature < 0 ? node : (children[node] ?? 0));
    fill(tree, 2 * at + 2, feature < 0 ? node : (children[node] ?? 0) + 1);
  };
  for (const [tree, root] of roots.entries()) fill(tree, 0, root);
  return complete;
}

/** Every step is written out: a loop over them, or a function for each, takes twice as long. */
function sumBetween({ features, values, leaves }: CompleteForest, table: Float32Array, start: number, from: number, to: number): number {
  let sum = 0;
  for (let tree = from * WIDTH; tree < to * WIDTH; tree += WIDTH) {
    let at = (table[start + (features[tree] ?? 0)] ?? 0) < (values[tree] ?? 0) ? tree + 1 : tree + 2;
    at += at - tree + ((table[start + (features[at] ?? 0)] ?? 0) < (values[at] ?? 0) ? 1 : 2);
    at += at - tree + ((table[start + (features[at] ?? 0)] ?? 0) < (values[at] ?? 0) ? 1 : 2);
    at += at - tree + ((table[start + (features[at] ?? 0)] ?? 0) < (values[at] ?? 0) ? 1 : 2);
    at += at - tree + ((table[start + (features[at] ?? 0)] ?? 0) < (values[at] ?? 0) ? 1 : 2);
    at += at - tree + ((table[start + (features[at] ?? 0)] ?? 0) < (values[at] ?? 0) ? 1 : 2);
    sum += leaves[at - FIRST_LEAF] ?? 0;
  }
  return sum;
}

/**
 * The sum of the trees for a row of `table` that begins at `start`, or that of the first half of them when it is beyond `low` or `high` already: each
 * tree adds less than the one before, and what is as certain as that stays on its side.
 */
export function sumUntilCertain(forest: CompleteForest, table: Float32Array, start: number, low: number, high: number): number {
  const half = forest.trees >> 1;
  const sum = sumBetween(forest, table, start, 0, half);
  return sum < low || sum > high ? sum : sum + sumBetween(forest, table, start, half, forest.trees);
}
