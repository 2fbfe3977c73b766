import { Kind, kinds, unitBits } from './characters.ts';
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
/** Longer words are no words, and short enough in the mean not to matter. */
const LONGEST_WORD = 40;
const SHORTEST_WORD = 4;
const UNSPEAKABLE_RUN = 5;

/** What a letter is to a reader of Latin, in bits. */
const LATIN = 1;
const VOWEL = 2;
const GREEK_OR_CYRILLIC = 4;

const alphabets = unitBits([
  [LATIN, /[a-z\u00C0-\u024F]/i],
  [VOWEL, /[aeiouy\u00C0-\u024F]/i],
  [GREEK_OR_CYRILLIC, /[\u0370-\u03FF\u0400-\u052F]/],
]);

type Word = 'latin' | 'unspeakable' | 'mixed' | 'other';

function wordOf(text: string, start: number, end: number): Word {
  const { table, look } = alphabets;
  let [any, all, consonants, longest] = [0, LATIN, 0, 0];
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    const letter = table[code] || look(code);
    any |= letter;
    all &= letter;
    consonants = (letter & VOWEL) === 0 ? consonants + 1 : 0;
    if (consonants > longest) longest = consonants;
  }
  if (all === LATIN) return (any & VOWEL) === 0 || longest >= UNSPEAKABLE_RUN ? 'unspeakable' : 'latin';
  return (any & LATIN) !== 0 && (any & GREEK_OR_CYRILLIC) !== 0 ? 'mixed' : 'other';
}

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
    if (end - start < SHORTEST_WORD || end - start > LONGEST_WORD) continue;
    const word = wordOf(text, start, end);
    if (word === 'latin' || word === 'unspeakable') latin += 1;
    if (word === 'unspeakable') unspeakable += 1;
    if (word === 'mixed') mixed += 1;
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
