import { type ChildNode, Element, Text } from 'domhandler';
import type { TokenizerCallbacks } from 'htmlparser2';
import { HtmlDocument } from './document.ts';
import { nameOf } from './names.ts';
import { OpenElements } from './open-elements.ts';
import { StreamedParts } from './streamed.ts';
import { paragraphEnders, voidTags } from './tags.ts';

/** What a tree may cost; beyond, a page is flattened or cut, never refused. */
export interface TreeLimits {
  /** Elements within elements; deeper ones lose their tags and keep their text. */
  readonly depth: number;
  /** Of one element; the others are left out. */
  readonly attributes: number;
  /** Elements and texts together; the rest of the page is left out. */
  readonly nodes: number;
}

const mostRdf = 20;
const longestRdf = 20_000;

/**
 * Makes a tree of the tokens of one page. The rules for tags left out or misplaced are those of the HTML standard where they decide what
 * belongs together; nodes the page does not write (`html`, `tbody`) are not made up, and nothing is moved but streamed parts. Each token costs at most
 * the depth limit.
 */
export class TreeBuilder implements TokenizerCallbacks {
  readonly document: HtmlDocument;
  /** A frame in a `noscript` writes `/>` where its end tag should be. */
  hasOpenFrame = false;
  readonly #html: string;
  readonly #limits: TreeLimits;
  readonly #open: OpenElements;
  readonly #streamed = new StreamedParts();
  readonly #onFull: () => void;
  #nodes = 0;
  #text: Text | null = null;
  /** A block that was flattened away begins or ends here: its words are not those beside it. */
  #gap = false;
  #tag = '';
  #tagAt = 0;
  /** The start tag has a property of RDFa or microdata. */
  #isDescribed = false;
  #attributes: Record<string, string> = {};
  #attributeCount = 0;
  #mayBeStreamed = false;
  #attribute = '';
  #value = '';

  /** `onFull` is called when the limit of nodes is reached: nothing is added from then on. */
  constructor(html: string, limits: TreeLimits, onFull: () => void) {
    this.#html = html;
    this.document = new HtmlDocument(html);
    this.#limits = limits;
    this.#onFull = onFull;
    this.#open = new OpenElements(this.document, limits.depth);
  }

  isInForeignContext(): boolean {
    return this.#open.isForeign();
  }

  ontext(start: number, end: number): void {
    this.#addText(this.#html.slice(start, end));
  }

  ontextentity(codePoint: number): void {
    this.#addText(String.fromCodePoint(codePoint));
  }

  oncdata(start: number, end: number, offset: number): void {
    this.#addText(this.#html.slice(start, end - offset));
  }

  onopentagname(start: number, end: number): void {
    const name = nameOf(this.#html.slice(start, end));
    this.#tagAt = start - 1;
    this.#tag = name === 'image' && !this.#open.isForeign() ? 'img' : name;
    this.#attributes = {};
    this.#attributeCount = 0;
    this.#isDescribed = false;
    this.#mayBeStreamed = false;
  }

  onattribname(start: number, end: number): void {
    this.#attribute = nameOf(this.#html.slice(start, end));
    this.#value = '';
  }

  onattribdata(start: number, end: number): void {
    this.#value += this.#html.slice(start, end);
  }

  onattribentity(codePoint: number): void {
    this.#value += String.fromCodePoint(codePoint);
  }

  onattribend(): void {
    // The first of a name counts (§13.2.5.33).
    if (this.#attribute === '__proto__' || Object.hasOwn(this.#attributes, this.#attribute)) return;
    this.#attributeCount += 1;
    if (this.#attributeCount > this.#limits.attributes) return;
    this.#attributes[this.#attribute] = this.#value;
    this.#isDescribed ||= this.#attribute === 'itemprop' || this.#attribute === 'property';
    if (this.#attribute === 'id' && this.#value[1] === ':') this.#mayBeStreamed = true;
  }

  onopentagend(): void {
    this.#start(false);
  }

  onselfclosingtag(): void {
    this.#start(true);
  }

  onclosetag(start: number, end: number): void {
    const name = nameOf(this.#html.slice(start, end));
    this.#text = null;
    if (name === 'br' || name === 'p') this.#open.leaveForeign();
    if (name === 'br' || (name === 'p' && !this.#open.has('p'))) {
      // The two end tags that stand for an element of their own (§13.2.6.4.7).
      this.#append(new Element(name, {}));
    } else if (this.#open.closeFlat(name)) this.#gap ||= paragraphEnders.has(name);
    else this.#open.close(name);
  }

  oncomment(start: number, end: number): void {
    // Comments hold nothing else that is read; left out, the text around them is one.
    const { rdf } = this.document.survey;
    if (rdf.length < mostRdf && end - start < longestRdf && this.#html.slice(start, end).includes('<rdf:RDF'))
      rdf.push(this.#html.slice(start, end));
  }

  ondeclaration(): void {
    // A doctype changes how a page looks, not what it says.
  }

  onprocessinginstruction(): void {
    // In HTML they are comments.
  }

  onend(): void {
    this.document.flattened = this.#open.flattened;
    this.#streamed.settle(this.#limits.depth);
  }

  #start(selfClosing: boolean): void {
    const name = this.#tag;
    this.#text = null;
    this.#open.closeBefore(name);
    const existing = this.#open.only(name);
    if (existing !== null) {
      // A second html or body adds what the first does not say (§13.2.6.4.7); a second form is ignored.
      if (name !== 'form') existing.attribs = { ...this.#attributes, ...existing.attribs };
      return;
    }
    const element = new Element(name, this.#attributes);
    element.startIndex = this.#tagAt;
    if (this.#mayBeStreamed) this.#streamed.note(element);
    if (selfClosing && name === 'iframe' && this.#open.has('noscript')) this.hasOpenFrame = true;
    const isLeaf = this.#open.isForeign() || name === 'svg' || name === 'math' ? selfClosing : voidTags.has(name);
    if (!isLeaf && this.#open.flattens(name)) this.#gap ||= paragraphEnders.has(name);
    else if (this.#append(element)) {
      this.#note(element);
      if (!isLeaf) this.#open.push(element);
    }
  }

  #note(element: Element): void {
    const { survey } = this.document;
    survey.add(element, this.#isDescribed, this.#open.has('svg'));
    if (this.#open.has('template')) survey.templated.add(element);
  }

  #addText(words: string): void {
    const data = this.#gap ? ` ${words}` : words;
    this.#gap = false;
    if (this.#text !== null) {
      this.#text.data += data;
      return;
    }
    if (this.#open.name === 'head' && data.trim() !== '') this.#open.close('head');
    const text = new Text(data);
    if (!this.#append(text)) return;
    this.#text = text;
    const { name } = this.#open;
    if (name !== 'script' && name !== 'style' && !this.#open.has('template')) this.document.survey.texts.push(text);
  }

  #append(node: ChildNode): boolean {
    if (this.#nodes >= this.#limits.nodes) {
      this.document.truncated = true;
      this.#onFull();
      return false;
    }
    this.#nodes += 1;
    this.#gap = false;
    const parent = this.#open.current;
    const last = parent.children.at(-1);
    if (last !== undefined) {
      last.next = node;
      node.prev = last;
    }
    node.parent = parent;
    parent.children.push(node);
    return true;
  }
}
