import { unitsOf } from '../../text/units.ts';
import { Kind, kinds } from './characters.ts';

/** The words, numbers and symbols of a text in order; `count` of each array's elements are in use. */
export interface Tokens {
  readonly count: number;
  /** The text's code units. */
  readonly units: Uint16Array;
  /** Offsets in UTF-16 code units. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Of the spelling, 32 bits. */
  readonly hashes: Int32Array;
  /** Bits: 1 word or number, 2 has a letter. */
  readonly flags: Uint8Array;
}

export const WORD = 1;
export const LETTERS = 2;

/** So much text without spaces is divided by dictionary; what comes after it into pairs of characters. */
const MOST_SEGMENTED = 20_000;

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

export const isApostrophe = (code: number): boolean => code === 0x27 || code === 0x2019;
const isPoint = (code: number): boolean => code === 0x2e || code === 0x2c;

/** FNV-1a over code units. */
export function spellingHash(units: Uint16Array, start = 0, end = units.length): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (units[at] ?? 0), 0x01000193);
  return hash;
}

/**
 * Words by spaces and punctuation (an apostrophe between letters and a point between digits belong to them), by dictionary where a
 * script has no spaces, or there each character for itself; a run of one symbol is one token, as `...` is.
 */
export function tokenize(text: string, unspaced: 'words' | 'characters' = 'words'): Tokens {
  const kind = kinds();
  const units = unitsOf(text);
  const { length } = units;
  let room = Math.max(64, length >> 2);
  let [starts, ends, hashes, flags] = [new Int32Array(room), new Int32Array(room), new Int32Array(room), new Uint8Array(room)];
  let count = 0;
  let segmented = 0;
  const kindAt = (at: number): number => (at < length ? (kind[units[at] ?? 0] ?? Kind.symbol) : Kind.space);
  const push = (start: number, end: number, flag: number): void => {
    if (count === room) {
      room *= 2;
      const grown = <A extends Int32Array | Uint8Array>(old: A, fresh: A): A => (fresh.set(old), fresh);
      starts = grown(starts, new Int32Array(room));
      ends = grown(ends, new Int32Array(room));
      hashes = grown(hashes, new Int32Array(room));
      flags = grown(flags, new Uint8Array(room));
    }
    starts[count] = start;
    ends[count] = end;
    hashes[count] = spellingHash(units, start, end);
    flags[count] = flag;
    count += 1;
  };

  const pushUnspaced = (start: number, end: number): void => {
    if (unspaced === 'characters') {
      for (let at = start; at < end; at += 1) push(at, at + 1, WORD | LETTERS);
      return;
    }
    const byDictionary = Math.min(end, start + Math.max(0, MOST_SEGMENTED - segmented));
    segmented += byDictionary - start;
    if (byDictionary - start === 1) push(start, byDictionary, WORD | LETTERS);
    else if (byDictionary > start) {
      for (const { index, segment } of segmenter.segment(text.slice(start, byDictionary)))
        push(start + index, start + index + segment.length, WORD | LETTERS);
    }
    for (let at = byDictionary; at < end; at += 2) push(at, Math.min(end, at + 2), WORD | LETTERS);
  };

  for (let at = 0; at < length;) {
    const code = units[at] ?? 0;
    const first = kind[code] ?? Kind.symbol;
    const start = at;
    at += 1;
    if (first === Kind.space) continue;
    if (first === Kind.symbol) {
      while (at < length && units[at] === code) at += 1;
      // A picture is a pair of code units, and may have marks.
      while (kindAt(at) === Kind.mark && units[at] !== 0x5f) at += 1;
      push(start, at, 0);
    } else if (first === Kind.unspaced) {
      while (kindAt(at) === Kind.unspaced || kindAt(at) === Kind.mark) at += 1;
      pushUnspaced(start, at);
    } else {
      let flag = first === Kind.letter ? WORD | LETTERS : first === Kind.digit ? WORD : 0;
      for (; at < length; at += 1) {
        const next = kindAt(at);
        if (next === Kind.letter) flag |= WORD | LETTERS;
        else if (next === Kind.digit) flag |= WORD;
        else if (next === Kind.symbol) {
          const [before, after] = [kindAt(at - 1), kindAt(at + 1)];
          const joins =
            (isApostrophe(units[at] ?? 0) && before <= Kind.mark && after === Kind.letter) ||
            (isPoint(units[at] ?? 0) && before === Kind.digit && after === Kind.digit);
          if (!joins) break;
        } else if (next !== Kind.mark) break;
      }
      push(start, at, flag);
    }
  }
  return { count, units, starts, ends, hashes, flags };
}
