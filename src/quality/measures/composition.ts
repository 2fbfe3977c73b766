import { Kind, kinds } from './characters.ts';
import { LETTERS, type Tokens } from './tokens.ts';

/** Of what a text is made. Shares are 0 where there is nothing. */
export interface Composition {
  /** Letters of any script, of characters that are no spaces. */
  readonly letters: number;
  readonly digits: number;
  /** Han, of all characters (ChineseWebText). */
  readonly han: number;
  /** Characters in web addresses, of all characters. */
  readonly addresses: number;
  /** Words of Latin letters that nobody could say: no vowel, or five consonants in a row. Of Latin words of four letters and more. */
  readonly unspeakable_words: number;
  /** Words that mix Latin with Greek or Cyrillic, of words with letters. */
  readonly mixed_alphabets: number;
}

const ADDRESS = /(?:https?:\/\/|www\.)[^\s<>"']{1,2000}/g;
const LATIN_WORD = /^[a-z\u00C0-\u024F]{4,}$/i;
const LATIN = /[a-z\u00C0-\u024F]/i;
const OTHER_ALPHABET = /[\u0370-\u03FF\u0400-\u052F]/;
const VOWEL = /[aeiouy\u00C0-\u024F]/i;
const CONSONANTS = /[^aeiouy\u00C0-\u024F]{5}/i;
/** Longer words are no words, and short enough in the mean not to matter. */
const LONGEST_WORD = 40;

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

function countKinds(text: string): { readonly letters: number; readonly digits: number; readonly han: number; readonly visible: number } {
  const kind = kinds();
  let [letters, digits, han, visible] = [0, 0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const of = kind[code];
    if (of === Kind.space) continue;
    visible += 1;
    if (of === Kind.letter || of === Kind.unspaced || of === Kind.mark) letters += 1;
    else if (of === Kind.digit) digits += 1;
    if (code >= 0x4e00 && code <= 0x9fa5) han += 1;
  }
  return { letters, digits, han, visible };
}

export function measureComposition(text: string, { count, starts, ends, flags }: Tokens): Composition {
  const { letters, digits, han, visible } = countKinds(text);
  let addresses = 0;
  for (const [found] of text.matchAll(ADDRESS)) addresses += found.length;
  let [latin, unspeakable, words, mixed] = [0, 0, 0, 0];
  for (let at = 0; at < count; at += 1) {
    const [start, end] = [starts[at] ?? 0, ends[at] ?? 0];
    if (((flags[at] ?? 0) & LETTERS) === 0) continue;
    words += 1;
    if (end - start < 4 || end - start > LONGEST_WORD) continue;
    const word = text.slice(start, end);
    if (LATIN_WORD.test(word)) {
      latin += 1;
      if (!VOWEL.test(word) || CONSONANTS.test(word)) unspeakable += 1;
    } else if (OTHER_ALPHABET.test(word) && LATIN.test(word)) mixed += 1;
  }
  return {
    letters: share(letters, visible),
    digits: share(digits, visible),
    han: share(han, text.length),
    addresses: share(addresses, text.length),
    unspeakable_words: share(unspeakable, latin),
    mixed_alphabets: share(mixed, words),
  };
}
