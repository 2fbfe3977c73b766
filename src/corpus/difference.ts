import type { Manifest } from './manifest.ts';
import { readShard } from './shards/read.ts';

/** What a generation has that the one before had not, by URL and digest of the text. */
export interface Difference {
  /** The one before. */
  readonly generation: number;
  readonly kept: number;
  /** Documents whose URL the one before did not have; with another text; of the one before that are no more. */
  readonly added: number;
  readonly changed: number;
  readonly gone: number;
  /** Some URLs of each. */
  readonly examples: { readonly added: readonly string[]; readonly changed: readonly string[]; readonly gone: readonly string[] };
  readonly dropped: Manifest['counts']['dropped'];
}

const EXAMPLES = 10;

/** Digests of texts by URL, of which there may be more than memory holds. */
export interface UrlIndex {
  add(set: 'before' | 'seen', url: string, digest?: string): boolean;
  note(set: 'before' | 'seen', url: string): string | null;
  has(set: 'before' | 'seen', url: string): boolean;
}

/**
 * Compares two generations of a corpus, a row group in memory at a time. Shards that both have are not read: a generation has each URL once, so what
 * stands in them is neither new nor changed nor gone.
 */
export async function differenceOf(folder: string, now: Manifest, before: Manifest, index: UrlIndex): Promise<Difference> {
  const examples = { added: [] as string[], changed: [] as string[], gone: [] as string[] };
  const counts = { added: 0, changed: 0, gone: 0 };
  const note = (what: keyof typeof counts, url: string): void => {
    counts[what] += 1;
    if (examples[what].length < EXAMPLES) examples[what].push(url);
  };
  async function* rowsOf(own: Manifest, other: Manifest): AsyncGenerator<readonly [url: string, digest: string]> {
    const shared = new Set(other.shards.map(({ path }) => path));
    for (const { path } of own.shards) {
      if (shared.has(path)) continue;
      for await (const row of readShard(folder, path, ['url', 'content_sha256'])) yield [String(row['url']), String(row['content_sha256'])];
    }
  }
  for await (const [url, digest] of rowsOf(before, now)) index.add('before', url, digest);
  for await (const [url, digest] of rowsOf(now, before)) {
    index.add('seen', url);
    const then = index.note('before', url);
    if (then === null) note('added', url);
    else if (then !== digest) note('changed', url);
  }
  for await (const [url] of rowsOf(before, now)) if (!index.has('seen', url)) note('gone', url);
  return { generation: before.generation, kept: before.counts.kept, ...counts, examples, dropped: before.counts.dropped };
}
