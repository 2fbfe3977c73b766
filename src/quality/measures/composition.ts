import { Kind, kinds, unitBits } from './characters.ts';
import { LETTERS, type Tokens } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

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

function wordOf(units: Uint16Array, start: number, end: number): Word {
  const { table, look } = alphabets;
  let any = 0;
  let all = LATIN;
  let consonants = 0;
  let longest = 0;
  for (let at = start; at < end; at += 1) {
    const code = units[at] ?? 0;
    const letter = table[code] || look(code);
    any |= letter;
    all &= letter;
    consonants = (letter & VOWEL) === 0 ? consonants + 1 : 0;
    if (consonants > longest) longest = consonants;
  }
  if (all === LATIN) return (any & VOWEL) === 0 || longest >= UNSPEAKABLE_RUN ? 'unspeakable' : 'latin';
  return (any & LATIN) !== 0 && (any & GREEK_OR_CYRILLIC) !== 0 ? 'mixed' : 'other';
}

const KINDS = Object.keys(Kind).length;

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

function countKinds(units: Uint16Array): {
  readonly letters: number;
  readonly digits: number;
  readonly han: number;
  readonly visible: number;
} {
  const kind = kinds();
  const counts = new Int32Array(KINDS);
  let han = 0;
  for (let at = 0; at < units.length; at += 1) {
    const code = units[at] ?? 0;
    const of = kind[code] ?? 0;
    counts[of] = (counts[of] ?? 0) + 1;
    if (code >= 0x4e00 && code <= 0x9fa5) han += 1;
  }
  const of = (name: keyof typeof Kind): number => counts[Kind[name]] ?? 0;
  return { letters: of('letter') + of('unspaced') + of('mark'), digits: of('digit'), han, visible: units.length - of('space') };
}

export function measureComposition(
  text: string,
  { units, starts, ends, flags }: Tokens,
  { size, firsts, frequencies }: Vocabulary,
): Composition {
  const { letters, digits, han, visible } = countKinds(units);
  let addresses = 0;
  for (const [found] of text.matchAll(ADDRESS)) addresses += found.length;
  let [latin, unspeakable, words, mixed] = [0, 0, 0, 0];
  for (let spelling = 0; spelling < size; spelling += 1) {
    const first = firsts[spelling] ?? 0;
    if (((flags[first] ?? 0) & LETTERS) === 0) continue;
    const start = starts[first] ?? 0;
    const end = ends[first] ?? 0;
    const times = frequencies[spelling] ?? 0;
    words += times;
    if (end - start < SHORTEST_WORD || end - start > LONGEST_WORD) continue;
    const word = wordOf(units, start, end);
    if (word === 'latin' || word === 'unspeakable') latin += times;
    if (word === 'unspeakable') unspeakable += times;
    if (word === 'mixed') mixed += times;
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
