import { FILTERED, type Filters, isWanted, rowsOf } from '../documents.ts';
import type { Manifest } from '../manifest.ts';
import type { Row } from '../shards/shard.ts';

/** A place in a text where what was looked for stands, with what is around it. */
export interface Context {
  readonly before: string;
  readonly match: string;
  readonly after: string;
}

export interface Found {
  /** Without its text. */
  readonly row: Row;
  /** How often it is there. */
  readonly matches: number;
  readonly contexts: readonly Context[];
  /** How many of them stand elsewhere than in these. */
  readonly beyond: number;
}

/** Letters around a match. */
const AROUND = 60;
/** Places of a document that are shown. */
const SHOWN = 3;

/** The words one after the other, in whatever case, with whatever white space between them. */
export function patternOf(words: string): RegExp {
  const parts = words.trim().split(/\s+/);
  return new RegExp(parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('\\s+'), 'giu');
}

/** Documents whose title or text has the pattern, in order; no more than a row group is in memory. */
export async function* searchDocuments(
  folder: string,
  { shards }: Pick<Manifest, 'shards'>,
  { pattern, filters }: { readonly pattern: RegExp; readonly filters: Filters },
): AsyncGenerator<Found> {
  // Without a place of its own, where the next search would begin.
  const once = new RegExp(pattern, 'iu');
  for await (const row of rowsOf(folder, shards, ['id', 'url', 'title', 'text', ...FILTERED])) {
    if (!isWanted(row, filters)) continue;
    const { text, ...rest } = row;
    const [whole, title] = [String(text ?? ''), String(row['title'] ?? '')];
    const matches = [...whole.matchAll(pattern)];
    if (matches.length === 0 && !once.test(title)) continue;
    yield { row: rest, matches: matches.length, ...shownOf(whole, matches) };
  }
}

/** The first places that have matches. What stands around one is not shown again, be there further matches in it. */
function shownOf(text: string, matches: readonly RegExpExecArray[]): Pick<Found, 'contexts' | 'beyond'> {
  const line = (part: string): string => part.toWellFormed().replace(/\s+/g, ' ');
  const contexts: Context[] = [];
  let shown = 0;
  for (const [n, { index: at, 0: match }] of matches.entries()) {
    if (at < shown) continue;
    if (contexts.length === SHOWN) return { contexts, beyond: matches.length - n };
    const from = Math.max(shown, at - AROUND);
    shown = Math.min(text.length, at + match.length + AROUND);
    contexts.push({
      before: `${from > 0 ? '…' : ''}${line(text.slice(from, at))}`,
      match: line(match),
      after: `${line(text.slice(at + match.length, shown))}${shown < text.length ? '…' : ''}`,
    });
  }
  return { contexts, beyond: 0 };
}
