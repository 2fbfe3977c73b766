import type { Line } from './lines.ts';

export interface Paragraph {
  readonly text: string;
  readonly size: number;
  /** Cells of a row, when it is one of a table. */
  readonly cells: readonly string[] | null;
}

/** A wider space between two lines than so many times the usual one parts paragraphs. */
const GAP = 1.3;
const INDENT = 0.8;
/** A line that ends so many letter heights before the column does is the last of its paragraph. */
const SHORT = 3;

const SENTENCE_END = /[.!?:。！？：…]["'”’»)\]]*$/;
const BULLET = /^(?:[•◦▪‣–—*]|\(?(?:\d{1,3}|[a-z])[.)])\s/;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFFEF]/u;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Letters of a word that is broken; only so much of what may be a long text is looked at. */
const LONGEST_WORD = 80;

/** Joins lines of a paragraph: a hyphen that only breaks a word goes, unless the word is written with one elsewhere. */
export function joined(before: string, after: string, hyphenated: ReadonlySet<string>): string {
  const broken = /(\p{L}+)[-\u00AD\u2010]$/u.exec(before.slice(-LONGEST_WORD));
  const rest = /^\p{Ll}+/u.exec(after)?.[0];
  if (broken !== null && rest !== undefined) {
    const [whole, start = ''] = broken;
    const keep = before.endsWith('-') && hyphenated.has(`${start}-${rest}`.toLowerCase());
    return before.slice(0, before.length - whole.length) + start + (keep ? '-' : '') + after;
  }
  const space = CJK.test(before.at(-1) ?? '') && CJK.test(after[0] ?? '') ? '' : ' ';
  return before + space + after;
}

/** Words with a hyphen inside a line: there it is part of them. */
export function hyphenatedWords(texts: Iterable<string>): ReadonlySet<string> {
  const words = new Set<string>();
  for (const text of texts) for (const [word] of text.matchAll(/\p{L}+-\p{L}+/gu)) words.add(word.toLowerCase());
  return words;
}

/** Letter heights from a line of a cell to the next one at most, and between the left ends of both. */
const LEADING = 1.4;
const ALIGNED = 0.5;

/** The place of the cell that a line goes on below. */
const cellAbove = (line: Line, cells: readonly Line[]): number =>
  cells.findIndex(({ left }) => Math.abs(left - line.left) < ALIGNED * line.size);

/**
 * Whether a row is the next line of some cells, not a row with cells left empty: a single line that begins in small letters, or lines that
 * leave the first column and another one empty.
 */
function goesOnIn(row: readonly Line[], cells: readonly Line[], y: number): boolean {
  const [line] = row;
  const places = row.map((each) => cellAbove(each, cells));
  if (line === undefined || row.length >= cells.length || places.includes(-1) || y - line.y > LEADING * line.size) return false;
  return (row.length === 1 && /^\p{Ll}/u.test(line.text)) || (!places.includes(0) && row.length < cells.length - 1);
}

/** The cells of a row with the lines that go on in them. */
const withNext = (cells: readonly Line[], row: readonly Line[], hyphenated: ReadonlySet<string>): readonly Line[] =>
  cells.map((cell, at) => {
    const next = row.find((line) => cellAbove(line, cells) === at);
    return next === undefined ? cell : { ...cell, text: joined(cell.text, next.text, hyphenated) };
  });

/** The lines of one column as paragraphs; lines that stand in one row are cells of it. */
export function paragraphsOf(lines: readonly Line[], hyphenated: ReadonlySet<string>): readonly Paragraph[] {
  const rows = rowsOf(lines);
  const steps = rows.slice(1).map((row, n) => (rows[n]?.[0]?.y ?? 0) - (row[0]?.y ?? 0));
  const usual = median(steps.filter((step) => step > 0)) || Number.POSITIVE_INFINITY;
  const left = median(rows.map((row) => row[0]?.left ?? 0));
  const right = Math.max(...lines.map((line) => line.right));
  const paragraphs: Paragraph[] = [];
  let last: Line | null = null;
  /** The cells of the last row of a table, and where the lowest line of it stands. */
  let above: { readonly cells: readonly Line[]; readonly y: number } | null = null;
  for (const row of rows) {
    const [line] = row;
    if (line === undefined) continue;
    if (above !== null && goesOnIn(row, above.cells, above.y)) {
      above = { cells: withNext(above.cells, row, hyphenated), y: line.y };
      paragraphs[paragraphs.length - 1] = rowOf(above.cells, line.size);
      continue;
    }
    above = row.length > 1 ? { cells: row, y: line.y } : null;
    if (row.length > 1) {
      paragraphs.push(rowOf(row, line.size));
      last = null;
      continue;
    }
    const before = paragraphs.at(-1);
    if (last !== null && before !== undefined && !begins(line, last, { usual, left, right })) {
      paragraphs[paragraphs.length - 1] = { ...before, text: joined(before.text, line.text, hyphenated) };
    } else {
      paragraphs.push({ text: line.text, size: line.size, cells: null });
    }
    last = line;
  }
  return paragraphs;
}

function rowOf(lines: readonly Line[], size: number): Paragraph {
  const cells = lines.map(({ text }) => text);
  return { text: cells.join(' | '), size, cells };
}

/** Whether a line begins another paragraph than the one before it. */
function begins(
  line: Line,
  last: Line,
  { usual, left, right }: { readonly usual: number; readonly left: number; readonly right: number },
): boolean {
  if (Math.abs(line.size - last.size) > 0.1 * last.size || BULLET.test(line.text)) return true;
  if (last.y - line.y > GAP * usual) return true;
  const isIndented = line.left > left + INDENT * line.size && last.left <= left + INDENT * line.size;
  if (isIndented) return SENTENCE_END.test(last.text);
  return last.right < right - SHORT * line.size && SENTENCE_END.test(last.text);
}

function rowsOf(lines: readonly Line[]): readonly (readonly Line[])[] {
  const rows: Line[][] = [];
  for (const line of lines) {
    const row = rows.at(-1);
    if (row?.[0] !== undefined && Math.abs(row[0].y - line.y) < 0.4 * line.size) row.push(line);
    else rows.push([line]);
  }
  return rows;
}

/** Paragraphs that a column or a page has cut in two are one. */
export function mended(paragraphs: readonly Paragraph[], hyphenated: ReadonlySet<string>): readonly Paragraph[] {
  const whole: Paragraph[] = [];
  for (const paragraph of paragraphs) {
    const before = whole.at(-1);
    const goesOn =
      before !== undefined &&
      before.cells === null &&
      paragraph.cells === null &&
      Math.abs(before.size - paragraph.size) <= 0.1 * before.size &&
      !SENTENCE_END.test(before.text) &&
      (/^\p{Ll}/u.test(paragraph.text) || (CJK.test(before.text.at(-1) ?? '') && CJK.test(paragraph.text[0] ?? ''))) &&
      !BULLET.test(paragraph.text);
    if (goesOn) whole[whole.length - 1] = { ...before, text: joined(before.text, paragraph.text, hyphenated) };
    else whole.push(paragraph);
  }
  return whole;
}
