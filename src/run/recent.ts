/** What was used last, as much of it as has room; what was used longest ago goes first. The newest stays, however large. */
export class Recent<Key, Value> {
  readonly #most: number;
  readonly #entries = new Map<Key, { readonly value: Value; readonly size: number }>();
  /** Goes on where it was: a new one would step over all that was deleted before it, each time. */
  #oldest: Iterator<Key> | null = null;
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
    if (found === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, found);
    return found.value;
  }

  set(key: Key, value: Value, size = 1): void {
    this.delete(key);
    this.#entries.set(key, { value, size });
    this.#total += size;
    while (this.#total > this.#most && this.#entries.size > 1) this.#forgetOne();
  }

  delete(key: Key): void {
    this.#total -= this.#entries.get(key)?.size ?? 0;
    this.#entries.delete(key);
  }

  #forgetOne(): void {
    this.#oldest ??= this.#entries.keys();
    const oldest = this.#oldest.next();
    if (oldest.done === true) this.#oldest = null;
    else this.delete(oldest.value);
    this.#hasForgotten = true;
  }
}
