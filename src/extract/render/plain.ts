import type { Inline, Line, Piece } from './piece.ts';
import { singleSpaced, tidyLines } from './space.ts';

/** Text of a line; breaks are newlines, white space is single. */
function textOf(line: Line): string {
  let out = '';
  for (const inline of line) {
    if (inline.kind === 'text' || inline.kind === 'code') out += inline.text;
    else if (inline.kind === 'break') out += '\n';
    else if (inline.kind === 'formula') out += inline.tex;
    else if (inline.kind === 'note') out += /^[[(*†‡§]/.test(inline.text) ? inline.text : `[${inline.text}]`;
    else if (inline.kind !== 'image') out += textOf(inline.inlines);
    else if (inline.isTold) out += inline.alt;
  }
  return out;
}

const plainLine = (line: Line): string => tidyLines(textOf(line)).replace(/\n{3,}/g, '\n\n');

const oneLine = (line: readonly Inline[]): string => singleSpaced(plainLine(line));

/** Pieces joined by newlines when all are items of something, by blank lines otherwise. */
const joined = (pieces: readonly Piece[], gap: string): string =>
  pieces
    .map(write)
    .filter((text) => text !== '')
    .join(gap);

function write(piece: Piece): string {
  switch (piece.kind) {
    case 'paragraph':
    case 'heading':
      return plainLine(piece.line);
    case 'formula':
      return piece.tex;
    case 'code':
      return piece.text;
    case 'quote':
      return joined(piece.pieces, '\n\n');
    case 'list':
      return piece.items.map(({ pieces }) => joined(pieces, '\n')).join('\n');
    case 'definitions':
      return piece.entries.map(({ pieces }) => joined(pieces, '\n')).join('\n');
    case 'notes':
      return piece.notes.map(({ pieces }) => joined(pieces, '\n')).join('\n');
    case 'table':
      return piece.rows
        .map((cells) =>
          cells
            .filter(({ isSpanned }) => !isSpanned)
            .map(({ line }) => oneLine(line))
            .filter((text) => text !== '')
            .join(' | '),
        )
        .filter((row) => row !== '')
        .join('\n');
    case 'rule':
      return '';
  }
}

/** Plain text: paragraphs parted by blank lines, list items and rows of tables by lines, cells by ` | `; code as it stands. */
export const plainOf = (pieces: readonly Piece[]): string => joined(pieces, '\n\n').toWellFormed();
