import type { Evidence, Licence, UseDecision } from '../records.ts';
import type { ContentUse } from './signals/signal.ts';

/** What text and images may be used for, and what may be done with the page. */
interface Uses {
  readonly train: UseDecision;
  readonly aiInput: UseDecision;
  readonly search: UseDecision;
  readonly index: UseDecision;
}

/** Everything the signals around one page say, combined. */
export interface Assessment {
  readonly uses: Uses;
  /** By robots.txt; `unknown` when none was given. */
  readonly crawl: UseDecision;
  /** Whether its links may be followed. */
  readonly follow: UseDecision;
  /** Whether a copy may be shown. */
  readonly archive: UseDecision;
  /** Training on its images. */
  readonly images: UseDecision;
  /** Characters that may be shown as a snippet; missing: no limit. */
  readonly snippetMax?: number;
  /** ISO 8601 instant after which the page asks not to be indexed. */
  readonly expires?: string;
  /** Canonical strings `source:mechanism:key=value`, sorted, without repeats. */
  readonly signals: readonly string[];
  readonly evidence: readonly Evidence[];
  /** What any use is bound to: `attribution`, `payment:crawl` … */
  readonly obligations: readonly string[];
  /** What of them training is bound to. */
  readonly trainObligations: readonly string[];
  /** URL of a policy that goes with a reservation. */
  readonly policy?: string;
  /** What Cloudflare's Content Signals limit the page to, the narrowest that is said. */
  readonly use?: ContentUse;
  /** ISO 8601 instant as of which it was judged; missing when that was not told. */
  readonly at?: string;
  readonly licence: Licence;
  /** What denies training first, if anything does. */
  readonly denial?: Evidence;
  readonly profile: RightsProfile;
}

export type RightsProfile = 'standard' | 'strict';
