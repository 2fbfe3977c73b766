import { isTag, isText, type AnyNode, type Document, type Element } from 'domhandler';
import { HtmlDocument } from '../html/document.ts';
import { isNotice, mayReference } from './licence/notice.ts';

/** What of a page can speak of rights, in document order: gathered in one walk, for the tree is large and this is little. */
export interface PageSurvey {
  readonly metas: readonly Element[];
  /** `link` elements. */
  readonly links: readonly Element[];
  /** Scripts that hold data, by their type. */
  readonly data: readonly Element[];
  /** Links, RDFa and microdata that may name a licence. */
  readonly references: readonly Element[];
  /** Comments that hold RDF. */
  readonly rdf: readonly string[];
  /** Smallest blocks around texts that look like a notice of rights. */
  readonly notices: readonly Element[];
}

/** Elements between which a text is one. */
const blocks: ReadonlySet<string> = new Set(
  'p li div td th dd dt footer section article main header body center address blockquote figure aside form pre'.split(' '),
);

/** Walks the tree once; templates are not part of the page. */
export function surveyPage(document: Document): PageSurvey {
  const found = { metas: [] as Element[], links: [] as Element[], data: [] as Element[], references: [] as Element[] };
  const notices = new Set<Element>();
  // By the tree's own links: a stack of nodes costs as much again.
  for (let node: AnyNode | null = document.firstChild; node !== null; node = after(node)) {
    if (isText(node)) {
      const block = isNotice(node.data) ? blockOf(node) : null;
      if (block !== null) notices.add(block);
    } else if (isTag(node)) {
      const { name, attribs } = node;
      if (name === 'meta') found.metas.push(node);
      else if (name === 'link') found.links.push(node);
      else if (name === 'script' && /json|xml/i.test(attribs['type'] ?? '')) found.data.push(node);
      if (mayReference(node)) found.references.push(node);
    }
  }
  return { ...found, rdf: document instanceof HtmlDocument ? document.rdf : [], notices: [...notices] };
}

/** The next node in document order; scripts, styles and templates are not entered. */
function after(node: AnyNode): AnyNode | null {
  if (isTag(node) && node.name !== 'script' && node.name !== 'style' && node.name !== 'template' && node.children[0] !== undefined)
    return node.children[0];
  for (let at: AnyNode | null = node; at !== null; at = at.parent) if (at.next !== null) return at.next;
  return null;
}

function blockOf(node: AnyNode): Element | null {
  let element: Element | null = null;
  for (let at = node.parent; at !== null; at = at.parent) {
    if (!isTag(at)) break;
    element = at;
    if (blocks.has(at.name)) break;
  }
  return element;
}
