import { type Kept, removeUnfinished, rewriteSegment } from '../archive/collect.ts';
import type { Segments } from '../archive/segments.ts';
import { surveyRecords, type SurveyedRecord } from '../archive/survey.ts';
import type { ArchiveLocation, FetchId, RecordId } from '../records.ts';
import { version } from '../version.ts';
import type { Engines } from './engines.ts';
import type { ScratchIndex } from './scratch-index.ts';

export interface SweepOptions {
  /** Whether a record is to stay. */
  readonly stays: (record: SurveyedRecord) => boolean;
  /** The part of a segment's bytes that must go at least, that it be written anew; 0 for any. */
  readonly worth: number;
  /** `named`: records that the ledger names, each with its fetch. `kept` is filled with what stays. */
  readonly index: ScratchIndex<'named' | 'kept'>;
  /** Change nothing. */
  readonly dryRun?: boolean;
  readonly progress?: (what: string) => void;
}

/** A sealed segment of which something goes, or would. */
export interface Sweep {
  readonly segment: string;
  /** The one that has what stayed; null when nothing did, or nothing was changed. */
  readonly written: string | null;
  readonly records: number;
  readonly gone: number;
  /** That its disk gets back. */
  readonly bytes: number;
}

/**
 * Takes records out of the sealed segments of the archive: what stays of one is copied into a new one, then the ledger learns where it is, then the
 * old one goes. Cut short at any point it loses nothing. Returns the damaged segments, which it leaves alone.
 */
export async function* sweepSegments(
  { ledger, clock, segments }: Pick<Engines, 'ledger' | 'clock' | 'segments'>,
  { stays, worth, index, dryRun, progress }: SweepOptions,
): AsyncGenerator<Sweep, readonly string[]> {
  const damaged: string[] = [];
  if (dryRun !== true) await removeUnfinished(segments);
  for (const { segment, isOpen, bytes: size, indexBytes } of await segments.list()) {
    if (isOpen) continue;
    progress?.(`reading ${segment}`);
    const sorted = await sort(segments, segment, stays, index);
    if (sorted === null) damaged.push(segment);
    if (sorted === null || sorted.gone.length === 0) continue;
    const { kept, gone, bytes } = sorted;
    if (bytes < size * worth) continue;
    const isWhole = kept.length === 0;
    const all = { segment, records: kept.length + gone.length, gone: gone.length };
    const freed = isWhole ? size + (indexBytes ?? 0) : bytes;
    if (dryRun === true) {
      yield { ...all, written: null, bytes: freed };
      continue;
    }
    const places = isWhole
      ? new Map<RecordId, ArchiveLocation>()
      : await rewriteSegment(segments, segment, kept, { at: clock(), software: `garner/${version}` });
    // The ledger knows the new places before the old ones go.
    const moves = [...places].map(([id, to]) => ({ id, to: to as ArchiveLocation | null }));
    const lost = gone.filter((id) => !index.has('kept', id)).map((id) => ({ id, to: null }));
    await ledger.moved(
      [...moves, ...lost].flatMap(({ id, ...move }) => {
        const fetchId = index.note('named', id) as FetchId | null;
        return fetchId === null ? [] : [{ fetchId, ...move }];
      }),
    );
    yield { ...all, written: [...places.values()][0]?.segment ?? null, bytes: freed };
    await segments.remove(segment);
  }
  return damaged;
}

interface Sorted {
  readonly kept: readonly Kept[];
  readonly gone: readonly RecordId[];
  /** Of what goes. */
  readonly bytes: number;
}

/** What of a segment stays; null when it is damaged. */
async function sort(
  segments: Segments,
  segment: string,
  stays: SweepOptions['stays'],
  index: SweepOptions['index'],
): Promise<Sorted | null> {
  const kept: Kept[] = [];
  const gone: RecordId[] = [];
  let bytes = 0;
  for await (const found of surveyRecords(segments, segment)) {
    if ('kind' in found || found.fault !== null || found.id === null) return null;
    if (found.type === 'warcinfo') continue;
    // Two copies of a record are left when a run of this was cut short: the first one that is met stays.
    if (stays(found) && index.add('kept', found.id)) {
      kept.push(found);
    } else {
      gone.push(found.id);
      bytes += found.length;
    }
  }
  return { kept, gone, bytes };
}
