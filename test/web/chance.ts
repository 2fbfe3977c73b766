/** A reproducible source of choices: the same seed gives the same web. */
export interface Chance {
  /** In [0, 1). */
  next(): number;
  pick<T>(from: readonly T[]): T;
  /** All of them, in another order. */
  shuffle<T>(from: readonly T[]): readonly T[];
}

/** The mulberry32 generator, which is plenty for choosing sentences. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    pick: (from) => from[Math.floor(next() * from.length)]!,
    shuffle: (from) =>
      from
        .map((value) => ({ value, order: next() }))
        .toSorted((a, b) => a.order - b.order)
        .map(({ value }) => value),
  };
}
