import type { Instant } from '../records.ts';

/** W3C-DTF, as sitemaps and Atom have it, more or less carefully written. */
const ISO = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s?(Z|[+-]\d\d:?\d\d)?)?)?)?$/i;
/** RFC 822 as RSS has it; the zone must stand there, for nobody's local time is meant. */
const RFC822 = /^(?:[A-Za-z]{3,9},?\s+)?\d{1,2}\s+[A-Za-z]{3,9}\s+\d{4}\s+\d\d:\d\d(?::\d\d)?\s+(?:GMT|UTC?|Z|[ECMP][SD]T|[+-]\d{4})$/;

/** The instant that a date in a sitemap or feed names, days without a time at their beginning, times without a zone in UTC; null for no date. */
export function instantOf(text: string): Instant | null {
  const date = text.trim();
  const [, year, month = '01', day = '01', time = '00:00', zone = 'Z'] = ISO.exec(date) ?? [];
  if (year !== undefined) return instantOrNull(Date.parse(`${year}-${month}-${day}T${time}${zone.toUpperCase()}`));
  return RFC822.test(date) ? instantOrNull(Date.parse(date)) : null;
}

const instantOrNull = (milliseconds: number): Instant | null => (Number.isNaN(milliseconds) ? null : milliseconds);
