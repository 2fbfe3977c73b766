import { type ChildNode, type Document, type Element, isTag } from 'domhandler';

/** Elements in which a page speaks of itself, found in one pass, each kind in document order. */
export interface Survey {
  readonly html: Element | null;
  readonly metas: readonly Element[];
  readonly titles: readonly Element[];
  readonly headings: readonly Element[];
  readonly times: readonly Element[];
  readonly scripts: readonly Element[];
  readonly links: readonly Element[];
  /** Elements that microdata, a link relation or their class says are about the author or the date. */
  readonly named: readonly Element[];
}

const SAYS_WHO_OR_WHEN = /author|byline|by-line|writer|contributor|date|publish|posted/i;

function isNamed({ itemprop, rel, class: names }: Readonly<Record<string, string>>): boolean {
  if (itemprop !== undefined && SAYS_WHO_OR_WHEN.test(itemprop)) return true;
  return rel === 'author' || (names !== undefined && SAYS_WHO_OR_WHEN.test(names));
}

/** As deep as anything is looked for; the tree's own limit is below it. */
const MAX_DEPTH = 1000;

export function surveyOf(document: Document): Survey {
  let html: Element | null = null;
  const metas: Element[] = [];
  const titles: Element[] = [];
  const headings: Element[] = [];
  const times: Element[] = [];
  const scripts: Element[] = [];
  const links: Element[] = [];
  const named: Element[] = [];
  const byName: Readonly<Record<string, Element[] | undefined>> = {
    meta: metas,
    title: titles,
    h1: headings,
    time: times,
    script: scripts,
    link: links,
  };
  const look = (nodes: readonly ChildNode[], depth: number): void => {
    for (const node of nodes) {
      if (!isTag(node)) continue;
      const { name, attribs } = node;
      if (Object.hasOwn(byName, name)) byName[name]?.push(node);
      else if (name === 'html') html ??= node;
      if (isNamed(attribs)) named.push(node);
      if (depth < MAX_DEPTH && name !== 'svg' && name !== 'script') look(node.children, depth + 1);
    }
  };
  look(document.children, 0);
  return { html, metas, titles, headings, times, scripts, links, named };
}
