import type { Tokens } from './tokens.ts';

/** A slot that is not found after so many is given up: no choice of words makes a table slow. */
const MOST_PROBES = 32;

/** Counts 32-bit keys by the position where each was first seen. Made once for a text, emptied for each length. */
class Counter {
  readonly #slots: Int32Array;
  readonly #counts: Int32Array;
  readonly #mask: number;

  constructor(most: number) {
    let size = 64;
    while (size < most * 2) size *= 2;
    this.#slots = new Int32Array(size);
    this.#counts = new Int32Array(size);
    this.#mask = size - 1;
  }

  clear(): void {
    this.#slots.fill(0);
    this.#counts.fill(0);
  }

  /** Counts the key at a position of `keys`; how often it has been seen now. */
  add(keys: Int32Array, position: number): number {
    const key = keys[position] ?? 0;
    let slot = mixed(key) & this.#mask;
    for (let probe = 0; probe < MOST_PROBES; probe += 1) {
      const seen = this.#slots[slot] ?? 0;
      if (seen === 0) {
        this.#slots[slot] = position + 1;
        return (this.#counts[slot] = 1);
      }
      if (keys[seen - 1] === key) return (this.#counts[slot] = (this.#counts[slot] ?? 0) + 1);
      slot = (slot + 1) & this.#mask;
    }
    return 1;
  }

  /** The key that was seen most often, of several the earliest; and how often. */
  top(): { readonly position: number; readonly count: number } {
    let [position, count] = [0, 0];
    for (let slot = 0; slot <= this.#mask; slot += 1) {
      const times = this.#counts[slot] ?? 0;
      if (times === 0 || times < count) continue;
      const first = (this.#slots[slot] ?? 1) - 1;
      if (times > count || first < position) [position, count] = [first, times];
    }
    return { position, count };
  }
}

function mixed(key: number): number {
  let hash = Math.imul(key ^ (key >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** Keys of n-grams from those of (n−1)-grams, in place. */
function lengthen(keys: Int32Array, hashes: Int32Array, size: number, grams: number): void {
  for (let at = 0; at < grams; at += 1) keys[at] = Math.imul(keys[at] ?? 0, 0x9e3779b1) + mixed(hashes[at + size - 1] ?? 0);
}

export interface GramShares {
  /** Shares of the text's characters that the most frequent 2-, 3- and 4-gram of tokens takes, spaces between its tokens included. */
  readonly top: ReadonlyMap<number, number>;
  /** Shares of characters in n-grams, n from 5 to 10, that stood earlier in the text; each character counts once. */
  readonly duplicate: ReadonlyMap<number, number>;
}

/** Repetition within a text by Gopher's measures (Rae et al. 2021, table A1), as datatrove counts it. */
export function gramShares({ count, starts, ends, hashes }: Tokens, characters: number): GramShares {
  const keys = new Int32Array(count);
  for (let at = 0; at < count; at += 1) keys[at] = mixed(hashes[at] ?? 0);
  // Characters of all tokens before each.
  const before = new Int32Array(count + 1);
  for (let at = 0; at < count; at += 1) before[at + 1] = (before[at] ?? 0) + (ends[at] ?? 0) - (starts[at] ?? 0);
  const long = (at: number, size: number): number => (before[at + size] ?? 0) - (before[at] ?? 0);
  const counter = new Counter(count);
  const top = new Map<number, number>();
  const duplicate = new Map<number, number>();
  for (let size = 2; size <= 10; size += 1) {
    const grams = Math.max(0, count - size + 1);
    lengthen(keys, hashes, size, grams);
    counter.clear();
    if (size <= 4) {
      for (let at = 0; at < grams; at += 1) counter.add(keys, at);
      const { position, count: times } = counter.top();
      top.set(size, times === 0 ? 0 : ((long(position, size) + size - 1) * times) / characters);
      continue;
    }
    let repeated = 0;
    for (let at = 0; at < grams;) {
      const isNew = counter.add(keys, at) === 1;
      if (!isNew) repeated += long(at, size);
      at += isNew ? 1 : size;
    }
    duplicate.set(size, characters === 0 ? 0 : repeated / characters);
  }
  return { top, duplicate };
}

/** The share of runs of 13 characters, case and spaces left out, that stand in the text more than once (ChineseWebText). */
export function repeatedRuns(text: string, size = 13): number {
  const squeezed = text.toLowerCase().replaceAll(/\s+/g, '');
  const runs = squeezed.length - size + 1;
  if (runs < 2) return 0;
  let leading = 1;
  for (let at = 1; at < size; at += 1) leading = Math.imul(leading, 0x01000193);
  const keys = new Int32Array(runs);
  let key = 0;
  for (let at = 0; at < squeezed.length; at += 1) {
    if (at >= size) key -= Math.imul(squeezed.charCodeAt(at - size), leading);
    key = Math.imul(key, 0x01000193) + squeezed.charCodeAt(at);
    key |= 0;
    if (at >= size - 1) keys[at - size + 1] = key;
  }
  const counter = new Counter(runs);
  let repeated = 0;
  for (let at = 0; at < runs; at += 1) {
    const times = counter.add(keys, at);
    if (times === 2) repeated += 2;
    else if (times > 2) repeated += 1;
  }
  return repeated / runs;
}
