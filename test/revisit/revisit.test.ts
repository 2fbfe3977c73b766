import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueAt, intervalOf, type Look } from '../../src/revisit/revisit.ts';

const DAY = 86_400_000;
const bounds = { min: DAY, max: 30 * DAY };
const looks = (...found: readonly Look['found'][]): readonly Look[] => found.map((each, n) => ({ at: n * DAY + 1000, found: each }));

test.each([
  [['changed'], 1],
  [['changed', 'same'], 2],
  [['changed', 'same', 'same', 'same'], 8],
  [['changed', 'same', 'same', 'same', 'changed'], 4],
  [['changed', 'changed', 'changed'], 1],
  [['changed', 'same', 'same', 'same', 'same', 'same', 'same'], 30],
  [['changed', 'gone'], 2],
  [['changed', 'gone for good'], 30],
  [['gone for good', 'changed'], 1],
] as const)('after %j a page waits %d days', (found, days) => {
  expect(intervalOf(looks(...found), bounds)).toBe(days * DAY);
});

test('whatever is found, a page waits within the bounds', () => {
  const found = fc.array(fc.constantFrom('changed', 'same', 'gone', 'gone for good'), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(found, (each) => {
      const interval = intervalOf(looks(...each), bounds);
      expect(interval).toBeGreaterThanOrEqual(bounds.min);
      expect(interval).toBeLessThanOrEqual(bounds.max);
    }),
  );
});

describe('a page is due', () => {
  const [seen] = [looks('changed')];
  test('at once when it was never asked for', () => {
    expect(dueAt([], null, bounds)).toBe(0);
  });
  test('after its interval when no list dates it', () => {
    expect(dueAt(seen, null, bounds)).toBe(1000 + DAY);
  });
  test('at once when a list dates it after the visit', () => {
    expect(dueAt(seen, 2000, bounds)).toBe(0);
  });
  test('as late as can be when a list dates it before', () => {
    expect(dueAt(seen, 500, bounds)).toBe(1000 + 30 * DAY);
  });
  test('at once when a list gives the day of the visit', () => {
    expect(dueAt(seen, 0, bounds)).toBe(0);
    expect(dueAt([{ at: DAY + 1, found: 'same' }], 0, bounds)).toBe(DAY + 1 + 30 * DAY);
  });
});
