import { type ChildNode, type Document, type Element, isTag } from 'domhandler';
import type { Selection } from './selection.ts';

/** Footnotes of a page: what marks them and where they stand. */
export interface Notes {
  /** The label of the note that a link to `#id` marks, or null. */
  labelOf(link: Element): string | null;
  /** The label of the note that an element is, or null. */
  labelAt(element: Element): string | null;
  /** Whether a link leads from a note back to its mark. */
  isWayBack(link: Element): boolean;
}

const NOTE_ROLE = /(?:^|\s)(?:doc-noteref|noteref|footnote-ref|footnote-reference)(?:\s|$)/;
const MARK = /^[[(]?\s*(?:\d{1,3}|[a-z*†‡§¶]{1,3}|[ivx]{1,5})\s*[\])]?$/i;
const BACK = /^(?:\s*(?:[↩⤴↑^⏎]\uFE0E?|\[?\d+\]?|jump (?:back )?up))+\s*$/i;

const textIn = (element: Element): string =>
  element.children.map((child) => ('data' in child ? child.data : isTag(child) ? textIn(child) : '')).join('');

const isRaised = (link: Element): boolean => {
  if (link.children.some((child) => isTag(child) && child.name === 'sup')) return true;
  for (let up = link.parent, steps = 0; up !== null && isTag(up) && steps < 2; up = up.parent, steps += 1)
    if (up.name === 'sup') return true;
  return false;
};

const isMark = ({ attribs }: Element): boolean =>
  NOTE_ROLE.test(`${attribs['role'] ?? ''} ${attribs['epub:type'] ?? ''} ${attribs['class'] ?? ''}`);

const targetOf = (link: Element): string => {
  const { href = '' } = link.attribs;
  return href.startsWith('#') ? decoded(href.slice(1)) : '';
};

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

const homes: ReadonlySet<string> = new Set(['li', 'p', 'div', 'aside', 'dd', 'section']);

function marksIn(nodes: readonly ChildNode[], selection: Selection, marks: Element[]): void {
  for (const node of nodes) {
    if (!isTag(node) || !selection.holds(node)) continue;
    if (
      node.name === 'a' &&
      (node.attribs['href'] ?? '').startsWith('#') &&
      ((isRaised(node) && MARK.test(textIn(node).trim())) || isMark(node))
    )
      marks.push(node);
    marksIn(node.children, selection, marks);
  }
}

function idsIn(nodes: readonly ChildNode[], byId: Map<string, Element>): void {
  for (const node of nodes) {
    if (!isTag(node)) continue;
    const { id } = node.attribs;
    if (id !== undefined && !byId.has(id)) byId.set(id, node);
    idsIn(node.children, byId);
  }
}

const none: Notes = { labelOf: () => null, labelAt: () => null, isWayBack: () => false };

/** Finds the notes of a page: short raised links to an item that is written too. Labels count from 1 in the order of the marks. */
export function notesOf(document: Document, selection: Selection): Notes {
  const marks: Element[] = [];
  marksIn(document.children, selection, marks);
  if (marks.length === 0) return none;
  const byId = new Map<string, Element>();
  idsIn(document.children, byId);
  const labels = new Map<Element, string>();
  const byHome = new Map<Element, string>();
  for (const mark of marks) {
    const home = homeOf(byId.get(targetOf(mark)) ?? null);
    if (home === null || !selection.holds(home) || holdsMark(home, mark)) continue;
    const label = byHome.get(home) ?? String(byHome.size + 1);
    byHome.set(home, label);
    labels.set(mark, label);
  }
  return {
    labelOf: (link) => labels.get(link) ?? null,
    labelAt: (element) => byHome.get(element) ?? null,
    isWayBack: (link) => targetOf(link) !== '' && BACK.test(textIn(link)) && !labels.has(link) && isInHome(link, byHome),
  };
}

/** The item or paragraph that a note's target is or lies in. */
function homeOf(target: Element | null): Element | null {
  let home = target;
  for (let i = 0; home !== null && !homes.has(home.name) && i < 3; i += 1)
    home = home.parent !== null && isTag(home.parent) ? home.parent : null;
  return home;
}

function holdsMark(home: Element, mark: Element): boolean {
  for (let up = mark.parent; up !== null; up = up.parent) if (up === home) return true;
  return false;
}

function isInHome(link: Element, found: ReadonlyMap<Element, string>): boolean {
  for (let up = link.parent; up !== null; up = up.parent) if (isTag(up) && found.has(up)) return true;
  return false;
}
