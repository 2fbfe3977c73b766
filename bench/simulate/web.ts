/** A number that seed, host and question name alone, in [0, 1): MurmurHash3's finaliser. */
function chance(seed: number, host: number, question: number): number {
  let bits = Math.imul(host ^ Math.imul(seed, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(question + 1, 0xc2b2ae35);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}

/** Pages of the largest host. */
const MOST_PAGES = 1_000_000;
/** Pareto's exponent: the smaller, the heavier the tail. With it a host has 69 pages on average, and more than half of them have one or two. */
const TAIL = 0.8;
const MEDIAN_MS = 400;

/** A host as the simulated web has it. */
export interface Traits {
  /** Milliseconds of its median answer. */
  readonly tookMs: number;
  /** What its robots.txt asks for, in milliseconds. */
  readonly crawlDelayMs: number;
  /** Nothing answers there. */
  readonly isDead: boolean;
  /** The part of its answers that are 503. */
  readonly busy: number;
  /** What it asks to wait for then, in milliseconds; null when nothing. */
  readonly retryAfterMs: number | null;
}

export const pagesOf = (seed: number, host: number): number =>
  Math.min(MOST_PAGES, Math.floor(Math.max(chance(seed, host, 0), 1e-9) ** (-1 / TAIL)));

/** Log-normal by the sum of four, which is near enough. */
const spread = (seed: number, host: number): number =>
  Math.exp(0.8 * 1.73 * (chance(seed, host, 1) + chance(seed, host, 2) + chance(seed, host, 3) + chance(seed, host, 4) - 2));

export function traitsOf(seed: number, host: number): Traits {
  const asks = chance(seed, host, 5);
  const isBusy = chance(seed, host, 6) < 0.02;
  return {
    tookMs: MEDIAN_MS * spread(seed, host),
    // One in twenty asks for 5 or 10 s, one in 200 for half a minute, one in 2,000 for longer than it will be waited for.
    crawlDelayMs: asks < 0.0005 ? 600_000 : asks < 0.005 ? 30_000 : asks < 0.03 ? 10_000 : asks < 0.05 ? 5000 : 0,
    isDead: chance(seed, host, 7) < 0.03,
    busy: isBusy ? 0.1 : 0,
    retryAfterMs: isBusy && chance(seed, host, 8) < 0.5 ? 30_000 + 90_000 * chance(seed, host, 9) : null,
  };
}
