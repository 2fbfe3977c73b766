import type { Instant } from '../records.ts';
import { HOLD_MS, PATIENCE_MS } from './frontier.ts';

/** Clock and lease of one politeness key, shared by all crawls: whatever decides when it may be contacted. */
export interface HostClock {
  restUntil: Instant;
  /** Its pace: the last rest that was due after a request; null before the first. */
  lastRest: number | null;
  /** Null when nobody holds it. */
  leaseUntil: Instant | null;
}

/**
 * When the host may be contacted, at the latest known: when its rest is over, or, under a lease, when that has run out and, as the holder
 * may have sent a request at the end of it, a rest has gone by.
 */
export const freeAt = ({ restUntil, lastRest, leaseUntil }: HostClock): Instant =>
  leaseUntil === null ? restUntil : Math.max(restUntil, leaseUntil + (lastRest ?? 0));

/**
 * The host waits, and never for less than before. Its pace is what it rests after a request: 0 was no request, and says nothing about that unless nothing else
 * is known; a wait never does.
 */
export function rest(host: HostClock, restMs: number, now: Instant, waitMs = restMs): void {
  host.restUntil = Math.max(host.restUntil, Math.ceil(now + waitMs));
  if (restMs > 0) host.lastRest = Math.ceil(restMs);
  else if (waitMs <= 0) host.lastRest ??= 0;
}

/** The holder of a lease that was lost has made its request all the same. Whoever has the host now has its own pace of it. */
export function restLate(host: HostClock, waitMs: number, now: Instant): void {
  if (waitMs > 0) host.restUntil = Math.max(host.restUntil, Math.ceil(now + waitMs));
}

/** URLs that a visit may hold, of `most`. Before the first rest is known, a host is taken for a slow one. */
export const urlsOfVisit = ({ lastRest }: HostClock, most: number): number => (lastRest !== null && lastRest <= HOLD_MS ? most : 1);

/** When a crawl may be given the host whose first URL is due then; null when none waits. If the holder dies, the URLs that it has come back. */
export function readyAt(host: HostClock, isHeldForIt: boolean, due: Instant | null): Instant | null {
  if (isHeldForIt) return freeAt(host);
  return due === null ? null : Math.max(due, freeAt(host));
}

/** By promise, hosts are visited in the order of this: when each was ready, put off by what its best priority lacks of 255. */
export const placeOf = (readyAt: Instant, priority: number): number => readyAt + Math.round(((255 - priority) / 255) * PATIENCE_MS);
