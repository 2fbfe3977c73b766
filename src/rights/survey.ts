import { isTag, isText, type AnyNode, type ChildNode, type Document, type Element } from 'domhandler';
import { isNotice } from './licence/identify.ts';

/** What of a page can speak of rights, in document order: gathered in one walk, for the tree is large and this is little. */
export interface PageSurvey {
  readonly metas: readonly Element[];
  /** `link` elements. */
  readonly links: readonly Element[];
  /** Scripts that hold data, by their type. */
  readonly data: readonly Element[];
  /** Elements with a reference or a property: links in the text, RDFa and microdata. */
  readonly references: readonly Element[];
  /** Smallest blocks around texts that look like a notice of rights. */
  readonly notices: readonly Element[];
}

/** Elements between which a text is one. */
const blocks: ReadonlySet<string> = new Set(
  'p li div td th dd dt footer section article main header body center address blockquote figure aside form'.split(' '),
);

/** Walks the tree once; templates are not part of the page. */
export function surveyPage(document: Document): PageSurvey {
  const found = { metas: [] as Element[], links: [] as Element[], data: [] as Element[], references: [] as Element[] };
  const notices = new Set<Element>();
  // Along the links between nodes, for a stack of children costs as much again as the walk.
  for (let node: ChildNode | null = document.firstChild; node !== null; node = following(node, document)) {
    if (isText(node)) {
      const block = isNotice(node.data) ? blockOf(node) : null;
      if (block !== null) notices.add(block);
    } else if (isTag(node)) {
      const { name, attribs } = node;
      if (name === 'meta') found.metas.push(node);
      else if (name === 'link') found.links.push(node);
      else if (name === 'script' && /json|xml/i.test(attribs['type'] ?? '')) found.data.push(node);
      if (attribs['href'] !== undefined || attribs['property'] !== undefined || attribs['itemprop'] !== undefined)
        found.references.push(node);
    }
  }
  return { ...found, notices: [...notices] };
}

const closed: ReadonlySet<string> = new Set(['script', 'style', 'template']);

/** The next node in document order; what is within scripts, styles and templates is left out. */
function following(node: ChildNode, root: Document): ChildNode | null {
  if (isTag(node) && node.firstChild !== null && !closed.has(node.name)) return node.firstChild;
  for (let at: ChildNode = node; ;) {
    if (at.next !== null) return at.next;
    const { parent } = at;
    if (parent === null || parent === root || !isTag(parent)) return null;
    at = parent;
  }
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
