import type { LedgerEntry } from '../ledger/ledger.ts';
import type { ArchiveLocation, Capture, RunId } from '../records.ts';

/** A capture with what is needed to refine it: who fetched it, where its body is, under which robots.txt it was fetched. */
export interface CaptureRef {
  readonly run: RunId;
  readonly crawler: string;
  readonly capture: Capture;
  readonly location: ArchiveLocation;
  readonly robots: string;
}

/** What `Ledger.captures` yields, as captures; entries with other outcomes are passed over. */
export async function* captureRefs(entries: AsyncIterable<LedgerEntry>): AsyncGenerator<CaptureRef> {
  for await (const { run, crawler, outcome } of entries) {
    if (outcome.kind !== 'page') continue;
    yield { run, crawler, capture: outcome.capture, location: outcome.location, robots: outcome.robots };
  }
}
