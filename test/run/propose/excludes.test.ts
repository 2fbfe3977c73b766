import { expect, test } from 'vitest';
import { suggestedExcludes } from '../../../src/run/propose/excludes.ts';
import { parametersOf } from '../../../src/run/propose/parameters.ts';
import { compileGlob } from '../../../src/text/glob.ts';

const page = (path: string): string => `http://a.test${path}`;
const patterns = (...paths: readonly string[]): readonly string[] =>
  suggestedExcludes(paths.map(page), () => false).map(({ pattern }) => pattern);

test.each([
  ['/login', ['**/login']],
  ['/de/login?next=/', ['**/login?**']],
  ['/Login.php', ['**/Login.php']],
  ['/account/orders/7', ['**/account/**']],
  ['/list?sort=price', ['**?sort=**']],
  ['/list?page=2&sort=price', ['**&sort=**']],
  ['/?s=bicycle', ['**?s=**']],
  // Pages about these things are none of them.
  ['/login-methods', []],
  ['/guides/search-engines', []],
  ['/list?page=2', []],
])('%s: %j', (path, expected) => {
  expect(patterns(path)).toEqual(expected);
  for (const pattern of expected) expect(compileGlob(pattern)(path)).toBe(true);
});

test('the most frequent come first, with their number, and none that the seed needs', () => {
  const found = suggestedExcludes([page('/cart'), page('/a?sort=1'), page('/b?sort=2')], (pattern) => pattern === '**/cart');
  expect(found).toEqual([
    { pattern: '**?sort=**', why: 'the same lists in another order, or a part of them', seen: 2, example: page('/a?sort=1') },
  ]);
});

test('parameters are counted with their values', () => {
  expect(parametersOf([page('/a?x=1&y=1'), page('/b?x=2'), page('/c?x=2'), page('/d')])).toEqual([
    { name: 'x', addresses: 3, values: 2 },
    { name: 'y', addresses: 1, values: 1 },
  ]);
});
