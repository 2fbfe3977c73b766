const LETTER_WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}]+/gu;
/** Below the code of the first such letter, which is Thai. */
const SPACED = /^[^\u0E00-\u{10FFFF}]*$/u;

/** Words of a text in lower case; of scripts without spaces, letters. */
export const wordListOf = (text: string): string[] =>
  text.toLowerCase().match(SPACED.test(text) ? /[\p{L}\p{N}]+/gu : LETTER_WITHOUT_SPACES) ?? [];

export const wordsOf = (text: string): ReadonlySet<string> => new Set(wordListOf(text));

/** The letters and digits of a text, in lower case. */
export const compact = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}\p{Script=Thai}]+/gu, '');

/** Whether a text begins with the first of some compact letters, or has none: it is read no further than that. */
export function beginsAs(letters: string, text: string): boolean {
  const [first] = /[\p{L}\p{N}\p{Script=Thai}]/u.exec(text) ?? [];
  return first === undefined || letters.startsWith(compact(first));
}

/** How much of the shorter text's words the other has, from 0 to 1. */
export function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const least = Math.min(a.size, b.size);
  return least === 0 ? 0 : a.intersection(b).size / least;
}

/** How far two texts have the same words, from 0 to 1 (Sørensen and Dice). */
export const sameness = (a: ReadonlySet<string>, b: ReadonlySet<string>): number =>
  (2 * a.intersection(b).size) / Math.max(1, a.size + b.size);

/** In words; of scripts without spaces some letters make one. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const word of wordsOf(text))
    length += /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u.test(word) ? 0.4 : /^\p{Script=Thai}$/u.test(word) ? 0.2 : 1;
  return length;
}
