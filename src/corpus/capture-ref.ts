import type { CaptureEntry, Standing } from '../ledger/ledger.ts';
import type { Drop, RunId } from '../records.ts';

/** A capture with what is needed to refine it: who fetched it, where its body is, how the page stands by now. */
export interface CaptureRef extends Standing {
  readonly run: RunId;
  readonly crawler: string;
  /** Why it may not be had by now, whatever it says itself. */
  readonly withdrawn?: Drop;
}

/** What `Ledger.captures` yields, without what a build has no use for. */
export async function* captureRefs(entries: AsyncIterable<CaptureEntry>): AsyncGenerator<CaptureRef> {
  for await (const { run, crawler, capture, location, robots, hostFiles, checkedAt, heardAt, gone, withdrawn } of entries) {
    yield {
      run,
      crawler,
      capture,
      location,
      robots,
      ...(hostFiles !== undefined && { hostFiles }),
      ...(checkedAt !== undefined && { checkedAt }),
      ...(heardAt !== undefined && { heardAt }),
      ...(gone !== undefined && { gone }),
      ...(withdrawn !== undefined && { withdrawn }),
    };
  }
}
