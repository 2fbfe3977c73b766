import { expect, test } from 'vitest';
import { Recent } from '../../src/run/recent.ts';

test('what was used longest ago goes first when there is no room; the newest stays, however large', () => {
  const recent = new Recent<string, number>(10);
  for (const [n, key] of ['a', 'b', 'c'].entries()) recent.set(key, n, 3);
  expect(recent.get('a')).toBe(0);
  recent.set('d', 3, 3);
  expect(['a', 'b', 'c', 'd'].map((key) => recent.get(key))).toEqual([0, undefined, 2, 3]);
  recent.set('a', 4, 1);
  recent.set('e', 5, 3);
  expect(['a', 'c', 'd', 'e'].map((key) => recent.get(key))).toEqual([4, 2, 3, 5]);
  recent.set('f', 6, 100);
  expect(['a', 'c', 'd', 'e', 'f'].map((key) => recent.get(key))).toEqual([undefined, undefined, undefined, undefined, 6]);
});
