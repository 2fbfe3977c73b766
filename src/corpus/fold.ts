import type { Described, Document, Refined, Step } from '../records.ts';
import { ahead } from './ahead.ts';
import type { CaptureRef } from './capture-ref.ts';
import type { Curate, Curated, Known } from './curate.ts';
import type { Furniture } from './furniture.ts';
import type { MakeupCount } from './makeup.ts';
import { documentId, dumpOf } from './order.ts';
import type { Originals } from './originals.ts';
import type { Candidate, Fate, Placed, Roll } from './roll.ts';
import { documentRow, hostOf, rejectedRow } from './rows.ts';
import type { ShardSeries } from './shards/series.ts';

/** The refined page of a capture: staged, or refined now. Asked once in each pass for each capture that may still be kept. */
export type RefinedOf = (ref: CaptureRef) => Promise<Step<Refined>>;

export type CountTokens = (text: string) => Promise<number>;

export interface Pass {
  readonly refined: RefinedOf;
  readonly curate: Curate;
  readonly furniture: Furniture | null;
  /** Captures asked for before their turn. */
  readonly width: number;
  readonly signal: AbortSignal | undefined;
  /** Called after each capture. */
  readonly progress: (done: number) => void;
}

interface Looked {
  readonly step: Step<Curated>;
  /** Of the text, where curating made it another one than refining. */
  readonly described?: Described;
}

/** What the corpus makes of a capture. */
async function curated({ refined, curate, furniture }: Pass, ref: CaptureRef, known?: Known): Promise<Looked> {
  const refinedStep = await refined(ref);
  if (!refinedStep.kept) return { step: refinedStep };
  const { record } = refinedStep;
  const step = await curate(record, furniture?.of(hostOf(ref.capture.url)) ?? new Map(), known);
  return step.kept && step.record.text !== record.text ? { step, described: describedIn(step.record) } : { step };
}

const describedIn = ({ language, languageScore, languages, contentDigest, measures, signature }: Described): Described => ({
  language,
  languageScore,
  languages,
  contentDigest,
  measures,
  signature,
});

/** First pass: the lines of every page that may be kept, by host. */
export async function countLines(
  roll: Roll,
  { refined, width, signal, progress }: Pass,
  furniture: Furniture,
  linesOf: (text: string) => readonly bigint[],
): Promise<void> {
  const lines = async ({ ref }: Placed) => {
    const host = hostOf(ref.capture.url);
    const step = furniture.wants(host) ? await refined(ref) : null;
    return { host, lines: step?.kept === true ? linesOf(step.record.text) : null };
  };
  let done = 0;
  for await (const page of ahead(roll.current(), width, lines)) {
    signal?.throwIfAborted();
    if (page.lines !== null) furniture.note(page.host, page.lines);
    progress((done += 1));
  }
  furniture.count();
}

/** Second pass: which captures have a text that is wanted and that no earlier one has. Holds no text. */
export async function judgeAll(roll: Roll, pass: Pass, originals: Originals, countTokens: CountTokens | null): Promise<void> {
  const verdict = async (placed: Placed) => {
    const { step, described } = await curated(pass, placed.ref);
    const tokens = step.kept && countTokens !== null ? await countTokens(step.record.text) : undefined;
    return { placed, step, known: { ...(described !== undefined && { described }), ...(tokens !== undefined && { tokens }) } };
  };
  let done = 0;
  for await (const { placed, step, known } of ahead(roll.current(), pass.width, verdict)) {
    pass.signal?.throwIfAborted();
    roll.judge(placed.place, step.kept ? { ...candidate(placed, step.record, originals), ...known } : step.drop);
    pass.progress((done += 1));
  }
}

function candidate({ place, ref }: Placed, record: Curated, originals: Originals): Candidate {
  const original = originals.claim(place, dumpOf(ref.run), record);
  return {
    content: record.contentDigest,
    ...(original !== null && { original }),
    ...(record.topicScore !== null && { score: record.topicScore }),
  };
}

/** Last pass: every capture becomes a row, in order, of the corpus or of what was rejected. */
export async function writeAll(
  roll: Roll,
  pass: Pass,
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
    const { step } = await curated(pass, ref, { described: fate.described, topicScore: fate.score });
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
