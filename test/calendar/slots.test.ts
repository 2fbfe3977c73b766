import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jitterOf, slotsOf } from '../../src/calendar/slots.ts';

const at = Date.parse;
const local = (instant: number, timeZone: string): string =>
  new Date(instant).toLocaleString('sv', { timeZone, timeZoneName: 'shortOffset' }).replace(/:00 /, ' ').replace('−', '-');

/** The slots between two times, as UTC and as clocks show them there. */
function told(cron: string, timeZone: string, from: string, until: string): readonly string[] {
  return slotsOf({ cron, timeZone })
    .between(at(from), at(until), 1000)
    .map((each) => local(each, timeZone));
}

describe('when clocks are put forward', () => {
  test('a time of day that is left out comes at the end of the gap: Berlin, 29 March 2026', () => {
    expect(told('30 2 * * *', 'Europe/Berlin', '2026-03-27T12:00Z', '2026-03-30T12:00Z')).toEqual([
      '2026-03-28 02:30 GMT+1',
      '2026-03-29 03:00 GMT+2',
      '2026-03-30 02:30 GMT+2',
    ]);
  });

  test('the same in New York, 8 March 2026', () => {
    expect(told('30 2 * * *', 'America/New_York', '2026-03-07T00:00Z', '2026-03-09T12:00Z')).toEqual([
      '2026-03-07 02:30 GMT-5',
      '2026-03-08 03:00 GMT-4',
      '2026-03-09 02:30 GMT-4',
    ]);
  });

  test('two times of day in one gap come once, and so does one that stands at its end already', () => {
    expect(told('0,30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', '2026-03-29T12:00Z')).toEqual(['2026-03-29 03:00 GMT+2']);
    expect(told('0 2,3 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', '2026-03-29T12:00Z')).toEqual(['2026-03-29 03:00 GMT+2']);
  });

  test('an interval goes on as time does', () => {
    expect(told('*/15 * * * *', 'Europe/Berlin', '2026-03-29T00:30Z', '2026-03-29T01:15Z')).toEqual([
      '2026-03-29 01:45 GMT+1',
      '2026-03-29 03:00 GMT+2',
      '2026-03-29 03:15 GMT+2',
    ]);
  });
});

describe('when clocks are put back', () => {
  test('a time of day that is shown twice comes the first time only: Berlin, 25 October 2026', () => {
    expect(told('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00Z', '2026-10-26T12:00Z')).toEqual([
      '2026-10-25 02:30 GMT+2',
      '2026-10-26 02:30 GMT+1',
    ]);
    expect(told('0,30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00Z', '2026-10-25T12:00Z')).toEqual([
      '2026-10-25 02:00 GMT+2',
      '2026-10-25 02:30 GMT+2',
    ]);
  });

  test('the same in New York, 1 November 2026', () => {
    expect(told('30 1 * * *', 'America/New_York', '2026-10-31T12:00Z', '2026-11-02T12:00Z')).toEqual([
      '2026-11-01 01:30 GMT-4',
      '2026-11-02 01:30 GMT-5',
    ]);
  });

  test('an interval goes on as time does: each quarter of an hour, each hour', () => {
    const quarters = slotsOf({ cron: '*/15 * * * *', timeZone: 'Europe/Berlin' }).between(
      at('2026-10-24T22:00Z'),
      at('2026-10-25T04:00Z'),
      100,
    );
    expect(quarters.map((each, n) => each - (quarters[n - 1] ?? each - 900_000))).toEqual(Array.from({ length: 24 }, () => 900_000));
    expect(told('0 * * * *', 'Europe/Berlin', '2026-10-24T23:30Z', '2026-10-25T02:30Z')).toEqual([
      '2026-10-25 02:00 GMT+2',
      '2026-10-25 02:00 GMT+1',
      '2026-10-25 03:00 GMT+1',
    ]);
  });
});

test('a zone without such changes, half an hour off', () => {
  expect(told('30 5 * * *', 'Asia/Kolkata', '2026-03-28T00:00Z', '2026-03-30T00:00Z')).toEqual([
    '2026-03-29 05:30 GMT+5:30',
    '2026-03-30 05:30 GMT+5:30',
  ]);
});

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Santiago', 'Europe/Dublin'];
const PATTERNS = [
  '30 2 * * *',
  '0 0 * * *',
  '15 1 * * *',
  '0,30 2 * * *',
  '0 1-3 * * *',
  '*/15 * * * *',
  '0 * * * *',
  '0 3 * * 0',
  '0 12 1 * *',
  '30 30 2 * * *',
];
const YEAR = 366 * 86_400_000;

test.each(ZONES)('in %s a daily time comes once on each day of two years', (timeZone) => {
  for (const cron of ['30 2 * * *', '0 0 * * *', '30 1 * * *']) {
    const slots = slotsOf({ cron, timeZone }).between(at('2026-01-05T00:00Z'), at('2028-01-05T00:00Z'), 5000);
    const days = slots.map((each) => new Date(each).toLocaleDateString('sv', { timeZone }));
    expect(new Set(days).size).toBe(days.length);
    expect(days.length).toBe((at('2028-01-05T00:00Z') - at('2026-01-05T00:00Z')) / 86_400_000);
  }
});

test('wherever one begins to count, the slots are the same', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES),
      fc.constantFrom(...PATTERNS),
      fc.constantFrom(
        '2026-03-29T01:00Z',
        '2026-10-25T01:00Z',
        '2026-03-08T07:00Z',
        '2026-11-01T06:00Z',
        '2026-04-04T15:00Z',
        '2026-10-03T15:30Z',
        '2026-04-05T03:00Z',
        '2026-09-06T04:00Z',
        '2026-06-01T00:00Z',
      ),
      fc.integer({ min: -2 * 86_400_000, max: 2 * 86_400_000 }),
      (timeZone, cron, change, offset) => {
        const slots = slotsOf({ cron, timeZone });
        const from = at(change) + offset;
        const next = slots.next(from)!;
        expect(next).toBeGreaterThan(from);
        expect(next % 1000).toBe(0);
        expect(slots.next(next - 1)).toBe(next);
        const all = slots.between(at(change) - 3 * 86_400_000, next, 10_000);
        expect(all.at(-1)).toBe(next);
        expect(all.filter((each) => each > from)).toEqual([next]);
        expect(slots.between(from, next - 1, 10)).toEqual([]);
      },
    ),
    { numRuns: 500 },
  );
});

test('of many that are due, the newest', () => {
  const slots = slotsOf({ cron: '* * * * * *', timeZone: 'UTC' });
  const until = at('2026-11-28T00:00Z');
  const newest = slots.between(until - YEAR, until, 100);
  expect([newest.length, newest[0], newest.at(-1)]).toEqual([100, until - 99_000, until]);
  expect(slots.between(until - 3000, until, 100)).toEqual([until - 2000, until - 1000, until]);
  expect(slotsOf({ cron: '0 0 1 1 *', timeZone: 'UTC' }).between(until - 3 * YEAR, until, 100)).toHaveLength(3);
  expect(slots.between(until, until - 1000, 5)).toEqual([]);
});

test('jitter is drawn once for a slot', () => {
  const drawn = Array.from({ length: 1000 }, (_, n) => jitterOf('s', n * 60_000, 10_000));
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...drawn)).toBeLessThan(10_000);
  expect(new Set(drawn).size).toBeGreaterThan(900);
  expect(drawn).toEqual(drawn.map((_, n) => jitterOf('s', n * 60_000, 10_000)));
  expect(jitterOf('other', 0, 10_000)).not.toBe(drawn[0]);
  expect(jitterOf('s', 0, 0)).toBe(0);
});
