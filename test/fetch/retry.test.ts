import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoff, classifyStatus, retryAfter } from '../../src/fetch/retry.ts';

const NOW = Date.UTC(2026, 10, 24, 3, 0, 0);
const DAY = 86_400_000;

describe('Retry-After', () => {
  test.each([
    ['7', 7000],
    [' 120 ', 120_000],
    ['99999999999', DAY],
    ['9'.repeat(400), DAY],
    ['Tue, 24 Nov 2026 03:00:30 GMT', 30_000],
    ['Tuesday, 24-Nov-26 03:01:00 GMT', 60_000],
    ['Tue Nov 24 03:02:00 2026', 120_000],
    ['Thu, 01 Jan 2099 00:00:00 GMT', DAY],
  ])('%s', (value, expected) => {
    expect(retryAfter([['Retry-After', value]], NOW)).toBe(expected);
  });

  test.each([
    '',
    '0',
    '-5',
    'soon',
    '1.5',
    '1e3',
    '0x10',
    'NaN',
    'Infinity',
    '5 seconds',
    '2026-11-24',
    'Tue, 24 Nov 2020 03:00:30 GMT',
    'Xxx, 99 Yyy 2026 99:99:99 GMT',
  ])('"%s" asks for nothing', (value) => {
    expect(retryAfter([['retry-after', value]], NOW)).toBeNull();
  });

  test('no header asks for nothing', () => {
    expect(retryAfter([['date', '7']], NOW)).toBeNull();
  });

  test('whatever the header says, the wait is a finite positive number that a timer can hold, or null', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.double().map(String),
          fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
        ),
        (value) => {
          const wait = retryAfter([['retry-after', value]], NOW);
          expect(wait === null || (wait > 0 && wait <= DAY && wait < 2 ** 31)).toBe(true);
        },
      ),
    );
  });
});

test('back-off doubles up to an hour, and spreads by up to half', () => {
  fc.assert(
    fc.property(
      fc.nat(2000),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.integer({ min: 1, max: 60_000 }),
      (attempt, chance, base) => {
        const full = Math.min(base * 2 ** attempt, 3_600_000);
        const wait = backoff(attempt, () => chance, base);
        expect(wait).toBeGreaterThanOrEqual(Math.floor(full / 2));
        expect(wait).toBeLessThanOrEqual(full);
      },
    ),
  );
  expect(backoff(3, () => 0, 1000)).toBe(8000);
});

test.each([
  [200, 'page'],
  [202, 'unexpected'],
  [204, 'empty'],
  [206, 'partial'],
  [300, 'unexpected'],
  [301, 'redirect'],
  [303, 'redirect'],
  [304, 'unchanged'],
  [307, 'redirect'],
  [308, 'redirect'],
  [401, 'auth-required'],
  [403, 'client-error'],
  [404, 'not-found'],
  [408, 'server-error'],
  [410, 'gone'],
  [429, 'rate-limited'],
  [451, 'client-error'],
  [500, 'server-error'],
  [503, 'server-error'],
] as const)('%i is %s', (status, expected) => {
  expect(classifyStatus(status)).toBe(expected);
});
