import type { Document, Element } from 'domhandler';
import { elementsOf } from './walk.ts';

const firstBase = (document: Document): Element | null => {
  for (const element of elementsOf(document)) if (element.name === 'base' && element.attribs['href'] !== undefined) return element;
  return null;
};

/**
 * What relative URLs of a page are relative to, wherever they stand: the first `base` with an address (HTML standard §4.2.3), if that is
 * http(s), else the page itself. It is the page's word: where it leads is for scope to judge.
 */
export function baseUrlOf(document: Document, pageUrl: string): string {
  const base = URL.parse(firstBase(document)?.attribs['href']?.toWellFormed() ?? '', pageUrl);
  return base?.protocol === 'https:' || base?.protocol === 'http:' ? base.href : pageUrl;
}
