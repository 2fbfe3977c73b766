import { tokenize } from '../measures/tokens.ts';

/** A text longer than this is known by its beginning. */
const LONGEST = 50_000;

/** The buckets that a text falls into, each once, ascending; all weigh the same, so that the vector has length 1. */
export interface Features {
  readonly buckets: Int32Array;
  readonly weight: number;
}

/** Words and pairs of words, without case, hashed into 2^bits buckets; characters in the place of words where a script has no spaces. */
export function featuresOf(text: string, bits: number): Features {
  const { count, hashes } = tokenize(text.slice(0, LONGEST).toLowerCase(), 'characters');
  const found = new Set<number>();
  let before = 0;
  for (let at = 0; at < count; at += 1) {
    const hash = hashes[at] ?? 0;
    found.add(bucket(hash, bits));
    if (at > 0) found.add(bucket(Math.imul(before, 0x01000193) ^ Math.imul(hash, 0x85ebca6b), bits));
    before = hash;
  }
  const buckets = Int32Array.from(found).sort();
  return { buckets, weight: buckets.length === 0 ? 0 : 1 / Math.sqrt(buckets.length) };
}

function bucket(hash: number, bits: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return (mixed ^ (mixed >>> 15)) >>> (32 - bits);
}
