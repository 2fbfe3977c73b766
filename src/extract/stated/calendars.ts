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
/** The same year in brackets after it, counted the other way. */
const BRACKETED = /(?<=\d年)\s*[（(]\d{4}年[）)]/g;

const NUMERALS = '〇一二三四五六七八九';
const WRITTEN = /[〇○零一二三四五六七八九十]{1,4}(?=[年月日])/g;

/** A number in Chinese numerals, below a hundred or figure by figure. */
function numberOf(numerals: string): string {
  const [tens, ones] = numerals.replace(/[○零]/g, '〇').split('十');
  const figures = (text = ''): string => text.replace(/[^]/g, (numeral) => String(NUMERALS.indexOf(numeral)));
  return ones === undefined ? figures(tens) : (figures(tens) || '1') + (figures(ones) || '0');
}

/** Years of the republic without its name, as Taiwan has them: `113-03-08`, `95年3月8日`. */
const OF_REPUBLIC = /(?<![\d./-])(?:(1[0-3]\d)(?=[-/.]\d{1,2}[-/.]\d{1,2}(?![\d./-]))|(9\d|1[0-3]\d)(?=\s*年\s*\d{1,2}\s*月))/g;
const isOfTaiwan = (language: string | null): boolean => language !== null && /^zh-(?:Hant-)?TW\b/i.test(language);

/** The months of Thai, with a year of the Buddhist era in two figures after them: `8 มี.ค. 67`. */
const SHORT_BUDDHIST = /(?<=(?<!\d)\d{1,2}\s*[\u0E01-\u0E4E.]{4,10}\s*)[5-9]\d(?![\d:.])/g;

/**
 * Years that are counted from an emperor's or a republic's first, or in two figures from Buddha's death, as those of the common era or at length: `令和6年` is `2024年`.
 * The language is that of the text, as a BCP 47 tag.
 */
export function withCommonYears(text: string, language: string | null): string {
  if (isOfTaiwan(language)) return withEras(text).replace(OF_REPUBLIC, (year) => String(Number(year) + 1911));
  return withEras(/[\u0E01-\u0E2E]/.test(text) ? text.replace(SHORT_BUDDHIST, (year) => `25${year}`) : text);
}

const withEras = (text: string): string =>
  text.includes('年')
    ? text
        .replace(WRITTEN, numberOf)
        .replace(ERA_YEAR, (_all, era: string, year: string) => `${(ERAS[era] ?? 0) + (year === '元' ? 1 : Number(year))}年`)
        .replace(BRACKETED, '')
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

/** Years of the lunar calendar of Islam that are today's. */
export const isHijriYear = (year: number): boolean => year >= 1430 && year <= 1470;

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

let hijri: Intl.DateTimeFormat | null = null;
/** Days of a month of the moon, in the mean, and the day before the first of the year 1430. */
const MONTH = 29.530_59;
const BEFORE_1430 = Date.UTC(2008, 11, 28);

/** The day of the common era on which a day of Islam's calendar fell, as Saudi Arabia counts (Umm al-Qura), or null when there is no such day. */
export function fromHijri(year: number, month: number, day: number): string | null {
  hijri ??= new Intl.DateTimeFormat('en-u-ca-islamic-umalqura', { year: 'numeric', month: 'numeric', day: 'numeric', timeZone: 'UTC' });
  const about = BEFORE_1430 + (Math.round(((year - 1430) * 12 + month - 1) * MONTH) + day) * DAY;
  for (const off of [0, -1, 1, -2, 2]) {
    const at = new Date(about + off * DAY);
    const [m, d, y] = (hijri.format(at).match(/\d+/g) ?? []).map(Number);
    if (y === year && m === month && d === day) return at.toISOString().slice(0, 10);
  }
  return null;
}
