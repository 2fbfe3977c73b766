import type { Instant } from '../records.ts';

const PRUNE_AT = 10_000;
/** A place that was kept for so long after its time is lost: else all that were late would go at once. */
export const KEPT_MS = 1000;

/**
 * Takes the next place in the queue for an address, and says how many milliseconds to wait for it. A `holder` that will not wait longer than
 * `patienceMs` has its place kept, and is told the same one when it asks again.
 */
export type Pace = (address: string, holder: string, patienceMs: number) => number | Promise<number>;

/** What one process asks an address, by its own count. */
export function ownPace(perSecond: number): Pace {
  const buckets = new TokenBuckets(perSecond);
  return (address, holder, patienceMs) => buckets.reserve(address, Date.now(), holder, patienceMs);
}

/** How far ahead of its rate a bucket may get: all that comes in one second. */
export const burstMs = (perSecond: number): number => 1000 - 1000 / perSecond;

/**
 * A token bucket per key, kept as one number each (the generic cell rate algorithm, ITU-T I.371): `perSecond` requests a second, and as
 * many in a burst. `reserve` takes the next place in the queue and says how many milliseconds to wait for it.
 */
export class TokenBuckets {
  readonly #intervalMs: number;
  readonly #burstMs: number;
  /** When the bucket of a key will be full again. */
  readonly #fullAt = new Map<string, Instant>();
  /** Places that are kept for holders who come again, by key and holder. */
  readonly #kept = new Map<string, Instant>();

  constructor(perSecond: number) {
    this.#intervalMs = 1000 / perSecond;
    this.#burstMs = burstMs(perSecond);
  }

  /** A `holder` that will not wait longer than `patienceMs` has its place kept, and is told the same one when it asks again. */
  reserve(key: string, now: Instant, holder = '', patienceMs = Number.POSITIVE_INFINITY): number {
    const ticket = `${key} ${holder}`;
    const kept = this.#kept.get(ticket);
    this.#kept.delete(ticket);
    const at = kept !== undefined && now - kept < KEPT_MS ? kept : this.#next(key, now);
    const waitMs = Math.max(0, at - now);
    if (waitMs > patienceMs) this.#kept.set(ticket, at);
    if (this.#fullAt.size + this.#kept.size > PRUNE_AT) this.#prune(now);
    return waitMs;
  }

  #next(key: string, now: Instant): Instant {
    const fullAt = Math.max(this.#fullAt.get(key) ?? now, now);
    this.#fullAt.set(key, fullAt + this.#intervalMs);
    return fullAt - this.#burstMs;
  }

  /** A full bucket is the same as none. */
  #prune(now: Instant): void {
    for (const [key, fullAt] of this.#fullAt) if (fullAt <= now) this.#fullAt.delete(key);
    for (const [ticket, at] of this.#kept) if (now - at >= KEPT_MS) this.#kept.delete(ticket);
  }
}
