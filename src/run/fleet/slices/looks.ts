import { hash } from 'node:crypto';
import { ahead } from '../../../corpus/ahead.ts';
import type { CaptureRef } from '../../../corpus/capture-ref.ts';
import type { Furniture } from '../../../corpus/furniture.ts';
import type { Looks } from '../../../corpus/look.ts';
import type { Placed } from '../../../corpus/roll.ts';
import type { Digest, Drop } from '../../../records.ts';
import type { Prepared } from './prepared.ts';
import type { SliceQueue } from './queue.ts';
import { readFindings, readLines, type Slice, writeFurniture } from './slice.ts';

/** Slices that wait or are in work at once: their captures are in Redis, near a kilobyte each. */
const UNDER_WAY = 128;

export interface FleetLooksOptions {
  readonly corpus: string;
  readonly rules: Digest;
  readonly queue: Pick<SliceQueue, 'answered'>;
  readonly prepared: Prepared;
  /** Why a capture may not be had, whatever its page says: no worker is asked about it. */
  readonly barred: (ref: CaptureRef) => Drop | null;
  /** Brings what the workers have staged. */
  readonly bring: () => Promise<void>;
  /** Captures in a slice. */
  readonly size: number;
  readonly signal: AbortSignal | undefined;
}

/** The workers of a fleet look at the pages. Where lines are asked for, that reads the archive in its own order and stages all pages. */
export function fleetLooks({ corpus, rules, queue, prepared, barred, bring, size, signal }: FleetLooksOptions): Looks {
  /** Runs of captures, each with what workers say of those that are not barred. */
  const asked = <Answer>(
    captures: Iterable<Placed>,
    slice: Pick<Slice, 'asked' | 'furniture'>,
    read: (bytes: Uint8Array) => readonly Answer[],
  ) =>
    ahead(runsOf(captures, size), UNDER_WAY, async (run) => {
      const looked = run.map((placed) => ({ placed, drop: barred(placed.ref) }));
      const open = looked.flatMap(({ placed, drop }) => (drop === null ? [placed.ref] : []));
      const answers = open.length === 0 ? [] : read(await queue.answered({ corpus, rules, ...slice, captures: open }, prepared, signal));
      if (answers.length !== open.length) throw new Error(`${answers.length} answers came to a slice of ${open.length} captures`);
      const next = answers.values();
      return looked.map(({ placed, drop }) => ({ placed, drop, answer: drop === null ? (next.next().value ?? null) : null }));
    });
  return {
    async *lines(roll) {
      for await (const run of asked(roll.inArchive(), { asked: 'lines', furniture: null }, readLines))
        yield* run.map(({ placed, answer }) => ({ placed, lines: answer }));
    },
    async *findings(roll, furniture) {
      const name = furniture === null ? null : await share(furniture, prepared);
      for await (const run of asked(roll.current(), { asked: 'findings', furniture: name }, readFindings))
        for (const { placed, drop, answer } of run) {
          const found = drop ?? answer;
          if (found === null) throw new Error(`nothing was found of ${placed.ref.capture.url}`);
          yield { placed, found };
        }
      await bring();
    },
  };
}

/** Puts what hosts repeat where workers find it, and tells under what name; null when nothing does. */
async function share(furniture: Furniture, prepared: Prepared): Promise<string | null> {
  const bytes = writeFurniture(furniture.rows());
  const name = `furniture-${hash('sha256', bytes).slice(0, 32)}`;
  await prepared.put(name, bytes);
  return name;
}

function* runsOf(captures: Iterable<Placed>, size: number): Generator<readonly Placed[]> {
  let run: Placed[] = [];
  for (const placed of captures) {
    if (run.push(placed) < size) continue;
    yield run;
    run = [];
  }
  if (run.length > 0) yield run;
}
