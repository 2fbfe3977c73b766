import type { Difference } from '../corpus/difference.ts';
import type { Manifest } from '../corpus/manifest.ts';
import { readShard } from '../corpus/shards/read.ts';
import type { Row } from '../corpus/shards/shard.ts';
import { Histogram } from './histogram.ts';

/** A generation in figures, with a few of its rows. */
export interface CorpusFigures {
  readonly manifest: Manifest;
  /** Characters of the texts of the first rows. */
  readonly lengths: Histogram;
  readonly years: ReadonlyMap<string, number>;
  readonly kept: readonly Row[];
  /** A few rows for each rule. */
  readonly dropped: ReadonlyMap<string, readonly Row[]>;
  readonly previous: Difference | null;
}

/** Rows are in the order of a hash of their URLs, so the first of them are as good as drawn by lot, and always the same. */
const SAMPLED = 5000;
const KEPT = 12;
const DROPPED = 4;

const columns = ['url', 'title', 'text', 'language', 'published', 'license', 'license_evidence', 'train_use', 'id'];

export async function corpusFigures(folder: string, manifest: Manifest, previous: Difference | null): Promise<CorpusFigures> {
  const lengths = new Histogram();
  const years = new Map<string, number>();
  const kept: Row[] = [];
  sampling: for (const { path } of manifest.shards) {
    for await (const row of readShard(folder, path, columns)) {
      if (kept.length < KEPT) kept.push(row);
      lengths.add(String(row['text']).length);
      const year = /^\d{4}/.exec(String(row['published'] ?? ''))?.[0] ?? 'not said';
      years.set(year, (years.get(year) ?? 0) + 1);
      if (lengths.total >= SAMPLED) break sampling;
    }
  }
  const dropped = new Map<string, Row[]>();
  let read = 0;
  rejects: for (const { path } of manifest.rejected) {
    for await (const row of readShard(folder, path, ['url', 'stage', 'rule', 'because'])) {
      const rule = `${String(row['stage'])}/${String(row['rule'])}`;
      const rows = dropped.get(rule) ?? [];
      dropped.set(rule, rows);
      if (rows.length < DROPPED) rows.push(row);
      if ((read += 1) >= SAMPLED * 4) break rejects;
    }
  }
  return { manifest, lengths, years, kept, dropped, previous };
}
