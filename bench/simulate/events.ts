/** What happens when, of slots that wait for one thing each: a heap by time. */
export class Events {
  readonly #at: number[] = [];
  readonly #slot: number[] = [];

  /** Infinity when nothing is to happen. */
  get firstAt(): number {
    return this.#at[0] ?? Number.POSITIVE_INFINITY;
  }

  add(at: number, slot: number): void {
    let place = this.#at.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const other = this.#at[above] ?? 0;
      if (other <= at) break;
      this.#set(place, other, this.#slot[above] ?? 0);
      place = above;
    }
    this.#set(place, at, slot);
  }

  /** The slot of what happens first. */
  take(): number {
    const first = this.#slot[0] ?? -1;
    const at = this.#at.pop() ?? 0;
    const slot = this.#slot.pop() ?? -1;
    const length = this.#at.length;
    if (length === 0) return first;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= length) break;
      if (below + 1 < length && (this.#at[below + 1] ?? 0) < (this.#at[below] ?? 0)) below += 1;
      const other = this.#at[below] ?? 0;
      if (other >= at) break;
      this.#set(place, other, this.#slot[below] ?? 0);
      place = below;
    }
    this.#set(place, at, slot);
    return first;
  }

  #set(place: number, at: number, slot: number): void {
    this.#at[place] = at;
    this.#slot[place] = slot;
  }
}
