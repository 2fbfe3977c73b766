/** A table is grown by a quarter when it is this full. */
const FULL = 0.8;
const GROWTH = 1.25;

/**
 * Which documents have a key: hashes in open addressing, ten to thirteen bytes a key. A hash's place is its share of the table, so that growing walks
 * through memory in order.
 */
export class KeyTable {
  readonly #most: number;
  #hashes: Uint32Array;
  /** 0 where one was deleted. */
  #documents: Uint32Array;
  #used = 0;

  /** With `most` documents for a key, no more are added to it. `expected` keys fit in without growing. */
  constructor(most: number, expected: number) {
    const room = Math.ceil(Math.max(1024, expected / FULL) * GROWTH);
    this.#most = most;
    this.#hashes = new Uint32Array(room);
    this.#documents = new Uint32Array(room);
  }

  /** `document` counts from 1. */
  add(hash: number, document: number): void {
    if (this.#used >= this.#hashes.length * FULL) this.#grow();
    const key = hash || 1;
    let same = 0;
    let slot = this.#slotOf(key);
    for (; this.#hashes[slot] !== 0; slot = this.#after(slot)) {
      if (this.#hashes[slot] !== key) continue;
      if (this.#documents[slot] === 0) break;
      same += 1;
      if (same === this.#most) return;
    }
    if (this.#hashes[slot] === 0) this.#used += 1;
    this.#hashes[slot] = key;
    this.#documents[slot] = document;
  }

  /** Adds to `found` the documents of a hash: those of the key, and by chance others. */
  find(hash: number, found: Set<number>): void {
    const key = hash || 1;
    for (let slot = this.#slotOf(key); this.#hashes[slot] !== 0; slot = this.#after(slot)) {
      const document = this.#documents[slot] ?? 0;
      if (this.#hashes[slot] === key && document !== 0) found.add(document);
    }
  }

  delete(hash: number, document: number): void {
    const key = hash || 1;
    for (let slot = this.#slotOf(key); this.#hashes[slot] !== 0; slot = this.#after(slot))
      if (this.#hashes[slot] === key && this.#documents[slot] === document) this.#documents[slot] = 0;
  }

  #slotOf(hash: number): number {
    return Math.floor((hash / 2 ** 32) * this.#hashes.length);
  }

  #after(slot: number): number {
    return slot + 1 === this.#hashes.length ? 0 : slot + 1;
  }

  #grow(): void {
    const [hashes, documents] = [this.#hashes, this.#documents];
    const room = Math.ceil(hashes.length * GROWTH);
    this.#hashes = new Uint32Array(room);
    this.#documents = new Uint32Array(room);
    this.#used = 0;
    for (let slot = 0; slot < hashes.length; slot += 1) {
      const document = documents[slot] ?? 0;
      if (document !== 0) this.#put(hashes[slot] ?? 0, document);
    }
  }

  #put(key: number, document: number): void {
    let slot = this.#slotOf(key);
    while (this.#hashes[slot] !== 0) slot = this.#after(slot);
    this.#hashes[slot] = key;
    this.#documents[slot] = document;
    this.#used += 1;
  }
}
