import { type ChildNode, type Document, type Element, isTag } from 'domhandler';

/** By recursion, since the tree is bounded in depth and every page is asked. */
function firstBase(nodes: readonly ChildNode[]): Element | null {
  for (const node of nodes) {
    if (!isTag(node)) continue;
    if (node.name === 'base' && node.attribs['href'] !== undefined) return node;
    const found = node.children.length === 0 ? null : firstBase(node.children);
    if (found !== null) return found;
  }
  return null;
}

/** Everyone who reads a page asks for its base. */
const known = new WeakMap<Document, Element | null>();

function baseOf(document: Document): Element | null {
  const found = known.get(document);
  if (found !== undefined) return found;
  const base = firstBase(document.children);
  known.set(document, base);
  return base;
}

/**
 * What relative URLs of a page are relative to, wherever they stand: the first `base` with an address (HTML standard §4.2.3), if that is
 * http(s), else the page itself. It is the page's word: where it leads is for scope to judge.
 */
export function baseUrlOf(document: Document, pageUrl: string): string {
  const base = URL.parse(baseOf(document)?.attribs['href']?.toWellFormed() ?? '', pageUrl);
  return base?.protocol === 'https:' || base?.protocol === 'http:' ? base.href : pageUrl;
}
