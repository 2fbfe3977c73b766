/**
 * What a sorted set of Redis is to the frontier: hosts by the instant of their turn, ties by number. Hosts of all partitions share the arrays, each
 * partition has a heap of its own; a host is in one of them at most once.
 */
export class Turns {
  readonly #at: Float64Array;
  /** Where in its heap a host is; -1 when it is in none. */
  readonly #place: Int32Array;
  readonly #heaps: number[][];

  constructor(hosts: number, partitions: number) {
    this.#at = new Float64Array(hosts);
    this.#place = new Int32Array(hosts).fill(-1);
    this.#heaps = Array.from({ length: partitions }, () => []);
  }

  /** The host whose turn comes first; -1 when there is none. */
  first(partition: number): number {
    return this.#heaps[partition]?.[0] ?? -1;
  }

  /** When the host's turn comes; null when it has none. */
  at(host: number): number | null {
    return this.#place[host] === -1 ? null : (this.#at[host] ?? null);
  }

  put(partition: number, host: number, at: number): void {
    const heap = this.#heap(partition);
    const place = this.#place[host] ?? -1;
    const before = this.#at[host] ?? 0;
    this.#at[host] = at;
    if (place === -1) this.#up(heap, heap.push(host) - 1, host);
    else if (at < before) this.#up(heap, place, host);
    else this.#down(heap, place, host);
  }

  remove(partition: number, host: number): void {
    const heap = this.#heap(partition);
    const place = this.#place[host] ?? -1;
    if (place === -1) return;
    this.#place[host] = -1;
    const last = heap.pop() ?? -1;
    if (last === host) return;
    this.#up(heap, place, last);
    this.#down(heap, this.#place[last] ?? place, last);
  }

  #heap(partition: number): number[] {
    const heap = this.#heaps[partition];
    if (heap === undefined) throw new Error(`no partition ${partition}`);
    return heap;
  }

  #isBefore(a: number, b: number): boolean {
    const [atA = 0, atB = 0] = [this.#at[a], this.#at[b]];
    return atA < atB || (atA === atB && a < b);
  }

  #up(heap: number[], from: number, host: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 2;
      const other = heap[above] ?? -1;
      if (!this.#isBefore(host, other)) break;
      heap[place] = other;
      this.#place[other] = place;
      place = above;
    }
    heap[place] = host;
    this.#place[host] = place;
  }

  #down(heap: number[], from: number, host: number): void {
    let place = from;
    for (;;) {
      const firstBelow = 4 * place + 1;
      if (firstBelow >= heap.length) break;
      let best = firstBelow;
      for (let below = firstBelow + 1; below < Math.min(firstBelow + 4, heap.length); below += 1) {
        if (this.#isBefore(heap[below] ?? -1, heap[best] ?? -1)) best = below;
      }
      const other = heap[best] ?? -1;
      if (!this.#isBefore(other, host)) break;
      heap[place] = other;
      this.#place[other] = place;
      place = best;
    }
    heap[place] = host;
    this.#place[host] = place;
  }
}
