/** Where the decimal digits of other scripts begin: Arabic, Persian, Devanagari, Bengali, Thai, and those of full width. */
const ZEROS = [0x06_60, 0x06_f0, 0x09_66, 0x09_e6, 0x0e_50, 0xff_10];
const OTHER_DIGITS = /[\u0660-\u0669\u06F0-\u06F9\u0966-\u096F\u09E6-\u09EF\u0E50-\u0E59\uFF10-\uFF19]/g;

const digitOf = (letter: string): string => {
  const code = letter.charCodeAt(0);
  return String(code - (ZEROS.findLast((zero) => zero <= code) ?? code));
};

/** Figures in the digits of ASCII. */
export const withPlainDigits = (text: string): string => text.replace(OTHER_DIGITS, digitOf);

/** The year before the first of each era. */
const ERAS: Readonly<Record<string, number>> = { 令和: 2018, 平成: 1988, 昭和: 1925, 民國: 1911, 民国: 1911 };
const ERA_YEAR = /(令和|平成|昭和|民[國国])\s*(元|\d{1,3})\s*年/g;

/** Years that are counted from an emperor's or a republic's first as those of the common era: `令和6年` is `2024年`. */
export const withCommonYears = (text: string): string =>
  text.includes('年')
    ? text.replace(ERA_YEAR, (_all, era: string, year: string) => `${(ERAS[era] ?? 0) + (year === '元' ? 1 : Number(year))}年`)
    : text;

/** The Buddhist calendar counts from 543 BC; years of it that are today's. */
const BUDDHIST = 543;

/** A year of the web, of the common era or the Buddhist one, as one of the common era. */
export function commonYear(year: number): number | null {
  if (year >= 1990 && year <= 2099) return year;
  return year >= 1990 + BUDDHIST && year <= 2099 + BUDDHIST ? year - BUDDHIST : null;
}

/** Years of the Persian calendar that are today's; those of the lunar one are later. */
export const isPersianYear = (year: number): boolean => year >= 1370 && year <= 1429;

const DAY = 86_400_000;
let persian: Intl.DateTimeFormat | null = null;

/** The day of the common era on which a day of the Persian calendar fell, or null when there is no such day. */
export function fromPersian(year: number, month: number, day: number): string | null {
  persian ??= new Intl.DateTimeFormat('en-u-ca-persian', { year: 'numeric', month: 'numeric', day: 'numeric', timeZone: 'UTC' });
  const before = month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30;
  // The year begins on March 20 or 21.
  for (const first of [20, 21]) {
    const at = new Date(Date.UTC(year + 621, 2, first) + (before + day - 1) * DAY);
    const [m, d, y] = (persian.format(at).match(/\d+/g) ?? []).map(Number);
    if (y === year && m === month && d === day) return at.toISOString().slice(0, 10);
  }
  return null;
}
