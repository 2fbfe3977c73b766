import type { Discovery, Instant, PageUrl, PolitenessKey, Visit } from '../records.ts';

/**
 * Whose turn comes first when several hosts are ready. `turns`: the one that has been ready longest. `promise`: the one whose best waiting URL
 * has the highest priority, and it is given one URL at a time; see `PATIENCE_MS`.
 */
export type HostOrder = 'turns' | 'promise';

/**
 * By promise, so long must a host of priority 0 have been ready to come before one of 255 that has become ready just now, and in proportion
 * for all between them: a host that promises little waits, and never for ever.
 */
export const PATIENCE_MS = 3_600_000;

/** A host with a longer rest, in milliseconds, gives one URL per visit, so that nobody holds its lease while it rests. */
export const HOLD_MS = 50;

/** What became of one leased URL. */
export interface Settlement {
  readonly url: PageUrl;
  /** The key's pace: for how many milliseconds it rests after a request; 0 when none was made. All of it counts again when a later lease dies. */
  readonly restMs: number;
  /**
   * The key may not be contacted again before this many milliseconds from `now`. Default: `restMs`. Less when part of the rest is over, for that counts from the
   * answer; more when the key is left alone this once, for reasons that say nothing about its pace.
   */
  readonly waitMs?: number;
  /** Set when the URL must come back: not before this instant. */
  readonly retryAt?: Instant;
  /** Whether the retry uses up one of the URL's attempts (a wait for robots.txt does not). */
  readonly spendsAttempt?: boolean;
}

/** Every known URL is in exactly one of these. */
export interface FrontierCounts {
  /** All URLs ever added to this crawl. */
  readonly discovered: number;
  /** Waiting, whether ready or not before some time. */
  readonly queued: number;
  readonly leased: number;
  readonly settled: number;
  readonly keys: number;
}

/** A host of a crawl, as it stands. */
export interface HostState {
  readonly key: PolitenessKey;
  /** URLs of the crawl that are not settled. */
  readonly queued: number;
  /** When it may be contacted; in the past when it is its turn. */
  readonly nextAt: Instant;
  readonly isLeased: boolean;
}

/** Where a URL of a crawl is. */
export interface QueuedUrl {
  readonly state: 'queued' | 'leased';
  /** It waits for its own sake until then; null when only for its host's turn. */
  readonly notBefore: Instant | null;
  readonly host: HostState;
}

/**
 * The queue of one crawl: which host may be contacted next, and for what.
 *
 * Host clocks (rests) and leases are shared by all crawls on the same engine; URLs and the seen-set are the crawl's
 * own. All times come in as parameters, so that an engine can be run in virtual time. The seam shows no database,
 * connection or transaction. Contract: `test/contracts/frontier.ts`.
 */
export interface Frontier {
  /** Adds what is new, by canonical URL. Idempotent. Wakes sleeping keys, and never shortens a rest. Returns how many were new. */
  add(found: readonly Discovery[]): Promise<number>;
  /**
   * Leases the key whose turn comes first, with some of its ready URLs, best priority first; null when none is ready at `now`.
   * A visit whose lease has run out is dead: its URLs are given out again, from then on one at a time, and the deaths of each are counted.
   */
  next(now: Instant): Promise<Visit | null>;
  /** Ends one URL of a living visit. False when the lease was lost: then nothing changes but that the host rests, for it was contacted. */
  settle(visit: Visit, settlement: Settlement, now: Instant): Promise<boolean>;
  /** Extends the lease to `now + leaseMs`. False when it was lost. */
  renew(visit: Visit, now: Instant): Promise<boolean>;
  /** Ends the visit: URLs that were not settled go back to the queue. False when the lease was lost, as for `settle`. */
  release(visit: Visit, restMs: number, now: Instant): Promise<boolean>;
  /**
   * Ends every visit, of whichever crawl, as if its lease had run out by `now`: its host rests once more, then its URLs are given out
   * again. Only for who knows that no holder lives, as the lock of a storage folder tells. Returns how many visits it ended. Where the caller's clock is
   * all there is, one that has gone back since is allowed for: hosts that would rest for more than a day rest as after a request at `now`.
   */
  reclaim(now: Instant): Promise<number>;
  /** The earliest instant at which `next` can give something, whoever holds leases now; null when nothing is queued. */
  wakeAt(): Promise<Instant | null>;
  counts(): Promise<FrontierCounts>;
  /** The hosts whose turn comes next, in this order; at most so many. */
  hosts(most: number): Promise<readonly HostState[]>;
  /** Null for a URL that was never added, or is settled. */
  find(url: PageUrl, key: PolitenessKey): Promise<QueuedUrl | null>;
  close(): Promise<void>;
}
