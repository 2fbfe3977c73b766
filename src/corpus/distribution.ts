import { z } from 'zod';

/** Above `from`, up to and with `to`; the first bin of all has its lower bound too. */
export const binsSchema = z.array(z.tuple([z.number(), z.number(), z.int().min(1)]));
export type Bins = z.infer<typeof binsSchema>;

const upTo = (count: number, bound: (n: number) => number): readonly number[] => Array.from({ length: count + 1 }, (_, n) => bound(n));

/** Five bins of equal ratio to a power of ten, from 0 to 10^9. */
export const SIZES = [0, ...upTo(45, (n) => Number((10 ** (n / 5)).toPrecision(3)))];
/** Twenty bins from 0 to 1. */
export const SCORES = upTo(20, (n) => n / 20);
/** For figures that may be either: none in a bin of its own, shares in twenty, and what is above 1 by size. */
export const FIGURES = [0, ...SCORES, ...SIZES.filter((bound) => bound > 1)];

/** Counts numbers by size: as many numbers as there are, in a few hundred bytes. What lies outside of the bounds is in the bin at that end. */
export class Distribution {
  readonly #bounds: readonly number[];
  readonly #counts: number[];

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = bounds.slice(1).map(() => 0);
  }

  add(value: number): void {
    const found = this.#bounds.findIndex((bound, n) => n > 0 && value <= bound);
    const bin = (found === -1 ? this.#bounds.length - 1 : found) - 1;
    this.#counts[bin] = (this.#counts[bin] ?? 0) + 1;
  }

  /** Those that hold something. */
  bins(): Bins {
    return this.#counts.flatMap((count, n): Bins => (count === 0 ? [] : [[this.#bounds[n] ?? 0, this.#bounds[n + 1] ?? 0, count]]));
  }
}

export const countIn = (bins: Bins): number => bins.reduce((sum, [, , count]) => sum + count, 0);

/** Up to about this value lies that part of what was counted; 0 when nothing was. */
export function quantile(bins: Bins, part: number): number {
  const wanted = part * countIn(bins);
  let below = 0;
  for (const [from, to, count] of bins) {
    if (below + count >= wanted) return from + (to - from) * ((wanted - below) / count);
    below += count;
  }
  return 0;
}
