import { expect, test } from 'vitest';
import { isoDate, writtenDate } from '../../src/extract/published.ts';

test.each([
  ['2025-03-14', '2025-03-14'],
  [' 2025-03-14T08:30:00Z ', '2025-03-14T08:30:00Z'],
  ['2025-03-14T08:30:00+0100', '2025-03-14T08:30:00+01:00'],
  ['2025-03-14T08:30-05', '2025-03-14T08:30-05:00'],
  ['2025-03-14T08:30:00.123+00:00', '2025-03-14T08:30:00.123+00:00'],
  ['2025-03-14T08:30:00', '2025-03-14'],
  ['2025-02-30', null],
  ['2025-13-01', null],
  ['14/03/2025', null],
  ['March 14, 2025', null],
  ['03-14-2025', null],
  ['', null],
  [undefined, null],
])('%s is %s', (written, expected) => {
  expect(isoDate(written)).toBe(expected);
});

test.each([
  ['时间：2024年3月8日', '2024-03-08'],
  ['Updated 2024/12/31 by us', '2024-12-31'],
  ['2024.1.2', '2024-01-02'],
  ['at 2024-05-06T07:08:09Z', '2024-05-06T07:08:09Z'],
  ['8.3.2024', null],
  ['2024-99-99', null],
  ['12024-03-08', null],
])('where a config points: %s is %s', (written, expected) => {
  expect(writtenDate(written)).toBe(expected);
});
