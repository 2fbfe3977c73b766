import type { Digest, Document, Drop, Refined, Step } from '../records.ts';
import { ahead } from './ahead.ts';
import type { CaptureRef } from './capture-ref.ts';
import type { MakeupCount } from './makeup.ts';
import { documentId, dumpOf } from './order.ts';
import type { Fate, Placed, Roll } from './roll.ts';
import { documentRow, rejectedRow } from './rows.ts';
import type { ShardSeries } from './shards/series.ts';

/** The refined page of a capture: staged, or refined now. Asked once for each current capture and again for each that is kept. */
export type RefinedOf = (ref: CaptureRef) => Promise<Step<Refined>>;

export interface Pass {
  readonly refined: RefinedOf;
  /** Captures asked for before their turn. */
  readonly width: number;
  readonly signal: AbortSignal | undefined;
  /** Called after each capture. */
  readonly progress: (done: number) => void;
}

/** First pass: which captures have a text, and its digest. Holds no text. */
export async function judgeAll(roll: Roll, { refined, width, signal, progress }: Pass): Promise<void> {
  const verdict = async ({ place, ref }: Placed): Promise<{ place: number; verdict: Digest | Drop }> => {
    const step = await refined(ref);
    return { place, verdict: step.kept ? step.record.contentDigest : step.drop };
  };
  let done = 0;
  for await (const { place, verdict: judged } of ahead(roll.current(), width, verdict)) {
    signal?.throwIfAborted();
    roll.judge(place, judged);
    progress((done += 1));
  }
}

/** Second pass: every capture becomes a row, in order, of the corpus or of what was rejected. */
export async function writeAll(
  roll: Roll,
  { refined, width, signal, progress }: Pass,
  into: { readonly data: ShardSeries; readonly rejected: ShardSeries; readonly count: MakeupCount },
): Promise<void> {
  const withText = async (capture: Placed & { readonly fate: Fate }) => ({
    ...capture,
    step: capture.fate.kept ? await refined(capture.ref) : null,
  });
  for await (const { place, ref, fate, step } of ahead(roll.fates(), width, withText)) {
    signal?.throwIfAborted();
    const dump = dumpOf(ref.run);
    if (fate.kept) {
      const document = documentOf(ref, fate, step);
      const row = documentRow(document);
      into.count.keep(document);
      into.count.measure(row);
      await into.data.add(dump, { ...row });
    } else {
      into.count.drop(ref.capture.url, fate.drop);
      await into.rejected.add(dump, { ...rejectedRow(ref, fate.drop) });
    }
    progress(place);
  }
}

function documentOf(ref: CaptureRef, fate: Extract<Fate, { kept: true }>, step: Step<Refined> | null): Document {
  // Who won was decided by the first answer: with another one, counts and clusters would be wrong.
  if (step === null || !step.kept || documentId(ref.capture.url, step.record.contentDigest) !== fate.id) {
    throw new Error(`Refining ${ref.capture.url} (${ref.capture.recordId}) gave one text at first and then another text or none`);
  }
  return {
    ...step.record,
    id: fate.id,
    dump: dumpOf(ref.run),
    run: ref.run,
    crawler: ref.crawler,
    cluster: fate.id,
    duplicates: fate.duplicates,
  };
}
