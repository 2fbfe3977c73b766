import type { Digest, FetchId, FetchOutcome, Instant, PageUrl, RecordId, Role, RunId, Via } from '../records.ts';

/** One fetch of one URL, as the ledger keeps it. */
export interface LedgerEntry {
  readonly fetchId: FetchId;
  readonly run: RunId;
  readonly crawler: string;
  readonly url: PageUrl;
  readonly role: Role;
  readonly via: Via;
  readonly depth: number;
  readonly at: Instant;
  /** From the first byte sent to the last received; 0 when nothing was requested. */
  readonly durationMs: number;
  /** Bytes received over the wire. */
  readonly bytes: number;
  readonly outcome: FetchOutcome;
}

/** What to send so that the server may answer 304. */
export interface Validators {
  readonly recordId: RecordId;
  readonly bodyDigest: Digest;
  readonly etag?: string;
  readonly lastModified?: string;
}

export interface RunRecord {
  readonly run: RunId;
  readonly crawlers: readonly string[];
  readonly configDigest: Digest;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  /** `running` also when the process died: then the run can be resumed. */
  readonly state: 'running' | 'finished';
}

/** How many entries of a run have each outcome; drops and failures by name (`refused robots/disallowed`). */
export type OutcomeCounts = Readonly<Record<string, number>>;

export interface CaptureQuery {
  /** Names of crawler configs; all when left out. */
  readonly crawlers?: readonly string[];
  /** Only what was fetched at or before. */
  readonly asOf?: Instant;
}

/**
 * What happened, for good: one outcome per URL and fetch, recorded idempotently by fetch id. Contract: `test/contracts/ledger.ts`.
 */
export interface Ledger {
  /** False when this fetch id is recorded already: nothing changes then. Resolves when it is on disk. */
  record(entry: LedgerEntry): Promise<boolean>;
  /** Oldest first. */
  byUrl(url: PageUrl): Promise<readonly LedgerEntry[]>;
  byRun(run: RunId): AsyncIterable<LedgerEntry>;
  /** Entries of role `page` with outcome `page`, in no promised order. */
  captures(query: CaptureQuery): AsyncIterable<LedgerEntry>;
  validators(url: PageUrl): Promise<Validators | null>;
  outcomes(run: RunId): Promise<OutcomeCounts>;
  /** How the URLs of a run ended: one count per URL, under its newest outcome that is not `deferred`. */
  finalOutcomes(run: RunId): Promise<OutcomeCounts>;

  /** Captures whose links have not yet been put into the frontier: a crash came between. */
  unharvested(run: RunId): AsyncIterable<LedgerEntry>;
  /** Says that the links of this fetch are in the frontier. */
  harvested(fetchId: FetchId): Promise<void>;

  startRun(run: RunRecord): Promise<void>;
  endRun(run: RunId, at: Instant): Promise<void>;
  /** Newest first. */
  runs(): Promise<readonly RunRecord[]>;
  close(): Promise<void>;
}
