import { type ChildNode, Element, Text } from 'domhandler';
import { HtmlDocument } from './document.ts';
import { OpenElements } from './open-elements.ts';
import { Has } from './names.ts';
import { isPlace, StreamedParts } from './streamed.ts';
import { paragraphEnders, SHADOW, voidTags } from './tags.ts';
import type { TokenSink } from './tokenizer.ts';
import type { Watch } from './watch.ts';

const mostRdf = 20;
const longestRdf = 20_000;

/**
 * Makes a tree of the tokens of one page. The rules for tags left out or misplaced are those of the HTML standard where they decide what
 * belongs together; nodes the page does not write (`html`, `tbody`) are not made up, and nothing is moved but streamed parts. Each token costs
 * at most the depth limit.
 */
export class TreeBuilder implements TokenSink {
  readonly #document: HtmlDocument;
  readonly #depth: number;
  readonly #most: number;
  readonly #isXml: boolean;
  readonly #open: OpenElements;
  /** Null before the first place for one. */
  #streamed: StreamedParts | null = null;
  #nodes = 0;
  #text: Text | null = null;
  /** Whether it is outside of scripts, styles and templates. */
  #isPlain = false;
  /** A block that was flattened away begins or ends here: its words are not those beside it. */
  #gap = false;

  /** Elements deeper than `depth` are flattened; after so many `nodes` the page is cut. By the rules of XML any element may close itself. */
  constructor(html: string, depth: number, nodes: number, watch: Watch | null, isXml: boolean) {
    this.#document = new HtmlDocument(html, watch);
    this.#depth = depth;
    this.#isXml = isXml;
    this.#most = nodes;
    this.#open = new OpenElements(this.#document, depth);
  }

  get isFull(): boolean {
    return this.#document.truncated;
  }

  isForeign(): boolean {
    return this.#open.isForeign();
  }

  text(words: string, start: number | null): void {
    const data = this.#gap ? ` ${words}` : words;
    this.#gap = false;
    const { survey, source } = this.#document;
    if (this.#text !== null) {
      this.#text.data += data;
      this.#text.startIndex = null;
      this.#text.endIndex = null;
      if (this.#isPlain) survey.marked?.texts.add(this.#text);
      return;
    }
    const { name } = this.#open;
    if (name === 'head' && data.trim() !== '') this.#open.close('head');
    const text = new Text(data);
    if (start !== null && data.length === words.length) {
      text.startIndex = start;
      text.endIndex = start + data.length - 1;
    }
    if (!this.#append(text)) return;
    this.#text = text;
    this.#isPlain = name !== 'script' && name !== 'style' && !this.#open.isInTemplate;
    if (!this.#isPlain) return;
    if (survey.marked === null) survey.texts.push(text);
    else survey.marked.seeText(text, source, text.startIndex);
  }

  startTag(written: string, attributes: Record<string, string>, isSelfClosing: boolean, start: number, has: number): void {
    const name = this.#nameOf(written, attributes);
    this.#text = null;
    this.#open.closeBefore(name);
    const existing = this.#open.only(name);
    if (existing !== null) {
      // A second html or body adds what the first does not say (§13.2.6.4.7); a second form is ignored.
      if (name !== 'form') existing.attribs = { ...attributes, ...existing.attribs };
      return;
    }
    const mayClose = this.#open.isForeign() || name === 'svg' || name === 'math';
    const isLeaf = mayClose
      ? isSelfClosing
      : voidTags.has(name) || (isSelfClosing && (this.#isXml || (name === 'a' && attributes['href'] === undefined)));
    if (!isLeaf && this.#open.flattens(name)) {
      this.#gap ||= paragraphEnders.has(name);
      return;
    }
    const element = new Element(name, attributes);
    element.startIndex = start;
    if (!this.#append(element)) return;
    this.#note(element, has);
    if (!isLeaf) this.#open.push(element);
  }

  #nameOf(written: string, attributes: Readonly<Record<string, string>>): string {
    if (written === 'template' && /^(?:open|closed)$/i.test(attributes['shadowrootmode'] ?? '')) return SHADOW;
    return written === 'image' && !this.#open.isForeign() ? 'img' : written;
  }

  endTag(written: string): void {
    const name = written === 'template' ? this.#open.innermostTemplate : written;
    this.#text = null;
    if (name === 'br' && this.#isXml) return;
    if (name === 'br' || name === 'p') this.#open.leaveForeign();
    if (name === 'br' || (name === 'p' && !this.#open.has('p'))) {
      // The two end tags that stand for an element of their own (§13.2.6.4.7).
      this.#append(new Element(name, {}));
    } else if (this.#open.closeFlat(name)) this.#gap ||= paragraphEnders.has(name);
    else this.#open.close(name);
  }

  comment(start: number, end: number): void {
    // Comments hold nothing else that is read; left out, the text around them is one.
    const { rdf } = this.#document.survey;
    if (rdf.length >= mostRdf || end - start >= longestRdf) return;
    const comment = this.#document.source.slice(start, end);
    if (comment.includes('<rdf:RDF')) rdf.push(comment);
  }

  finish(): HtmlDocument {
    this.#document.flattened = this.#open.flattened;
    this.#streamed?.settle(this.#depth);
    return this.#document;
  }

  #note(element: Element, has: number): void {
    const { survey } = this.#document;
    if (this.#streamed === null && isPlace(element)) this.#streamed = new StreamedParts();
    if ((has & Has.id) !== 0) this.#streamed?.note(element);
    survey.add(element, has, this.#open.isInSvg);
    if (this.#open.isInTemplate) survey.templated.add(element);
  }

  #append(node: ChildNode): boolean {
    if (this.#nodes >= this.#most) {
      this.#document.truncated = true;
      return false;
    }
    this.#nodes += 1;
    this.#gap = false;
    const parent = this.#open.current;
    const { children } = parent;
    const last = children.at(-1);
    node.parent = parent;
    if (last === undefined) {
      // Most have no other, and the first that is pushed makes room for many.
      parent.children = [node];
      return true;
    }
    last.next = node;
    node.prev = last;
    children.push(node);
    return true;
  }
}
