import { isTag, type AnyNode, type Element } from 'domhandler';
import type { HtmlDocument } from '../html/document.ts';
import { isNotice, mayReference } from './licence/notice.ts';
import { speaksOfRights } from './licence/properties.ts';
import { remember } from './remember.ts';

/** What of a page can speak of rights, in document order; templates are not part of the page. */
export interface PageSurvey {
  readonly document: HtmlDocument;
  /** `meta` elements whose names may speak of rights. */
  readonly metas: readonly Element[];
  /** `link` elements that may name a licence. */
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

/** What names of `meta` elements that are read have in common, beside the name of our agent; nearly all others have none of it. */
const metaNames = remember(
  4,
  (agent) =>
    new RegExp(
      `bot|spider|crawler|google|slurp|teoma|yandex|-ai|claude|externalagent|chatgpt|tdm[-:]|usage|licen|right|generator|${agent}`,
      'i',
    ),
);

function isSpoken({ attribs }: Element, names: RegExp): boolean {
  const { name, property, 'http-equiv': pragma } = attribs;
  return [name, property, pragma].some((given) => given !== undefined && names.test(given));
}

const namesLicence = ({ attribs: { rel } }: Element): boolean => rel !== undefined && speaksOfRights(rel);

/** `agent`: our product token, by which pages may address us; empty for whatever name. */
export function surveyPage(document: HtmlDocument, agent = ''): PageSurvey {
  const { survey, source } = document;
  const { templated } = survey;
  const names = metaNames(agent);
  const outside = (elements: readonly Element[]): readonly Element[] =>
    templated.size === 0 ? elements : elements.filter((element) => !templated.has(element));
  const notices = new Set<Element>();
  const marked = survey.marked ?? survey;
  for (const text of marked.texts) {
    const block = isNotice(text, source) ? blockOf(text) : null;
    if (block !== null) notices.add(block);
  }
  return {
    document,
    metas: outside(survey.metas.filter((meta) => isSpoken(meta, names))),
    links: outside(survey.links.filter(namesLicence)),
    data: outside(survey.scripts.filter(isData)),
    references: outside(marked.references.filter(mayReference)),
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
