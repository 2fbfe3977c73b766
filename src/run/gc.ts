import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Kept, removeSegment, removeUnfinished, rewriteSegment } from '../archive/collect.ts';
import { INDEX, OPEN } from '../archive/segment-name.ts';
import { segmentsIn, surveyRecords, type SurveyedRecord } from '../archive/survey.ts';
import type { Config } from '../config/config.ts';
import { dropGenerations, generationsIn } from '../corpus/generations.ts';
import type { Manifest } from '../corpus/manifest.ts';
import { readShard } from '../corpus/shards/read.ts';
import type { ArchiveLocation, FetchId, RecordId } from '../records.ts';
import { compact } from '../sqlite/compact.ts';
import { version } from '../version.ts';
import { type Engines, stagingFile } from './engines.ts';
import { stagingKeysOf } from './refined.ts';
import { openScratchIndex, type ScratchIndex } from './scratch-index.ts';

export interface GcOptions {
  /** Generations of each corpus that are kept, the newest; at least one. */
  readonly keep: number;
  /** Rewrite every segment that holds anything to remove; else those of which a tenth or more would go. */
  readonly all?: boolean;
  /** Say what would go, and change nothing. */
  readonly dryRun?: boolean;
  readonly progress?: (what: string) => void;
}

/** Something that goes, or would. */
export interface Garbage {
  readonly kind: 'generation' | 'segment' | 'results';
  readonly where: string;
  readonly what: string;
  /** That its disk gets back. */
  readonly bytes: number;
}

/** A segment of which less would go is not worth its copying. */
const WORTH = 0.1;

/**
 * Removes what nothing needs any longer: old generations, captures that a newer one of the same URL has replaced and that no kept generation
 * holds a text of, records that the ledger never heard of, and refined results that no build would ask for. Cut short at any point, it loses
 * nothing: the same command goes on.
 */
export async function* collectGarbage(config: Config, engines: Engines, options: GcOptions): AsyncGenerator<Garbage> {
  const index: ScratchIndex<Sets> = openScratchIndex();
  try {
    yield* oldGenerations(config, options, index);
    options.progress?.('reading the ledger');
    for await (const { recordId, fetchId, isCurrent, from } of engines.ledger.archived()) {
      index.add('named', recordId, fetchId);
      if (from !== null) index.add('rendered', from, recordId);
      if (!isCurrent) continue;
      index.add('needed', recordId);
      index.add('current', recordId);
    }
    yield* unneededRecords(config, engines, options, index);
    yield* unneededResults(config, engines, options, index);
  } finally {
    index.close();
  }
}

type Sets = 'named' | 'rendered' | 'needed' | 'current' | 'kept';

async function* oldGenerations({ storage }: Config, { keep, dryRun }: GcOptions, index: ScratchIndex<Sets>): AsyncGenerator<Garbage> {
  const corpora = join(storage, 'corpora');
  for (const name of existsSync(corpora) ? readdirSync(corpora).sort() : []) {
    const folder = join(corpora, name);
    const generations = await generationsIn(folder);
    const old = generations.slice(0, Math.max(0, generations.length - keep));
    const kept = generations.slice(old.length);
    const stay = new Set(kept.flatMap(filesOf).map(({ path }) => path));
    for (const manifest of old) {
      const files = filesOf(manifest).filter(({ path }) => !stay.has(path));
      for (const { path } of files) stay.add(path);
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      const what = `generation ${manifest.generation} of ${manifest.createdAt.slice(0, 10)}, ${files.length} shards that no newer one has`;
      yield { kind: 'generation', where: folder, what, bytes };
    }
    if (dryRun !== true)
      await dropGenerations(
        folder,
        old.map(({ generation }) => generation),
      );
    // A row of a kept generation leads to its capture.
    const shards = new Set(kept.flatMap(({ shards: of }) => of.map(({ path }) => path)));
    for (const path of shards)
      for await (const row of readShard(folder, path, ['record_id'])) index.add('needed', String(row['record_id']));
  }
}

const filesOf = ({ shards, rejected }: Manifest): readonly { readonly path: string; readonly bytes: number }[] => [...shards, ...rejected];

async function* unneededRecords(
  { storage }: Config,
  { ledger, clock }: Engines,
  { all, dryRun, progress }: GcOptions,
  index: ScratchIndex<Sets>,
): AsyncGenerator<Garbage> {
  const folder = join(storage, 'archive');
  if (dryRun !== true) await removeUnfinished(folder);
  for (const segment of (await segmentsIn(folder)).filter((file) => !file.endsWith(OPEN))) {
    progress?.(`reading ${segment}`);
    const { kept, gone, bytes, isDamaged } = await sort(folder, segment, index);
    const size = statSync(join(folder, segment)).size;
    // What is damaged is left as it is: `verify` tells of it, and a copy may yet mend it.
    if (isDamaged || gone.length === 0 || (all !== true && bytes < size * WORTH)) continue;
    const isWhole = kept.length === 0;
    const what = isWhole ? `all of its ${gone.length} records` : `${gone.length} of its ${gone.length + kept.length} records`;
    yield { kind: 'segment', where: join(folder, segment), what, bytes: isWhole ? size + sizeOf(join(folder, segment + INDEX)) : bytes };
    if (dryRun === true) continue;
    const places = isWhole
      ? new Map<RecordId, ArchiveLocation>()
      : await rewriteSegment(folder, segment, kept, { at: clock(), software: `garner/${version}` });
    // The ledger knows the new places before the old ones go.
    const moves = [...places].map(([id, to]) => ({ id, to: to as ArchiveLocation | null }));
    const lost = gone.filter((id) => !index.has('kept', id)).map((id) => ({ id, to: null }));
    await ledger.moved(
      [...moves, ...lost].flatMap(({ id, to }) => {
        const fetchId = index.note('named', id) as FetchId | null;
        return fetchId === null ? [] : [{ fetchId, to }];
      }),
    );
    await removeSegment(folder, segment);
  }
}

interface Sorted {
  readonly kept: readonly Kept[];
  readonly gone: readonly RecordId[];
  /** Of what goes. */
  readonly bytes: number;
  readonly isDamaged: boolean;
}

/** What of a segment stays. A record that belongs to another goes with it: a request with its response, and that with what was rendered from it. */
async function sort(folder: string, segment: string, index: ScratchIndex<Sets>): Promise<Sorted> {
  const kept: Kept[] = [];
  const gone: RecordId[] = [];
  let bytes = 0;
  for await (const found of surveyRecords(folder, segment)) {
    if ('kind' in found || found.fault !== null || found.id === null) return { kept: [], gone: [], bytes: 0, isDamaged: true };
    if (found.type === 'warcinfo') continue;
    // Two copies of a record are left when a run of this was cut short: the first one that is met stays.
    const stays = isNeeded(found, index) && index.add('kept', found.id);
    if (stays) {
      kept.push(found);
    } else {
      gone.push(found.id);
      bytes += found.length;
    }
  }
  return { kept, gone, bytes, isDamaged: false };
}

function isNeeded({ id, type, url, belongsTo }: SurveyedRecord, index: ScratchIndex<Sets>): boolean {
  // What was stated when documents were imported is evidence for all of them.
  if (type === 'resource' && url?.startsWith('urn:garner:import:') === true) return true;
  const owner = type === 'request' || type === 'metadata' ? belongsTo : id;
  if (owner === null) return false;
  const made = index.note('rendered', owner);
  return index.has('needed', owner) || (made !== null && index.has('needed', made));
}

async function* unneededResults(
  config: Config,
  { ledger, staging }: Engines,
  { dryRun, progress }: GcOptions,
  index: ScratchIndex<Sets>,
): AsyncGenerator<Garbage> {
  progress?.('reading refined results');
  const file = stagingFile(config.storage);
  async function* wanted(): AsyncGenerator<string> {
    for await (const entry of ledger.captures({})) {
      if (index.has('current', entry.capture.recordId)) yield* stagingKeysOf(config, entry);
    }
  }
  const { results, bytes } = await staging.unwanted(wanted());
  if (results === 0) return;
  yield { kind: 'results', where: file, what: `${results} results that no build would ask for`, bytes };
  if (dryRun === true) return;
  await staging.sweep();
}

/** Gives the room of what was removed from a database file back to the disk. The file must not be open. */
export function compactResults({ storage }: Config): void {
  compact(stagingFile(storage));
}

/** Leftovers of processes that died, and copies that migrations made: for people to look at. */
export function leftovers({ storage }: Config): readonly { readonly path: string; readonly bytes: number }[] {
  if (!existsSync(storage)) return [];
  return readdirSync(storage, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(tmp|bak)$/.test(path))
    .map((path) => ({ path: join(storage, path), bytes: sizeOf(join(storage, path)) }));
}

const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);
