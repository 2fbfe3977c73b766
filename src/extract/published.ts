const ISO = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;
/** Year first, so that it cannot be read two ways: 2024/5/1, 2024.05.01, 2024年5月1日. */
const YEAR_FIRST = /(?:^|\D)((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\s*日)?(?!\d)/;

/** What a clock says that nobody set: the first second of Unix, east and west of Greenwich. Before 1400 nobody printed. */
const UNSET = new Set(['1970-01-01', '1969-12-31']);
const FIRST_YEAR = '1400';

const isDay = (day: string): boolean => {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) && day >= FIRST_YEAR && !UNSET.has(day);
};

/**
 * An ISO 8601 date or instant as a page wrote it, or null. A time without an offset says less than it seems (whose noon?), so its date alone is
 * taken.
 */
export function isoDate(value: string | undefined | null): string | null {
  const [, day = '', time, offset] = ISO.exec((value ?? '').trim()) ?? [];
  if (!isDay(day)) return null;
  if (time === undefined || offset === undefined) return day;
  const zone = /^z$/i.test(offset)
    ? 'Z'
    : offset.replace(/^([+-]\d{2}):?(\d{2})?$/, (_all, hours: string, minutes = '00') => `${hours}:${minutes}`);
  const instant = `${day}T${time.replace(',', '.')}${zone}`;
  return Number.isNaN(Date.parse(instant)) ? day : instant;
}

/** A date in the text of an element that a crawler config names: ISO, or the year first in figures. */
export function writtenDate(text: string): string | null {
  const iso = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}\S*/.exec(text)?.[0];
  const whole = isoDate(iso);
  if (whole !== null) return whole;
  const [, year, month = '', day = ''] = YEAR_FIRST.exec(text) ?? [];
  return year === undefined ? null : isoDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}
