import type { Document, Element } from 'domhandler';
import { findOne, getElementsByTagName } from 'domutils';
import { guardedMarkup } from './guarded-markup.ts';
import { outermost, selected } from './select.ts';
import type { ExtractPage } from './extract.ts';

/** Elements the crawler config takes out of every page of its site. */
export const removedBy = (page: ExtractPage, document: Document): ReadonlySet<Element> =>
  new Set(page.select.remove.flatMap((selector) => selected(selector, document)));

/** What the config's `content` selector names, as markup; null when it names nothing on this page. */
export function selectedContent(page: ExtractPage, document: Document, removed: ReadonlySet<Element>): string | null {
  const elements = outermost(selected(page.select.content, document));
  return elements.length === 0 ? null : guardedMarkup([...elements], removed);
}

const furniture: ReadonlySet<string> = new Set(['nav', 'header', 'footer', 'aside', 'dialog']);

/** All a page shows outside its furniture: what is left when no article can be found. */
export function visibleContent(document: Document, removed: ReadonlySet<Element>): string {
  const main = findOne((element) => element.name === 'main' || element.attribs['role'] === 'main', document.children);
  const body = main ?? findOne((element) => element.name === 'body', document.children);
  const nodes = body === null ? document.children : [body];
  const around = [...furniture].flatMap((name) => getElementsByTagName(name, nodes));
  return guardedMarkup(nodes, new Set([...removed, ...around]));
}
