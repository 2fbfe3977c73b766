import MarkdownIt, { type Token } from 'markdown-it';

type Range = readonly [start: number, end: number];

/** A Markdown text line by line: what each shows, and which lines stand and fall together. */
export interface MarkdownLines {
  readonly source: readonly string[];
  /** What a reader sees of each line, without marks, targets of links and pictures; empty where nothing is shown. */
  readonly shown: readonly string[];
  readonly isCode: readonly boolean[];
  readonly headings: readonly Range[];
  readonly tables: readonly Range[];
  readonly items: readonly Range[];
}

/** CommonMark and tables. HTML shows nothing, like the `<br>` in a cell. */
const reader = new MarkdownIt({ html: true });

/** The label before a footnote, which is no part of its text. */
const NOTE_LABEL = /^\[\^[^\]]+\]: /;

function shownBy(tokens: readonly Token[], line: number, shown: string[]): void {
  let at = line;
  for (const { type, content } of tokens) {
    if (type === 'softbreak' || type === 'hardbreak') at += 1;
    else if (type === 'text' || type === 'text_special' || type === 'code_inline') shown[at] = (shown[at] ?? '') + content;
  }
}

export function readMarkdown(markdown: string): MarkdownLines {
  const source = markdown.split('\n');
  const shown = source.map(() => '');
  const isCode = source.map(() => false);
  const ranges: Record<string, Range[]> = { heading_open: [], table_open: [], list_item_open: [] };
  let row: Range | null = null;
  for (const { type, map, children } of reader.parse(markdown, {})) {
    if (type === 'tr_open') row = map;
    else if (type === 'tr_close') row = null;
    else if (map !== null) ranges[type]?.push(map);
    if (map !== null && (type === 'fence' || type === 'code_block')) isCode.fill(true, ...map);
    const start = (row ?? map)?.[0];
    if (type === 'inline' && start !== undefined) shownBy(children ?? [], start, shown);
  }
  const { heading_open: headings = [], table_open: tables = [], list_item_open: items = [] } = ranges;
  return { source, shown: shown.map((line) => line.replace(NOTE_LABEL, '')), isCode, headings, tables, items };
}

const isLineBreak = (line: string): boolean => /(?<!\\)(?:\\\\)*\\$/.test(line);

/** The lines without those that are gone; null where a line falls away. A table keeps a head, and an item that goes on its mark. */
export function withoutGone({ source, shown, ...blocks }: MarkdownLines, isGone: (line: number) => boolean): (string | null)[] {
  const kept: (string | null)[] = source.map((line, at) => (isGone(at) ? null : line));
  const isEmpty = ([start, end]: Range): boolean => kept.slice(start, end).every((line, n) => line === null || shown[start + n] === '');
  for (const heading of blocks.headings) if (isEmpty(heading)) kept.fill(null, ...heading);
  for (const table of blocks.tables) {
    const [head] = table;
    if (isEmpty(table)) kept.fill(null, ...table);
    else kept[head] ??= (source[head + 1] ?? '').replaceAll(/ ?:?-+:? ?/g, ' ');
  }
  for (const [start, end] of blocks.items) {
    const goesOn = kept.slice(start + 1, end).some((line) => line !== null && line.trim() !== '');
    if (kept[start] === null && goesOn) kept[start] = /^[\s>]*(?:[-+*]|\d{1,9}[.)])/.exec(source[start] ?? '')?.[0] ?? null;
  }
  for (const [at, line] of kept.entries()) {
    const next = kept.slice(at + 1).find((after) => after !== null) ?? '';
    // A hard line break needs a line to break from.
    if (kept[at + 1] === null && next.trim() === '' && line !== null && isLineBreak(line)) kept[at] = line.slice(0, -1);
  }
  return kept;
}
