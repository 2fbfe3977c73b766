import { type CopyOf, copyOf } from '../copy.ts';
import type { Manifest } from '../manifest.ts';
import { readShard } from '../shards/read.ts';
import type { Drop, PageUrl } from '../../records.ts';

/** A row of a generation, as far as a removal looks at it. */
export interface Seen {
  readonly url: PageUrl;
  readonly record: string;
  readonly run: string;
  readonly date: string;
  readonly dump: string;
}

/** A kept document. */
export interface SeenDocument extends Seen {
  readonly id: string;
  readonly content: string;
}

/** A rejected capture that had the same text as a kept one, or nearly. */
export interface SeenCopy extends Seen, CopyOf {
  readonly crawler: string;
}

/** What of a generation a removal is about. */
export interface Surveyed {
  /** Documents that go. */
  readonly documents: readonly SeenDocument[];
  /** Rejected captures that go, and by which rule they were rejected: of these, nothing but a tombstone stays. */
  readonly rejected: readonly (Seen & { readonly rule: string; readonly crawler: string })[];
  /** Captures that have the text of a document that goes, or nearly, or that go themselves, in order. */
  readonly copies: readonly (SeenCopy & { readonly goes: boolean })[];
}

const DOCUMENT = ['url', 'record_id', 'run_id', 'date', 'id', 'content_sha256'];
const REJECTED = ['url', 'record_id', 'run_id', 'date', 'stage', 'rule', 'because', 'crawler'];

/** Reads a generation for what goes; a capture that a newer one has replaced is a tombstone as it is. */
export async function surveyRemoval(folder: string, manifest: Manifest, goes: (url: PageUrl) => Drop | null): Promise<Surveyed> {
  const documents: SeenDocument[] = [];
  for (const { path, dump } of manifest.shards)
    for await (const row of readShard(folder, path, DOCUMENT)) {
      const seen = seenOf(row, dump);
      if (goes(seen.url) !== null) documents.push({ ...seen, id: String(row['id']), content: String(row['content_sha256']) });
    }
  const gone = new Set(documents.map(({ id }) => id));
  const rejected: (Seen & { readonly rule: string; readonly crawler: string })[] = [];
  const copies: (SeenCopy & { readonly goes: boolean })[] = [];
  for (const { path, dump } of manifest.rejected)
    for await (const row of readShard(folder, path, REJECTED)) {
      const seen = { ...seenOf(row, dump), crawler: String(row['crawler']) };
      const rule = `${String(row['stage'])}/${String(row['rule'])}`;
      const isGone = goes(seen.url) !== null && rule !== 'dedup/superseded' && rule !== 'rights/forgotten';
      if (isGone) rejected.push({ ...seen, rule });
      const copy = copyOf(String(row['stage']), String(row['rule']), String(row['because']));
      if (copy !== null && (isGone || gone.has(copy.of))) copies.push({ ...seen, ...copy, goes: isGone });
    }
  return { documents, rejected, copies };
}

const seenOf = (row: Readonly<Record<string, unknown>>, dump: string): Seen => ({
  url: String(row['url']) as PageUrl,
  record: String(row['record_id']),
  run: String(row['run_id']),
  date: String(row['date']),
  dump,
});
