import { expect, test } from 'vitest';
import { areColumns, documentColumns, rejectedColumns } from '../../src/corpus/columns.ts';

const names = documentColumns.map(({ name }) => name);
const first = names.slice(0, names.indexOf('run_id') + 1);

test('a row may be of this version or of an older one', () => {
  expect(areColumns(names, documentColumns)).toBe(true);
  expect(areColumns(first, documentColumns)).toBe(true);
});

test.each([
  ['fewer', names.slice(0, -1)],
  ['fewer than the first version has', first.slice(0, -1)],
  ['more', [...names, 'mood']],
  ['another order', names.toReversed()],
  ['those of other rows', rejectedColumns.map(({ name }) => name)],
])('%s are no columns of a document', (_name, others) => {
  expect(areColumns(others, documentColumns)).toBe(false);
});
