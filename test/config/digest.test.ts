import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestOf } from '../../src/config/digest.ts';

test('is what sha256sum says of the canonical JSON', () => {
  // printf '{"a":[1,"x"],"b":null}' | sha256sum
  expect(digestOf({ b: null, a: [1, 'x'], c: undefined })).toBe('sha256:854ef06dc57f5dfed10206344ab2d02e0b6c84b0e19436703a5afd0f1f9f2687');
});

test('does not depend on the order of keys, nor on maps or objects', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const entries = Object.entries(value);
      const reversed = Object.fromEntries(entries.toReversed());
      expect(digestOf(reversed)).toBe(digestOf(value));
      expect(digestOf(new Map(entries))).toBe(digestOf(value));
    }),
  );
});

test('depends on everything else', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      expect(digestOf([a]) === digestOf([b])).toBe(JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)));
    }),
  );
});

test('refuses what JSON cannot hold', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 1, [undefined]]) expect(() => digestOf(value)).toThrow(TypeError);
});

/** The same without digests: objects as lists of their members, marked as such. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return ['list', ...value.map(sorted)];
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return ['object', ...members.map(([key, member]) => [key, sorted(member)])];
}
