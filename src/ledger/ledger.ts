import type {
  ArchiveLocation,
  Capture,
  Digest,
  Drop,
  FetchId,
  FetchOutcome,
  Instant,
  PageUrl,
  RecordId,
  Role,
  RunId,
  Via,
} from '../records.ts';

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
  /** Bytes received over the wire, or read from disk. */
  readonly bytes: number;
  readonly outcome: FetchOutcome;
}

/** A page as it stands: the capture that brought its body, and what was said when it was last found unchanged. */
export interface Standing {
  /** With the headers of the newest answer. */
  readonly capture: Capture;
  readonly location: ArchiveLocation;
  /** The robots.txt of the newest answer. */
  readonly robots: string;
  /** The files that spoke for the host at the newest answer, under their digest in the host facts; missing when there were none. */
  readonly hostFiles?: Digest;
  /** Where its scripts wanted to go at the newest answer; missing when nowhere. */
  readonly leads?: readonly PageUrl[];
  /** When it was last found unchanged, if ever. */
  readonly checkedAt?: Instant;
  /** When what stands of headers, robots.txt and files was heard first, if not with the capture. */
  readonly heardAt?: Instant;
  /** Missing while the page is there. */
  readonly gone?: Gone;
}

/** What the newest visits of a page said that there was a capture of: that it is no more. */
export interface Gone {
  /** Of the newest answer. */
  readonly status: 404 | 410;
  /** When that was said for the first time since the page was last there. */
  readonly since: Instant;
  /** When it was said last. */
  readonly at: Instant;
}

/** What to send so that the server may answer 304. */
export interface Validators extends Standing {
  readonly etag?: string;
  readonly lastModified?: string;
  /** As in `CaptureEntry`. */
  readonly withdrawn?: Drop;
}

export interface RunRecord {
  readonly run: RunId;
  readonly crawlers: readonly string[];
  readonly configDigest: Digest;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  /** `running` also when the process died: then the run can be resumed. */
  readonly state: 'running' | 'finished';
  /** Names the queue that the run has, if one was lost and made anew: when that was. */
  readonly rebuilt?: Instant;
}

/** How many entries of a run have each outcome; drops and failures by name (`refused robots/disallowed`). */
export type OutcomeCounts = Readonly<Record<string, number>>;

/** A page that was fetched, and what later visits of the same crawler to its URL say about it. */
export interface CaptureEntry extends LedgerEntry, Standing {
  /** Why it may not be had today, though its body is here: robots.txt or its headers have come to forbid it, or whoever imported it took it back. */
  readonly withdrawn?: Drop;
}

/** A record of the archive that an entry names. */
export interface ArchivedEntry {
  readonly fetchId: FetchId;
  readonly url: PageUrl;
  readonly kind: 'page' | 'unchanged' | 'redirect';
  readonly recordId: RecordId;
  /** Null for what is not read again. */
  readonly location: ArchiveLocation | null;
  /** The capture that has its body: itself, or the one that was found unchanged; null for a redirect. */
  readonly body: RecordId | null;
  /** The response that it was rendered from, which is kept with it; null for what was not rendered. */
  readonly from: RecordId | null;
  /** Of the body that the archive holds under `recordId`; null where it holds none. */
  readonly digest: Digest | null;
  /** That body is of the newest capture of its URL by this crawler and in this role: the one that a build and a recrawl would read. */
  readonly isCurrent: boolean;
  /** The record was removed from the archive, as one that nobody needs. */
  readonly isCollected: boolean;
}

/** Where the record of an entry is now; null when the archive has it no more. */
export interface Move {
  readonly fetchId: FetchId;
  readonly to: ArchiveLocation | null;
  /** The entry forgets the headers of the answer too, and that its links were to be followed. */
  readonly erase?: boolean;
}

export interface CaptureQuery {
  /** Names of crawler configs; all when left out. */
  readonly crawlers?: readonly string[];
  /** Only what was fetched, or said, at or before. */
  readonly asOf?: Instant;
}

/**
 * What happened, for good: one outcome per URL and fetch, recorded idempotently by fetch id. Contract: `test/contracts/ledger.ts`.
 */
export interface Ledger {
  /** False when this fetch id is recorded already: nothing changes then. Resolves when it is on disk. */
  record(entry: LedgerEntry): Promise<boolean>;
  isRecorded(fetchId: FetchId): Promise<boolean>;
  /** Oldest first. */
  byUrl(url: PageUrl): Promise<readonly LedgerEntry[]>;
  /** Likewise, of one crawler and in one role; a fleet may leave out what was recorded in the last minute. */
  history(of: Pick<LedgerEntry, 'url' | 'crawler' | 'role'>): Promise<readonly LedgerEntry[]>;
  byRun(run: RunId): AsyncIterable<LedgerEntry>;
  /** A reader of the run's entries, of which each call gives those that came since the last one: at first all there are. */
  follow(run: RunId): () => Promise<readonly LedgerEntry[]>;
  /** Entries of role `page` with outcome `page`, in no promised order. */
  captures(query: CaptureQuery): AsyncIterable<CaptureEntry>;
  /** Of the newest capture of the URL that this crawler made in this role; null when there is none. */
  validators(of: Pick<LedgerEntry, 'url' | 'crawler' | 'role'>): Promise<Validators | null>;
  outcomes(run: RunId): Promise<OutcomeCounts>;
  /** How the URLs of a run ended: one count per URL, under its newest outcome that is not `deferred`. */
  finalOutcomes(run: RunId): Promise<OutcomeCounts>;

  /** Pages, fetched, unchanged or not due yet, whose links have not yet been put into the queue of the run: a crash came between. Not what was imported. */
  unharvested(run: RunId): AsyncIterable<LedgerEntry>;
  /** Says that the links of this fetch are in a queue of the run, which is the first unless `rebuild` has named it. */
  harvested(fetchId: FetchId, queue?: Instant): Promise<void>;
  /** Says that the queue of the run is lost and made anew: what was put into an earlier one counts no more. Returns what names the new one. */
  rebuild(run: RunId, now: Instant): Promise<Instant>;

  /** Every record of the archive that is named, in no promised order. */
  archived(): AsyncIterable<ArchivedEntry>;
  /** Says that records are elsewhere in the archive now, or in it no more. */
  moved(moves: readonly Move[]): Promise<void>;
  /** When the record was removed from the archive; null when it was not. */
  collectedAt(recordId: RecordId): Promise<Instant | null>;
  /** What contradicts itself in what is stored, for people; empty when all is well. */
  faults(): Promise<readonly string[]>;

  startRun(run: RunRecord): Promise<void>;
  endRun(run: RunId, at: Instant): Promise<void>;
  /** Newest first. */
  runs(): Promise<readonly RunRecord[]>;
  close(): Promise<void>;
}
