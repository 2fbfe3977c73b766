import type { Element, Text } from 'domhandler';
import { Has } from './names.ts';
import type { Marked } from './watch.ts';
import { saysWhoOrWhen } from './who-and-when.ts';

/**
 * What of a page more than one reader asks for, gathered as its tree is made, each list in document order: the tree is large, and this is
 * little. What stands within a `template` is listed too, unless it says otherwise.
 */
export class Survey {
  html: Element | null = null;
  body: Element | null = null;
  /** The first that has an address. */
  base: Element | null = null;
  readonly metas: Element[] = [];
  /** `link` elements. */
  readonly links: Element[] = [];
  readonly scripts: Element[] = [];
  /** Of the page, not of a picture in it. */
  readonly titles: Element[] = [];
  /** `h1` elements. */
  readonly headings: Element[] = [];
  readonly times: Element[] = [];
  /** What leads elsewhere (`a`, `area`, `link`, frames, `meta`) or has a property of RDFa or microdata. */
  readonly references: Element[] = [];
  /** What may be about the author or the date, outside of drawings. */
  readonly named: Element[] = [];
  /** Texts outside of scripts, styles and templates; none if somebody watched, who has seen them all. */
  readonly texts: Text[] = [];
  /** Comments that hold RDF, as Creative Commons once asked for. */
  readonly rdf: string[] = [];
  /** Those of all lists that stand within a template. */
  readonly templated = new Set<Element>();
  /** Texts and references that were marked as the tree was made, if somebody watched. */
  readonly marked: Marked | null;

  constructor(marked: Marked | null) {
    this.marked = marked;
  }

  /** `has`: such attributes (`Has`). */
  add(element: Element, has: number, isInSvg: boolean): void {
    if (!isInSvg && saysWhoOrWhen(element, has)) this.named.push(element);
    switch (element.name) {
      case 'a':
      case 'area':
      case 'frame':
      case 'iframe':
        this.#refer(element);
        return;
      case 'meta':
        this.metas.push(element);
        this.#refer(element);
        return;
      case 'link':
        this.links.push(element);
        this.#refer(element);
        return;
      case 'script':
        this.scripts.push(element);
        break;
      case 'title':
        if (!isInSvg) this.titles.push(element);
        break;
      case 'h1':
        this.headings.push(element);
        break;
      case 'time':
        this.times.push(element);
        break;
      case 'html':
        this.html = element;
        break;
      case 'body':
        this.body = element;
        break;
      case 'base':
        if (element.attribs['href'] !== undefined) this.base ??= element;
        break;
      default:
    }
    if ((has & (Has.property | Has.itemprop)) !== 0) this.#refer(element);
  }

  #refer(element: Element): void {
    this.references.push(element);
    this.marked?.seeReference(element);
  }
}
