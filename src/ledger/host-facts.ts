import type { Digest, Instant, Origin, PageUrl, PolitenessKey, RunId, UrlPattern } from '../records.ts';

/**
 * Documents that speak for a whole host, kept with their capture time and their end of validity: `robots` and `rights` as they were last asked for, by
 * origin; `host-files` as they stood when pages were fetched, by the digest that those pages name; `terms` that pages of other hosts point to, by URL.
 * And what was found of hosts: `quarantine`, by the pattern of what is left alone; `not-found`, by origin, how it answers to what cannot exist;
 * `daily`, by politeness key, what it has given today. And `crawl`, by run, what a fleet's crawl was asked for.
 */
export type HostFactKind = 'robots' | 'rights' | 'host-files' | 'terms' | 'quarantine' | 'not-found' | 'daily' | 'crawl';

/** What a fact is about. */
export type FactOf = Origin | Digest | PageUrl | PolitenessKey | UrlPattern | RunId;

export interface HostFact {
  /** JSON, shaped by whoever owns the kind (`robots/fetched.ts` for `robots`, `run/host-files-desk.ts`, `rights/host-files.ts`, `run/far-documents.ts`, `run/daily.ts`, `run/fleet/wish.ts`, `traps/`). */
  readonly value: string;
  readonly at: Instant;
  /** After this it must be fetched again; until then it is used. */
  readonly expires: Instant;
}

/** Contract: `test/contracts/host-facts.ts`. */
export interface HostFacts {
  /** The newest fact, expired or not: the caller decides what a stale one is worth. */
  get(of: FactOf, kind: HostFactKind): Promise<HostFact | null>;
  put(of: FactOf, kind: HostFactKind, fact: HostFact): Promise<void>;
  /** The newest facts of a kind, in the order of what they are about. */
  all(kind: HostFactKind): Promise<readonly (readonly [FactOf, HostFact])[]>;
}
