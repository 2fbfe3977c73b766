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

const isCjk = (letter: string): boolean => /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFFEF]/u.test(letter);

/** The pieces of a page in rows, and these in lines, from top to bottom and left to right. */
export function linesOf({ pieces }: PdfPage): readonly Line[] {
  const rows: Piece[][] = [];
  for (const piece of [...pieces].sort((a, b) => b.y - a.y || a.x - b.x)) {
    const row = rows.at(-1);
    const first = row?.[0];
    if (first !== undefined && Math.abs(first.y - piece.y) < 0.4 * Math.min(first.size, piece.size)) row?.push(piece);
    else if (first !== undefined && isRaised(row ?? [], piece)) row?.push(piece);
    else rows.push([piece]);
  }
  return rows.flatMap((row) => split(row.sort((a, b) => a.x - b.x)));
}

/** Small letters just above or below the end of a row, such as the mark of a footnote. */
function isRaised(row: readonly Piece[], piece: Piece): boolean {
  return row.some(
    ({ x, y, width, size }) =>
      piece.size < 0.8 * size && Math.abs(piece.y - y) < 0.6 * size && Math.abs(piece.x - (x + width)) < 0.5 * size,
  );
}

function split(row: readonly Piece[]): readonly Line[] {
  const lines: Line[] = [];
  for (const piece of row) {
    const before = lines.at(-1);
    const gap = before === undefined ? Number.POSITIVE_INFINITY : piece.x - before.right;
    const size = Math.max(piece.size, before?.size ?? 0);
    if (before === undefined || gap > CELL_GAP * size) {
      lines.push({ text: piece.text.trim(), left: piece.x, right: piece.x + piece.width, y: piece.y, size: piece.size });
      continue;
    }
    const touching = isCjk(before.text.at(-1) ?? '') && isCjk(piece.text[0] ?? '');
    const space = (gap > WORD_GAP * size || /^\s/.test(piece.text)) && !touching ? ' ' : '';
    lines[lines.length - 1] = {
      text: before.text + (before.text.endsWith(' ') ? '' : space) + piece.text.trim() + (/\s$/.test(piece.text) ? ' ' : ''),
      left: before.left,
      right: Math.max(before.right, piece.x + piece.width),
      y: before.y,
      size: Math.max(before.size, piece.size),
    };
  }
  return lines.map((line) => ({ ...line, text: line.text.replace(/\s+/g, ' ').trim() })).filter(({ text }) => text !== '');
}
