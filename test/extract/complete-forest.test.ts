import fc from 'fast-check';
import { expect, test } from 'vitest';
import { completed, sumUntilCertain } from '../../src/extract/model/complete-forest.ts';
import { type Forest, sumOf } from '../../src/extract/model/forest.ts';

const columns = 5;

type Tree = { readonly leaf: number } | { readonly column: number; readonly edge: number; readonly below: Tree; readonly above: Tree };

const leaf = fc.float({ min: -1, max: 1, noNaN: true }).map((value): Tree => ({ leaf: value }));
const trees = (depth: number): fc.Arbitrary<Tree> =>
  depth === 0
    ? leaf
    : fc.oneof(
        leaf,
        fc.record({
          column: fc.nat(columns - 1),
          edge: fc.float({ min: -2, max: 2, noNaN: true }),
          below: trees(depth - 1),
          above: trees(depth - 1),
        }),
      );

/** As a trained one lies in its arrays. */
function forestOf(all: readonly Tree[]): Forest {
  const features: number[] = [];
  const values: number[] = [];
  const children: number[] = [];
  const add = (): number => features.push(-1) - 1;
  const write = (tree: Tree, node: number): void => {
    if ('leaf' in tree) {
      values[node] = tree.leaf;
      children[node] = 0;
      return;
    }
    const first = add();
    add();
    features[node] = tree.column;
    values[node] = tree.edge;
    children[node] = first;
    write(tree.below, first);
    write(tree.above, first + 1);
  };
  const roots = all.map((tree) => {
    const root = add();
    write(tree, root);
    return root;
  });
  return {
    roots: Uint32Array.from(roots),
    features: Int16Array.from(features),
    values: Float32Array.from(values),
    children: Uint32Array.from(children),
  };
}

test('a completed forest gives every row the sum of the forest', () => {
  const rows = fc.array(fc.float({ min: -2, max: 2 }), { minLength: columns, maxLength: columns });
  fc.assert(
    fc.property(fc.array(trees(6), { maxLength: 8 }), rows, (all, row) => {
      const forest = forestOf(all);
      const table = Float32Array.of(9, ...row);
      expect(sumUntilCertain(completed(forest), table, 1, -Infinity, Infinity)).toBeCloseTo(sumOf(forest, table, 1), 6);
    }),
  );
});

test('the second half of the trees is asked only where the first is in doubt', () => {
  const forest = completed(forestOf([{ leaf: 3 }, { leaf: 1 }]));
  expect(sumUntilCertain(forest, new Float32Array(1), 0, -4, 4)).toBe(4);
  expect(sumUntilCertain(forest, new Float32Array(1), 0, -4, 2)).toBe(3);
});

test('a tree that is too deep is refused', () => {
  let deep: Tree = { leaf: 0 };
  for (let i = 0; i < 7; i += 1) deep = { column: 0, edge: 0, below: deep, above: { leaf: 0 } };
  expect(() => completed(forestOf([deep]))).toThrow('more than 6 splits');
});
