import { codeOf, expansions, fold, Kind, kindOf } from './fold.ts';
import { mix } from '../text/mix.ts';
import { unitsOf } from '../text/units.ts';

/** Hashes of a text's tokens, and how many of them are of each sort. */
export interface Tokens {
  readonly hashes: Int32Array;
  readonly characters: number;
  readonly syllables: number;
}

const BASE = 0x01_00_01_93;

const NO_PARTS: readonly number[] = [];

/**
 * Words of letters and digits, characters of scripts whose characters are words, syllables of other scripts that part no words; all folded: neither
 * case, width, ligatures nor accents make another token, and punctuation makes none.
 */
export function tokensOf(text: string): Tokens {
  const units = unitsOf(text.normalize('NFC'));
  let hashes = new Int32Array(units.length + 1);
  let characters = 0;
  let syllables = 0;
  let length = 0;
  let hash = 0;
  /** Of the token that may go on. */
  let open: number = Kind.gap;
  for (let at = 0; at < units.length; at += 1) {
    let code = units[at] ?? 0;
    if ((code & 0xfc_00) === 0xd8_00 && ((units[at + 1] ?? 0) & 0xfc_00) === 0xdc_00) {
      at += 1;
      code = 0x1_00_00 + ((code & 0x3_ff) << 10) + ((units[at] ?? 0) & 0x3_ff);
    }
    let point = fold(code);
    const parts = kindOf(point) === Kind.several ? (expansions[codeOf(point)] ?? NO_PARTS) : NO_PARTS;
    if (parts !== NO_PARTS) point = parts[0] ?? 0;
    for (let next = 1; ; next += 1) {
      const kind = kindOf(point);
      if ((kind === Kind.letter && open === Kind.letter) || (kind === Kind.mark && open !== Kind.gap)) {
        hash = Math.imul(hash ^ codeOf(point), BASE);
      } else if (kind !== Kind.silent && kind !== Kind.mark) {
        if (open !== Kind.gap) {
          // A code point that folds to several may bring more tokens than the text has units.
          if (length === hashes.length) hashes = wider(hashes);
          hashes[length] = mix(hash);
          length += 1;
        }
        open = kind;
        hash = Math.imul(codeOf(point), BASE);
        if (kind === Kind.character) characters += 1;
        else if (kind === Kind.syllable) syllables += 1;
      }
      if (next >= parts.length) break;
      point = parts[next] ?? 0;
    }
  }
  if (open !== Kind.gap) {
    if (length === hashes.length) hashes = wider(hashes);
    hashes[length] = mix(hash);
    length += 1;
  }
  return { hashes: hashes.subarray(0, length), characters, syllables };
}

function wider(array: Int32Array): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(array.length * 2);
  grown.set(array);
  return grown;
}
