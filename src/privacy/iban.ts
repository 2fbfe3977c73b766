import type { Span } from './span.ts';

/** Length of an IBAN by country (ISO 13616 registry). */
const LENGTHS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    15: 'NO',
    16: 'BE',
    18: 'DK FI FO GL NL SD',
    19: 'MK SI',
    20: 'AT BA EE KZ LT LU MN XK',
    21: 'CH HR LI LV',
    22: 'BG BH CR DE GB GE IE ME RS VA',
    23: 'AE GI IL IQ OM SO TL',
    24: 'AD CZ ES MD PK RO SA SE SK TN VG',
    25: 'LY PT ST',
    26: 'IS TR',
    27: 'BI DJ FR GR IT MC MR SM',
    28: 'AL AZ BY CY DO GT HU LB NI PL SV',
    29: 'BR EG PS QA UA',
    30: 'JO KW MU YE',
    31: 'MT SC',
    32: 'LC',
    33: 'RU',
  }).flatMap(([length, countries]) => countries.split(' ').map((country) => [country, Number(length)] as const)),
);

const BEGIN = /(?<![\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}_])[A-Z]{2}\d{2}/gu;
/** Groups of four with a space between. */
const LONGEST = 33 + 8;

/** International bank account numbers, whole or in groups of four, with the length of their country and the right check digits. */
export function findIbans(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (const { 0: begin, index: start } of text.matchAll(BEGIN)) {
    const length = LENGTHS.get(begin.slice(0, 2));
    if (length === undefined) continue;
    const end = endOf(text, start, length);
    if (end === null || /[A-Za-z0-9]/.test(text.charAt(end))) continue;
    if (remainderOf(text.slice(start, end).replaceAll(' ', '')) === 1) spans.push({ start, end });
  }
  return spans;
}

/** Where the letter of this number ends; null when something else stands between. */
function endOf(text: string, start: number, length: number): number | null {
  let letters = 0;
  for (let at = start; at < Math.min(text.length, start + LONGEST); at += 1) {
    const letter = text.charAt(at);
    if (letter === ' ' && letters % 4 === 0 && text.charAt(at - 1) !== ' ') continue;
    if (!/[A-Z0-9]/.test(letter)) return null;
    letters += 1;
    if (letters === length) return at + 1;
  }
  return null;
}

/** ISO 7064 MOD 97-10, over the number with its first four characters at the end and letters as 10 to 35. */
function remainderOf(iban: string): number {
  let remainder = 0;
  for (const letter of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(letter, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}
