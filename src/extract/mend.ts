import { codeWithoutMojibake, withoutMojibake } from '../text/mojibake.ts';

/** Named references that are no one's subject matter: seen as text, they are a slip. `lt` and `gt` may be what the page is about. */
const named: Readonly<Record<string, string>> = {
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  middot: '·',
  bull: '•',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  copy: '©',
  reg: '®',
  trade: '™',
  euro: '€',
};

const REFERENCE = /&(?:#(\d{2,7})|#x([\da-f]{2,6})|([a-z]{3,6}));/gi;
/** Soft hyphen, zero-width space, word joiner, byte order mark; the joiners of Persian, Indic scripts and emoji stay. */
const NOISE = /[\u00AD\u200B\u2060\uFEFF]/g;

function letterOf(reference: string, decimal: string | undefined, hex: string | undefined, name: string | undefined): string {
  if (name !== undefined) return named[name.toLowerCase()] ?? reference;
  const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  const isLetter = point >= 0x20 && point !== 0x3c && point !== 0x3e && point <= 0x10_ff_ff && (point < 0xd8_00 || point > 0xdf_ff);
  return isLetter ? String.fromCodePoint(point) : reference;
}

/** Runs of blanks in code that are longer align nothing, and are quadratic work for those who look for the end of a line. */
const BLANKS = /[ \t]{200,}/g;

/** A joiner after nothing that joins: editors put it where a line would be empty. */
const IDLE_JOINER = /(?<![[\p{L}--\p{sc=Latin}]\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])\u200D/gv;

/** Signs of Chinese and Japanese, and their letters; those of Korean stand between spaces. */
const SIGN = String.raw`\u3001-\u303F\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF60`;
const WIDE = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}${SIGN}]`;
/** A line that ends between two of them, which shows nothing (CSS Text 3 §4.1.3); a short one without a sign may be all of an entry, and an empty one parts paragraphs. */
const BROKEN = new RegExp(String.raw`(?<=[${SIGN}]|[^\n]{12}${WIDE})\r?\n[ \t\f]*(?=${WIDE})`, 'gu');

/** Where all of these are, and most texts have nothing. */
const FAR_EAST = /[\u2E80-\uFFEF]/;

const unbroken = (text: string): string => (text.includes('\n') && FAR_EAST.test(text) ? text.replace(BROKEN, '') : text);

/** Takes letters that show nothing out of text. */
export function withoutNoise(text: string): string {
  const plain = text.replace(NOISE, '');
  return plain.includes('\u200D') ? plain.replace(IDLE_JOINER, '') : plain;
}

/** Code as it stands, but for what shows nothing. */
export const mendCode = (code: string): string => withoutNoise(codeWithoutMojibake(code)).replace(BLANKS, ' '.repeat(200));

/** Whatever is taken out but references has such a letter; most texts have none. */
const BEYOND_ASCII = /[^\0-\x7F]/;

/** Prose as it was meant: references escaped twice, which show as `&#xff0c;`, and UTF-8 decoded twice become letters; invisible letters go, and ends of lines in Chinese and Japanese. Not for code. */
export function mend(prose: string): string {
  const read = prose.includes('&') ? prose.replace(REFERENCE, letterOf).replace(REFERENCE, letterOf) : prose;
  return BEYOND_ASCII.test(read) ? unbroken(withoutNoise(withoutMojibake(read))) : read;
}

/** One line of prose: a title, a name. Null when nothing is left. */
export function mendLine(line: string | null | undefined): string | null {
  const mended = mend(line ?? '')
    .toWellFormed()
    .replace(/\s+/g, ' ')
    .trim();
  return mended === '' ? null : mended;
}
