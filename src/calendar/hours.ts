import type { Hours } from '../config/manners.ts';
import type { Instant } from '../records.ts';

const DAY = 24 * 60;
const MINUTE_MS = 60_000;

/**
 * When the hours begin next; null within them. Where clocks are put back or forward in between, the first instant from which `from` is shown, or, on
 * a day that has no such time, one at most an hour later.
 */
export function closedUntil({ from, to, zone }: Hours, now: Instant): Instant | null {
  const [begin, end] = [minuteOf(from), minuteOf(to)];
  const isOpen = (at: Instant): boolean => {
    const minute = localMinute(zone, at);
    return begin < end ? minute >= begin && minute < end : minute >= begin || minute < end;
  };
  if (isOpen(now)) return null;
  const thisMinute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const opens = thisMinute + ((begin - localMinute(zone, now) + DAY) % DAY) * MINUTE_MS;
  // By as much as the clock has been moved in between.
  const moved = ((begin - localMinute(zone, opens) + DAY + DAY / 2) % DAY) - DAY / 2;
  const corrected = opens + moved * MINUTE_MS;
  return moved !== 0 && isOpen(corrected) && corrected > now ? corrected : opens;
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

const formats = new Map<string, Intl.DateTimeFormat>();

/** The minute of the day that a clock of the zone shows. */
function localMinute(zone: string, at: Instant): number {
  const known = formats.get(zone);
  const format = known ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  if (known === undefined) formats.set(zone, format);
  return minuteOf(format.format(at));
}
