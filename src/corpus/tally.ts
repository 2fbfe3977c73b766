import { z } from 'zod';

/** Counts by name, the greatest first; `names` counts those that are not told too. */
export const tallySchema = z.object({ names: z.int().min(0), top: z.array(z.tuple([z.string(), z.int().min(0)])) });
export type Tally = z.infer<typeof tallySchema>;

/** Names told in a manifest: enough for a card, and a bound on its size. */
const TOLD = 100;

/** Counts in memory, one entry per different name. */
export class Counter {
  readonly #counts = new Map<string, number>();

  add(name: string): void {
    this.#counts.set(name, this.of(name) + 1);
  }

  of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  /** Equal counts stand in the order of their names. */
  tally(): Tally {
    const ranked = [...this.#counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    return { names: ranked.length, top: ranked.slice(0, TOLD) };
  }

  /** Every name with its count, in the order of the names. */
  all(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
