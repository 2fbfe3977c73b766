import { isTag, type AnyNode, type Element } from 'domhandler';
import type { HtmlDocument } from '../html/document.ts';
import { isNotice, mayReference } from './licence/notice.ts';

/** What of a page can speak of rights, in document order; templates are not part of the page. */
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

const isData = ({ attribs }: Element): boolean => /json|xml/i.test(attribs['type'] ?? '');

export function surveyPage({ survey, source }: HtmlDocument): PageSurvey {
  const { templated } = survey;
  const outside = (elements: readonly Element[]): readonly Element[] =>
    templated.size === 0 ? elements : elements.filter((element) => !templated.has(element));
  const notices = new Set<Element>();
  for (const text of survey.texts) {
    const block = isNotice(text, source) ? blockOf(text) : null;
    if (block !== null) notices.add(block);
  }
  return {
    metas: outside(survey.metas),
    links: outside(survey.links),
    data: outside(survey.scripts.filter(isData)),
    references: outside(survey.references.filter(mayReference)),
    rdf: survey.rdf,
    notices: [...notices],
  };
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
