import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SurveyedRecord } from '../archive/survey.ts';
import type { Config } from '../config/config.ts';
import { dropGenerations, generationsIn } from '../corpus/generations.ts';
import { shardsOf } from '../corpus/manifest.ts';
import { readShard } from '../corpus/shards/read.ts';
import { remove } from '../disk/disk.ts';
import { sizeOf } from '../disk/size.ts';
import { JOURNAL } from '../ledger/fleet/journal.ts';
import { journalEnds } from '../ledger/fleet/journal-objects.ts';
import { findMergers } from '../ledger/fleet/merge-chunks.ts';
import type { CaptureEntry } from '../ledger/ledger.ts';
import { sharedAt } from '../objects/shared-folder.ts';
import type { StagingSize } from '../refine/staging/store.ts';
import { compact } from '../sqlite/compact.ts';
import { type Engines, journalFolder, stagingFile } from './engines.ts';
import { clearPrepared, leftPrepared } from './fleet/slices/prepared.ts';
import { stagingKeysOf } from './refined.ts';
import { openScratchIndex, type ScratchIndex } from './scratch-index.ts';
import { sweepSegments } from './segments.ts';

export interface GcOptions {
  /** Generations of each corpus that are kept, the newest; at least one. */
  readonly keep: number;
  /** Rewrite every segment that holds anything to remove; else those of which a tenth or more would go. */
  readonly all?: boolean;
  /** Say what would go, and change nothing. */
  readonly dryRun?: boolean;
  /** Awaited before what is too much to be named one by one is changed: that nobody else is at work, still. */
  readonly demand?: () => Promise<void>;
  readonly progress?: (what: string) => void;
}

/** Something that goes, or would. */
export interface Garbage {
  readonly kind: 'generation' | 'segment' | 'results' | 'journals';
  readonly where: string;
  readonly what: string;
  /** That its disk gets back. */
  readonly bytes: number;
}

/** A segment of which less would go is not worth its copying. */
const WORTH = 0.1;

/**
 * Removes what nothing needs any longer: old generations, captures that a newer one of the same URL has replaced and that no kept generation
 * holds a text of, records that the ledger never heard of, refined results that no build would ask for, and journals. Cut short at any point, it loses
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
    yield* unneededRecords(engines, options, index);
    yield* unneededResults(config, engines, options, index);
    yield* mergedJournals(config, engines, options);
    yield* foldedJournals(config, engines, options);
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
    const stay = new Set(kept.flatMap(shardsOf).map(({ path }) => path));
    for (const manifest of old) {
      const files = shardsOf(manifest).filter(({ path }) => !stay.has(path));
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

async function* unneededRecords(
  engines: Engines,
  { all, dryRun, progress }: GcOptions,
  index: ScratchIndex<Sets>,
): AsyncGenerator<Garbage> {
  const options = {
    stays: (record: SurveyedRecord) => isNeeded(record, index),
    worth: all === true ? 0 : WORTH,
    index,
    ...(dryRun !== undefined && { dryRun }),
    ...(progress !== undefined && { progress }),
  };
  for await (const { segment, records, gone, bytes } of sweepSegments(engines, options)) {
    const what = gone === records ? `all of its ${gone} records` : `${gone} of its ${records} records`;
    yield { kind: 'segment', where: `${engines.segments.place}/${segment}`, what, bytes };
  }
}

/** A record that belongs to another goes with it: a request with its response, and that with what was rendered from it. */
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
  engines: Engines,
  { dryRun, progress }: GcOptions,
  index: ScratchIndex<Sets>,
): AsyncGenerator<Garbage> {
  progress?.('reading refined results');
  yield* unfinishedBuilds(config, dryRun);
  const file = stagingFile(config.storage);
  const { results, bytes } = await unwantedResults(config, engines, ({ capture }) => index.has('current', capture.recordId));
  if (results === 0) return;
  yield { kind: 'results', where: file, what: `${results} ${results === 1 ? 'result' : 'results'} that no build would ask for`, bytes };
  if (dryRun === true) return;
  await engines.staging.sweep();
}

/** What workers prepared for builds that never came to their end: no build is under way beside this. */
async function* unfinishedBuilds({ storage }: Config, dryRun = false): AsyncGenerator<Garbage> {
  const { where, sizes } = await leftPrepared(storage);
  if (sizes.length === 0) return;
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  yield { kind: 'results', where, what: 'what was prepared for builds that did not end', bytes };
  if (!dryRun) await clearPrepared(storage);
}

/**
 * What a fleet has told went into the ledger when that was opened, by who is alone. Where machines share no disk, the store has it for all of them, and what
 * goes are copies of what nobody adds to any longer.
 */
async function* foldedJournals({ storage }: Config, { ledger }: Engines, { dryRun }: GcOptions): AsyncGenerator<Garbage> {
  const where = journalFolder(storage);
  if (!existsSync(where)) return;
  const shared = sharedAt(storage);
  const ends = shared === null ? null : await journalEnds(shared.objects);
  // Whoever reads it has it take in what has been told since it was opened.
  if (shared !== null) await ledger.runs();
  const names = readdirSync(where).filter((name) => name.endsWith(JOURNAL) && ends?.has(name) !== false);
  if (names.length === 0) return;
  const bytes = names.reduce((sum, name) => sum + sizeOf(join(where, name)), 0);
  const what = `${ends === null ? '' : 'copies of '}${names.length} ${names.length === 1 ? 'journal' : 'journals'}, all of which the ledger has`;
  yield { kind: 'journals', where, what, bytes };
  if (dryRun !== true) for (const name of names) await remove(join(where, name));
}

/** What processes of a fleet have told flush by flush, an object each, becomes few objects. It is the history, so none of it goes. */
async function* mergedJournals({ storage }: Config, { clock }: Engines, { dryRun, ...hooks }: GcOptions): AsyncGenerator<Garbage> {
  const shared = sharedAt(storage);
  if (shared === null) return;
  hooks.progress?.('reading journals');
  const mergers = await findMergers(shared.objects, clock());
  const { journals, before, after } = mergers;
  const what = `${before} objects of ${journals} ${journals === 1 ? 'journal' : 'journals'}, which become ${after}`;
  if (before > 0) yield { kind: 'journals', where: `${shared.objects.place}/journals`, what, bytes: 0 };
  if (dryRun !== true) await mergers.merge(hooks);
}

/** Refined results that no build would ask for if these captures were all it looked at; `Staging.sweep` removes them. */
export async function unwantedResults(
  config: Config,
  { ledger, staging }: Pick<Engines, 'ledger' | 'staging'>,
  isWanted: (entry: CaptureEntry) => boolean,
): Promise<StagingSize> {
  async function* wanted(): AsyncGenerator<string> {
    for await (const entry of ledger.captures({})) if (isWanted(entry)) yield* stagingKeysOf(config, entry);
  }
  return staging.unwanted(wanted());
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
