import { join } from 'node:path';
import type { Digest, Instant } from '../records.ts';
import type { CaptureRef } from './capture-ref.ts';
import { writeCard } from './card/write.ts';
import { documentColumns, furnitureColumns, rejectedColumns } from './columns.ts';
import { makeFolder, remove } from '../disk/disk.ts';
import type { Curate } from './curate.ts';
import { countLines, judgeAll, writeAll } from './fold.ts';
import type { Pass } from './fold.ts';
import { openFurniture } from './furniture.ts';
import type { LineKey } from './furniture.ts';
import { type CountTokens, type Looks, ownLooks, type RefinedOf } from './look.ts';
import { publish, recover, scratchFolder } from './generations.ts';
import { MakeupCount } from './makeup.ts';
import { checkManifest, MANIFEST_VERSION } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { openOriginals } from './originals.ts';
import type { DuplicateRules } from './originals.ts';
import { openRoll } from './roll.ts';
import type { Roll } from './roll.ts';
import { shardFormats } from './shards/index.ts';
import { openSeries } from './shards/series.ts';
import type { SealedShard, SeriesOptions, ShardSeries } from './shards/series.ts';
import { joinCorpus } from './store/mend.ts';
import { storageFailure } from './storage-failure.ts';

export interface BuildInput {
  /** `storage/corpora/<name>`; made when it is not there. One build at a time may work in it. */
  readonly folder: string;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  /** Languages the corpus is meant to have. */
  readonly languages?: readonly string[];
  /** Who to write to about removal: an https: or mailto: address. */
  readonly contact?: string;
  /** In any order; see `captureRefs`. */
  readonly captures: AsyncIterable<CaptureRef>;
  /**
   * Must say the same when asked again about the same capture, and should be quick then: one pass looks at the lines of each text, one
   * judges it, and the last writes those that won.
   */
  readonly refined: RefinedOf;
  /** What is made of each page; left as it is when left out. */
  readonly curate?: Curate;
  /** The lines of a text, to find those that a host has everywhere. None are looked for when left out. */
  readonly linesOf?: (text: string) => readonly LineKey[];
  /** Which texts repeat others; equal texts in all of the corpus when left out. */
  readonly duplicates?: DuplicateRules;
  /** Fills `token_count`. */
  readonly countTokens?: CountTokens;
  /** Documents are left out, by score and order, when the corpus would have more tokens. Needs `countTokens`. */
  readonly mostTokens?: number;
  /** Captures after this are as if they were not there. */
  readonly asOf: Instant;
  /** For the manifest alone; `asOf` when left out. */
  readonly createdAt?: Instant;
  readonly policy: { readonly digest: Digest } & Readonly<Record<string, unknown>>;
  /** Of the programs at work: `garner`, `extractor`, `node`. */
  readonly versions: Readonly<Record<string, string>>;
  readonly format: 'parquet' | 'jsonl';
  readonly shardBytes: number;
  /** Who looks at the pages before they are written; this process when left out. */
  readonly looks?: Looks;
  /** Captures asked for at once; 32 when left out. */
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
  /** Awaited before the generation is published; when it rejects, there is none. */
  readonly demand?: () => Promise<void>;
  readonly onProgress?: (progress: BuildProgress) => void;
}

export interface BuildProgress {
  readonly phase: 'reading' | 'comparing' | 'refining' | 'writing';
  readonly done: number;
  /** Captures to come in this phase at most; null while they are being read. */
  readonly total: number | null;
}

export interface BuildSummary {
  readonly folder: string;
  /** The newest generation: the one just published, or the one before when nothing changed. */
  readonly manifest: Manifest;
  /** The same shards, counts and description as the generation before: no new one was published. */
  readonly unchanged: boolean;
}

/**
 * Builds a corpus: a fold over captures in a fixed order, so that the same captures, policy and versions give the same bytes. Earlier
 * generations stay as they are; the new one appears whole, by one rename, or not at all.
 *
 * Throws `StorageError` when the disk does not take it, the signal's reason when aborted, and what `captures` or `refined` throw.
 */
export async function buildCorpus(input: BuildInput): Promise<BuildSummary> {
  try {
    await makeFolder(input.folder);
    const latest = await recover(input.folder);
    await makeFolder(scratchFolder(input.folder));
    const summary = await build(input, latest);
    await remove(scratchFolder(input.folder));
    return summary;
  } catch (error) {
    // Frees the space at once; when that fails too, the next build does it.
    await remove(scratchFolder(input.folder)).catch(() => {});
    throw storageFailure(error, input.folder);
  }
}

async function build(input: BuildInput, latest: Manifest | null): Promise<BuildSummary> {
  const { folder } = input;
  let files = 0;
  const temporary = (): string => join(scratchFolder(folder), `${(files += 1)}.tmp`);

  const made = await fold(input, temporary);
  const candidate = manifestOf(input, made, (latest?.generation ?? 0) + 1);
  const unchanged = latest !== null && sameContent(latest, candidate);
  const manifest = unchanged ? latest : candidate;
  await input.demand?.();
  // Shards that the store had lost have been made again.
  if (unchanged) await joinCorpus(folder);
  else await publish(folder, manifest, latest, temporary);
  // Also when nothing changed: an earlier build may have ended between its manifest and its card.
  await writeCard(folder, manifest, temporary);
  return { folder, manifest, unchanged };
}

interface Made {
  readonly captured: number;
  readonly shards: readonly SealedShard[];
  readonly rejected: readonly SealedShard[];
  readonly furniture: readonly SealedShard[];
  readonly count: MakeupCount;
}

async function fold(input: BuildInput, temporary: () => string): Promise<Made> {
  const { folder, shardBytes } = input;
  const roll = openRoll(join(scratchFolder(folder), 'roll.db'));
  const common = { folder, temporary, format: shardFormats[input.format], shardBytes } satisfies Partial<SeriesOptions>;
  const series = {
    data: openSeries({ ...common, series: 'data', columns: documentColumns }),
    rejected: openSeries({ ...common, series: 'rejected', columns: rejectedColumns }),
    furniture: openSeries({ ...common, series: 'furniture', columns: furnitureColumns }),
  };
  try {
    return await runPasses(input, roll, series);
  } finally {
    // After a close there is nothing left to discard.
    for (const each of Object.values(series)) await each.discard();
    roll.close();
  }
}

type Series = Readonly<Record<'data' | 'rejected' | 'furniture', ShardSeries>>;

async function runPasses(input: BuildInput, roll: Roll, series: Series): Promise<Made> {
  const { refined, curate = asItIs, countTokens = null, mostTokens, signal, onProgress, concurrency: width = 32 } = input;
  const scratch = (name: string): string => join(scratchFolder(input.folder), name);
  let indexes = 0;
  let read = 0;
  for await (const ref of input.captures) {
    signal?.throwIfAborted();
    if (ref.capture.at > input.asOf) continue;
    roll.add(ref);
    onProgress?.({ phase: 'reading', done: (read += 1), total: null });
  }
  const captured = roll.order();
  const furniture = input.linesOf === undefined ? null : openFurniture(scratch('furniture.db'));
  const duplicates = input.duplicates ?? { preset: 'exact', scope: 'corpus' };
  const originals = openOriginals(() => scratch(`originals-${(indexes += 1)}.db`), duplicates);
  const eye = {
    refined,
    curate,
    linesOf: input.linesOf ?? null,
    countTokens: mostTokens === undefined ? null : countTokens,
    duplicates: duplicates.preset,
  };
  const pass = (phase: BuildProgress['phase']): Pass => ({
    looks: input.looks ?? ownLooks(eye, width),
    signal,
    progress: (done: number) => onProgress?.({ phase, done, total: captured }),
  });
  try {
    if (furniture !== null) {
      await countLines(roll, pass('comparing'), furniture);
      for (const row of furniture.rows()) await series.furniture.add('hosts', { ...row });
    }
    await judgeAll(roll, pass('refining'), furniture, originals);
    roll.choose(mostTokens);
    const count = new MakeupCount();
    await writeAll(roll, { ...pass('writing'), refined, curate, furniture, width }, { ...series, count, countTokens });
    const [shards, rejected, lines] = [await series.data.close(), await series.rejected.close(), await series.furniture.close()];
    return { captured, shards, rejected, furniture: lines, count };
  } finally {
    originals.close();
    furniture?.close();
  }
}

const asItIs: Curate = async (record) => ({ kept: true, record: { ...record, topic: null, topicScore: null } });

const rowsIn = (shards: readonly SealedShard[]): number => shards.reduce((sum, { rows }) => sum + rows, 0);

function manifestOf(input: BuildInput, { captured, shards, rejected, furniture, count }: Made, generation: number): Manifest {
  const kept = rowsIn(shards);
  const dropped = count.dropped();
  const drops = Object.values(dropped).reduce((sum, n) => sum + n, 0);
  // Every capture is a row: counted when it came, when it was judged, and where it was written.
  if (kept + drops !== captured || rowsIn(rejected) !== drops) {
    throw new Error(
      `Captures went missing: ${captured} came, ${kept} were kept, ${drops} dropped, ${rowsIn(rejected)} rejected rows written`,
    );
  }
  return checkManifest({
    schemaVersion: MANIFEST_VERSION,
    generation,
    corpus: input.name,
    ...(input.title === undefined ? {} : { title: input.title }),
    ...(input.description === undefined ? {} : { description: input.description }),
    languages: [...(input.languages ?? [])],
    ...(input.contact === undefined ? {} : { contact: input.contact }),
    createdAt: new Date(input.createdAt ?? input.asOf).toISOString(),
    asOf: new Date(input.asOf).toISOString(),
    format: input.format,
    policy: input.policy,
    versions: { ...input.versions },
    shards: [...shards],
    rejected: [...rejected],
    ...(furniture.length > 0 && { furniture: [...furniture] }),
    counts: { captured, kept, ...(count.gone > 0 && { gone: count.gone }), dropped: { ...dropped } },
    makeup: count.makeup(),
  });
}

/** Whether a generation says nothing new: all but when, up to when, and by which versions and policy it was made. */
function sameContent(a: Manifest, b: Manifest): boolean {
  const content = ({
    corpus,
    title,
    description,
    languages,
    contact,
    format,
    shards,
    rejected,
    furniture,
    counts,
    makeup,
  }: Manifest): string =>
    JSON.stringify({ corpus, title, description, languages, contact, format, shards, rejected, furniture, counts, makeup });
  return content(a) === content(b);
}
