import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closedUntil } from '../../src/calendar/hours.ts';

const at = (time: string): number => Date.parse(time);
const until = (hours: Parameters<typeof closedUntil>[0], now: string): string | null => {
  const opens = closedUntil(hours, at(now));
  return opens === null ? null : new Date(opens).toISOString().slice(0, 16);
};
const day = { from: '09:00', to: '17:30', zone: 'UTC' };
const night = { from: '22:00', to: '06:00', zone: 'Europe/Berlin' };

test('within the hours all is open, to the minute', () => {
  expect([until(day, '2026-11-28T09:00:00Z'), until(day, '2026-11-28T17:29:59Z')]).toEqual([null, null]);
  expect([until(day, '2026-11-28T08:59:59Z'), until(day, '2026-11-28T17:30:00Z')]).toEqual(['2026-11-28T09:00', '2026-11-29T09:00']);
});

test('hours may go past midnight, by the clock of their zone', () => {
  expect(until(night, '2026-11-28T20:59:00Z')).toBe('2026-11-28T21:00');
  expect([until(night, '2026-11-28T21:00:00Z'), until(night, '2026-11-29T04:59:00Z')]).toEqual([null, null]);
  expect(until(night, '2026-07-28T12:00:00Z')).toBe('2026-07-28T20:00');
  expect(until({ ...day, zone: 'Asia/Kolkata' }, '2026-11-28T00:00:00Z')).toBe('2026-11-28T03:30');
});

test('the night on which clocks are moved counts', () => {
  // Berlin: forward on 29 March 2026 at 02:00, back on 25 October at 03:00.
  expect(until({ from: '05:00', to: '06:00', zone: 'Europe/Berlin' }, '2026-03-28T20:00:00Z')).toBe('2026-03-29T03:00');
  expect(until({ from: '05:00', to: '06:00', zone: 'Europe/Berlin' }, '2026-10-24T20:00:00Z')).toBe('2026-10-25T04:00');
  expect(until({ from: '02:30', to: '02:45', zone: 'Europe/Berlin' }, '2026-03-28T20:00:00Z')).toBe('2026-03-29T01:30');
});

test('whoever waits until then is let in, but for times that a day does not have', () => {
  const times = fc.integer({ min: 0, max: 1439 }).map((minute) => new Date(minute * 60_000).toISOString().slice(11, 16));
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia');
  const instants = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z') });
  fc.assert(
    fc.property(times, times, zones, instants, (from, to, zone, now) => {
      fc.pre(from !== to);
      const opens = closedUntil({ from, to, zone }, now);
      if (opens === null) return;
      expect(opens).toBeGreaterThan(now);
      expect(opens - now).toBeLessThanOrEqual(25 * 3_600_000);
      const again = closedUntil({ from, to, zone }, opens);
      expect(again === null || again - opens <= 25 * 3_600_000).toBe(true);
    }),
  );
});
