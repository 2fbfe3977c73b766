import { type ChildNode, type Element, isTag, isText, type ParentNode, type Text } from 'domhandler';
import { textContent } from 'domutils';
import { formulaOf, isDrawnFormula, isFormula } from '../formula.ts';
import type { FormulaReader } from '../formula-text.ts';
import { mend, mendCode } from '../mend.ts';
import type { Context } from './context.ts';
import { isFormulaIn } from './drawn.ts';
import type { Inline, Line } from './piece.ts';
import { selectedText } from './selection.ts';
import { powerOf } from './raised.ts';
import { singleSpaced, trimmed } from './space.ts';

const literal: ReadonlySet<string> = new Set(['code', 'kbd', 'samp', 'tt']);
const PERMALINK =
  /(?:^|\s)(?:header-?link|anchor-?link|heading-?link|permalink|anchor|hash-link|headerlink|octicon-link|direct-link)(?:\s|$)/i;
const PERMALINK_TEXT = /^\s*(?:¶|#|§|🔗|\p{Co}|link|permalink|\u200B|\[#\])?\s*$/iu;
/** What a font draws as an icon. Amid other letters it may be one that Unicode has not. */
const ICON = /^\s*\p{Co}[\s\p{Co}]*$/u;

/** A name in a program, whose words a line joins. */
const SNAKE = /^\w{2,}_\w{2,}$/;

const styleOf: Readonly<Record<string, 'strong' | 'emphasis' | 'deleted'>> = {
  b: 'strong',
  strong: 'strong',
  em: 'emphasis',
  i: 'emphasis',
  del: 'deleted',
  s: 'deleted',
  strike: 'deleted',
};

/** White space, with a stop at most. */
const BETWEEN = /^(?:\s+|[.,;:!?)\]。，、；：]\s*)$/;

const isBlank = (node: ChildNode): boolean => (isText(node) ? node.data.trim() === '' : !isTag(node) || node.children.every(isBlank));

/** How many nodes without words may stand between a permalink and the words that it is for. */
const MAX_BETWEEN = 4;

/** Whether words stand before or after an element in the same place. */
function isBesideWords({ prev, next }: Element): boolean {
  let [before, after] = [prev, next];
  for (let i = 0; i < MAX_BETWEEN; i += 1) {
    if ((before !== null && !isBlank(before)) || (after !== null && !isBlank(after))) return true;
    before = before?.prev ?? null;
    after = after?.next ?? null;
  }
  return false;
}

/** In words, it is one only beside others: a heading may say `Link`. */
const isPermalink = (link: Element, text: string): boolean =>
  PERMALINK_TEXT.test(text) &&
  (PERMALINK.test(link.attribs['class'] ?? '') || (link.attribs['href'] ?? '').startsWith('#')) &&
  (!/[a-z]/i.test(text) || isBesideWords(link));

const hasWords = (line: Line): boolean =>
  line.some((inline) => {
    if ('inlines' in inline) return hasWords(inline.inlines);
    return inline.kind === 'text' ? inline.text.trim() !== '' : inline.kind !== 'break';
  });

/** Whether the line breaks of a text are shown, as far as what is close around it says; `whitespace-pre-wrap` is how Tailwind says it. */
function keepsLines({ parent }: Text): boolean {
  let up: ParentNode | null = parent;
  for (let steps = 0; up !== null && isTag(up) && steps < 4; up = up.parent, steps += 1) {
    const { style, class: named } = up.attribs;
    const said = /white-?space\s*[:-]\s*([a-z-]+)/i.exec(style ?? '') ?? /(?:^|\s)whitespace-([a-z-]+)/.exec(named ?? '');
    if (said?.[1] !== undefined) return /^(?:pre|break-spaces)/i.test(said[1]);
  }
  return false;
}

function addText(node: Text, line: Inline[], formulasIn: FormulaReader | null): void {
  if (ICON.test(node.data)) {
    line.push({ kind: 'text', text: ' ' });
    return;
  }
  const keeps = node.data.includes('\n') && /\S[^\S\n]*\n\s*\S/.test(node.data) && keepsLines(node);
  if (!keeps && formulasIn === null) {
    line.push({ kind: 'text', text: singleSpaced(mend(node.data)) });
    return;
  }
  for (const part of formulasIn?.(node.data) ?? [{ kind: 'text', text: node.data } as const]) {
    if (part.kind === 'formula') line.push(part);
    else
      for (const [i, text] of (keeps ? part.text.split('\n') : [part.text]).entries()) {
        if (i > 0) line.push({ kind: 'break' });
        line.push({ kind: 'text', text: singleSpaced(mend(text)) });
      }
  }
}

/** A line with the formulas that go over its breaks, as an editor sets one wherever its writer began a line. */
export function unbroken(line: readonly Inline[], formulasIn: FormulaReader): readonly Inline[] {
  const out: Inline[] = [];
  let run: Inline[] = [];
  const endRun = (): void => {
    const text = run.map((inline) => (inline.kind === 'text' ? inline.text : '\n')).join('');
    const parts = run.some(({ kind }) => kind === 'break') ? formulasIn(text) : [];
    if (!parts.some(({ kind }) => kind === 'formula')) out.push(...run);
    else
      for (const part of parts) {
        if (part.kind === 'formula') out.push(part);
        else
          for (const [i, words] of part.text.split('\n').entries()) {
            if (i > 0) out.push({ kind: 'break' });
            out.push({ kind: 'text', text: words });
          }
      }
    run = [];
  };
  for (const inline of line) {
    if (inline.kind === 'text' || inline.kind === 'break') run.push(inline);
    else {
      endRun();
      out.push(inline);
    }
  }
  endRun();
  return out;
}

/** What raised figures within code say. */
const powerIn = (element: Element): string | null => (element.name === 'sup' ? powerOf(element) : null);

/** Raised marks of notes without the brackets around them, which are written anyway. */
function bareMarks(inlines: readonly Inline[]): readonly Inline[] {
  const marks = inlines.filter(({ kind }) => kind === 'note');
  const areAll = inlines.every((inline) => inline.kind === 'note' || (inline.kind === 'text' && /^[\s[\](),]*$/.test(inline.text)));
  return marks.length > 0 && areAll ? marks : inlines;
}

/** Marks that a browser sets around a quotation (HTML §4.5.7), unless it has its own. */
const quoted = (inlines: readonly Inline[], text: string): readonly Inline[] =>
  /^\s*["'\u2018-\u201F\u00AB\u2039\u300C-\u300F]/.test(text)
    ? inlines
    : [{ kind: 'text', text: '"' }, ...inlines, { kind: 'text', text: '"' }];

/** Where a picture is: with a place for one that a script loads, it is said elsewhere. */
const sourceOf = ({ src = '', ...attribs }: Readonly<Record<string, string>>): string =>
  src === '' || src.startsWith('data:') ? (attribs['data-src'] ?? attribs['data-lazy-src'] ?? attribs['data-original'] ?? src) : src;

/** Adds an inline element and what is selected in it. Blocks within are the caller's: `isBlock` says which those are. */
export class LineMaker {
  readonly #context: Context;
  readonly #onBlock: (element: Element) => Inline[] | null;
  readonly #styles = new Set<string>();

  /** `onBlock` is given every element within a line; what it returns is taken in place of the element. */
  constructor(context: Context, onBlock: (element: Element) => Inline[] | null) {
    this.#context = context;
    this.#onBlock = onBlock;
  }

  of(nodes: readonly ChildNode[]): Inline[] {
    const line: Inline[] = [];
    for (const node of nodes) this.add(node, line);
    return line;
  }

  add(node: ChildNode, line: Inline[]): void {
    if (isText(node)) {
      if (this.#context.selection.has(node)) addText(node, line, this.#context.formulasIn);
      // What stands between two parts that are written is written too: a space, or the stop after a formula, which has no letters to be chosen by.
      else if (line.length > 0 && BETWEEN.test(node.data)) line.push({ kind: 'text', text: singleSpaced(node.data) });
    } else if (isTag(node)) this.#element(node, line);
  }

  #element(element: Element, line: Inline[]): void {
    const { selection, removed, notes } = this.#context;
    const { name } = element;
    if ((removed.size > 0 && removed.has(element)) || notes.isLeftOut(element)) return;
    if (name === 'br') {
      line.push({ kind: 'break' });
      return;
    }
    if (name === 'img') {
      this.#image(element, line);
      return;
    }
    if (name === 'picture') {
      for (const child of element.children) if (isTag(child) && child.name === 'img') this.#image(child, line);
      return;
    }
    if (isDrawnFormula(element)) return;
    if (isFormula(element)) {
      const formula = isFormulaIn(element, selection) ? formulaOf(element) : null;
      if (formula !== null) line.push({ kind: 'formula', ...formula });
      return;
    }
    if (name === 'rt' || name === 'rtc') {
      this.#reading(element, line);
      return;
    }
    if (!selection.holds(element)) {
      this.#gap(element, line);
      return;
    }
    const variable = name === 'var' ? this.#variable(element) : null;
    if (variable !== null) {
      line.push({ kind: 'formula', tex: variable, isDisplay: false });
      return;
    }
    const instead = this.#onBlock(element);
    if (instead !== null) line.push(...instead);
    else if (name === 'a') this.#link(element, line);
    else if (literal.has(name)) {
      const text = mendCode(selectedText(element.children, selection, powerIn)).replace(/\s+/g, ' ');
      const [before, code, after] = trimmed(text);
      if (before !== '') line.push({ kind: 'text', text: before });
      if (code !== '') line.push({ kind: 'code', text: code });
      if (after !== '') line.push({ kind: 'text', text: after });
    } else this.#styled(element, line);
  }

  /** The formula in a variable, where scripts draw those: AtCoder writes them so. */
  #variable({ children: [only, ...more] }: Element): string | null {
    if (this.#context.formulasIn === null || only === undefined || !isText(only) || more.length > 0) return null;
    const said = only.data.replace(/\s+/g, ' ').trim();
    return /[\\^_]/.test(said) && !SNAKE.test(said) ? said : null;
  }

  /** What an element without words puts between those beside it: `<span><br></span>`, `<b> </b>`, the picture of a formula. */
  #gap(element: Element, line: Inline[]): void {
    if (!isBlank(element)) return;
    for (const child of element.children)
      if (isText(child) || (isTag(child) && (child.name === 'br' || (child.name === 'img' && isFormula(child))))) this.add(child, line);
      else if (isTag(child)) this.#gap(child, line);
  }

  /** The reading of ruby text, as those see it whose browser knows none (HTML §4.5.12). */
  #reading({ children }: Element, line: Inline[]): void {
    const text = mend(textContent(children)).trim();
    if (this.#context.write.readings && text !== '') line.push({ kind: 'text', text: `(${text})` });
  }

  #styled(element: Element, line: Inline[]): void {
    const power = powerIn(element);
    if (power !== null && this.#context.selection.holds(element)) {
      line.push({ kind: 'text', text: power });
      return;
    }
    if (element.name === 'q') {
      line.push(...quoted(this.of(element.children), selectedText(element.children, this.#context.selection)));
      return;
    }
    const style = Object.hasOwn(styleOf, element.name) ? styleOf[element.name] : undefined;
    // What is set so already is not set so again.
    const isNew = style !== undefined && !this.#styles.has(style);
    if (isNew) this.#styles.add(style);
    const inlines = this.of(element.children);
    if (isNew) this.#styles.delete(style);
    if (!isNew || !hasWords(inlines)) line.push(...(element.name === 'sup' ? bareMarks(inlines) : inlines));
    else line.push({ kind: style, inlines });
  }

  #link(link: Element, line: Inline[]): void {
    const { notes, absolute, selection } = this.#context;
    const label = notes.labelOf(link);
    const text = selectedText(link.children, selection);
    if (label !== null) {
      line.push({ kind: 'note', label, text: text.trim() });
      return;
    }
    if (isPermalink(link, text)) return;
    const inlines = this.of(link.children);
    const { href = '' } = link.attribs;
    const target = href === '' || href.startsWith('#') || /^\s*javascript:/i.test(href) ? null : absolute(href);
    if (target === null || !hasWords(inlines)) line.push(...inlines);
    else line.push({ kind: 'link', href: target, inlines });
  }

  #image(image: Element, line: Inline[]): void {
    const alt = mend(image.attribs['alt'] ?? '')
      .replace(/\s+/g, ' ')
      .trim();
    if (isFormula(image)) {
      const formula = formulaOf(image);
      if (formula !== null) line.push({ kind: 'formula', ...formula });
      return;
    }
    const { absolute, write } = this.#context;
    const address = sourceOf(image.attribs);
    const source = address === '' ? null : absolute(address);
    if (write.alt !== 'none' && alt !== '' && source !== null && source.startsWith('http'))
      line.push({ kind: 'image', source, alt, isTold: write.alt === 'both' });
  }
}
