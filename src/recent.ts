interface Entry<Value> {
  readonly value: Value;
  readonly size: number;
}

/** Characters that an entry of text takes besides, its key among them. */
export const ENTRY_CHARACTERS = 500;

/** What was used last, as much of it as has room; what was used longest ago goes first. The newest stays, however large. */
export class Recent<Key, Value> {
  readonly #most: number;
  readonly #entries = new Map<Key, Entry<Value>>();
  /** Goes on where it was: a new one would step over all that was deleted before it, each time. */
  #oldest: Iterator<Key> | null = null;
  /** Entries that were put last since it has moved. */
  #behind = 0;
  #total = 0;
  #hasForgotten = false;

  /** `most` is a sum of the sizes that values are kept with. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Whether something has gone for lack of room. */
  get hasForgotten(): boolean {
    return this.#hasForgotten;
  }

  get(key: Key): Value | undefined {
    const found = this.#entries.get(key);
    if (found !== undefined) this.#putLast(key, found);
    return found?.value;
  }

  set(key: Key, value: Value, size = 1): void {
    this.#total += size - (this.#entries.get(key)?.size ?? 0);
    this.#putLast(key, { value, size });
    while (this.#total > this.#most && this.#entries.size > 1) this.#forgetOne();
  }

  delete(key: Key): void {
    this.#total -= this.#entries.get(key)?.size ?? 0;
    this.#entries.delete(key);
  }

  #putLast(key: Key, entry: Entry<Value>): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#behind += 1;
    // One that stands still keeps every table in memory that the map has outgrown since.
    if (this.#behind > this.#entries.size) this.#oldest = null;
  }

  #forgetOne(): void {
    this.#behind = 0;
    this.#oldest ??= this.#entries.keys();
    const oldest = this.#oldest.next();
    if (oldest.done === true) this.#oldest = null;
    else this.delete(oldest.value);
    this.#hasForgotten = true;
  }
}
