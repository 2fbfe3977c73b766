import { isTag, isText, type AnyNode, type Document, type Element } from 'domhandler';
import { HtmlDocument } from '../html/document.ts';
import { isNotice } from './licence/notice.ts';

/** What of a page can speak of rights, in document order: gathered in one walk, for the tree is large and this is little. */
export interface PageSurvey {
  readonly metas: readonly Element[];
  /** `link` elements. */
  readonly links: readonly Element[];
  /** Scripts that hold data, by their type. */
  readonly data: readonly Element[];
  /** Elements with a reference or a property: links in the text, RDFa and microdata. */
  readonly references: readonly Element[];
  /** Elements with a day: `time`, and what has a `title` that begins with one. */
  readonly times: readonly Element[];
  /** Comments that hold RDF. */
  readonly rdf: readonly string[];
  /** Smallest blocks around texts that look like a notice of rights. */
  readonly notices: readonly Element[];
}

/** Elements between which a text is one. */
const blocks: ReadonlySet<string> = new Set(
  'p li div td th dd dt footer section article main header body center address blockquote figure aside form'.split(' '),
);

/** Walks the tree once; templates are not part of the page. */
export function surveyPage(document: Document): PageSurvey {
  const found = {
    metas: [] as Element[],
    links: [] as Element[],
    data: [] as Element[],
    references: [] as Element[],
    times: [] as Element[],
  };
  const notices = new Set<Element>();
  const stack: AnyNode[] = document.children.toReversed();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (isText(node)) {
      const block = isNotice(node.data) ? blockOf(node) : null;
      if (block !== null) notices.add(block);
    } else if (isTag(node)) {
      const { name, attribs } = node;
      if (name === 'meta') found.metas.push(node);
      else if (name === 'link') found.links.push(node);
      else if (name === 'script' && /json|xml/i.test(attribs['type'] ?? '')) found.data.push(node);
      if (name === 'time' || (name === 'span' && /^\d{4}-\d\d-\d\d/.test(attribs['title'] ?? ''))) found.times.push(node);
      if (attribs['href'] !== undefined || attribs['property'] !== undefined || attribs['itemprop'] !== undefined)
        found.references.push(node);
      if (name !== 'script' && name !== 'style' && name !== 'template') {
        for (let i = node.children.length - 1; i >= 0; i -= 1) {
          const child = node.children[i];
          if (child !== undefined) stack.push(child);
        }
      }
    }
  }
  return { ...found, rdf: document instanceof HtmlDocument ? document.rdf : [], notices: [...notices] };
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
