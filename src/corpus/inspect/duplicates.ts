import { type CopyOf, copyOf } from '../copy.ts';
import { rowsOf } from '../documents.ts';
import type { Manifest } from '../manifest.ts';
import type { Row } from '../shards/shard.ts';

/** A capture that is not in the corpus because a document has its text, or nearly. */
export interface Duplicate extends CopyOf {
  readonly url: string;
  readonly record: string;
  readonly crawler: string;
  readonly date: string;
  /** In words: `same text as …`, `97 % like …`. */
  readonly because: string;
}

/** The duplicates of a document, in order. */
export async function* duplicatesOf(folder: string, { rejected }: Pick<Manifest, 'rejected'>, id: string): AsyncGenerator<Duplicate> {
  for await (const duplicate of allDuplicates(folder, rejected)) if (duplicate.of === id) yield duplicate;
}

/** Id of the document that stands for the page of this URL; null when none does. */
export async function standIn(folder: string, { rejected }: Pick<Manifest, 'rejected'>, url: string): Promise<string | null> {
  for await (const duplicate of allDuplicates(folder, rejected)) if (duplicate.url === url) return duplicate.of;
  return null;
}

async function* allDuplicates(folder: string, rejected: Manifest['rejected']): AsyncGenerator<Duplicate> {
  for await (const row of rowsOf(folder, rejected, ['url', 'record_id', 'crawler', 'date', 'stage', 'rule', 'because'])) {
    const duplicate = duplicateIn(row);
    if (duplicate !== null) yield duplicate;
  }
}

function duplicateIn({ url, record_id: record, crawler, date, stage, rule, because }: Row): Duplicate | null {
  const copy = copyOf(String(stage), String(rule), String(because));
  return (
    copy && { url: String(url), record: String(record), crawler: String(crawler), date: String(date), because: String(because), ...copy }
  );
}
