import type { Element } from 'domhandler';
import type { HtmlDocument } from './document.ts';
import {
  breakoutTags,
  formattingTags,
  headings,
  headTags,
  integrationTags,
  paragraphEnders,
  scopeTags,
  SHADOW,
  siblingClosers,
  specialTags,
  tableBorders,
  tableTags,
} from './tags.ts';

/** How many elements of a name are open. */
interface Counter {
  open: number;
}

interface Open {
  readonly element: Element;
  readonly name: string;
  /** Of SVG or MathML. */
  readonly isForeign: boolean;
  /** Of its name. */
  readonly counter: Counter;
  /** In the tree: formatting that was closed under it is no longer on the stack, but still around it. */
  readonly depth: number;
}

/** Of these a page has one. */
const singular: ReadonlySet<string> = new Set(['html', 'head', 'body', 'form']);

/** The stack of open elements (HTML standard §13.2.4.2); the tree is never deeper than its limit. */
export class OpenElements {
  readonly #document: HtmlDocument;
  readonly #limit: number;
  readonly #stack: Open[] = [];
  /** By name, of the stack: most searches end here. */
  readonly #counters = new Map<string, Counter>();
  readonly #paragraphs = this.#counterOf('p');
  readonly #templates = this.#counterOf('template');
  readonly #drawings = this.#counterOf('svg');
  /** Open elements that were flattened, by name, so that their end tags close nothing else. */
  readonly #flat = new Map<string, number>();
  readonly #only = new Map<string, Element>();
  /** Elements that were too deep to become nodes. */
  flattened = 0;

  constructor(document: HtmlDocument, limit: number) {
    this.#document = document;
    this.#limit = limit;
  }

  get current(): Element | HtmlDocument {
    return this.#stack.at(-1)?.element ?? this.#document;
  }

  /** Of the current element; empty at the top of the document. */
  get name(): string {
    return this.#stack.at(-1)?.name ?? '';
  }

  get #depth(): number {
    return this.#stack.at(-1)?.depth ?? 0;
  }

  #counterOf(name: string): Counter {
    const known = this.#counters.get(name);
    if (known !== undefined) return known;
    const counter = { open: 0 };
    this.#counters.set(name, counter);
    return counter;
  }

  has(name: string): boolean {
    const counter = this.#counters.get(name);
    return counter !== undefined && counter.open > 0;
  }

  /** What the next end tag of a template is for. */
  get innermostTemplate(): string {
    const innermost = this.has(SHADOW) ? this.#stack.findLast(({ name }) => name === 'template' || name === SHADOW) : undefined;
    return innermost?.name ?? 'template';
  }

  get isInTemplate(): boolean {
    return this.#templates.open > 0;
  }

  get isInSvg(): boolean {
    return this.#drawings.open > 0;
  }

  /** Whether the next element belongs to SVG or MathML. */
  isForeign(): boolean {
    const top = this.#stack.at(-1);
    return top !== undefined && top.isForeign && !integrationTags.has(top.name);
  }

  /** The element of this name that the page has already, if it may have only one; a form counts only while it is open. */
  only(name: string): Element | null {
    return singular.has(name) && (name !== 'form' || this.has(name)) ? (this.#only.get(name) ?? null) : null;
  }

  push(element: Element): void {
    const { name } = element;
    const isForeign = name === 'svg' || name === 'math' || this.isForeign();
    const counter = this.#counterOf(name);
    counter.open += 1;
    this.#stack.push({ element, name, isForeign, counter, depth: this.#depth + 1 });
    if (singular.has(name)) this.#only.set(name, element);
  }

  /** Whether an element of this name would be too deep; if so it counts as open, without a node. */
  flattens(name: string): boolean {
    if (this.#depth < this.#limit) return false;
    this.#flat.set(name, (this.#flat.get(name) ?? 0) + 1);
    this.flattened += 1;
    return true;
  }

  /** Closes what a start tag ends without saying so. */
  closeBefore(name: string): void {
    if (this.isForeign()) {
      if (!breakoutTags.has(name)) return;
      this.leaveForeign();
    }
    if (this.name === 'head' && !headTags.has(name)) this.#pop();
    const rule = siblingClosers.get(name);
    if (rule !== undefined) this.#closeWithin(rule.closes, rule.within);
    if (this.#paragraphs.open > 0 && paragraphEnders.has(name)) this.#closeInScope('p');
    if (headings.has(name) && headings.has(this.name)) this.#pop();
    if (name === 'a' && this.has('a')) this.#closeFormatting('a');
  }

  /** Closes SVG and MathML up to where HTML goes on. */
  leaveForeign(): void {
    while (this.isForeign()) this.#pop();
  }

  /** Whether an end tag belongs to an element that was flattened: then that is what it closes. */
  closeFlat(name: string): boolean {
    const count = this.#flat.get(name);
    if (count === undefined) return false;
    if (count === 1) this.#flat.delete(name);
    else this.#flat.set(name, count - 1);
    return true;
  }

  /** Closes for an end tag; one that matches nothing in scope is ignored. */
  close(name: string): void {
    if (name === 'html' || name === 'body' || !this.has(name)) {
      // What follows the end of the body still belongs to it (§13.2.6.4.19).
    } else if (formattingTags.has(name)) this.#closeFormatting(name);
    else if (specialTags.has(name)) this.#closeInScope(name);
    else this.#closeOrdinary(name);
  }

  /** Pops through every element of `closes` up to the first of `within`. */
  #closeWithin(closes: ReadonlySet<string>, within: ReadonlySet<string>): void {
    let to = -1;
    for (let i = this.#stack.length - 1; i >= 0; i -= 1) {
      const name = this.#stack[i]?.name ?? '';
      if (within.has(name)) break;
      if (closes.has(name)) to = i;
    }
    if (to >= 0) this.#popTo(to);
  }

  #closeInScope(name: string): void {
    const borders = tableTags.has(name) ? tableBorders : scopeTags;
    for (let i = this.#stack.length - 1; i >= 0; i -= 1) {
      const open = this.#stack[i]?.name ?? '';
      if (open === name) return this.#popTo(i);
      if (borders.has(open) || (name === 'li' && (open === 'ul' || open === 'ol'))) return;
    }
  }

  /**
   * The end of a formatting element. When blocks were opened inside it, they stay open and it is closed under them: the outcome of the
   * adoption agency algorithm (§13.2.6.4.7) for what comes after, without its copies.
   */
  #closeFormatting(name: string): void {
    let crossed = false;
    for (let i = this.#stack.length - 1; i >= 0; i -= 1) {
      const open = this.#stack[i]?.name ?? '';
      if (open === name && !crossed) return this.#popTo(i);
      if (open === name) return this.#forget(i);
      if (scopeTags.has(open)) return;
      crossed ||= specialTags.has(open);
    }
  }

  #closeOrdinary(name: string): void {
    for (let i = this.#stack.length - 1; i >= 0; i -= 1) {
      const open = this.#stack[i]?.name ?? '';
      if (open === name) return this.#popTo(i);
      if (specialTags.has(open)) return;
    }
  }

  #forget(at: number): void {
    const [open] = this.#stack.splice(at, 1);
    if (open !== undefined) open.counter.open -= 1;
  }

  #popTo(length: number): void {
    while (this.#stack.length > length) this.#pop();
  }

  #pop(): void {
    const open = this.#stack.pop();
    if (open !== undefined) open.counter.open -= 1;
    // What was flattened lay deeper than what has just been closed. Clearing makes a new table.
    if (this.#flat.size > 0) this.#flat.clear();
  }
}
