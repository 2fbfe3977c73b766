import { type ChildNode, type Document, type Element, isTag, isText } from 'domhandler';
import { findAll } from 'domutils';
import { HtmlDocument } from '../../html/document.ts';
import { blocks as blockNames, isMadeUp, standsInLine } from '../elements.ts';
import type { Write } from '../extract.ts';
import { formulaReader } from '../formula-text.ts';
import { equationOf, formulaOf, isDrawnFormula, isEquationTable, isFormula, isFormulaScript } from '../formula.ts';
import { isItem, isListByRole } from '../list.ts';
import { besideCells, isLayoutTable, isTable, rowsOf } from '../table.ts';
import { brokenCodeText, codeOfBox, codeText, isBrokenCode, isCodeBox } from './code.ts';
import { codeOfTable, isCodeControl, isCodeTable, isGutter } from './code-frame.ts';
import { languageOf } from './code-language.ts';
import { isCaption } from './caption.ts';
import { asUsual, type Context, resolver } from './context.ts';
import { isFormulaIn, loneFormulas } from './drawn.ts';
import { LineMaker, unbroken } from './lines.ts';
import { notesOf } from './notes.ts';
import { isHeadingControl, levelOf, lineOfHeading } from './heading.ts';
import { isOrnament } from './ornament.ts';
import { addTo, counter, isDone, type OpenItem } from './list.ts';
import type { Inline, Line, Note, Piece } from './piece.ts';
import type { Selection } from './selection.ts';
import { cellsOf, isOneColumn } from './table.ts';

const mute: ReadonlySet<string> = new Set(
  'script style template svg iframe frame object embed applet canvas audio video map head select textarea datalist input rp rt title'.split(
    ' ',
  ),
);
const alone: ReadonlySet<string> = new Set([...blockNames, 'td', 'th', 'button', 'noscript', 'optgroup', 'option', 'label', 'nav']);
const isAlone = (element: Element): boolean =>
  isMadeUp(element)
    ? !standsInLine(element) || holdsBlock(element)
    : alone.has(element.name) || isTable(element) || opensQuote(element) || isHeadingByRole(element);

const isBlank = (node: ChildNode): boolean => !isTag(node) && (!isText(node) || node.data.trim() === '');

const isColon = (node: ChildNode): boolean => isText(node) && node.data.trimEnd().endsWith(':');

/** Whether a `cite` is the first in a quotation, on a line of its own or before a colon: it says whose words follow. */
function opensQuote({ name, parent, prev, next, children }: Element): boolean {
  if (name !== 'cite' || parent === null || !isTag(parent)) return false;
  for (let before = prev; before !== null; before = before.prev) if (!isBlank(before)) return false;
  let after = next;
  while (after !== null && isBlank(after)) after = after.next;
  const endsLine = after !== null && isTag(after) && (after.name === 'br' || blockNames.has(after.name));
  if (!endsLine && !children.some(isColon)) return false;
  return parent.name === 'blockquote' || (parent.parent !== null && isTag(parent.parent) && parent.parent.name === 'blockquote');
}

/** Whether an element that could stand in a line is a heading on one of its own. */
const isHeadingByRole = (element: Element): boolean => element.attribs['role'] === 'heading' && !standsInLine(element);

/** What stands beside a text and is none of it. */
const isBeside = (element: Element): boolean => isOrnament(element) || isCodeControl(element) || isHeadingControl(element);

/** Gathers pieces; text goes on in one paragraph until something stands on a line of its own. */
class Shaper {
  readonly pieces: Piece[] = [];
  #line: Inline[] = [];
  /** Notes that stand in the line; they follow it. */
  #pending: Note[] = [];
  readonly #context: Context;
  readonly #lines: LineMaker;

  constructor(context: Context) {
    this.#context = context;
    this.#lines = new LineMaker(context, (element) => this.#blockInLine(element));
  }

  nodes(nodes: readonly ChildNode[]): void {
    for (const node of nodes) this.#node(node);
  }

  done(): Piece[] {
    this.#endLine();
    return this.pieces;
  }

  #within(nodes: readonly ChildNode[]): Piece[] {
    const shaper = new Shaper(this.#context);
    shaper.nodes(nodes);
    return shaper.done();
  }

  #endLine(): void {
    let line: Inline[] = [];
    for (const inline of this.#formulasOver(this.#line)) {
      if (inline.kind === 'formula' && inline.isDisplay) {
        this.#paragraph(line);
        this.pieces.push({ kind: 'formula', tex: inline.tex });
        line = [];
      } else line.push(inline);
    }
    this.#paragraph(line);
    this.#line = [];
    if (this.#pending.length > 0) this.pieces.push({ kind: 'notes', notes: this.#pending });
    this.#pending = [];
  }

  /** Formulas that lines are broken in, for a script to draw. */
  #formulasOver(line: Inline[]): readonly Inline[] {
    const { formulasIn } = this.#context;
    return formulasIn === null || !line.some(({ kind }) => kind === 'break') ? line : unbroken(line, formulasIn);
  }

  #paragraph(line: Line): void {
    if (line.some((inline) => inline.kind !== 'break' && (inline.kind !== 'text' || inline.text.trim() !== '')))
      this.pieces.push({ kind: 'paragraph', line });
  }

  #push(piece: Piece): void {
    this.#endLine();
    this.pieces.push(piece);
  }

  #node(node: ChildNode): void {
    if (isText(node)) this.#lines.add(node, this.#line);
    const done = isTag(node) ? isDone(node) : null;
    // As GFM has it.
    if (done !== null) this.#line.push({ kind: 'text', text: done ? '[x] ' : '[ ] ' });
    if (!isTag(node) || (mute.has(node.name) && !isFormulaScript(node)) || isDrawnFormula(node)) return;
    if (isAlone(node) && !this.#isDisplay(node)) this.#block(node);
    else this.#lines.add(node, this.#line);
  }

  #isDisplay(element: Element): boolean {
    return isFormula(element) && isFormulaIn(element, this.#context.selection) && formulaOf(element)?.isDisplay === true;
  }

  /** A block inside a link or a style: the line ends where it begins, and the style goes. */
  #blockInLine(element: Element): Inline[] | null {
    if (mute.has(element.name) || isBeside(element)) return [];
    const label = this.#context.notes.labelWithin(element);
    if (label !== null) {
      this.#pending.push(this.#note(label, element));
      return [{ kind: 'note', label, text: label }];
    }
    if (isBrokenCode(element)) {
      this.#push({ kind: 'code', language: languageOf(element), text: brokenCodeText(element) });
      return [];
    }
    if (!isAlone(element)) return holdsBlock(element) ? this.#unstyled(element) : null;
    this.#block(element);
    return [];
  }

  #unstyled(element: Element): Inline[] {
    this.nodes(element.children);
    return [];
  }

  #block(element: Element): void {
    const { selection, removed, notes, write } = this.#context;
    const { name } = element;
    if (removed.has(element) || isBeside(element) || notes.isLeftOut(element)) return;
    if (!write.captions && isCaption(element)) return;
    if (name === 'hr') {
      this.#push({ kind: 'rule' });
      return;
    }
    if (!selection.holds(element)) {
      if (name !== 'noscript') this.#endLine();
      for (const formula of loneFormulas(element, selection)) this.#formula(formula);
      return;
    }
    this.#endLine();
    const read = this.#read(element);
    if (read !== null) this.pieces.push(...[read].flat());
    else {
      this.nodes(element.children);
      this.#endLine();
    }
  }

  #formula(element: Element): void {
    const formula = formulaOf(element);
    if (formula !== null) this.#line.push({ kind: 'formula', ...formula });
    this.#endLine();
  }

  /** What an element is; null where it is no more than what it holds, which nobody has read yet: read twice at each depth, a page would never end. */
  #read(element: Element): Piece | readonly Piece[] | null {
    const { children, name } = element;
    const label = this.#context.notes.labelAt(element);
    if (label !== null && name !== 'li') return { kind: 'notes', notes: [this.#note(label, element)] };
    const level = levelOf(element);
    if (level !== null) return this.#heading(element, level);
    if (isTable(element)) {
      const read = this.#tabular(element);
      if (read !== null) return read;
    }
    switch (name) {
      case 'ul':
      case 'ol':
      case 'menu':
      case 'dir':
        return this.#list(element);
      case 'dl':
        // Wikipedia indents so: without a term, nothing is defined.
        if (!children.some((child) => isTag(child) && (child.name === 'div' || (child.name === 'dt' && !isCodeControl(child)))))
          return null;
        return this.#definitions(element);
      case 'blockquote':
        return { kind: 'quote', pieces: this.#within(children) };
      case 'pre':
      case 'xmp':
      case 'plaintext':
      case 'listing':
        return { kind: 'code', language: languageOf(element), text: codeText(element) };
      default:
        if (isListByRole(element)) return this.#listByRole(element);
        if (isBrokenCode(element)) return { kind: 'code', language: languageOf(element), text: brokenCodeText(element) };
        return isCodeBox(element) ? { kind: 'code', language: languageOf(element), text: codeOfBox(element) } : null;
    }
  }

  #tabular(table: Element): Piece | readonly Piece[] | null {
    if (isCodeTable(table)) {
      // The name of a file may head it.
      for (const head of findAll((cell) => cell.name === 'th' && !isGutter(cell), table.children))
        this.pieces.push(...this.#within(head.children));
      return { kind: 'code', language: languageOf(table), text: codeOfTable(table) };
    }
    if (isEquationTable(table)) return this.#equations(table);
    return isLayoutTable(table) || isOneColumn(table) ? null : this.#table(table);
  }

  /** Rows without a formula are text between them. */
  #equations(table: Element): readonly Piece[] {
    for (const row of rowsOf(table)) {
      const tex = this.#context.selection.holds(row) ? equationOf(row) : null;
      if (tex === null) this.nodes(row.children);
      else this.#push({ kind: 'formula', tex });
    }
    this.#endLine();
    return [];
  }

  /** What captions a table, or stands in it outside of its cells, comes before it; after it what follows them. */
  #table(table: Element): readonly Piece[] {
    const [before, after] = besideCells(table);
    const piecesOf = (runs: readonly ChildNode[][]): Piece[] => runs.flatMap((nodes) => this.#within(nodes));
    return [...piecesOf(before), { kind: 'table', rows: cellsOf(table, this.#context) }, ...piecesOf(after)];
  }

  #note(label: string, { children }: Element): Note {
    return { label, pieces: withoutStop(this.#within(children)) };
  }

  /** Its notes follow it. Where more than a line stands in it, that is no heading. */
  #heading({ children }: Element, level: number): readonly Piece[] {
    const pieces = this.#within(children);
    const line = lineOfHeading(pieces.filter(({ kind }) => kind !== 'notes'));
    return line === null ? pieces : [{ kind: 'heading', level, line }, ...pieces.filter(({ kind }) => kind === 'notes')];
  }

  /** Items with headings are tiles, in no list that anybody sees. */
  #listByRole(list: Element): Piece | readonly Piece[] {
    const piece = this.#list(list);
    const pieces = piece.items.flatMap((item) => item.pieces);
    return pieces.some(({ kind }) => kind === 'heading') ? pieces : piece;
  }

  #list(list: Element): Extract<Piece, { kind: 'list' }> {
    const items: OpenItem[] = [];
    const numberOf = list.name === 'ol' ? counter(list) : () => null;
    const notes: Note[] = [];
    for (const child of list.children) {
      const number = isTag(child) && isItem(child) ? numberOf(child) : null;
      if (isText(child) ? !this.#context.selection.has(child) : !isTag(child) || !this.#context.selection.holds(child)) continue;
      const label = isTag(child) ? this.#context.notes.labelAt(child) : null;
      if (isTag(child) && label !== null) notes.push(this.#note(label, child));
      else if (isTag(child) && isItem(child)) items.push({ number, pieces: this.#within(child.children) });
      // A list within a list belongs to the item before it.
      else if (isTag(child) && /^(?:[uo]l|menu)$/.test(child.name)) addTo(items, this.#within([child]));
      else items.push({ number: numberOf(child), pieces: this.#within([child]) });
    }
    if (notes.length > 0) this.pieces.push({ kind: 'notes', notes });
    return { kind: 'list', items: items.filter(({ pieces }) => pieces.length > 0) };
  }

  /** Terms that links mark are footnotes, told by what follows; what stands before all terms defines nothing. */
  #definitions({ children }: Element): readonly Piece[] {
    const notes: { label: string; pieces: Piece[] }[] = [];
    const rest: ChildNode[] = [];
    let isNoted = false;
    for (const child of children) {
      const label = isTag(child) && child.name === 'dt' ? this.#context.notes.labelAt(child) : null;
      if (label !== null) notes.push({ label, pieces: [] });
      if (isTag(child) && child.name === 'dt') isNoted = label !== null;
      if (isNoted && isTag(child) && child.name === 'dd') notes.at(-1)?.pieces.push(...this.#within(child.children));
      if (!isNoted) rest.push(child);
    }
    const entries = this.#entries(rest);
    const first = entries.findIndex(({ isTerm }) => isTerm);
    const loose = first < 0 ? entries : entries.slice(0, first);
    return [
      ...loose.flatMap(({ pieces }) => pieces),
      { kind: 'definitions', entries: entries.slice(loose.length) },
      ...(notes.length === 0 ? [] : [{ kind: 'notes', notes } as const]),
    ];
  }

  #entries(children: readonly ChildNode[]): { isTerm: boolean; pieces: Piece[] }[] {
    const entries: { isTerm: boolean; pieces: Piece[] }[] = [];
    let loose: ChildNode[] = [];
    const endLoose = (): void => {
      if (loose.length > 0) entries.push({ isTerm: false, pieces: this.#within(loose) });
      loose = [];
    };
    for (const child of children) {
      if (!isTag(child) || !/^(?:dt|dd|div)$/.test(child.name)) {
        if (loose.length > 0 || !isBlank(child)) loose.push(child);
        continue;
      }
      endLoose();
      if (!this.#context.selection.holds(child)) continue;
      if (child.name === 'div') entries.push(...this.#entries(child.children));
      else entries.push({ isTerm: child.name === 'dt', pieces: this.#within(child.children) });
    }
    endLoose();
    return entries.filter(({ pieces }) => pieces.length > 0);
  }
}

/** A note without what parts it from its number. */
function withoutStop(pieces: Piece[]): Piece[] {
  const [first, ...rest] = pieces;
  if (first?.kind !== 'paragraph') return pieces;
  const [start, ...line] = first.line;
  return start?.kind === 'text'
    ? [{ ...first, line: [{ ...start, text: start.text.replace(/^\s*[.:)\]]\s+/, '') }, ...line] }, ...rest]
    : pieces;
}

const holdsBlock = (element: Element): boolean =>
  element.children.some(
    (child) => isTag(child) && (isMadeUp(child) ? isAlone(child) : alone.has(child.name) || (child.name !== 'svg' && holdsBlock(child))),
  );

/** The selected text of a page, shaped; `base` is what its addresses are relative to, and labels of notes begin with `prefix`. */
export function shapeOf(
  document: Document,
  selection: Selection,
  base: string,
  removed: ReadonlySet<Element> = new Set(),
  write: Write = asUsual,
  prefix = '',
): readonly Piece[] {
  const absolute = resolver(base);
  const notes = notesOf(document, selection, absolute, prefix);
  const formulasIn = document instanceof HtmlDocument ? formulaReader(document.survey.scripts) : null;
  const shaper = new Shaper({ selection, notes, formulasIn, absolute, removed, write });
  shaper.nodes(document.children);
  return shaper.done();
}
