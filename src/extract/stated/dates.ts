import { isoDate } from '../published.ts';
import { commonYear, fromHijri, fromPersian, isHijriYear, isPersianYear, withCommonYears, withPlainDigits } from './calendars.ts';
import { isWeekday, monthNamed, monthOf } from './months.ts';

/** Text in which a date is looked for; it stands at the start of what dates a page. */
const MAX_LETTERS = 200;
/** Words between the parts of a date: `3rd of May, 2024`, `3 de mayo de 2024`; and the letters of each. */
const MAX_FILLERS = 2;
const MAX_FILLER = 6;

const pad = (figure: number | string): string => String(figure).padStart(2, '0');

const yearOf = (token: string): number | null => (/^\d{4}$/.test(token) ? commonYear(Number(token)) : null);
const persianYearOf = (token: string): number | null => (isPersianYear(Number(token)) ? Number(token) : null);
const hijriYearOf = (token: string): number | null => (isHijriYear(Number(token)) ? Number(token) : null);
const yearIn = { gregory: yearOf, persian: persianYearOf, islamic: hijriYearOf };

const dayOf = (token: string): number | null => {
  const day = /^\d{1,2}$/.test(token) ? Number(token) : 0;
  return day >= 1 && day <= 31 ? day : null;
};

/** Not after a figure, as parts of numbers, versions and codes are. */
const FIRST = String.raw`(?<!\d|\d[-./])`;
/** Year first in figures, with the signs of Chinese, Japanese and Korean. */
const YEAR_FIRST = new RegExp(
  String.raw`${FIRST}((?:19|20)\d{2}|13[7-9]\d|14[0-2]\d)\s*(?:[-/.年]|년)\s*(\d{1,2})\s*(?:[-/.月]|월)\s*(\d{1,2})(?!\d)`,
);
/** Year last in figures, of the common era or the Buddhist one; dots may have a space after them, as in Czech, and in English after the number of a section. */
const FIGURES = /(?<![\d.])(\d{1,2})([/-]|\. ?)(\d{1,2})\2((?:19|20|25)\d{2})(?!\d)/;
/** Vietnamese has numbers for months, in figures or words: `5 tháng 3 năm 2024`, `5 Tháng Ba, 2024`. */
const NUMBERS = ['một', 'hai', 'ba', 'tư', 'năm', 'sáu', 'bảy', 'tám', 'chín', 'mười', 'mười một', 'mười hai'];
const NUMBERED = new RegExp(
  String.raw`(?<!\d)(\d{1,2})\s*tháng\s*(\d{1,2}|${NUMBERS.toReversed().join('|')})\s*(?:,|năm)?\s*((?:19|20)\d{2})(?!\d)`,
  'iu',
);
const numberOf = (text: string): number => (/^\d/.test(text) ? Number(text) : NUMBERS.indexOf(text.toLowerCase()) + 1);

/** The first of some tokens that is a year or a day, if no other figure and no long word stands before it. */
function firstFigure(tokens: readonly string[], read: (token: string) => number | null): number | null {
  const figure = tokens.find((token) => /^\d/.test(token) || token.length > MAX_FILLER);
  return figure === undefined ? null : read(figure);
}

/** The parts of a date around the name of its month: `March 14, 2025`, `14th of March, 2025`, `2025 March 14`, `2024. gada 5. martā`. */
function aroundMonth(
  before: readonly string[],
  after: readonly string[],
  readYear: (token: string) => number | null,
): { year: number | null; day: number | null } {
  const [next = ''] = after;
  const following = dayOf(next);
  if (following !== null)
    return { day: following, year: firstFigure(after.slice(1, 2 + MAX_FILLERS), readYear) ?? firstFigure(before, readYear) };
  const beforeDay = before.slice(before.findIndex((token) => /^\d/.test(token)) + 1);
  return {
    day: firstFigure(before, dayOf),
    year: firstFigure(after.slice(0, 1 + MAX_FILLERS), readYear) ?? firstFigure(beforeDay, readYear),
  };
}

/** Figures and words; a word may be abbreviated in parts, as months are in Thai. */
const TOKEN = /\d+|[\p{L}\p{M}]+(?:\.[\p{L}\p{M}]+)*/gu;

const withoutWeekdays = (tokens: readonly string[]): readonly string[] => tokens.filter((token) => !isWeekday(token));

/** A date of Islam only where there is no other: its month begins when the moon is seen. */
function fromNames(text: string): string | null {
  const tokens = text.match(TOKEN) ?? [];
  let lunar: string | null = null;
  for (const [at, token] of tokens.entries()) {
    if (/^\d/.test(token)) continue;
    const next = tokens[at + 1] ?? '';
    const single = monthNamed(token);
    const named = single ?? (/^\d/.test(next) ? null : monthNamed(`${token} ${next}`));
    if (named === null) continue;
    const { calendar, month } = named;
    const { year, day } = aroundMonth(
      withoutWeekdays(tokens.slice(0, at))
        .slice(-1 - MAX_FILLERS)
        .toReversed(),
      withoutWeekdays(tokens.slice(at + (single === null ? 2 : 1))),
      yearIn[calendar],
    );
    if (year === null || day === null) continue;
    if (calendar === 'gregory') return isoDate(`${year}-${pad(month)}-${pad(day)}`);
    if (calendar === 'persian') return fromPersian(year, month, day);
    lunar ??= fromHijri(year, month, day);
  }
  return lunar ?? fromLunarFigures(text);
}

/** The day first, or the year. */
const LUNAR_FIGURES = /(?<![\d/-])(?:(\d{1,2})[/-](\d{1,2})[/-](14[3-6]\d)|(14[3-6]\d)[/-](\d{1,2})[/-](\d{1,2}))(?![\d/-])/;

/** A date of Islam's calendar in figures, in a text in Arabic letters. */
function fromLunarFigures(text: string): string | null {
  const found = /\p{Script=Arabic}/u.test(text) ? LUNAR_FIGURES.exec(text) : null;
  if (found === null) return null;
  const [, day, month, year, yearFirst, monthAfter, dayAfter] = found;
  return fromHijri(Number(year ?? yearFirst), Number(month ?? monthAfter), Number(day ?? dayAfter));
}

type Part = 'day' | 'month' | 'year';

/** The language that was asked about last, for a page asks about its own many times. */
let known: { language: string; first: Part | null } = { language: '', first: null };

/** Which part a language, if it is known, writes first in figures: English the day, in most countries. */
function firstPart(language: string): Part | null {
  if (known.language !== language) {
    const parts = new Intl.DateTimeFormat([language, 'en-US'], { year: 'numeric', month: 'numeric', day: 'numeric' }).formatToParts(0);
    const first = parts.map(({ type }) => type).find((type) => type === 'day' || type === 'month' || type === 'year');
    known = { language, first: first ?? null };
  }
  return known.first;
}

/** Three numbers of two figures, which are a day where nothing stands before them or a time after: `08.03.24`, `24.03.08 18:04`. */
const SHORT =
  /(?:^[\s:：]*|[|•·]\s*)(\d{2})([./-])(\d{2})\2(\d{2})(?![\d./-])|(?<![\d./-])(\d{2})([./-])(\d{2})\6(\d{2})(?=[\s,]+\d{1,2}:\d{2})/;

/** Languages of countries that count from another year, or begin with the day and the year alike. */
const DOUBTFUL = /^(?:fa|sv|(?:en|fr)-CA)\b/;

/** A date of this century without the figures for it, in a language that begins with the day or the year. */
function fromShort(text: string, language: string | null): string | null {
  if (language === null || DOUBTFUL.test(language)) return null;
  const found = SHORT.exec(text);
  if (found === null) return null;
  const first = firstPart(language);
  if (first !== 'day' && first !== 'year') return null;
  const parts = found.filter((part) => /^\d+$/.test(part ?? ''));
  const [year = '', month, day] = first === 'year' ? parts : parts.toReversed();
  return /^[0-3]/.test(year) ? isoDate(`20${year}-${month}-${day}`) : null;
}

function fromYearLast(text: string, language: string | null): string | null {
  const [, a = '', separator = '', b = '', last] = FIGURES.exec(text) ?? [];
  const year = last === undefined ? null : commonYear(Number(last));
  if (year === null) return null;
  const isSaidFirst = language !== null && firstPart(language) === 'day';
  if (separator === '. ' && !isSaidFirst) return null;
  // With dots the day is first everywhere; else a figure above 12 tells which is which, or the language does.
  const isFirst = separator.startsWith('.') || Number(a) > 12 || (Number(b) <= 12 && isSaidFirst);
  if (!isFirst && Number(b) <= 12) return null;
  const [day, month] = isFirst ? [a, b] : [b, a];
  return isoDate(`${year}-${pad(month)}-${pad(day)}`);
}

function fromFigures(text: string, language: string | null): string | null {
  const [, year, month = '', day = ''] = YEAR_FIRST.exec(text) ?? [];
  if (year !== undefined)
    return isPersianYear(Number(year))
      ? fromPersian(Number(year), Number(month), Number(day))
      : isoDate(`${year}-${pad(month)}-${pad(day)}`);
  const [, numberedDay, numbered = '', yearLast] = NUMBERED.exec(text) ?? [];
  return numberedDay === undefined ? fromYearLast(text, language) : isoDate(`${yearLast}-${pad(numberOf(numbered))}-${pad(numberedDay)}`);
}

/** Seconds or milliseconds since 1970, as far as they are of the web's time. */
const EPOCH = /^[1-9]\d{8,9}(?:\d{3})?$/;
const MAX_EPOCH = 2_000_000_000;

function fromEpoch(figures: string): string | null {
  if (!EPOCH.test(figures)) return null;
  const seconds = Number(figures.length > 10 ? figures.slice(0, -3) : figures);
  return seconds < MAX_EPOCH ? new Date(seconds * 1000).toISOString().replace('.000Z', 'Z') : null;
}

/** ISO 8601 without its hyphens; a time after it is not read. */
const BASIC = /^((?:19|20)\d{2})(\d{2})(\d{2})(?:T|$)/;
/** As mail has dates (RFC 822 §5, with four digits for the year). */
const MAIL = /^(?:[a-z]{3},?\s+)?(\d{1,2})\s+([a-z]{3})\s+(\d{4})\s+(\d{1,2}:\d{2}(?::\d{2})?)\s*(Z|UTC|GMT|[+-]\d{4})$/i;

function fromMail(text: string): string | null {
  const [, day = '', name = '', year, time = '', zone = ''] = MAIL.exec(text) ?? [];
  const month = year === undefined ? null : monthOf(name);
  return month === null ? null : isoDate(isoForm('', `${year}-${pad(month)}-${pad(day)}`, time, zone));
}

/** Days of a site whose clock counts as Thailand or Iran does, at the start of a text; nobody printed in the years that are Iran's. */
const withCommonDay = (text: string): string =>
  text.replace(/^(\d{4})-(\d{2})-(\d{2})(?!\d)/, (whole, first: string, month: string, day: string) => {
    const year = Number(first);
    if (isPersianYear(year)) return fromPersian(year, Number(month), Number(day)) ?? whole;
    return year < 2500 ? whole : `${commonYear(year) ?? year}-${month}-${day}`;
  });

/** An instant or day as a machine wrote it: ISO 8601, or with a space for the T, or with a zone apart. */
export function statedDate(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = withCommonDay(value.trim().slice(0, MAX_LETTERS));
  const iso = isoDate(
    text.replace(/^(\d{4}-\d{2}-\d{2})[T\s]\s*(\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?)\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i, isoForm),
  );
  const [, year, month, day] = BASIC.exec(text) ?? [];
  return iso ?? fromMail(text) ?? fromEpoch(text) ?? (year === undefined ? shownDate(text) : isoDate(`${year}-${month}-${day}`));
}

const isoForm = (_all: string, day: string, time: string, zone: string | undefined): string =>
  `${day}T${time.padStart(time.length + (time.indexOf(':') === 1 ? 1 : 0), '0')}${zone === undefined ? '' : /^[a-z]/i.test(zone) ? 'Z' : zone}`;

/**
 * The first date in a text for readers, in the words of many languages; null where day and month could be mistaken for each other, and the language of
 * the text, as a BCP 47 tag, does not say which is first.
 */
export function shownDate(text: string, language: string | null = null): string | null {
  const start = withCommonYears(withPlainDigits(text.slice(0, MAX_LETTERS)), language);
  if (!/\d/.test(start)) return null;
  const instant = /(?<![\d-])\d{4}-\d{2}-\d{2}T\d{2}:\d{2}\S*/.exec(start)?.[0];
  return isoDate(instant) ?? fromFigures(start, language) ?? fromNames(start) ?? fromShort(start.trim(), language);
}

/** The day in the path of an address: `/2024/05/01/…`, `/2024/may/01/…`. */
export function dateInPath(url: string): string | null {
  const [, year, month = '', day] =
    /\/((?:19|20)\d{2})[/-](\d{2}|[a-z]{3,9})[/-](\d{2})(?:[/-]|$)/i.exec(URL.parse(url)?.pathname ?? '') ?? [];
  const figure = /^\d/.test(month) ? Number(month) : monthOf(month);
  return year === undefined || figure === null ? null : isoDate(`${year}-${pad(figure)}-${day}`);
}
