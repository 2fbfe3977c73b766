import { expect, test } from 'vitest';
import { nearest } from '../../src/text/nearest.ts';

const known = ['delay', 'depth', 'maxDelay', 'seeds', 'scope', 'select', 'sitemaps', 'feeds'];

test.each([
  ['dealy', 'delay'],
  ['delay_ms', 'delay'],
  ['max-delay', 'maxDelay'],
  ['MAXDELAY', 'maxDelay'],
  ['seed', 'seeds'],
  ['sitemap', 'sitemaps'],
  ['selectors', 'select'],
  ['colour', null],
  ['x', null],
  ['', null],
])('%s may mean %s', (word, expected) => {
  expect(nearest(word, known)).toBe(expected);
});

test('a text of a megabyte means nothing', () => {
  expect(nearest('x'.repeat(1_000_000), known)).toBeNull();
});
