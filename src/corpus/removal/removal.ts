import { join } from 'node:path';
import type { Drop, PageUrl, Refined, Step } from '../../records.ts';
import type { CaptureRef } from '../capture-ref.ts';
import { documentColumns, type RejectedRow, rejectedColumns } from '../columns.ts';
import { scratchFolder } from '../generations.ts';
import { recount } from '../makeup.ts';
import { checkManifest, type Manifest } from '../manifest.ts';
import { documentId, dumpOf } from '../order.ts';
import { documentRow, hostOf, rejectedRow } from '../rows.ts';
import { readShard } from '../shards/read.ts';
import type { Row } from '../shards/shard.ts';
import { editShards, Edits } from './edit.ts';
import { type Seen, type SeenCopy, type SeenDocument, surveyRemoval } from './survey.ts';

/** A capture as it stands, and what refining it says now. */
export interface Judged {
  readonly ref: CaptureRef;
  readonly step: Step<Refined>;
}

export interface RemovalInput {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Why a page goes; null when it stays. */
  readonly goes: (url: PageUrl) => Drop | null;
  /** Which crawler or import a capture came from. */
  readonly crawlerOf: (seen: Seen) => Promise<string>;
  /**
   * Asked of other captures of a text whose document goes: the first whose own rights pass takes its place. Null for one that can not be
   * judged: it stays rejected. When left out, nothing takes anything's place.
   */
  readonly judge?: (copy: SeenCopy) => Promise<Judged | null>;
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
  const promoted = await promote(input, change, surveyed);
  await change.countCopies(folder, surveyed);
  return { manifest: await change.written(folder), documents: surveyed.documents, promoted };
}

function tombstone({ url, date, record, run }: Seen, crawler: string, drop: Drop | null): RejectedRow {
  if (drop === null) throw new Error(`${url} goes for no reason`);
  const { stage, rule, because } = drop;
  return { url, host: hostOf(url), date, record_id: record, run_id: run, stage, rule, because, evidence: null, crawler };
}

type Surveyed = Awaited<ReturnType<typeof surveyRemoval>>;

/** Of the captures that have the text of a document that goes, the first that passes takes its place. Returns how many texts stay that way. */
async function promote({ judge }: RemovalInput, change: Change, { documents, copies }: Surveyed): Promise<number> {
  if (judge === undefined) return 0;
  let promoted = 0;
  for (const { id, content } of documents) {
    const waiting = copies.filter(({ of, goes }) => of === id && !goes);
    const fallen = new Set<SeenCopy>();
    for (const copy of waiting) {
      const judged = await judge(copy);
      if (judged === null) continue;
      const { ref, step } = judged;
      if (!step.kept) {
        change.replace(copy, 'dedup/exact', rejectedRow(ref, step.drop));
        fallen.add(copy);
        continue;
      }
      // Read by another extractor since, it is another text.
      if (step.record.contentDigest !== `sha256:${content}`) continue;
      const rest = waiting.filter((other) => other !== copy && !fallen.has(other));
      const own = documentId(copy.url, step.record.contentDigest);
      const about = {
        id: own,
        cluster: own,
        dump: dumpOf(ref.run),
        run: ref.run,
        crawler: ref.crawler,
        duplicates: rest.length,
        topic: null,
        topicScore: null,
        tokens: null,
      };
      change.promote(copy, { ...documentRow({ ...step.record, ...about }) });
      for (const other of rest) change.point(other, `same text as ${own}, ${copy.url}`);
      promoted += 1;
      break;
    }
  }
  return promoted;
}

/** What a removal makes of a generation's rows and counts. */
class Change {
  readonly #manifest: Manifest;
  readonly #data = new Edits();
  readonly #rejected = new Edits();
  readonly #drops: Map<string, number>;
  #characters: number;

  constructor(manifest: Manifest) {
    this.#manifest = manifest;
    this.#drops = new Map(Object.entries(manifest.counts.dropped));
    this.#characters = manifest.makeup.characters;
  }

  /** A document becomes a row of what was rejected. */
  bury({ record, dump }: Seen, row: RejectedRow): void {
    this.#data.change(record, ({ text }) => {
      this.#characters -= String(text).length;
      return null;
    });
    this.#rejected.add(dump, { ...row });
    this.#count(`${row.stage}/${row.rule}`, 1);
  }

  /** What was rejected by one rule is so by another. */
  replace({ record }: Seen, rule: string, row: RejectedRow): void {
    this.#rejected.change(record, () => ({ ...row }));
    this.#count(rule, -1);
    this.#count(`${row.stage}/${row.rule}`, 1);
  }

  /** A rejected capture becomes a document. */
  promote({ record, dump }: Seen, row: Row): void {
    this.#rejected.change(record, () => null);
    this.#data.add(dump, row);
    this.#characters += String(row['text']).length;
    this.#count('dedup/exact', -1);
  }

  /** A rejected capture has the text of another document now. */
  point({ record }: Seen, because: string): void {
    this.#rejected.change(record, (row) => ({ ...row, because }));
  }

  /** Documents that stay, and lose copies. */
  async countCopies(folder: string, { documents, copies }: Surveyed): Promise<void> {
    const buried = new Set(documents.map(({ id }) => id));
    const lost = new Map<string, number>();
    for (const { of, goes } of copies) if (goes && !buried.has(of)) lost.set(of, (lost.get(of) ?? 0) + 1);
    if (lost.size === 0) return;
    for (const { path } of this.#manifest.shards)
      for await (const { id, record_id: record } of readShard(folder, path, ['id', 'record_id'])) {
        const fewer = lost.get(String(id));
        if (fewer !== undefined) this.#data.change(String(record), (row) => ({ ...row, duplicates: Number(row['duplicates']) - fewer }));
      }
  }

  /** Writes the shards concerned. */
  async written(folder: string): Promise<Manifest> {
    let files = 0;
    const temporary = (): string => join(scratchFolder(folder), `removal-${(files += 1)}.tmp`);
    const { format, counts } = this.#manifest;
    const common = { folder, temporary, format };
    const shards = await editShards({ ...common, series: 'data', columns: documentColumns }, this.#manifest.shards, this.#data);
    const rejected = await editShards({ ...common, series: 'rejected', columns: rejectedColumns }, this.#manifest.rejected, this.#rejected);
    const dropped = Object.fromEntries([...this.#drops].filter(([, n]) => n > 0).sort(([a], [b]) => (a < b ? -1 : 1)));
    const kept = shards.reduce((sum, { rows }) => sum + rows, 0);
    const drops = Object.values(dropped).reduce((sum, n) => sum + n, 0);
    const rows = rejected.reduce((sum, shard) => sum + shard.rows, 0);
    if (kept + drops !== counts.captured || rows !== drops)
      throw new Error(`Captures went missing: of ${counts.captured}, ${kept} are kept and ${drops} dropped, in ${rows} rejected rows`);
    return checkManifest({
      ...this.#manifest,
      shards: [...shards],
      rejected: [...rejected],
      counts: { captured: counts.captured, kept, dropped },
      makeup: this.#makeup(await recount(folder, { shards, rejected })),
    });
  }

  /** With what the rows do not tell. Manifests of before rights were counted stay without. */
  #makeup({ rights, ...counted }: Manifest['makeup']): Manifest['makeup'] {
    const makeup = { ...counted, characters: this.#characters };
    if (rights === undefined || this.#manifest.makeup.rights === undefined) return makeup;
    return { ...makeup, rights };
  }

  #count(rule: string, by: number): void {
    this.#drops.set(rule, (this.#drops.get(rule) ?? 0) + by);
  }
}
