import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { Recent } from '../src/recent.ts';

test('what was used longest ago goes first when there is no room; the newest stays, however large', () => {
  const recent = new Recent<string, number>(10);
  const kept = (keys: string): string =>
    keys
      .split('')
      .filter((key) => recent.get(key) !== undefined)
      .join('');
  for (const [n, key] of ['a', 'b', 'c'].entries()) recent.set(key, n, 3);
  expect([recent.get('a'), recent.hasForgotten]).toEqual([0, false]);
  recent.set('d', 3, 3);
  expect([kept('abcd'), recent.hasForgotten]).toEqual(['acd', true]);
  recent.set('a', 4, 1);
  recent.set('e', 5, 3);
  expect([kept('abcde'), recent.get('a')]).toEqual(['acde', 4]);
  recent.set('f', 6, 100);
  expect(kept('abcdef')).toBe('f');
  for (const key of ['g', 'h', 'i']) recent.set(key, 7, 4);
  expect(kept('fghi')).toBe('hi');
  recent.delete('i');
  recent.set('j', 8, 6);
  expect(kept('hij')).toBe('hj');
});

test('to find the oldest costs the same however many there were', () => {
  const recent = new Recent<number, number>(200_000);
  for (let n = 0; n < 1_000_000; n += 1) recent.set(n, n);
  expect([recent.get(800_000), recent.get(799_999)]).toEqual([800_000, undefined]);
});

test('what is used over and over takes no more memory for it', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const recent = new Recent<number, number>(50_000);
  for (let n = 0; n <= 50_000; n += 1) recent.set(n, n);
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let n = 0; n < 2_000_000; n += 1) recent.get(n % 50_000);
  collect();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(20e6);
  expect([recent.get(0), recent.get(1)]).toEqual([undefined, 1]);
});
