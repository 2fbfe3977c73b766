import { type ChildNode, type Document, type Element, isTag, isText } from 'domhandler';
import { findOne } from 'domutils';
import type { Selection } from './selection.ts';

/** Footnotes of a page: what marks them and where they stand. */
export interface Notes {
  /** The label of the note that a link marks, or null. */
  labelOf(link: Element): string | null;
  /** The label of the note that an element is, or null. */
  labelAt(element: Element): string | null;
  /** The label of a note that stands in the line where its mark would be, or null. */
  labelWithin(element: Element): string | null;
  /**
   * Whether an element is not written: it leads from a note back to its mark and says nothing else, or is a mark whose note is not written
   * either, with the brackets around it. Left there, `1871` would be `18711`.
   */
  isLeftOut(element: Element): boolean;
}

const NOTE_ROLE = /(?:^|\s)(?:doc-noteref|noteref|footnote-ref|footnote-reference)(?:\s|$)/;
const MARK = /^[[(]?\s*(?:\d{1,3}(?::\d+)?|[a-z*†‡§¶]{1,3}|[ivx]{1,5})\s*[\])]?$/i;
/** Where several kinds are told apart, the kind stands before the number: `note 1`, `Anm. 2`. */
const MARK_OF_KIND = /^\[?\p{L}{1,8}\.?\s?\d{1,3}\]?$/u;
/** Arrows, words, numbers and letters of marks, and what parts them. */
const BACK =
  /^(?:\s|[↩↰⤴⤶↑↖←⬆⬅⇑⇧⇱▲△⏎⮐⮌^🔙🔝][\uFE0E\uFE0F]?|(?<![\p{L}\d])(?:\d{1,3}|[a-z]{1,2}|jump (?:back )?up|back(?: to (?:the )?(?:text|article|top))?|return(?: to (?:the )?text)?|zurück|retour|volver|назад)(?![\p{L}\d])|返回|戻る|(?<=\d)[,:](?=\d)|[*†‡§¶[\]().])+$/iu;
const BACK_CLASS = /(?:^|\s)mw-cite-backlink(?:\s|$)/;

const textIn = (element: Element): string =>
  element.children.map((child) => ('data' in child ? child.data : isTag(child) ? textIn(child) : '')).join('');

const isRaised = (link: Element): boolean => {
  if (link.children.some((child) => isTag(child) && child.name === 'sup')) return true;
  for (let up = link.parent, steps = 0; up !== null && isTag(up) && steps < 2; up = up.parent, steps += 1)
    if (up.name === 'sup') return true;
  return false;
};

const hasNoteRole = ({ attribs }: Element): boolean =>
  NOTE_ROLE.test(`${attribs['role'] ?? ''} ${attribs['epub:type'] ?? ''} ${attribs['class'] ?? ''}`);

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

function isMark(link: Element): boolean {
  const text = textIn(link).trim();
  return MARK.test(text) || (MARK_OF_KIND.test(text) && isRaised(link));
}

/** What leads back, or marks a note, has no more parts. */
const MAX_PARTS = 40;

/** A mark that nobody takes for a word. */
const FIGURE = /^[[(]?\s*(?:\d{1,3}|[*†‡§¶]{1,3}|[a-z])\s*[\])]?$/;

/** A mark, or the `sup` around it that has nothing else but other marks that are left out, and what stands around and between them. */
function withBrackets(mark: Element, lost: ReadonlySet<ChildNode>): Element {
  const { parent } = mark;
  if (parent === null || !isTag(parent) || parent.name !== 'sup' || parent.children.length > MAX_PARTS) return mark;
  return parent.children.every((part) => part === mark || lost.has(part) || (isText(part) && /^[\s[\](),;–-]*$/.test(part.data)))
    ? parent
    : mark;
}

const homes: ReadonlySet<string> = new Set(['li', 'p', 'div', 'aside', 'dd', 'dt', 'section', 'table']);

/** What finds the anchor that a link on the same page leads to; empty for any other. */
type TargetOf = (link: Element) => string;

const targetsOn = (absolute: (address: string) => string | null): TargetOf => {
  const page = absolute('#');
  return ({ name, attribs: { href = '' } }) => {
    const at = name === 'a' ? href.indexOf('#') : -1;
    if (at < 0) return '';
    return at === 0 || (page !== null && absolute(href)?.startsWith(page) === true) ? decoded(href.slice(at + 1)) : '';
  };
};

function marksIn(nodes: readonly ChildNode[], selection: Selection, targetOf: TargetOf, marks: Element[]): void {
  for (const node of nodes) {
    if (!isTag(node) || !selection.holds(node)) continue;
    if (targetOf(node) !== '' && isMark(node)) marks.push(node);
    else marksIn(node.children, selection, targetOf, marks);
  }
}

/** The elements of a page by the anchors that they are, and their order. */
class Anchors {
  readonly #byId = new Map<string, Element>();
  readonly #order = new Map<Element, number>();

  constructor(nodes: readonly ChildNode[]) {
    this.#collect(nodes);
  }

  #collect(nodes: readonly ChildNode[]): void {
    for (const node of nodes) {
      if (!isTag(node)) continue;
      this.#order.set(node, this.#order.size);
      for (const id of idsOf(node)) if (!this.#byId.has(id)) this.#byId.set(id, node);
      this.#collect(node.children);
    }
  }

  at(id: string): Element | null {
    return this.#byId.get(id) ?? null;
  }

  isBefore(one: Element, other: Element): boolean {
    return (this.#order.get(one) ?? 0) < (this.#order.get(other) ?? 0);
  }
}

const idsOf = ({ name, attribs: { id, name: named } }: Element): string[] =>
  [id, name === 'a' ? named : undefined].filter((each) => each !== undefined);

/** The anchors by which a link may be led back to: its own, and those close around and before it. */
function idsAround(link: Element): string[] {
  const near: Element[] = [link];
  for (let up = link.parent; up !== null && isTag(up) && near.length < 3; up = up.parent) near.push(up);
  for (const beside of [link.prev, ...link.children]) if (beside !== null && isTag(beside)) near.push(beside);
  return near.flatMap(idsOf);
}

function linksIn(element: Element, targetOf: TargetOf): Element[] {
  return element.children.filter(isTag).flatMap((child) => (targetOf(child) === '' ? linksIn(child, targetOf) : [child]));
}

/** The links in what may be notes, by where they lead; each element is looked through once. */
class LinksWithin {
  readonly #targetOf: TargetOf;
  readonly #links = new Map<Element, ReadonlyMap<string, readonly Element[]>>();
  readonly #sections = new Map<Element, boolean>();

  constructor(targetOf: TargetOf) {
    this.#targetOf = targetOf;
  }

  of(home: Element): ReadonlyMap<string, readonly Element[]> {
    const known = this.#links.get(home) ?? Map.groupBy(linksIn(home, this.#targetOf), this.#targetOf);
    this.#links.set(home, known);
    return known;
  }

  /** Whether a note leads back to one of these anchors. A section that leads back to a list of contents is none. */
  leadBack(home: Element, anchors: readonly string[]): boolean {
    if (!anchors.some((id) => this.of(home).has(id))) return false;
    const known = this.#sections.get(home) ?? isSection(home);
    this.#sections.set(home, known);
    return !known;
  }
}

/** Gives notes in the line their labels, which count on after `from`. */
function labeller(from: number, prefix: string): (element: Element) => string | null {
  const labels = new Map<Element, string>();
  return (element) => {
    if (!isInlineNote(element)) return null;
    const label = labels.get(element) ?? `${prefix}${from + labels.size + 1}`;
    labels.set(element, label);
    return label;
  };
}

/** What leads back from these notes. */
function waysBackFrom(notes: Iterable<Element>, links: LinksWithin, anchors: Anchors, isMark: (link: Element) => boolean): Set<Element> {
  const found = new Set<Element>();
  for (const note of notes)
    for (const [id, leading] of links.of(note)) {
      const target = anchors.at(id);
      for (const link of leading)
        if (saysBack(link) && !isMark(link) && (target === null || anchors.isBefore(target, link))) found.add(widest(link, note));
    }
  return found;
}

/**
 * Finds the notes of a page: short links to an item that is written too and comes later, which are raised, said to be marks, or led back to.
 * Labels count from 1 in the order of the marks, after a prefix that tells several texts apart; notes in the line come after them.
 */
export function notesOf(document: Document, selection: Selection, absolute: (address: string) => string | null, prefix = ''): Notes {
  const targetOf = targetsOn(absolute);
  const marks: Element[] = [];
  marksIn(document.children, selection, targetOf, marks);
  if (marks.length === 0) return { labelOf: () => null, labelAt: () => null, labelWithin: labeller(0, prefix), isLeftOut: () => false };
  const anchors = new Anchors(document.children);
  const links = new LinksWithin(targetOf);
  const lost = new Set<Element>();
  const labels = new Map<Element, string>();
  const byHome = new Map<Element, string>();
  for (const mark of marks) {
    const home = homeOf(anchors.at(targetOf(mark)));
    // A figure or a table is named like a note of some kind.
    if (!MARK.test(textIn(mark).trim()) && home?.name !== 'li') continue;
    if ((home === null || !selection.holds(home)) && isRaised(mark) && FIGURE.test(textIn(mark).trim())) lost.add(withBrackets(mark, lost));
    if (home === null || !selection.holds(home) || !anchors.isBefore(mark, home)) continue;
    if (!isRaised(mark) && !hasNoteRole(mark) && !links.leadBack(home, idsAround(mark))) continue;
    const label = byHome.get(home) ?? `${prefix}${byHome.size + 1}`;
    byHome.set(home, label);
    labels.set(mark, label);
  }
  const leftOut = lost.union(waysBackFrom(byHome.keys(), links, anchors, (link) => labels.has(link)));
  return {
    labelOf: (link) => labels.get(link) ?? null,
    labelAt: (element) => byHome.get(element) ?? null,
    labelWithin: labeller(byHome.size, prefix),
    isLeftOut: (element) => leftOut.has(element),
  };
}

/** Notes in the line, as LaTeXML, Tufte's style, Distill and WordPress write them. */
const isInlineNote = ({ name, attribs }: Element): boolean =>
  name === 'd-footnote' ||
  (name === 'span' &&
    /(?:^|\s)(?:ltx_role_footnote|sidenote|marginnote|modern-footnotes-footnote__note)(?:\s|$)/.test(attribs['class'] ?? ''));

const isSection = (home: Element): boolean => findOne(({ name }) => /^h[1-6]$/.test(name), home.children) !== null;

/** The item or paragraph that a note's target is or lies in. */
function homeOf(target: Element | null): Element | null {
  let home = target;
  for (let i = 0; home !== null && !homes.has(home.name) && i < 3; i += 1)
    home = home.parent !== null && isTag(home.parent) ? home.parent : null;
  return home;
}

const saysBack = (element: Element): boolean => element.children.length <= MAX_PARTS && BACK.test(textIn(element));

/** The widest element around a way back, within its note, that says nothing else. */
function widest(link: Element, home: Element): Element {
  let found = link;
  for (let up = link.parent; up !== null && up !== home && isTag(up); up = up.parent) {
    if (!BACK_CLASS.test(up.attribs['class'] ?? '') && !saysBack(up)) break;
    found = up;
  }
  return found;
}
