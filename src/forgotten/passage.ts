import { hash } from 'node:crypto';

/** A stretch of text by which it is known again, and which cannot be read from it. */
export interface Passage {
  /** UTF-16 units of its letters. */
  readonly units: number;
  /** Of its letters: tells quickly where to look closer. */
  readonly rolling: number;
  /** Of its letters in UTF-8. */
  readonly sha256: string;
}

/** Fewer letters would be found in pages that have nothing to do with it. */
export const FEWEST_LETTERS = 12;

const BASE = 0x01_00_01_93;

/** Letters, marks and digits alone, folded (NFKC, lower case): layout, punctuation and width hide nothing. */
export const lettersOf = (text: string): string =>
  text
    .toWellFormed()
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '');

/** Null when it has fewer than `FEWEST_LETTERS`. */
export function passageOf(text: string): Passage | null {
  const letters = lettersOf(text);
  if (letters.length < FEWEST_LETTERS) return null;
  return { units: letters.length, rolling: rollingOf(letters, letters.length), sha256: hash('sha256', letters) };
}

/** Whether the letters of a text (see `lettersOf`) hold a passage: a window over them that rolls (Karp and Rabin 1987). */
export function holds(letters: string, { units, rolling, sha256 }: Passage): boolean {
  if (letters.length < units) return false;
  let power = 1;
  for (let n = 1; n < units; n += 1) power = Math.imul(power, BASE);
  let window = rollingOf(letters, units);
  for (let start = 0; ; start += 1) {
    if (window === rolling && hash('sha256', letters.slice(start, start + units)) === sha256) return true;
    if (start + units >= letters.length) return false;
    window = Math.imul(window - Math.imul(letters.charCodeAt(start), power), BASE) + letters.charCodeAt(start + units);
    window |= 0;
  }
}

function rollingOf(letters: string, units: number): number {
  let sum = 0;
  for (let n = 0; n < units; n += 1) sum = (Math.imul(sum, BASE) + letters.charCodeAt(n)) | 0;
  return sum;
}
