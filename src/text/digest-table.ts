import { mix } from './mix.ts';

/** Two 32-bit halves of a digest, and what is known by it. */
const WORDS = 3;
const FULLEST = 0.7;

/**
 * A map from 64-bit digests to numbers from 0 to 2³² − 2, in one typed array: 12 bytes for each place, of which at most 70 % are taken. Open
 * addressing with linear probing; the first value of a digest stays.
 */
export class DigestTable {
  #places: Uint32Array;
  #mask: number;
  #size = 0;

  constructor(expected = 0) {
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(16, expected / FULLEST)));
    this.#places = new Uint32Array(capacity * WORDS);
    this.#mask = capacity - 1;
  }

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#places.byteLength;
  }

  set(high: number, low: number, value: number): void {
    if (this.#size + 1 > (this.#mask + 1) * FULLEST) this.#grow();
    const at = this.#find(high, low);
    if (this.#places[at + 2] !== 0) return;
    this.#places[at] = high;
    this.#places[at + 1] = low;
    // Zero is a free place.
    this.#places[at + 2] = value + 1;
    this.#size += 1;
  }

  /** −1 when there is none. */
  get(high: number, low: number): number {
    return (this.#places[this.#find(high, low) + 2] ?? 0) - 1;
  }

  /** The place of a digest, or the free one where it would be. */
  #find(high: number, low: number): number {
    const places = this.#places;
    const [wantedHigh, wantedLow] = [high >>> 0, low >>> 0];
    for (let slot = scattered(high, low) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * WORDS;
      if (places[at + 2] === 0 || (places[at] === wantedHigh && places[at + 1] === wantedLow)) return at;
    }
  }

  #grow(): void {
    const old = this.#places;
    this.#places = new Uint32Array(old.length * 2);
    this.#mask = this.#mask * 2 + 1;
    for (let at = 0; at < old.length; at += WORDS) {
      if (old[at + 2] === 0) continue;
      this.#places.set(old.subarray(at, at + WORDS), this.#find(old[at] ?? 0, old[at + 1] ?? 0));
    }
  }
}

/** Low bits of digests that are rolled know little. */
function scattered(high: number, low: number): number {
  return mix(high ^ Math.imul(low, 0x9e_37_79_b1)) >>> 0;
}
