import { mix } from '../text/mix.ts';
import { shinglesOf } from './shingles.ts';

/**
 * MinHash of a text (Broder 1997): one byte for each permutation, of the shingle that comes first in it. Two texts agree in about as many bytes, of a
 * hundred, as they have shingles in common. Empty for a text without a letter or a digit.
 */
export type Signature = Uint8Array;

/** Slots of a signature, and the most that one can have. */
export const SLOTS = 112;
export const MOST_SLOTS = 256;

/** Odd numbers and masks of the permutations, drawn once and for all: signatures are stored. */
const factors = Int32Array.from({ length: MOST_SLOTS }, (_, n) => mix(Math.imul(n + 1, 0x9e_37_79_b1)) | 1);
const masks = Int32Array.from({ length: MOST_SLOTS }, (_, n) => mix(Math.imul(n + 1, 0x85_eb_ca_77)));

/** The least of the permuted shingles, four permutations at a time. */
function sign(shingles: Int32Array, slots: number): Signature {
  const signed = new Uint8Array(slots);
  for (let slot = 0; slot < slots; slot += 4) {
    const a = factors[slot] ?? 0;
    const b = factors[slot + 1] ?? 0;
    const c = factors[slot + 2] ?? 0;
    const d = factors[slot + 3] ?? 0;
    const e = masks[slot] ?? 0;
    const f = masks[slot + 1] ?? 0;
    const g = masks[slot + 2] ?? 0;
    const h = masks[slot + 3] ?? 0;
    let leastFirst = 0x7f_ff_ff_ff;
    let leastSecond = leastFirst;
    let leastThird = leastFirst;
    let leastFourth = leastFirst;
    for (let at = 0; at < shingles.length; at += 1) {
      const shingle = shingles[at] ?? 0;
      const first = Math.imul(shingle ^ e, a);
      if (first < leastFirst) leastFirst = first;
      const second = Math.imul(shingle ^ f, b);
      if (second < leastSecond) leastSecond = second;
      const third = Math.imul(shingle ^ g, c);
      if (third < leastThird) leastThird = third;
      const fourth = Math.imul(shingle ^ h, d);
      if (fourth < leastFourth) leastFourth = fourth;
    }
    signed[slot] = mix(leastFirst);
    signed[slot + 1] = mix(leastSecond);
    signed[slot + 2] = mix(leastThird);
    signed[slot + 3] = mix(leastFourth);
  }
  return signed;
}

/**
 * A text's signature; the same on every machine.
 *
 * @param language BCP 47 tag; what script the text is in is seen without it, and it decides for texts that mix two.
 * @param slots how many bytes, a multiple of four up to 256; a longer signature begins with the shorter one.
 */
export function signature(text: string, language?: string, slots = SLOTS): Signature {
  const shingles = shinglesOf(text, language);
  return shingles.length === 0 ? new Uint8Array() : sign(shingles, slots);
}

/** Of two slots, one in 256 agrees by chance. */
const CHANCE = 1 / 256;

/** The similarity that so many agreeing slots speak for. */
export const estimateOf = (agreeing: number, slots: number): number => Math.max(0, (agreeing / slots - CHANCE) / (1 - CHANCE));

/** Estimated Jaccard similarity of two texts' shingles, 0 to 1: the slots that agree, less those that do by chance. */
export function similarity(a: Signature, b: Signature): number {
  const slots = Math.min(a.length, b.length);
  let agreeing = 0;
  for (let slot = 0; slot < slots; slot += 1) if (a[slot] === b[slot]) agreeing += 1;
  return slots === 0 ? 0 : estimateOf(agreeing, slots);
}
