import { codeOf, expansions, fold, Kind, kindOf } from './fold.ts';
import { mix } from '../text/mix.ts';

/** Hashes of a text's tokens, and how many of them are of each sort. */
export interface Tokens {
  readonly hashes: Int32Array;
  readonly characters: number;
  readonly syllables: number;
}

const BASE = 0x01_00_01_93;

/** A text's code points, folded (see `fold`). */
function foldText(text: string): Int32Array {
  let folded = new Int32Array(text.length + 16);
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    let code = text.charCodeAt(at);
    if (code >= 0xd8_00 && code < 0xdc_00) {
      code = text.codePointAt(at) ?? code;
      if (code > 0xff_ff) at += 1;
    }
    const point = fold(code);
    if (kindOf(point) !== Kind.several) {
      folded[length] = point;
      length += 1;
      continue;
    }
    const parts = expansions[codeOf(point)] ?? [];
    const needed = length + parts.length + text.length - at;
    if (needed > folded.length) folded = wider(folded, needed * 2);
    folded.set(parts, length);
    length += parts.length;
  }
  return folded.subarray(0, length);
}

function wider(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(length);
  grown.set(array);
  return grown;
}

/**
 * Words of letters and digits, characters of scripts whose characters are words, syllables of other scripts that part no words; all folded: neither
 * case, width, ligatures nor accents make another token, and punctuation makes none.
 */
export function tokensOf(text: string): Tokens {
  const folded = foldText(text.normalize('NFC'));
  const hashes = new Int32Array(folded.length);
  let characters = 0;
  let syllables = 0;
  let length = 0;
  let hash = 0;
  /** Of the token that may go on. */
  let open: number = Kind.gap;
  for (let at = 0; at < folded.length; at += 1) {
    const point = folded[at] ?? 0;
    const kind = kindOf(point);
    if (kind === Kind.letter && open === Kind.letter) {
      hash = Math.imul(hash ^ codeOf(point), BASE);
      continue;
    }
    if (kind === Kind.silent) continue;
    if (kind === Kind.mark) {
      if (open !== Kind.gap) hash = Math.imul(hash ^ codeOf(point), BASE);
      continue;
    }
    if (open !== Kind.gap) {
      hashes[length] = mix(hash);
      length += 1;
    }
    open = kind;
    hash = Math.imul(codeOf(point), BASE);
    if (kind === Kind.character) characters += 1;
    else if (kind === Kind.syllable) syllables += 1;
  }
  if (open !== Kind.gap) {
    hashes[length] = mix(hash);
    length += 1;
  }
  return { hashes: hashes.subarray(0, length), characters, syllables };
}
