import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TokenBuckets } from '../../src/fetch/pace.ts';

test('a burst of one second, then one per interval; time refills it', () => {
  const pace = new TokenBuckets(4);
  const waits = Array.from({ length: 7 }, () => pace.reserve('a', 1000));
  expect(waits).toEqual([0, 0, 0, 0, 250, 500, 750]);
  expect(pace.reserve('b', 1000)).toBe(0);
  expect(pace.reserve('a', 1000 + 1750)).toBe(0);
});

test('no second ever holds more than twice the rate, and nobody waits longer than the queue', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), fc.array(fc.nat(300), { maxLength: 300 }), (perSecond, gaps) => {
      const pace = new TokenBuckets(perSecond);
      let now = 0;
      const sent = gaps.map((gap) => {
        now += gap;
        return now + pace.reserve('a', now);
      });
      for (const at of sent) expect(sent.filter((other) => other >= at && other < at + 999).length).toBeLessThanOrEqual(2 * perSecond);
      expect(sent).toEqual(sent.toSorted((a, b) => a - b));
    }),
  );
});

test('keys that are full again are forgotten, which changes nothing', () => {
  const pace = new TokenBuckets(2);
  for (let i = 0; i < 30_000; i += 1) expect(pace.reserve(`k${i}`, i)).toBe(0);
  expect([pace.reserve('k29999', 29_999), pace.reserve('k29999', 29_999)]).toEqual([0, 500]);
});

test('who will not wait so long has its place kept, and none of those who ask meanwhile', () => {
  const pace = new TokenBuckets(1);
  expect([pace.reserve('a', 0, 'x', 50), pace.reserve('a', 0, 'y', 50), pace.reserve('a', 0, 'z', 50)]).toEqual([0, 1000, 2000]);
  expect([pace.reserve('a', 900, 'z', 50), pace.reserve('a', 900, 'y', 50)]).toEqual([1100, 100]);
  expect([pace.reserve('a', 1000, 'y', 50), pace.reserve('a', 1000, 'y', 50)]).toEqual([0, 2000]);
});

test('a place that was not taken within a second of its time is lost', () => {
  const pace = new TokenBuckets(1);
  for (const holder of ['x', 'y', 'z']) pace.reserve('a', 0, holder, 50);
  expect([pace.reserve('a', 60_000, 'y', 50), pace.reserve('a', 60_000, 'z', 50)]).toEqual([0, 1000]);
});
