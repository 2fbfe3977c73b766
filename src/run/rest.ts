/** What a crawler's config says of rests, in milliseconds. */
export interface Pacing {
  /** At least this; 0: no rest at all, however slow the host. */
  readonly delayMs: number;
  /** A rest of so many times what the host took, `upToMs` at most. */
  readonly factor: number;
  readonly upToMs: number;
}

/**
 * Milliseconds for which a host rests after a request that it took `tookMs` to answer: a slow one is asked less often, by the rule of Heritrix
 * (DispositionProcessor). What robots.txt asks for is never undercut.
 */
export function restAfter({ delayMs, factor, upToMs }: Pacing, crawlDelayMs: number, tookMs: number): number {
  const adapted = delayMs === 0 ? 0 : Math.min(factor * tookMs, upToMs);
  return Math.max(delayMs, crawlDelayMs, Math.ceil(adapted));
}
