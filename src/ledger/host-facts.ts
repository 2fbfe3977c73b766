import type { Instant, Origin } from '../records.ts';

/** Documents that speak for a whole host, kept with their capture time and their end of validity. */
export type HostFactKind = 'robots';

export interface HostFact {
  /** JSON, shaped by whoever owns the kind (`robots/fetched.ts` for `robots`). */
  readonly value: string;
  readonly at: Instant;
  /** After this it must be fetched again; until then it is used. */
  readonly expires: Instant;
}

/** Contract: `test/contracts/host-facts.ts`. */
export interface HostFacts {
  /** The newest fact, expired or not: the caller decides what a stale one is worth. */
  get(origin: Origin, kind: HostFactKind): Promise<HostFact | null>;
  put(origin: Origin, kind: HostFactKind, fact: HostFact): Promise<void>;
}
