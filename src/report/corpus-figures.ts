import type { Manifest } from '../corpus/manifest.ts';
import { readShard } from '../corpus/shards/read.ts';
import type { Row } from '../corpus/shards/shard.ts';
import { Histogram } from './histogram.ts';

export interface Difference {
  readonly generation: number;
  readonly kept: number;
  /** Documents of this generation whose URL the one before did not have; with another text; of the one before that are no more. */
  readonly added: number;
  readonly changed: number;
  readonly gone: number;
  /** Some URLs of each. */
  readonly examples: { readonly added: readonly string[]; readonly changed: readonly string[]; readonly gone: readonly string[] };
  readonly dropped: Manifest['counts']['dropped'];
}

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
const EXAMPLES = 10;

const columns = ['url', 'title', 'text', 'language', 'published', 'license', 'license_evidence', 'train_use', 'id'];

/** URLs by id, of which there may be more than memory holds. */
export interface UrlIndex {
  add(set: 'before' | 'seen', url: string, id: string): boolean;
  note(set: 'before' | 'seen', url: string): string | null;
  has(set: 'before' | 'seen', url: string): boolean;
}

export async function corpusFigures(folder: string, manifest: Manifest, before: Manifest | null, index: UrlIndex): Promise<CorpusFigures> {
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
  return { manifest, lengths, years, kept, dropped, previous: before === null ? null : await difference(folder, manifest, before, index) };
}

async function difference(folder: string, now: Manifest, before: Manifest, index: UrlIndex): Promise<Difference> {
  const examples = { added: [] as string[], changed: [] as string[], gone: [] as string[] };
  const counts = { added: 0, changed: 0, gone: 0 };
  const note = (what: keyof typeof counts, url: string): void => {
    counts[what] += 1;
    if (examples[what].length < EXAMPLES) examples[what].push(url);
  };
  for (const { path } of before.shards)
    for await (const row of readShard(folder, path, ['url', 'id'])) index.add('before', String(row['url']), String(row['id']));
  for (const { path } of now.shards) {
    for await (const row of readShard(folder, path, ['url', 'id'])) {
      const [url, id] = [String(row['url']), String(row['id'])];
      index.add('seen', url, id);
      const then = index.note('before', url);
      if (then === null) note('added', url);
      else if (then !== id) note('changed', url);
    }
  }
  for (const { path } of before.shards)
    for await (const row of readShard(folder, path, ['url'])) if (!index.has('seen', String(row['url']))) note('gone', String(row['url']));
  return { generation: before.generation, kept: before.counts.kept, ...counts, examples, dropped: before.counts.dropped };
}
