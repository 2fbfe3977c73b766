import { expect, test } from 'vitest';
import { parseDate } from '../../../src/rights/signals/date.ts';

test.each([
  ['2026-08-01', '2026-08-01T00:00:00.000Z'],
  ['20260801T101500Z', null],
  ['2026-08-01 10:15', '2026-08-01T10:15:00.000Z'],
  ['2026-08-01T10:15:00.5+02:00', '2026-08-01T08:15:00.000Z'],
  ['25-Aug-2026 15:00:00 EST', '2026-08-25T20:00:00.000Z'],
  ['Friday, 25-Jun-10 15:00:00 GMT', '2010-06-25T15:00:00.000Z'],
  ['Sat, 1 Aug 2026 10:15:00 +0200', '2026-08-01T08:15:00.000Z'],
  ['Sat Aug  1 10:15:00 2026', '2026-08-01T10:15:00.000Z'],
  ['Aug 1, 2026 3:00 PM PST', '2026-08-01T23:00:00.000Z'],
  ['1 Aug 2026 10:15:00 CEST', '2026-08-01T10:15:00.000Z'],
  ['"1 Aug 2026"', '2026-08-01T00:00:00.000Z'],
  ['August 1', null],
  ['12/31/2025', '2025-12-31T00:00:00.000Z'],
  ['31/12/2025', null],
  ['2025-1-5', '2025-01-05T00:00:00.000Z'],
  ['1 Sept 2025 10:15 GMT+1', '2025-09-01T09:15:00.000Z'],
  ['31 December, 2025', '2025-12-31T00:00:00.000Z'],
  ['Wed, 31 Dec 2025 23:59:59 +0100 (CET)', '2025-12-31T22:59:59.000Z'],
  ['Wed Dec 31 2025 23:59:59 GMT+0100 (Central European Standard Time)', '2025-12-31T22:59:59.000Z'],
  ['never 5', null],
  ['2026-13-01', null],
])('%s', (text, instant) => {
  const at = parseDate(text);
  expect(Number.isNaN(at) ? null : new Date(at).toISOString()).toBe(instant);
});

test('a date is the same wherever it is read', () => {
  const zone = process.env['TZ'];
  try {
    process.env['TZ'] = 'Asia/Tokyo';
    expect(parseDate('1 Aug 2026 10:15:00')).toBe(Date.UTC(2026, 7, 1, 10, 15));
  } finally {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  }
});
