import { type ChildNode, type Document, type Element, isTag } from 'domhandler';

/** Elements that microdata, a link, their class or their name says are about the author or the date, in document order; looked for when first asked. */
export type Named = () => readonly Element[];

const SAYS_WHO_OR_WHEN = /author|authi\b|byline|by-line|writer|contributor|columnist|username|poster|date|publish|posted|created|time/i;

/** Addresses of those who write for a site. */
export const AUTHOR_PATH = /\/(?:authors?|contributors?|writers?|columnists?)\/[^/?#]+\/?(?:[?#]|$)/i;

/** In microdata, RDFa (`schema:author`) and links. */
export const AUTHOR_MARK = /\bauthor\b/;

/** Classes and ids of elements with the day of the last change, as MediaWiki and Docusaurus have them. */
export const LAST_CHANGE = /(?:^|[\s_-])last[_-]?(?:mod(?:ified)?|updated?|edit(?:ed)?|changed?)(?:$|[\s_-])/i;

function isNamed({ name, attribs: { itemprop, property, rel, class: names, id, href } }: Element): boolean {
  if (name === 'time') return true;
  if (itemprop !== undefined && SAYS_WHO_OR_WHEN.test(itemprop)) return true;
  if (property !== undefined && SAYS_WHO_OR_WHEN.test(property)) return true;
  return (
    (rel !== undefined && AUTHOR_MARK.test(rel)) ||
    (names !== undefined && SAYS_WHO_OR_WHEN.test(names)) ||
    (id !== undefined && LAST_CHANGE.test(id)) ||
    (href !== undefined && AUTHOR_PATH.test(href))
  );
}

/** By recursion, since the tree is bounded in depth. */
function collect(nodes: readonly ChildNode[], named: Element[]): void {
  for (const node of nodes) {
    if (!isTag(node)) continue;
    if (isNamed(node)) named.push(node);
    if (node.name !== 'svg' && node.name !== 'script') collect(node.children, named);
  }
}

export function namedIn(document: Document): Named {
  let found: Element[] | null = null;
  return () => {
    if (found === null) collect(document.children, (found = []));
    return found;
  };
}
