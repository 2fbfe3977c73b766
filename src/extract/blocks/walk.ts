import { type ChildNode, Element, isTag, isText, type Text } from 'domhandler';
import { findOne } from 'domutils';
import type { HtmlDocument } from '../../html/document.ts';
import { blocks as blockNames, isHidden } from '../elements.ts';
import { isFormulaScript } from '../formula.ts';
import { flagsOf, saidFlags } from './flags.ts';
import { Block, Box, type Layout } from './layout.ts';
import { countLetters, type Span } from './measure.ts';
import { classHash, hashOf, mix, nameTokens } from './tokens.ts';

/** Never text of the page. */
const mute: ReadonlySet<string> = new Set(
  'script style template svg iframe frame object embed applet canvas audio video map head select textarea datalist input rp rt'.split(' '),
);
const alone: ReadonlySet<string> = new Set([...blockNames, 'td', 'th', 'button', 'noscript', 'optgroup', 'option', 'label', 'nav']);
const emphatic: ReadonlySet<string> = new Set(['b', 'strong', 'em', 'i', 'mark', 'u']);

/** A page with more is cut: what follows is a list without end, and costs memory. */
const MAX_BLOCKS = 30_000;

const NAME_SEED = 0x3c_6e_f3_72;
const KIND_SEED = 0x1f_83_d9_ab;

const isAlone = (name: string): boolean => alone.has(name) || name.includes('-');

/** What is around a box comes before it, and knows already what is wider than that. */
function widerThan({ parent, first, end }: Box): Box | null {
  if (parent === null || parent.parent === null) return null;
  return parent.end - parent.first > end - first ? parent : parent.wider;
}

/** Lays a page out in one pass. The tree's own limits bound its depth and length. */
class Walk {
  readonly blocks: Block[] = [];
  readonly boxes: Box[] = [];
  readonly titleWords = new Set<number>();
  images = 0;
  fields = 0;
  readonly #source: string;
  readonly #removed: ReadonlySet<Element>;
  #block: Block | null = null;
  #box: Box;
  #inline: Element | null = null;
  #inlineFlags = 0;
  #links = 0;
  #emphasis = 0;
  #inCode = false;

  constructor(root: Element, source: string, removed: ReadonlySet<Element>) {
    this.#source = source;
    this.#removed = removed;
    this.#box = this.#open(root, null);
  }

  #open(element: Element, parent: Box | null): Box {
    const nameHash = hashOf(element.name, NAME_SEED);
    const box = new Box(element, parent, {
      index: this.boxes.length,
      flags: (parent?.flags ?? 0) | this.#inlineFlags | flagsOf(element),
      first: this.blocks.length,
      images: this.images,
      fields: this.fields,
      kind: mix(nameHash, classHash(element.attribs['class'] ?? '', KIND_SEED)),
      nameHash,
      tokens: nameTokens(element.attribs),
    });
    this.boxes.push(box);
    parent?.children.push(box);
    return box;
  }

  #close(): void {
    const box = this.#box;
    box.end = this.blocks.length;
    box.imagesUpTo = this.images;
    box.fieldsUpTo = this.fields;
  }

  finish(): Box {
    this.#flush();
    this.#close();
    for (const box of this.boxes) box.wider = widerThan(box);
    return this.#box;
  }

  #flush(): void {
    const block = this.#block;
    this.#block = null;
    if (block !== null && this.blocks.length < MAX_BLOCKS && block.letters + block.digits + block.others + block.currencies > 0)
      this.blocks.push(block);
  }

  nodes(nodes: readonly ChildNode[]): void {
    for (const node of nodes) {
      if (isText(node)) this.#text(node);
      else if (isTag(node)) this.#element(node);
    }
  }

  #text(text: Text): void {
    let block = this.#block;
    if (block === null) {
      if (!/\S/.test(text.data)) return;
      block = new Block(this.#box, text);
      block.flags |= this.#inlineFlags;
      block.inline = this.#inline;
      this.#block = block;
    } else block.texts.push(text);
    countLetters(block, this.#spanOf(text), this.#links > 0, this.#emphasis > 0);
  }

  #spanOf({ data, startIndex: from }: Text, most = data.length): Span {
    const length = Math.min(most, data.length);
    return from === null ? { source: data, from: 0, to: length } : { source: this.#source, from, to: from + length };
  }

  #element(element: Element): void {
    const { name } = element;
    if (this.#removed.size > 0 && this.#removed.has(element)) return;
    if (mute.has(name)) {
      if (name === 'head') this.#head(element);
      else if (name === 'input' || name === 'select' || name === 'textarea') this.fields += 1;
      else if (name === 'svg' || name === 'iframe' || name === 'video') this.images += 1;
      else if (name === 'script' && isFormulaScript(element)) this.nodes(element.children);
      return;
    }
    if (name === 'br') {
      if (this.#block !== null) this.#block.breaks += 1;
    } else if (name === 'img') this.images += 1;
    else if (name === 'title') this.#title(element);
    else if (isAlone(name) && !this.#inCode) this.#boxed(element);
    else this.#inlined(element);
  }

  #boxed(element: Element): void {
    this.#flush();
    const around = this.#box;
    const inline = this.#inline;
    const inlineFlags = this.#inlineFlags;
    this.#box = this.#open(element, around);
    this.#inline = null;
    this.#inlineFlags = 0;
    this.#inCode = element.name === 'pre';
    this.nodes(element.children);
    this.#inCode = false;
    this.#flush();
    this.#close();
    this.#box = around;
    this.#inline = inline;
    this.#inlineFlags = inlineFlags;
  }

  #inlined(element: Element): void {
    const { name } = element;
    if (isHidden(element)) {
      // A formula may be hidden from those who see its picture.
      const math = findOne((child) => child.name === 'math', element.children);
      if (math !== null) this.#inlined(math);
      return;
    }
    const inline = this.#inline;
    const inlineFlags = this.#inlineFlags;
    const isLink = name === 'a';
    const isEmphatic = emphatic.has(name);
    this.#inline = element;
    this.#inlineFlags |= saidFlags(element);
    if (isLink) this.#links += 1;
    if (isEmphatic) this.#emphasis += 1;
    const before = this.#block;
    this.nodes(element.children);
    if (isLink) {
      this.#links -= 1;
      const block = this.#block;
      if (block !== null) {
        block.links += 1;
        if (before !== block) block.firstLink ??= element;
      }
    }
    if (isEmphatic) this.#emphasis -= 1;
    this.#inline = inline;
    this.#inlineFlags = inlineFlags;
  }

  #head(head: Element): void {
    for (const node of head.children) if (isTag(node) && node.name === 'title') this.#title(node);
  }

  #title(title: Element): void {
    if (this.titleWords.size > 0) return;
    const block = new Block(this.#box);
    for (const node of title.children) if (isText(node)) countLetters(block, this.#spanOf(node, 300), false, false);
    for (const hash of block.wordHashes) this.titleWords.add(hash);
  }
}

/** The blocks of a page, without what lies in the `removed` elements. What is hidden is there too, and flagged. */
export function layOut(document: HtmlDocument, removed: ReadonlySet<Element> = new Set()): Layout {
  const top = new Element('garner:page', {}, []);
  const walk = new Walk(top, document.source, removed);
  walk.nodes(document.children);
  const root = walk.finish();
  const { blocks, boxes, titleWords, images, fields } = walk;
  return { document, blocks, boxes, root, titleWords, images, fields };
}
