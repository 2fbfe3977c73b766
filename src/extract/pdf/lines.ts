import type { PdfPage, Piece } from './read.ts';

/** Text in one row without a gap that would part columns; `top` and `bottom` in points from the page's bottom. */
export interface Line {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly y: number;
  readonly size: number;
}

/** Gaps in letter heights: a wider one parts words, a much wider one parts columns or cells. */
const WORD_GAP = 0.15;
const CELL_GAP = 1.2;
/** Letters so much smaller than those beside them are raised or lowered, not of another line. */
const SMALL = 0.9;
/** How far the gaps between the words of a justified line differ. */
const EVEN = 0.1;
/** How far the steps between columns of a table differ. */
const SAME = 0.01;

const isCjk = (letter: string): boolean => /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFFEF]/u.test(letter);

const RTL = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;
const isRtl = ({ text }: Piece): boolean => RTL.test(text);
const isLtr = ({ text }: Piece): boolean => !RTL.test(text) && /[\p{L}\p{N}]/u.test(text);

const lettersIn = (pieces: readonly Piece[]): number => pieces.reduce((sum, { text }) => sum + text.length, 0);

/**
 * The pieces of a page in rows, and these in lines, from top to bottom and in the direction in which the page is written. A page that is
 * written from right to left is mirrored, so that whoever reads on need not know.
 */
export function linesOf({ width, pieces }: PdfPage): readonly Line[] {
  const isMirrored = lettersIn(pieces.filter(isRtl)) > lettersIn(pieces.filter(isLtr));
  return rowsOf(pieces).flatMap((row) => {
    const pages = withRuns(row, isMirrored ? isLtr : isRtl);
    return split(isMirrored ? pages.map((piece) => mirrored(piece, width)).toReversed() : pages);
  });
}

const MIRROR: Readonly<Record<string, string>> = { '(': ')', ')': '(', '[': ']', ']': '[', '«': '»', '»': '«' };

/** What stands at the left of a figure that a page from right to left has, stands after it; brackets by themselves are drawn the other way. */
function mirrored(piece: Piece, width: number): Piece {
  const text = isLtr(piece)
    ? piece.text.replace(/^([.,:;!?]+)(?=[\p{L}\p{N}])(.*)$/u, '$2$1')
    : isRtl(piece)
      ? piece.text
      : piece.text.replaceAll(/[()[\]«»]/g, (bracket) => MIRROR[bracket] ?? bracket);
  return { ...piece, text, x: width - piece.x - piece.width };
}

/** A row from left to right, in which neighbours that are written against the page's direction are one piece, in the order of their own. */
function withRuns(row: readonly Piece[], isAgainst: (piece: Piece) => boolean): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const piece of [...row].sort((a, b) => a.x - b.x)) {
    const before = pieces.at(-1);
    const gap = before === undefined ? 0 : piece.x - before.x - before.width;
    if (before === undefined || !isAgainst(before) || !isAgainst(piece) || gap > CELL_GAP * Math.min(piece.size, before.size)) {
      pieces.push(piece);
      continue;
    }
    const both = isRtl(piece) ? [piece, before] : [before, piece];
    const text = both.map(({ text }) => text).join(gap > WORD_GAP * piece.size ? ' ' : '');
    pieces[pieces.length - 1] = { ...before, text, width: piece.x + piece.width - before.x };
  }
  return pieces;
}

function rowsOf(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const rows: Piece[][] = [];
  for (const piece of [...pieces].sort((a, b) => b.y - a.y || a.x - b.x)) {
    const row = rows.at(-1);
    const first = row?.[0];
    if (first !== undefined && Math.abs(first.y - piece.y) < 0.4 * Math.min(first.size, piece.size)) row?.push(piece);
    else if (first !== undefined && isRaised(row ?? [], piece)) row?.push(piece);
    else rows.push([piece]);
  }
  return withRaised(rows);
}

/** Rows with the small letters that stand raised beside theirs, which came before them. */
function withRaised(rows: readonly (readonly Piece[])[]): readonly (readonly Piece[])[] {
  const merged: (readonly Piece[])[] = [];
  for (const row of rows) {
    const above = merged.at(-1);
    if (above?.every((piece) => isRaised(row, piece)) === true) merged[merged.length - 1] = [...row, ...above];
    else merged.push(row);
  }
  return merged;
}

/** Small letters just above or below an end of a row, such as the mark of a footnote. */
function isRaised(row: readonly Piece[], piece: Piece): boolean {
  return row.some(
    ({ x, y, width, size }) =>
      piece.size < SMALL * size &&
      Math.abs(piece.y - y) < 0.6 * size &&
      Math.min(Math.abs(piece.x - (x + width)), Math.abs(x - (piece.x + piece.width))) < 0.5 * size,
  );
}

function split(row: readonly Piece[]): readonly Line[] {
  const lines: Line[] = [];
  for (const piece of row) {
    const before = lines.at(-1);
    const gap = before === undefined ? Number.POSITIVE_INFINITY : piece.x - before.right;
    const size = Math.max(piece.size, before?.size ?? 0);
    if (before === undefined || gap > CELL_GAP * Math.min(piece.size, before.size)) {
      lines.push({ text: piece.text.trim(), left: piece.x, right: piece.x + piece.width, y: piece.y, size: piece.size });
      continue;
    }
    const touching = isCjk(before.text.at(-1) ?? '') && isCjk(piece.text[0] ?? '');
    const space = (gap > WORD_GAP * size || /^\s/.test(piece.text)) && !touching ? ' ' : '';
    lines[lines.length - 1] = {
      text: before.text + (before.text.endsWith(' ') ? '' : space) + piece.text.trim() + (/\s$/.test(piece.text) ? ' ' : ''),
      left: before.left,
      right: Math.max(before.right, piece.x + piece.width),
      y: piece.size > before.size ? piece.y : before.y,
      size,
    };
  }
  const said = lines.map((line) => ({ ...line, text: line.text.replace(/\s+/g, ' ').trim() })).filter(({ text }) => text !== '');
  return isJustified(said) ? [wholeLine(said)] : said;
}

/** Whether steps differ by less than a share of the widest. */
const areEven = (steps: readonly number[], share: number): boolean => Math.max(...steps) - Math.min(...steps) < share * Math.max(...steps);

/** Whether single words stand in a row at even gaps, as a line has them that is stretched to the width of its column, not at the steps of a table. */
function isJustified(words: readonly Line[]): boolean {
  if (words.length < 3 || words.some(({ text }) => text.includes(' '))) return false;
  const steps = (from: 'left' | 'right', to: 'left' | 'right'): readonly number[] =>
    words.slice(1).map((word, n) => word[to] - (words[n]?.[from] ?? 0));
  return areEven(steps('right', 'left'), EVEN) && !areEven(steps('left', 'left'), SAME) && !areEven(steps('right', 'right'), SAME);
}

const wholeLine = (words: readonly Line[]): Line => ({
  text: words.map(({ text }) => text).join(' '),
  left: Math.min(...words.map(({ left }) => left)),
  right: Math.max(...words.map(({ right }) => right)),
  y: words[0]?.y ?? 0,
  size: Math.max(...words.map(({ size }) => size)),
});
