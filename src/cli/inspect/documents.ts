import type { Found } from '../../corpus/inspect/search.ts';
import type { Row } from '../../corpus/shards/shard.ts';
import { printable } from '../../text/printable.ts';
import { entry, flowed, type Paint, type Style, wrapped } from './layout.ts';

/** Letters of a text that are shown where there are several documents. */
const EXCERPT = 600;

const MATCH: Style = ['bold', 'yellow'];

const said = (value: Row[string] | undefined): string => String(value ?? '');

function headLines({ id, url, title, language, license }: Row, paint: Paint, width: number): readonly string[] {
  return [
    ...wrapped(said(title) || 'without a title', width).map((line) => paint('bold', line)),
    printable(said(url)),
    paint('dim', printable(`${said(id)}  ${said(language) || 'language unknown'}  ${said(license) || 'no licence declared'}`)),
  ];
}

/** A document with the beginning of its text. */
export function excerptLines(row: Row, paint: Paint, width: number): readonly string[] {
  const text = said(row['text']);
  const excerpt = text.length <= EXCERPT ? text : `${text.slice(0, EXCERPT)}…`;
  return [...headLines(row, paint, width), ...wrapped(excerpt, width - 2).map((line) => `  ${line}`.trimEnd()), ''];
}

/** A document in which something was found. */
export function foundLines({ row, matches, contexts, beyond }: Found, paint: Paint, width: number): readonly string[] {
  return [
    ...headLines(row, paint, width),
    ...contexts.flatMap(({ before, match, after }) =>
      flowed([{ text: before }, { text: match, style: MATCH }, { text: after }], width - 2, paint).map((line) => `  ${line}`),
    ),
    ...(matches === 0 ? ['  in the title'] : []),
    ...(beyond > 0 ? [paint('dim', `  and ${beyond} more`)] : []),
    '',
  ];
}

/** Columns that hold JSON. */
const STRUCTURED: ReadonlySet<string> = new Set(['rights', 'quality']);
/** Columns that are shown last, and whole. */
const LONG = ['markdown', 'text'];

/** A document with all that is known of it. */
export function documentLines(row: Row, paint: Paint, width: number): readonly string[] {
  const columns = Object.entries(row).filter(([name]) => !LONG.includes(name));
  return [
    ...columns.flatMap(([name, value]) =>
      entry(name, value === null ? '–' : STRUCTURED.has(name) ? JSON.stringify(JSON.parse(String(value)), null, 2) : String(value), width),
    ),
    ...LONG.flatMap((name) => ['', paint('bold', name), ...wrapped(said(row[name]), width)]),
  ];
}
