import { mix } from '../../text/mix.ts';

/** A slot that is not found after so many is given up: no choice of words makes a table slow. */
const MOST_PROBES = 32;

/** Counts 32-bit keys by the position where each was first seen. Made once for a text, emptied for each length. */
export class Counter {
  readonly #slots: Int32Array;
  readonly #counts: Int32Array;
  #mask = 0;

  /** Has room for `most` different keys. */
  constructor(most: number) {
    const size = roomFor(most);
    this.#slots = new Int32Array(size);
    this.#counts = new Int32Array(size);
    this.#mask = size - 1;
  }

  /** Forgets all keys; at most `most` different ones follow, no more than there is room for. */
  clear(most: number): void {
    this.#slots.fill(0, 0, this.#mask + 1);
    this.#counts.fill(0, 0, this.#mask + 1);
    this.#mask = roomFor(most) - 1;
  }

  /** Counts the key at a position of `keys`; how often it has been seen now. */
  add(keys: Int32Array, position: number): number {
    const slot = this.#slotOf(keys, position);
    if (slot < 0) return 1;
    if (this.#counts[slot] === 0) this.#slots[slot] = position + 1;
    return (this.#counts[slot] = (this.#counts[slot] ?? 0) + 1);
  }

  /** How often the key at a position has been seen. */
  times(keys: Int32Array, position: number): number {
    const slot = this.#slotOf(keys, position);
    return slot < 0 ? 1 : (this.#counts[slot] ?? 0);
  }

  /** Where the key stands or would stand; -1 if it found no place. */
  #slotOf(keys: Int32Array, position: number): number {
    const key = keys[position] ?? 0;
    let slot = mix(key) & this.#mask;
    for (let probe = 0; probe < MOST_PROBES; probe += 1) {
      const seen = this.#slots[slot] ?? 0;
      if (seen === 0 || keys[seen - 1] === key) return slot;
      slot = (slot + 1) & this.#mask;
    }
    return -1;
  }
}

function roomFor(most: number): number {
  let size = 64;
  while (size < most * 2) size *= 2;
  return size;
}

/** Memory that is kept from text to text, of at least so many elements; what is in it is of the text before. */
export class Scratch {
  #elements = new Int32Array(1 << 12);

  /** Whoever asks again has what was given before. */
  take(length: number): Int32Array {
    if (this.#elements.length < length) this.#elements = new Int32Array(length * 2);
    return this.#elements;
  }
}

const [once, twice, found] = [new Scratch(), new Scratch(), new Scratch()];

/**
 * Positions before `count`, in order, of all keys that stand there more than once, and of one in eight of the others at most; good until the next call.
 * What was seen is told by bits, so few that they stay in the processor's nearest cache.
 */
export function mayRepeat(keys: Int32Array, count: number): Int32Array {
  const bits = roomFor(count * 4);
  const shift = Math.clz32(bits) + 1;
  const [seen, again, positions] = [once.take(bits >>> 5), twice.take(bits >>> 5), found.take(count)];
  seen.fill(0, 0, bits >>> 5);
  again.fill(0, 0, bits >>> 5);
  for (let at = 0; at < count; at += 1) {
    const bit = Math.imul(keys[at] ?? 0, 0x9e3779b1) >>> shift;
    const word = bit >>> 5;
    const mask = 1 << (bit & 31);
    const before = seen[word] ?? 0;
    if ((before & mask) === 0) seen[word] = before | mask;
    else again[word] = (again[word] ?? 0) | mask;
  }
  let repeating = 0;
  for (let at = 0; at < count; at += 1) {
    const bit = Math.imul(keys[at] ?? 0, 0x9e3779b1) >>> shift;
    if ((((again[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 1) positions[repeating++] = at;
  }
  return positions.subarray(0, repeating);
}
