import { firstOf, isStyled, lastOf, markedBetween, marks, runsOf, type Styled } from './emphasis.ts';
import { escapeEnd, escapeStart, escapeText } from './escape.ts';
import type { Cell, Inline, Item, Line, Piece } from './piece.ts';
import { tidyLines, trimmed } from './space.ts';

/** The longest run of backticks decides the fence (CommonMark §4.5, §6.1). */
const longestRun = (text: string): number => [...text.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 0);

type Escape = (text: string) => string;

function codeSpan(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return fence + pad + text + pad + fence;
}

const destination = (href: string): string => (/[\s()<>]/.test(href) ? `<${href.replace(/[<>\s]/g, encodeURIComponent)}>` : href);

/** Whether brackets close what they open, but for those that are escaped. */
function isBalanced(text: string): boolean {
  let depth = 0;
  for (const [mark] of text.matchAll(/\\[^]|[[\]]/g)) {
    if (mark === '[') depth += 1;
    else if (mark === ']') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** Tildes in a line and around what it strikes out; those in a link have no say outside of it. */
function tildesIn(line: Line): number {
  let count = 0;
  for (const inline of line) {
    if (inline.kind === 'text') count += inline.text.includes('~') ? inline.text.split('~').length - 1 : 0;
    else if (isStyled(inline)) count += tildesIn(inline.inlines) + (inline.kind === 'deleted' ? 2 : 0);
  }
  return count;
}

const escapeFor = (line: Line): Escape => {
  const strikes = tildesIn(line) > 1;
  return (text) => escapeText(text, strikes);
};

/** Also the brackets that mean nothing outside of a link. */
const escapeBrackets =
  (escape: Escape): Escape =>
  (text) =>
    escape(text).replace(/\\[^]|[[\]]/g, (mark) => (mark.length > 1 ? mark : `\\${mark}`));

function link(inlines: Line, href: string): string {
  const escape = escapeFor(inlines);
  const lax = rawLine(inlines, escape);
  const text = (isBalanced(lax) ? lax : rawLine(inlines, escapeBrackets(escape))).replaceAll('\n', ' ');
  const [before, body, after] = trimmed(text);
  return body === '' ? text : `${before}[${body}](${destination(href)})${after}`;
}

function inlineText(inline: Exclude<Inline, Styled>, escape: Escape): string {
  switch (inline.kind) {
    case 'text':
      return escape(inline.text);
    case 'break':
      return '\n';
    case 'code':
      return codeSpan(inline.text);
    case 'formula':
      return `$${inline.tex}$`;
    case 'note':
      return `[^${inline.label}]`;
    case 'image':
      return `![${escapeBrackets(escapeFor([{ kind: 'text', text: inline.alt }]))(inline.alt)}](${destination(inline.source)})`;
    case 'link':
      return link(inline.inlines, inline.href);
  }
}

/** A styled text; white space goes outside of the marks, and each line has its own. */
function emphasised(styled: Styled, escape: Escape, before: string, after: string): string {
  const { opening, inlines, closing, hasMarks } = markedBetween(styled, before, after);
  const body = rawLine(inlines, escape, opening === '' ? before : opening, closing === '' ? after : closing);
  if (!hasMarks) return body;
  const lines = body.split('\n').map((line) => {
    const [head, text, tail] = trimmed(line);
    return text === '' ? line : head + marks[styled.kind] + text + marks[styled.kind] + tail;
  });
  return escape(opening) + lines.join('\n') + escape(closing);
}

/** A line between two letters, if it does not stand alone. */
function rawLine(line: Line, escape: Escape = escapeFor(line), before = '', after = ''): string {
  const runs = runsOf(line);
  let out = '';
  for (const [i, run] of runs.entries()) {
    // A link after an exclamation mark would be a picture.
    if (run.kind === 'link' && out.endsWith('!')) out = `${out.slice(0, -1)}\\!`;
    out += isStyled(run) ? emphasised(run, escape, lastOf(runs[i - 1]) || before, firstOf(runs[i + 1]) || after) : inlineText(run, escape);
  }
  return out;
}

/** A paragraph: one break is a hard line break, two or more begin another paragraph. */
const paragraph = (line: Line): string =>
  tidyLines(rawLine(line))
    .split(/\n{2,}/)
    .map((part) => part.split('\n').map(escapeStart).join('\\\n'))
    .join('\n\n');

const oneLine = (line: Line): string => tidyLines(rawLine(line)).replace(/\n+/g, ' ');

const cellText = ({ line }: Cell): string => tidyLines(rawLine(line)).replace(/\n+/g, '<br>').replaceAll('|', '\\|');

function table(rows: readonly (readonly Cell[])[]): string {
  const [first = []] = rows;
  const width = first.length;
  if (width === 0) return '';
  // GFM tables have a head; one that has none gets an empty one.
  const hasHead = rows.length > 1 || first.every(({ isHead }) => isHead);
  const head = hasHead ? first.map(cellText) : first.map(() => '');
  const body = (hasHead ? rows.slice(1) : rows).map((cells) => cells.map(cellText));
  const lines = [head, first.map(() => '---'), ...body];
  return lines.map((cells) => `| ${cells.join(' | ')} |`.replace(/ {2,}/g, ' ')).join('\n');
}

function code(language: string, text: string): string {
  if (text === '') return '';
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

/** Lines after the first stand as far in as the first one's text does, unless `width` says otherwise. */
const hang = (marker: string, text: string, width = marker.length): string =>
  marker + text.replaceAll(/\n(?!\n|$)/g, `\n${' '.repeat(width)}`);

/** What belongs to a footnote stands four blanks in, however long its label is: with more, it might be code. */
const NOTE_INDENT = 4;

function item({ number, pieces }: Item, [bullet, stop]: Marks): string {
  // A list stands close under the line it belongs to, where it may follow one (CommonMark §5.3).
  const text = written(ruled(pieces))
    .map(({ piece, text }, i, all) => {
      const isClose = piece.kind === 'list' && i === 1 && all[0]?.piece.kind === 'paragraph' && (piece.items[0]?.number ?? 1) === 1;
      return (i === 0 ? '' : isClose ? '\n' : '\n\n') + text;
    })
    .join('');
  return text === '' ? '' : hang(number === null ? `${bullet} ` : `${number}${stop} `, text);
}

/** What stands before an item, and after its number. */
type Marks = readonly [bullet: string, stop: string];
const usual: Marks = ['-', '.'];
const other: Marks = ['*', ')'];

/** Whether a piece would be read as more of the list before it, and is none (CommonMark §5.3). Lists of one item each are meant as one. */
function wouldGoOn(before: Piece | undefined, piece: Piece): boolean {
  if (before?.kind !== 'list' || piece.kind !== 'list') return false;
  const last = before.items.at(-1)?.number ?? null;
  const first = piece.items[0]?.number ?? null;
  if (last === null) return first === null && before.items.length + piece.items.length > 2;
  return first !== null && first !== last + 1;
}

const isLoose = (items: readonly Item[]): boolean => items.some(({ pieces }) => pieces.filter(({ kind }) => kind !== 'list').length > 1);

/** Terms on lines of their own, what they mean after a colon, as in PHP Markdown Extra and Pandoc. */
const definitions = (entries: readonly { readonly isTerm: boolean; readonly pieces: readonly Piece[] }[]): string =>
  entries
    .map(({ isTerm, pieces }, i) => {
      const gap = i === 0 ? '' : isTerm && entries[i - 1]?.isTerm === false ? '\n\n' : '\n';
      return gap + (isTerm ? joined(pieces, ' ') : hang(': ', joined(pieces, '\n\n')));
    })
    .join('');

function write(piece: Piece, listMarks: Marks): string {
  switch (piece.kind) {
    case 'paragraph':
      return paragraph(piece.line);
    case 'heading': {
      const text = escapeEnd(oneLine(piece.line));
      return text === '' ? '' : `${'#'.repeat(piece.level)} ${text}`;
    }
    case 'formula':
      return `$$\n${piece.tex}\n$$`;
    case 'code':
      return code(piece.language, piece.text);
    case 'quote':
      return markdownOf(piece.pieces)
        .split('\n')
        .map((line) => (line === '' ? '>' : `> ${line}`))
        .join('\n');
    case 'list':
      return piece.items
        .map((each) => item(each, listMarks))
        .filter((text) => text !== '')
        .join(isLoose(piece.items) ? '\n\n' : '\n');
    case 'definitions':
      return definitions(piece.entries);
    case 'notes':
      return piece.notes.map(({ label, pieces }) => hang(`[^${label}]: `, joined(pieces, '\n\n'), NOTE_INDENT)).join('\n');
    case 'table':
      return table(piece.rows);
    case 'rule':
      return '---';
  }
}

/** What pieces are written as, without those that say nothing. */
function written(pieces: readonly Piece[]): { readonly piece: Piece; readonly text: string }[] {
  const all: { piece: Piece; text: string; listMarks: Marks }[] = [];
  for (const piece of pieces) {
    const before = all.at(-1);
    const listMarks = wouldGoOn(before?.piece, piece) && before?.listMarks === usual ? other : usual;
    const text = write(piece, listMarks);
    if (text !== '') all.push({ piece, text, listMarks });
  }
  return all;
}

const joined = (pieces: readonly Piece[], gap: string): string =>
  written(pieces)
    .map(({ text }) => text)
    .join(gap);

/** Rules part what is written: none stands at an end, and no two together. */
const ruled = (pieces: readonly Piece[]): readonly Piece[] =>
  pieces.filter(({ kind }, i) => kind !== 'rule' || (i > 0 && i < pieces.length - 1 && pieces[i + 1]?.kind !== 'rule'));

/** CommonMark with GFM tables and footnotes, formulas between dollars. */
export const markdownOf = (pieces: readonly Piece[]): string => joined(ruled(pieces), '\n\n').toWellFormed();
