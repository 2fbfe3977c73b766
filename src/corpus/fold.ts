import type { Document, Step } from '../records.ts';
import { ahead } from './ahead.ts';
import type { CaptureRef } from './capture-ref.ts';
import type { Curated } from './curate.ts';
import type { Furniture } from './furniture.ts';
import { type CountTokens, curated, type Eye, type Found, furnitureFor, type Looks } from './look.ts';
import type { MakeupCount } from './makeup.ts';
import { documentId, dumpOf } from './order.ts';
import type { Originals } from './originals.ts';
import type { Candidate, Fate, Placed, Roll } from './roll.ts';
import { documentRow, hostOf, rejectedRow } from './rows.ts';
import type { ShardSeries } from './shards/series.ts';

export interface Pass {
  readonly looks: Looks;
  readonly signal: AbortSignal | undefined;
  /** Called after each capture. */
  readonly progress: (done: number) => void;
}

/** First pass: the lines of every page that may be kept, by host. */
export async function countLines(roll: Roll, { looks, signal, progress }: Pass, furniture: Furniture): Promise<void> {
  let done = 0;
  for await (const { placed, lines } of looks.lines(roll, furniture.wants)) {
    signal?.throwIfAborted();
    if (lines !== null) furniture.note(placed.place, hostOf(placed.ref.capture.url), lines);
    progress((done += 1));
  }
  furniture.count();
}

/** Second pass: which captures have a text that is wanted and that no earlier one has. Holds no text. */
export async function judgeAll(
  roll: Roll,
  { looks, signal, progress }: Pass,
  furniture: Furniture | null,
  originals: Originals,
): Promise<void> {
  let done = 0;
  for await (const { placed, found } of looks.findings(roll, furniture)) {
    signal?.throwIfAborted();
    roll.judge(placed.place, 'content' in found ? candidate(placed, found, originals) : found);
    progress((done += 1));
  }
}

function candidate({ place, ref }: Placed, found: Found, originals: Originals): Candidate {
  const { content, score, tokens, described } = found;
  const original = originals.claim(place, dumpOf(ref.run), found);
  return {
    content,
    ...(original !== null && { original }),
    ...(score !== null && { score }),
    ...(tokens !== undefined && { tokens }),
    ...(described !== undefined && { described }),
  };
}

/** Last pass: every capture becomes a row, in order, of the corpus or of what was rejected. */
export async function writeAll(
  roll: Roll,
  pass: Omit<Pass, 'looks'> & Pick<Eye, 'refined' | 'curate'> & { readonly furniture: Furniture | null; readonly width: number },
  into: {
    readonly data: ShardSeries;
    readonly rejected: ShardSeries;
    readonly count: MakeupCount;
    readonly countTokens: CountTokens | null;
  },
): Promise<void> {
  const withText = async (capture: Placed & { readonly fate: Fate }) => {
    const { fate, ref } = capture;
    if (!fate.kept) return { ...capture, step: null, tokens: null };
    const { step } = await curated(pass, ref, furnitureFor(pass.furniture, ref), { described: fate.described, topicScore: fate.score });
    const tokens = fate.tokens ?? (step.kept ? await into.countTokens?.(step.record.text) : null) ?? null;
    return { ...capture, step, tokens };
  };
  for await (const { place, ref, fate, step, tokens } of ahead(roll.fates(), pass.width, withText)) {
    pass.signal?.throwIfAborted();
    const dump = dumpOf(ref.run);
    if (fate.kept) {
      const document = { ...documentOf(ref, fate, step), tokens };
      const row = documentRow(document);
      into.count.keep(document);
      into.count.measure(row);
      if (ref.gone !== undefined) into.count.keepGone();
      await into.data.add(dump, { ...row });
    } else {
      into.count.drop(ref.capture.url, fate.drop);
      await into.rejected.add(dump, { ...rejectedRow(ref, fate.drop) });
    }
    pass.progress(place);
  }
}

function documentOf(ref: CaptureRef, fate: Extract<Fate, { kept: true }>, step: Step<Curated> | null): Omit<Document, 'tokens'> {
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
