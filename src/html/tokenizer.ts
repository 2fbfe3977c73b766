import { decodeHTML, decodeHTMLAttribute } from 'entities/decode';
import { hashWith, type Name, nameAt } from './names.ts';

/** Takes the tokens of a page in their order. */
export interface TokenSink {
  /** Nothing more is wanted. */
  readonly isFull: boolean;
  /** Whether the next element belongs to SVG or MathML. */
  isForeign(): boolean;
  /** `start` is where it stands in the page, if it stands there as it is. */
  text(data: string, start: number | null): void;
  /** It begins at `start`, and has such attributes (`Has`). Of one that is there twice the first counts (HTML standard §13.2.5.33). */
  startTag(name: string, attributes: Record<string, string>, isSelfClosing: boolean, start: number, has: number): void;
  endTag(name: string): void;
  /** Between these places of the page. */
  comment(start: number, end: number): void;
}

/** Elements whose content is text up to their own end tag; whether entities are decoded in it. */
const textOnly: ReadonlyMap<string, boolean> = new Map([
  ...'script style xmp iframe noembed noframes'.split(' ').map((name) => [name, false] as const),
  ...'title textarea'.split(' ').map((name) => [name, true] as const),
]);

const CDATA = '[CDATA[';
const NOSCRIPT_END = /\s*<\/noscript/iy;

const BANG = 0x21;
const DOUBLE = 0x22;
const SINGLE = 0x27;
const SLASH = 0x2f;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const QUESTION = 0x3f;

const isSpace = (unit: number): boolean => unit === 0x20 || unit === 0x0a || unit === 0x09 || unit === 0x0d || unit === 0x0c;
const isLetter = (unit: number): boolean => (unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a;
/** Letters, which most are, lie beyond all that ends one. */
const endsName = (unit: number): boolean => unit <= GREATER && (unit === GREATER || unit === SLASH || isSpace(unit));

/** Start tags that were read, of all pages: by their number it is known which attributes the last one has. */
let tags = 0;

/**
 * Cuts a page into tokens (HTML standard §13.2.5), searching for what ends each rather than stepping through states, in linear time.
 * Unlike the standard's, a script ends at its first end tag whatever comments are in it, and CDATA without an end is a comment. What a page
 * leaves open at its end is text, or nothing if it is a tag.
 */
export class Tokenizer {
  readonly #html: string;
  readonly #sink: TokenSink;
  readonly #mostAttributes: number;
  readonly #isXml: boolean;
  #at = 0;
  /** The next ampersand that was found: most texts and values lie before it. */
  #ampersand = -1;
  /** Attributes of the tag that is read. */
  #has = 0;

  /** `isXml`: an element may close itself, whichever it is, and CDATA is text (XML 1.0 §2.7, §3.1). */
  constructor(html: string, sink: TokenSink, mostAttributes: number, isXml: boolean) {
    this.#html = html;
    this.#sink = sink;
    this.#mostAttributes = mostAttributes;
    this.#isXml = isXml;
  }

  run(): void {
    const html = this.#html;
    let from = 0;
    for (let open = html.indexOf('<'); open >= 0 && !this.#sink.isFull; open = html.indexOf('<', this.#at)) {
      this.#at = open + 1;
      const unit = html.charCodeAt(open + 1);
      const isEnd = unit === SLASH && open + 2 < html.length;
      if (!isLetter(unit) && unit !== BANG && unit !== QUESTION && !isEnd) continue;
      this.#text(from, open);
      if (unit === BANG) this.#declaration(open);
      else if (unit === QUESTION) this.#comment(open + 1, '>');
      else if (isEnd) this.#endTag(open);
      else this.#startTag(open);
      from = this.#at;
    }
    if (!this.#sink.isFull) this.#text(from, html.length);
  }

  /** Whether there is an ampersand between two places; each is looked for once. */
  #hasEntity(start: number, end: number): boolean {
    if (this.#ampersand < start) {
      const found = this.#html.indexOf('&', start);
      this.#ampersand = found < 0 ? this.#html.length : found;
    }
    return this.#ampersand < end;
  }

  #text(start: number, end: number, decodes = true): void {
    if (start >= end) return;
    const written = this.#html.slice(start, end);
    if (decodes && this.#hasEntity(start, end)) this.#sink.text(decodeHTML(written), null);
    else this.#sink.text(written, start);
  }

  /** A comment that begins here and ends before the next `end`. */
  #comment(start: number, end: string): void {
    const found = this.#html.indexOf(end, start);
    this.#sink.comment(start, found < 0 ? this.#html.length : found);
    this.#at = found < 0 ? this.#html.length : found + end.length;
  }

  #declaration(open: number): void {
    const html = this.#html;
    if (html.startsWith('--', open + 2)) this.#trueComment(open + 4);
    else if (html.startsWith(CDATA, open + 2) && (this.#isXml || this.#sink.isForeign())) this.#cdata(open + 2 + CDATA.length);
    else this.#comment(open + 2, '>');
  }

  /** It ends at `-->` or `--!>`, and `<!-->` and `<!--->` are whole comments. */
  #trueComment(start: number): void {
    const html = this.#html;
    for (let dashes = html.indexOf('--', start - 2); dashes >= 0; dashes = html.indexOf('--', dashes + 1)) {
      const isBang = html.charCodeAt(dashes + 2) === BANG && dashes >= start;
      const close = dashes + (isBang ? 3 : 2);
      if (html.charCodeAt(close) !== GREATER) continue;
      this.#sink.comment(start, Math.max(start, dashes));
      this.#at = close + 1;
      return;
    }
    this.#sink.comment(start, html.length);
    this.#at = html.length;
  }

  #cdata(start: number): void {
    const end = this.#html.indexOf(']]>', start);
    if (end < 0) return this.#comment(start, '>');
    this.#text(start, end, false);
    this.#at = end + 3;
  }

  #endTag(open: number): void {
    const html = this.#html;
    const start = open + 2;
    const unit = html.charCodeAt(start);
    if (!isLetter(unit)) {
      if (unit === GREATER) this.#at = start + 1;
      else this.#comment(start, '>');
      return;
    }
    const close = html.indexOf('>', start);
    if (close >= 0) this.#sink.endTag(this.#name(start).text);
    this.#at = close < 0 ? html.length : close + 1;
  }

  /** Reads the tag's name that begins here. */
  #name(start: number): Name {
    const html = this.#html;
    let at = start;
    let hash = 0;
    for (let unit = html.charCodeAt(at); at < html.length && !endsName(unit); unit = html.charCodeAt(at)) {
      hash = hashWith(hash, unit);
      at += 1;
    }
    this.#at = at;
    return nameAt(html, start, at, hash);
  }

  #startTag(open: number): void {
    const html = this.#html;
    const isForeign = this.#sink.isForeign();
    const name = this.#name(open + 1).text;
    const attributes: Record<string, string> = {};
    tags += 1;
    this.#has = 0;
    let count = 0;
    let slash = -1;
    for (let unit = html.charCodeAt(this.#at); unit !== GREATER; unit = html.charCodeAt(this.#at)) {
      if (this.#at >= html.length) return;
      if (unit === SLASH) slash = this.#at;
      if (unit === SLASH || isSpace(unit)) this.#at += 1;
      else if (this.#attribute(attributes, count < this.#mostAttributes)) count += 1;
    }
    const isSelfClosing = slash === this.#at - 1;
    this.#at += 1;
    if (isSelfClosing && name === 'iframe' && !this.#isXml && this.#endsNoscript())
      return this.#sink.startTag('embed', attributes, true, open, this.#has);
    this.#sink.startTag(name, attributes, isSelfClosing, open, this.#has);
    if (isForeign || (this.#isXml && isSelfClosing)) return;
    const decodes = textOnly.get(name);
    if (decodes !== undefined) this.#textUpTo(name, decodes);
    else if (name === 'plaintext') this.#textTo(html.length, false);
  }

  /** A frame there that writes no end tag has no content: a browser that runs scripts reads no tags in a `noscript`. */
  #endsNoscript(): boolean {
    NOSCRIPT_END.lastIndex = this.#at;
    return NOSCRIPT_END.test(this.#html);
  }

  /** Reads the attribute that begins here; whether it was added to the others. */
  #attribute(attributes: Record<string, string>, isWanted: boolean): boolean {
    const html = this.#html;
    const start = this.#at;
    let at = start;
    let hash = 0;
    // An equals sign in the first place is a letter.
    for (
      let unit = html.charCodeAt(at);
      at < html.length && !endsName(unit) && (unit !== EQUALS || at === start);
      unit = html.charCodeAt(at)
    ) {
      hash = hashWith(hash, unit);
      at += 1;
    }
    const name = nameAt(html, start, at, hash);
    at = this.#pastSpace(at);
    this.#at = at;
    const value = html.charCodeAt(at) === EQUALS ? this.#value(this.#pastSpace(at + 1)) : '';
    const { text } = name;
    if (!isWanted || text === '__proto__' || name.tag === tags || (!name.isKnown && Object.hasOwn(attributes, text))) return false;
    name.tag = tags;
    this.#has |= name.bit;
    attributes[text] = value;
    return true;
  }

  #pastSpace(start: number): number {
    let at = start;
    while (isSpace(this.#html.charCodeAt(at))) at += 1;
    return at;
  }

  #value(start: number): string {
    const html = this.#html;
    const first = html.charCodeAt(start);
    let end = start;
    if (first === DOUBLE || first === SINGLE) {
      const close = html.indexOf(first === DOUBLE ? '"' : "'", start + 1);
      end = close < 0 ? html.length : close;
      this.#at = end + 1;
      return this.#decoded(start + 1, end);
    }
    for (let unit = first; end < html.length && unit !== GREATER && !isSpace(unit); unit = html.charCodeAt(end)) end += 1;
    this.#at = end;
    return this.#decoded(start, end);
  }

  #decoded(start: number, end: number): string {
    const written = this.#html.slice(start, end);
    return this.#hasEntity(start, end) ? decodeHTMLAttribute(written) : written;
  }

  /** All up to an end tag of this name is text. */
  #textUpTo(name: string, decodes: boolean): void {
    const html = this.#html;
    for (let close = html.indexOf('</', this.#at); close >= 0; close = html.indexOf('</', close + 2)) {
      const end = close + 2 + name.length;
      if (!endsName(html.charCodeAt(end)) || html.slice(close + 2, end).toLowerCase() !== name) continue;
      return this.#textTo(close, decodes);
    }
    this.#textTo(html.length, decodes);
  }

  #textTo(end: number, decodes: boolean): void {
    this.#text(this.#at, end, decodes);
    this.#at = end;
  }
}
