import { type ChildNode, type Element, isTag, isText } from 'domhandler';
import { blocks, isHidden } from '../elements.ts';
import type { PageType } from '../../records.ts';
import { mendLine } from '../mend.ts';

const MAX_LETTERS = 300;
/** What parts a page's title from its site's name. */
const SEPARATOR = /(\s+[|\-–—·»•:~/]+\s+|\s*\|\s*)/;
/** A heading is the page's when so much of the shorter of it and the title is in the other. */
const ALIKE = 0.5;

const wordListOf = (text: string): string[] =>
  text.toLowerCase().match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}]+/gu) ?? [];

const wordsOf = (text: string): Set<string> => new Set(wordListOf(text));

/** How much of the shorter text's words the other has. */
function likeness(a: string, b: string): number {
  const first = wordsOf(a);
  const second = wordsOf(b);
  const least = Math.min(first.size, second.size);
  return least === 0 ? 0 : first.intersection(second).size / least;
}

/** In words; of scripts without spaces some letters make one. */
function lengthOf(text: string): number {
  let length = 0;
  for (const word of wordsOf(text))
    length += /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u.test(word) ? 0.4 : /^\p{Script=Thai}$/u.test(word) ? 0.2 : 1;
  return length;
}

const isAllOf = (text: string, words: string): boolean => wordsOf(text).isSubsetOf(wordsOf(words));
const compact = (text: string): string => wordListOf(text).join('');

export interface TitleSources {
  readonly headings: readonly Element[];
  /** Of the `title` element. */
  readonly document: string | null;
  /** For sharing: Open Graph. */
  readonly shared: string | null;
  readonly headline: string | null;
  readonly site: Site;
  readonly pageType: PageType | null;
}

/** What is known of the site's name. */
export interface Site {
  readonly name: string | null;
  readonly host: string;
  /** Whether the page is the site's first, which is called by the name of the site. */
  readonly isHome: boolean;
}

const siteWords = ({ name, host }: Site): string => `${name ?? ''} ${host.replaceAll('.', ' ')}`;

/** Whether a text is the site's name and nothing else: as the site says it, or as its address does, `TechCrunch` of techcrunch.com. */
function isSiteName(text: string, { name, host }: Site): boolean {
  const letters = compact(text);
  if (letters === '') return false;
  if (name !== null && letters === compact(name)) return true;
  return (
    letters === compact(host) ||
    host
      .split('.')
      .slice(0, -1)
      .some((label) => letters === compact(label))
  );
}

/** A title without the name of its site at the end: ` - Example` is one when it is like what is known of the site, or short. */
function withoutSite(title: string, site: Site): string {
  const parts = title.split(SEPARATOR);
  while (!site.isHome && parts.length >= 3 && isSiteName(parts[0] ?? '', site)) parts.splice(0, 2);
  while (parts.length >= 3) {
    const last = parts.at(-1) ?? '';
    const separator = parts.at(-2)?.trim() ?? '';
    if (likeness(last, siteWords(site)) < ALIKE && !/[|»·•]/.test(separator) && lengthOf(last) > 4) break;
    parts.length -= 2;
  }
  return parts.join('').trim() || title;
}

const textsIn = (element: Element): string[] =>
  element.children.flatMap((node) => (isText(node) ? [node.data] : isTag(node) ? textsIn(node) : []));

/** The text of an element on one line, with a space where its markup breaks a line. */
function lineOf(element: Element): string | null {
  let text = '';
  const read = (nodes: readonly ChildNode[]): void => {
    for (const node of nodes) {
      if (isText(node)) text += node.data;
      else if (isTag(node) && node.name !== 'script' && node.name !== 'style' && !isHidden(node)) {
        const breaks = node.name === 'br' || blocks.has(node.name);
        if (breaks) text += ' ';
        read(node.children);
        if (breaks) text += ' ';
      }
    }
  };
  read(element.children);
  return mendLine(text);
}

/** Without the marks that a heading wears beside its words: `¶`, `#`. */
const headingText = (heading: Element): string | null => mendLine(lineOf(heading)?.replace(/\s*[¶#🔗]\s*$/u, ''));

/** Whether a heading is the name that stands at the end of the page's titles, after the page's own. */
function isTail(text: string, names: readonly string[], site: Site): boolean {
  const own = compact(text);
  if (names.some((name) => compact(name) === own)) return false;
  return names.some((name) => {
    const parts = name.split(SEPARATOR);
    return parts.length >= 3 && compact(parts.at(-1) ?? '') === own && !isSiteName(parts[0] ?? '', site);
  });
}

/** The part of a heading that the page is called by, where its markup sets that off from what else it wears: a label, a date, a count. */
function calledPart(heading: Element, names: readonly string[], site: Site): string | null {
  const texts = textsIn(heading);
  const wanted = new Set(names.map((name) => compact(withoutSite(name, site))));
  for (let from = 0; from < texts.length; from += 1) {
    for (let to = texts.length; to > from; to -= 1) {
      const part = texts.slice(from, to).join('');
      if (to - from < texts.length && wanted.has(compact(part))) return mendLine(part);
    }
  }
  return null;
}

/** Types of pages whose headings are slogans and labels, oftener than not: there what the page is called comes first. */
const isCalledFirst = (type: PageType | null): boolean => type === 'service' || type === 'listing';

/** The heading that is most like what the page is called, and the first of all that are not the site's name. */
function headingOf({ headings, site }: TitleSources, names: readonly string[]): { like: Element | null; first: string | null } {
  let first: string | null = null;
  let like: Element | null = null;
  let most = ALIKE - 0.01;
  for (const heading of headings) {
    const text = headingText(heading);
    if (text === null || text.length > MAX_LETTERS) continue;
    if ((headings.length > 1 && isAllOf(text, siteWords(site))) || isTail(text, names, site)) continue;
    first ??= text;
    const likely = Math.max(0, ...names.map((name) => likeness(text, name)));
    if (likely <= most) continue;
    most = likely;
    like = heading;
  }
  return { like, first };
}

/**
 * The title of the page itself: the heading that is most like what the page is called, for it has no site's name and no words for search
 * engines; else what it is called, without the site's name.
 */
export function titleOf(sources: TitleSources): string | null {
  const { document, shared, headline, site, pageType } = sources;
  const names = [shared, document, headline].filter((name) => name !== null);
  const [called] = names;
  const { like, first } = headingOf(sources, names);
  if (called === undefined) return first;
  const begins = called.split(SEPARATOR)[0] ?? '';
  const isOfSite = !site.isHome && isSiteName(begins, site);
  if (like !== null && (isOfSite || !isCalledFirst(pageType))) return calledPart(like, names, site) ?? headingText(like);
  return isOfSite && first !== null ? first : withoutSite(called, site);
}
