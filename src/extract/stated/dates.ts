import { isoDate } from '../published.ts';
import { monthOf } from './months.ts';

/** Text in which a date is looked for; it stands at the start of what dates a page. */
const MAX_LETTERS = 200;
/** Words between the parts of a date: `3rd of May, 2024`, `3 de mayo de 2024`. */
const MAX_FILLERS = 2;
/** The Buddhist calendar counts from 543 BC; years of it that are today's. */
const BUDDHIST = 543;

const pad = (figure: number): string => String(figure).padStart(2, '0');

const yearOf = (token: string): number | null => {
  const year = /^\d{4}$/.test(token) ? Number(token) : 0;
  if (year >= 1990 && year <= 2099) return year;
  return year >= 1990 + BUDDHIST && year <= 2099 + BUDDHIST ? year - BUDDHIST : null;
};

const dayOf = (token: string): number | null => {
  const day = /^\d{1,2}$/.test(token) ? Number(token) : 0;
  return day >= 1 && day <= 31 ? day : null;
};

/** Year first in figures, with the signs of Chinese, Japanese and Korean. */
const YEAR_FIRST = /(?<!\d)((?:19|20)\d{2})\s*(?:[-/.年]|년)\s*(\d{1,2})\s*(?:[-/.月]|월)\s*(\d{1,2})(?!\d)/;
/** A day that can be no month, so that day and month cannot be mistaken: 25.12.2024 or 12/25/2024. */
const FIGURES = /(?<![\d.])(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d{2})(?!\d)/;

/** The first of some tokens that is a year or a day, if no other figure stands before it. */
function firstFigure(tokens: readonly string[], read: (token: string) => number | null): number | null {
  const figure = tokens.find((token) => /^\d/.test(token));
  return figure === undefined ? null : read(figure);
}

/** The parts of a date around the name of its month: `March 14, 2025`, `14th of March, 2025`, `2025 March 14`. */
function aroundMonth(before: readonly string[], after: readonly string[]): { year: number | null; day: number | null } {
  const [next = ''] = after;
  const following = dayOf(next);
  if (following !== null)
    return { day: following, year: firstFigure(after.slice(1, 2 + MAX_FILLERS), yearOf) ?? firstFigure(before, yearOf) };
  return { day: firstFigure(before, dayOf), year: firstFigure(after.slice(0, 1 + MAX_FILLERS), yearOf) };
}

function fromNames(text: string): string | null {
  const tokens = text.match(/\d+|[\p{L}\p{M}]+/gu) ?? [];
  for (const [at, token] of tokens.entries()) {
    const month = /^\d/.test(token) ? null : monthOf(token);
    if (month === null) continue;
    const { year, day } = aroundMonth(tokens.slice(Math.max(0, at - 1 - MAX_FILLERS), at).toReversed(), tokens.slice(at + 1));
    if (year !== null && day !== null) return isoDate(`${year}-${pad(month)}-${pad(day)}`);
  }
  return null;
}

function fromFigures(text: string): string | null {
  const [, year, month = '', day = ''] = YEAR_FIRST.exec(text) ?? [];
  if (year !== undefined) return isoDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  const [, a = '', separator, b = '', own] = FIGURES.exec(text) ?? [];
  if (own === undefined) return null;
  // With dots the day is first everywhere; else only a figure above 12 tells which is which.
  if (separator === '.' || Number(a) > 12) return isoDate(`${own}-${b.padStart(2, '0')}-${a.padStart(2, '0')}`);
  return Number(b) > 12 ? isoDate(`${own}-${a.padStart(2, '0')}-${b.padStart(2, '0')}`) : null;
}

/** An instant or day as a machine wrote it: ISO 8601, or with a space for the T, or with a zone apart. */
export function statedDate(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.trim().slice(0, MAX_LETTERS);
  const iso = isoDate(
    text.replace(/^(\d{4}-\d{2}-\d{2})\s+(\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?)\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i, isoForm),
  );
  return iso ?? shownDate(text);
}

const isoForm = (_all: string, day: string, time: string, zone: string | undefined): string =>
  `${day}T${time.padStart(time.length + (time.indexOf(':') === 1 ? 1 : 0), '0')}${zone === undefined ? '' : /^[a-z]/i.test(zone) ? 'Z' : zone}`;

/** The first date in a text for readers, in the words of many languages; null where day and month could be mistaken for each other. */
export function shownDate(text: string): string | null {
  const start = text.slice(0, MAX_LETTERS);
  if (!/\d/.test(start)) return null;
  const instant = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}\S*/.exec(start)?.[0];
  return isoDate(instant) ?? fromFigures(start) ?? fromNames(start);
}

/** The day in the path of an address: `/2024/05/01/…`, `/2024/may/01/…`. */
export function dateInPath(url: string): string | null {
  const [, year, month = '', day] =
    /\/((?:19|20)\d{2})[/-](\d{2}|[a-z]{3,9})[/-](\d{2})(?:[/-]|$)/i.exec(URL.parse(url)?.pathname ?? '') ?? [];
  const figure = /^\d/.test(month) ? Number(month) : monthOf(month);
  return year === undefined || figure === null ? null : isoDate(`${year}-${pad(figure)}-${day}`);
}
