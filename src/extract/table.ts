import { type ChildNode, type Element, hasChildren, isTag, isText } from 'domhandler';
import { findOne, textContent } from 'domutils';
import { blocks } from './elements.ts';

/** Roles of tables that are made of other elements (WAI-ARIA 1.2). */
const tableRoles: ReadonlySet<string> = new Set(['table', 'grid', 'treegrid']);
const headRoles: ReadonlySet<string> = new Set(['columnheader', 'rowheader']);
const cellRoles: ReadonlySet<string> = new Set(['cell', 'gridcell', ...headRoles]);

/** Parts of tables that a style makes of other elements, and as LaTeXML and editors name them. */
const STYLED = /(?:^|[;\s])display\s*:\s*table(-row|-cell|)\s*(?:;|!|$)/;
const NAMED = /(?:^|\s)(?:ltx_(?:tabular|(tr)|(td))|divTable(?:(Row)|(Cell|Head))?)(?:\s|$)/;

/** Elements that a style makes parts of a table. */
const styleable: ReadonlySet<string> = new Set(['div', 'ul', 'ol', 'li', 'section', 'span', 'p']);

function partOf({ name, attribs: { style = '', class: named = '' } }: Element): string {
  const styled = style.includes('table') && styleable.has(name) ? STYLED.exec(style) : null;
  if (styled !== null) return styled[1]?.slice(1) || 'table';
  if (!named.includes('ltx_t') && !named.includes('divTable')) return '';
  const [known, tr, td, row, cell] = NAMED.exec(named) ?? [];
  if (known === undefined) return '';
  return (tr ?? row) !== undefined ? 'row' : (td ?? cell) !== undefined ? 'cell' : 'table';
}

const roleOf = (element: Element): string => element.attribs['role'] ?? partOf(element);

/** Whether a row has several cells: a style also makes tables of what is to be no wider than its text. */
const hasColumns = (table: Element): boolean => rowsOf(table).some((row) => cellsIn(row).length > 1);

const isSaidTable = (element: Element): boolean => element.name === 'table' || tableRoles.has(roleOf(element));

/** Whether an element is a table, by its name, its role or its style. */
export const isTable = (element: Element): boolean =>
  isSaidTable(element) && (element.name === 'table' || element.attribs['role'] !== undefined || hasColumns(element));

/** Whether a cell heads a column or a row. */
export const isHead = (cell: Element): boolean => cell.name === 'th' || headRoles.has(roleOf(cell));

/** Elements of some roles, none within another, nor within a table that lies in this one. */
function withRole(nodes: readonly ChildNode[], is: (role: string) => boolean): Element[] {
  return nodes.filter(isTag).flatMap((node) => {
    const role = roleOf(node);
    if (is(role)) return [node];
    return isSaidTable(node) ? [] : withRole(node.children, is);
  });
}

/** The rows of a table as they are shown: its head may be written after its body, and its foot before it. */
export function rowsOf(table: Element): Element[] {
  if (table.name !== 'table') return withRole(table.children, (role) => role === 'row');
  let head: Element[] | null = null;
  const rows: Element[] = [];
  const foot: Element[] = [];
  for (const child of table.children) {
    if (!isTag(child)) continue;
    if (child.name === 'tr') rows.push(child);
    else if (/^t(?:head|body|foot)$/.test(child.name)) {
      // Only the first head is set above all rows (CSS 2.2 §17.2).
      const group = child.children.filter(isTag).filter((row) => row.name === 'tr');
      if (child.name === 'thead' && head === null) head = group;
      else (child.name === 'tfoot' ? foot : rows).push(...group);
    }
  }
  return [...(head ?? []), ...rows, ...foot];
}

export const cellsIn = (row: Element): Element[] =>
  row.name === 'tr'
    ? row.children.filter(isTag).filter(({ name }) => name === 'td' || name === 'th')
    : withRole(row.children, (role) => cellRoles.has(role));

/** What stands in a table outside of its cells, before the first of them and after it, parted where rows and cells are. */
export function besideCells(table: Element): readonly [before: ChildNode[][], after: ChildNode[][]] {
  const cells = new Set<ChildNode>(rowsOf(table).flatMap(cellsIn));
  const around = new Set<ChildNode>();
  for (const cell of cells)
    for (let up = cell.parent; up !== null && isTag(up) && up !== table && !around.has(up); up = up.parent) around.add(up);
  const before: ChildNode[][] = [];
  const after: ChildNode[][] = [];
  let side = before;
  let run: ChildNode[] = [];
  const part = (): void => {
    if (run.length > 0) side.push(run);
    run = [];
  };
  const look = (nodes: readonly ChildNode[]): void => {
    for (const node of nodes) {
      if (cells.has(node)) {
        part();
        side = after;
      } else if (isTag(node) && around.has(node)) {
        part();
        look(node.children);
        part();
      } else if (run.length > 0 || !isText(node) || node.data.trim() !== '') run.push(node);
    }
  };
  look(table.children);
  part();
  // A caption stands before all rows, wherever it is written.
  const isCaption = (node: ChildNode): boolean => isTag(node) && node.name === 'caption';
  return [[...before, after.flat().filter(isCaption)], after.map((nodes) => nodes.filter((node) => !isCaption(node)))];
}

/** What does not fit into a cell of a line; a table that holds it is there for the layout. */
const large: ReadonlySet<string> = new Set(['article', 'section', 'form', 'blockquote']);
/** The same, where it does not head a row or a column. */
const heading = /^h[1-6]$/;

/** Code of one line fits. */
const isLongCode = (element: Element): boolean =>
  element.name === 'pre' && (textContent(element).trim().includes('\n') || findOne(({ name }) => name === 'br', element.children) !== null);

const isLarge = (element: Element): boolean => isTable(element) || large.has(element.name) || isLongCode(element);

function holdsLarge(nodes: readonly ChildNode[], isInHead = false): boolean {
  return nodes.some((node) => {
    if (isTag(node) && (isLarge(node) || (!isInHead && heading.test(node.name)))) return true;
    return hasChildren(node) && holdsLarge(node.children, isInHead || (isTag(node) && isHead(node)));
  });
}

/** What a cell says outside of links, and in how many paragraphs, items of lists and other blocks. */
class Prose {
  letters = 0;
  parts = 0;
  /** Breaks since the last words; two of them part paragraphs. */
  #breaks = 2;

  constructor(cell: Element) {
    this.#read(cell.children, false);
  }

  #read(nodes: readonly ChildNode[], isLinked: boolean): void {
    for (const node of nodes) {
      if (isText(node)) this.#text(node.data.trim(), isLinked);
      else if (isTag(node)) {
        const isPart = blocks.has(node.name);
        if (isPart) this.#breaks = 2;
        else if (node.name === 'br') this.#breaks += 1;
        this.#read(node.children, isLinked || node.name === 'a');
        if (isPart) this.#breaks = 2;
      }
    }
  }

  #text(text: string, isLinked: boolean): void {
    if (text === '') return;
    if (this.#breaks > 1) this.parts += 1;
    this.#breaks = 0;
    if (!isLinked) this.letters += text.length;
  }
}

/** A cell that says more holds a text. */
const LONGEST_DATUM = 100;
/** Rows of a table that sets a text beside other things; with more of them, its cells are data. */
const FEW_ROWS = 2;
/** The same, with rows of links. */
const MOST_ROWS = 4;
const MOST = 2 / 3;

/** Whether a table without heads has a single row, with a text or a list in it, or one cell with most of a text; rows of links, as buttons are, say nothing. */
function setsText(rows: readonly (readonly Element[])[]): boolean {
  if (rows.length > MOST_ROWS || rows.some((cells) => cells.some(isHead))) return false;
  const said = rows.map((cells) => cells.map((cell) => new Prose(cell)));
  if (said.filter((row) => row.some(({ letters }) => letters > 0)).length > FEW_ROWS) return false;
  const proses = said.flat();
  const all = proses.reduce((sum, { letters }) => sum + letters, 0);
  return proses.some(({ letters, parts }) =>
    rows.length === 1 ? parts > 1 || letters > LONGEST_DATUM : parts > 1 && letters > Math.max(LONGEST_DATUM, MOST * all),
  );
}

/** Whether a table arranges the page rather than data: no columns, blocks in its cells, or a text beside other things. */
export function isLayoutTable(table: Element): boolean {
  const role = roleOf(table);
  if (role === 'presentation' || role === 'none') return true;
  const rows = rowsOf(table).map(cellsIn);
  return rows.every((cells) => cells.length < 2) || holdsLarge(table.children) || setsText(rows.filter(({ length }) => length > 1));
}
