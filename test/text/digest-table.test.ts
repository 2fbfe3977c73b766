import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DigestTable } from '../../src/text/digest-table.ts';

test('it is a map of which the first value of a key stays', () => {
  const half = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer());
  fc.assert(
    fc.property(fc.array(fc.tuple(half, half, fc.nat()), { maxLength: 300 }), (entries) => {
      const table = new DigestTable();
      const map = new Map<string, number>();
      const keyOf = (high: number, low: number): string => `${high >>> 0} ${low >>> 0}`;
      for (const [high, low, value] of entries) {
        table.set(high, low, value);
        if (!map.has(keyOf(high, low))) map.set(keyOf(high, low), value);
      }
      expect(table.size).toBe(map.size);
      for (const [high, low] of entries) {
        expect(table.get(high, low)).toBe(map.get(keyOf(high, low)));
        expect(table.get(low, ~high)).toBe(map.get(keyOf(low, ~high)) ?? -1);
      }
    }),
  );
});

test('it grows in proportion to what is in it', () => {
  const table = new DigestTable();
  for (let n = 0; n < 100_000; n += 1) table.set(n, Math.imul(n, 7919), n);
  expect(table.size).toBe(100_000);
  expect(table.bytes / table.size).toBeLessThan(35);
  expect(table.get(77_777, Math.imul(77_777, 7919))).toBe(77_777);
});
