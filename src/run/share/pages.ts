import { rowsOf, FILTERED, isWanted } from '../../corpus/documents.ts';
import type { Choice } from './chosen.ts';

/** `pages/pages.jsonl` of a WACZ, line by line: what a reader lists of it. `isThere` tells whether a capture is in the package. */
export async function* pageLines(
  { folder, manifest, filters }: Choice,
  isThere: (recordId: string) => boolean,
  withText: boolean,
): AsyncGenerator<string> {
  yield `${JSON.stringify({ format: 'json-pages-1.0', id: 'pages', title: manifest.title ?? manifest.corpus, hasText: withText })}\n`;
  const columns = ['id', 'url', 'title', 'date', 'record_id', ...(withText ? (['text'] as const) : []), ...FILTERED] as const;
  for await (const row of rowsOf(folder, manifest.shards, columns)) {
    if (!isWanted(row, filters) || !isThere(String(row['record_id']))) continue;
    const { id, url, title, date: ts, text } = row;
    yield `${JSON.stringify({ id, url, title, ts, ...(withText && { text }) })}\n`;
  }
}
