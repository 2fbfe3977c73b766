import type { PresetName } from '../../dedup/presets.ts';
import type { Drop, PageUrl, Step } from '../../records.ts';
import type { CaptureRef } from '../capture-ref.ts';
import type { RejectedRow } from '../columns.ts';
import type { Curated } from '../curate.ts';
import type { Manifest } from '../manifest.ts';
import { hostOf } from '../rows.ts';
import { Change } from './change.ts';
import { succeed } from './successors.ts';
import { type Seen, type SeenCopy, type SeenDocument, surveyRemoval } from './survey.ts';

/** A capture as it stands, and what the corpus makes of it now. */
export interface Judged {
  readonly ref: CaptureRef;
  readonly step: Step<Curated>;
  /** Of its text; null where they are not counted. */
  readonly tokens: number | null;
}

export interface RemovalInput {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Why a page goes; null when it stays. */
  readonly goes: (url: PageUrl) => Drop | null;
  /** Which crawler or import a capture came from. */
  readonly crawlerOf: (seen: Seen) => Promise<string>;
  /**
   * Asked of captures that had the text of a document that goes, or nearly: the first whose own rights pass takes its place. Null for one that can not
   * be judged: it stays rejected. When left out, nothing takes anything's place.
   */
  readonly judge?: (copy: SeenCopy) => Promise<Judged | null>;
  /** By which the corpus was deduplicated. Default `verified`. */
  readonly preset?: PresetName;
}

export interface Removal {
  /** As it was, but for its shards, counts and makeup; the new shards are on the disk, and nothing names them yet. */
  readonly manifest: Manifest;
  readonly documents: readonly SeenDocument[];
  readonly promoted: number;
}

/**
 * A generation without some pages: each leaves a row among the rejected that says why. Only the shards concerned are written anew. What comes out
 * has the rows that a build would give which drops these pages. Null when the generation has nothing of them.
 */
export async function removeFrom(input: RemovalInput): Promise<Removal | null> {
  const { folder, manifest, goes } = input;
  const surveyed = await surveyRemoval(folder, manifest, goes);
  if (surveyed.documents.length === 0 && surveyed.rejected.length === 0) return null;
  const change = new Change(manifest);
  for (const document of surveyed.documents) {
    change.bury(document, tombstone(document, await input.crawlerOf(document), goes(document.url)));
  }
  for (const each of surveyed.rejected) {
    change.replace(each, each.rule, tombstone(each, each.crawler, goes(each.url)));
  }
  for (const { of, goes: isGone } of surveyed.copies) if (isGone) change.countCopy(of, -1);
  const { judge, preset = 'verified' } = input;
  const promoted = judge === undefined ? 0 : await succeed({ folder, manifest, change, judge, preset }, surveyed);
  return { manifest: await change.written(folder), documents: surveyed.documents, promoted };
}

function tombstone({ url, date, record, run }: Seen, crawler: string, drop: Drop | null): RejectedRow {
  if (drop === null) throw new Error(`${url} goes for no reason`);
  const { stage, rule, because } = drop;
  return { url, host: hostOf(url), date, record_id: record, run_id: run, stage, rule, because, evidence: null, crawler };
}
