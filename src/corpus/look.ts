import type { Described, Digest, Drop, Refined, Step } from '../records.ts';
import { ahead } from './ahead.ts';
import type { CaptureRef } from './capture-ref.ts';
import type { Curate, Curated, Known } from './curate.ts';
import type { Furniture, LineKey, Lines } from './furniture.ts';
import { type DuplicateRules, signed } from './originals.ts';
import type { Placed, Roll } from './roll.ts';
import { hostOf } from './rows.ts';

/** The refined page of a capture: staged, or refined now. Asked once in each pass for each capture that may still be kept. */
export type RefinedOf = (ref: CaptureRef) => Promise<Step<Refined>>;

export type CountTokens = (text: string) => Promise<number>;

/** What judging finds of a page that may be kept: all that decides about it, without its text. */
export interface Found {
  readonly content: Digest;
  /** As long as the search for duplicates needs it. */
  readonly signature: Uint8Array;
  readonly score: number | null;
  /** Where they were counted. */
  readonly tokens?: number;
  /** Of the text, where curating made it another one than refining. */
  readonly described?: Described;
}

/**
 * Finds out of captures what the passes of a build ask. Each answer depends on its own capture and the host's furniture alone, so that it does not matter
 * who gives it, or how often.
 */
export interface Looks {
  /** The keys of the lines of current captures, null where there is no page or its host is not wanted; in any order. */
  lines(roll: Roll, wants: Furniture['wants']): AsyncIterable<{ readonly placed: Placed; readonly lines: readonly LineKey[] | null }>;
  /** What is found of every current capture, in the total order. */
  findings(roll: Roll, furniture: Furniture | null): AsyncIterable<{ readonly placed: Placed; readonly found: Found | Drop }>;
}

/** By what one looks at a page. */
export interface Eye {
  readonly refined: RefinedOf;
  readonly curate: Curate;
  readonly linesOf: ((text: string) => readonly LineKey[]) | null;
  /** Null when tokens are not to be counted while judging. */
  readonly countTokens: CountTokens | null;
  readonly duplicates: DuplicateRules['preset'];
}

export async function linesIn({ refined, linesOf }: Pick<Eye, 'refined' | 'linesOf'>, ref: CaptureRef): Promise<readonly LineKey[] | null> {
  const step = await refined(ref);
  return step.kept && linesOf !== null ? linesOf(step.record.text) : null;
}

export async function findingOf({ countTokens, duplicates, ...eye }: Eye, ref: CaptureRef, furniture: Lines): Promise<Found | Drop> {
  const { step, described } = await curated(eye, ref, furniture);
  if (!step.kept) return step.drop;
  const { text, contentDigest, topicScore } = step.record;
  const tokens = await countTokens?.(text);
  return {
    content: contentDigest,
    signature: signed(step.record, duplicates),
    score: topicScore,
    ...(tokens !== undefined && { tokens }),
    ...(described !== undefined && { described }),
  };
}

/** What the corpus makes of a capture, and what is told of its text where that is another one than refining made. */
export async function curated(
  { refined, curate }: Pick<Eye, 'refined' | 'curate'>,
  ref: CaptureRef,
  furniture: Lines,
  known?: Known,
): Promise<{ readonly step: Step<Curated>; readonly described?: Described }> {
  const refinedStep = await refined(ref);
  if (!refinedStep.kept) return { step: refinedStep };
  const { record } = refinedStep;
  const step = await curate(record, furniture, known);
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

const none: Lines = new Map();

export const furnitureFor = (furniture: Furniture | null, { capture }: CaptureRef): Lines => furniture?.of(hostOf(capture.url)) ?? none;

/** In this process, so many captures at a time. */
export function ownLooks(eye: Eye, width: number): Looks {
  return {
    lines: (roll, wants) =>
      ahead(roll.current(), width, async (placed) => {
        const isWanted = wants(hostOf(placed.ref.capture.url));
        return { placed, lines: isWanted ? await linesIn(eye, placed.ref) : null };
      }),
    findings: (roll, furniture) =>
      ahead(roll.current(), width, async (placed) => ({
        placed,
        found: await findingOf(eye, placed.ref, furnitureFor(furniture, placed.ref)),
      })),
  };
}
