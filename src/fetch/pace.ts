import type { Instant } from '../records.ts';

const PRUNE_AT = 10_000;

/**
 * A token bucket per key, kept as one number each (the generic cell rate algorithm, ITU-T I.371): `perSecond` requests a second, and as
 * many in a burst. `reserve` takes the next place in the queue and says how many milliseconds to wait for it.
 */
export class Pace {
  readonly #intervalMs: number;
  readonly #burstMs: number;
  /** When the bucket of a key will be full again. */
  readonly #fullAt = new Map<string, Instant>();

  constructor(perSecond: number) {
    this.#intervalMs = 1000 / perSecond;
    this.#burstMs = 1000 - this.#intervalMs;
  }

  reserve(key: string, now: Instant): number {
    const fullAt = Math.max(this.#fullAt.get(key) ?? now, now);
    this.#fullAt.set(key, fullAt + this.#intervalMs);
    if (this.#fullAt.size > PRUNE_AT) this.#prune(now);
    return Math.max(0, fullAt - now - this.#burstMs);
  }

  /** A full bucket is the same as none. */
  #prune(now: Instant): void {
    for (const [key, fullAt] of this.#fullAt) if (fullAt <= now) this.#fullAt.delete(key);
  }
}
