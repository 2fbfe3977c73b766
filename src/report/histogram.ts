import type { Bin } from './plots.ts';

/** Bins to a power of ten. */
const STEPS = 5;

/** Counts numbers above 0 by size, in bins of equal ratio: as many numbers as there are, in a few hundred bytes. */
export class Histogram {
  readonly #counts = new Map<number, number>();
  #total = 0;

  add(value: number): void {
    if (value < 1) return;
    const bin = Math.floor(Math.log10(value) * STEPS);
    this.#counts.set(bin, (this.#counts.get(bin) ?? 0) + 1);
    this.#total += 1;
  }

  get total(): number {
    return this.#total;
  }

  bins(): readonly Bin[] {
    return [...this.#counts]
      .sort(([a], [b]) => a - b)
      .map(([bin, count]) => ({ from: 10 ** (bin / STEPS), to: 10 ** ((bin + 1) / STEPS), count }));
  }

  /** Below about this value lies that part of all numbers; 0 when there are none. */
  quantile(part: number): number {
    let below = 0;
    for (const { to, count } of this.bins()) {
      below += count;
      if (below >= part * this.#total) return to;
    }
    return 0;
  }
}
