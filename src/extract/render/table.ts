import { type ChildNode, type Element, isTag, isText, type ParentNode } from 'domhandler';
import { blocks as blockNames } from '../elements.ts';
import { cellsIn, isHead, rowsOf } from '../table.ts';
import { brokenCodeText, codeText, isBrokenCode } from './code.ts';
import type { Context } from './context.ts';
import { LineMaker } from './lines.ts';
import { isUnseen } from './ornament.ts';
import type { Cell, Inline } from './piece.ts';

/** A table is not wider; and a cell does not reach over more rows. */
const MAX_COLUMNS = 64;
const MAX_ROWS_SPANNED = 200;

const span = (cell: Element, name: string, most: number): number =>
  Math.min(most, Math.max(1, Number.parseInt(cell.attribs[name] ?? cell.attribs[`aria-${name}`] ?? '1', 10) || 1));

const saysSomething = (nodes: readonly ChildNode[]): boolean =>
  nodes.some((node) => (isText(node) ? node.data.trim() !== '' : isTag(node) && saysSomething(node.children)));

/** Whether no row has two cells that say something: what is beside them sets them in place. */
export const isOneColumn = (table: Element): boolean =>
  rowsOf(table).every((row) => cellsIn(row).filter(({ children }) => saysSomething(children)).length < 2);

/**
 * What a cell holds, in one line: its blocks are parted by breaks. Where a head is nothing but a button, it sorts by what it
 * says.
 */
function lineOf(cell: Element, context: Context, hasButtons = false): Inline[] {
  const line: Inline[] = [];
  const maker: LineMaker = new LineMaker(context, (element) => {
    if (/^(?:script|style|svg|template|select|textarea|rt|rp)$/.test(element.name) || isUnseen(element)) return [];
    if (element.name === 'button' && !hasButtons) return [];
    if (isBrokenCode(element))
      return brokenCodeText(element)
        .split('\n')
        .flatMap((text, i): Inline[] => (i === 0 ? [{ kind: 'code', text }] : [{ kind: 'break' }, { kind: 'code', text }]));
    if (element.name === 'pre') return [{ kind: 'break' }, { kind: 'code', text: codeText(element).trim() }, { kind: 'break' }];
    if (!blockNames.has(element.name)) return null;
    return [{ kind: 'break' }, ...maker.of(element.children), { kind: 'break' }];
  });
  for (const node of cell.children) maker.add(node, line);
  return !hasButtons && isHead(cell) && !line.some(saysMore) ? lineOf(cell, context, true) : line;
}

const saysMore = (inline: Inline): boolean => inline.kind !== 'break' && (inline.kind !== 'text' || inline.text.trim() !== '');

const empty: Cell = { line: [], isHead: false, isSpanned: true };

/** Rows being filled: what earlier rows let hang into the next is put in its place first. */
class Grid {
  readonly rows: Cell[][] = [];
  readonly #hanging: { readonly cell: Cell; left: number }[] = [];

  add(elements: readonly Element[], context: Context): void {
    const cells: Cell[] = [];
    for (const element of elements) {
      this.#takeHanging(cells);
      if (cells.length >= MAX_COLUMNS) break;
      const cell: Cell = { line: lineOf(element, context), isHead: isHead(element), isSpanned: false };
      const tall = element.attribs['rowspan']?.trim() === '0' ? MAX_ROWS_SPANNED : span(element, 'rowspan', MAX_ROWS_SPANNED);
      const wide = span(element, 'colspan', MAX_COLUMNS - cells.length);
      for (let i = 0; i < wide; i += 1) {
        const spanned = { ...cell, isSpanned: true };
        this.#hanging[cells.length] = { cell: spanned, left: tall - 1 };
        cells.push(i === 0 ? cell : spanned);
      }
    }
    this.#takeHanging(cells);
    if (elements.some((element) => context.selection.holds(element))) this.rows.push(cells);
  }

  /** Nothing hangs from one group of rows into the next (HTML §4.9.12). */
  endGroup(): void {
    this.#hanging.length = 0;
  }

  #takeHanging(cells: Cell[]): void {
    for (let above = this.#hanging[cells.length]; above !== undefined && above.left > 0; above = this.#hanging[cells.length]) {
      above.left -= 1;
      cells.push(above.cell);
    }
  }
}

/** The rows of a data table, all of one length; what a cell spans is filled with it. Rows without selected text are left out. */
export function cellsOf(table: Element, context: Context): Cell[][] {
  const grid = new Grid();
  let group: ParentNode | null = null;
  for (const row of rowsOf(table)) {
    if (row.name === 'tr' && row.parent !== group) grid.endGroup();
    group = row.parent;
    grid.add(cellsIn(row), context);
  }
  const width = grid.rows.reduce((most, { length }) => Math.max(most, length), 0);
  return grid.rows.map((cells) => [...cells, ...Array.from({ length: width - cells.length }, () => empty)]);
}
