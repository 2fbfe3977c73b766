import { type Element, isTag } from 'domhandler';
import { findOne } from 'domutils';
import type { PageType } from '../../records.ts';
import { calledBy, headingText } from './heading.ts';
import { endsOf, type PageName, namesOf, samenessTo } from './page-name.ts';
import { besides, isSiteName, type KnownSite, knownSite, type Site } from './site.ts';
import { compact, likeness, wordsOf } from './words.ts';

const MAX_LETTERS = 300;
/** A heading is the page's when so much of the shorter of it and the title is in the other, and they are the same so far. */
const ALIKE = 0.5;
const SAME = 0.25;
/** Where there are so many headings, most are of sections, and it must be the same so far. */
const MANY = 3;
const SAME_OF_MANY = 0.5;

export interface TitleSources {
  /** Of the first rank. */
  readonly headings: readonly Element[];
  /** Texts of headings of lower ranks. */
  readonly lesser: () => readonly string[];
  /** Of the `title` element. */
  readonly document: string | null;
  /** For sharing: Open Graph. */
  readonly shared: string | null;
  readonly headline: string | null;
  readonly site: Site;
  readonly pageType: PageType | null;
}

/** Whether a heading is the name that stands at the end of the page's titles, after the page's own. */
function isTail(text: string, names: readonly PageName[]): boolean {
  const letters = compact(text);
  return names.some(({ tail }) => tail === letters) && !names.some((name) => name.letters === letters);
}

/** Whether a heading stands in what the page is about, where the name of the site does not. */
function isWithinText(heading: Element): boolean {
  for (let up = heading.parent; up !== null && isTag(up); up = up.parent) if (up.name === 'article') return true;
  return false;
}

/** Whether a heading outside of a text is a link to the front page and nothing else, as the name of a site is. */
function leadsHome(heading: Element, { host }: Site): boolean {
  if (isWithinText(heading)) return false;
  const link = findOne(({ name }) => name === 'a', heading.children);
  return link !== null && isHomeOf(link.attribs['href'] ?? '', host) && headingText(link) === headingText(heading);
}

/** Whether an address, which may be relative, is that of the front page of a host. */
function isHomeOf(href: string, host: string): boolean {
  const url = host === '' ? null : URL.parse(href.toWellFormed(), `https://${host}/-/-`);
  return url?.pathname === '/' && url.search === '' && url.hash === '' && url.hostname.replace(/^www\./, '') === host;
}

/** Types of pages whose headings are slogans and labels, oftener than not: there what the page is called comes first. */
const isCalledFirst = (type: PageType | null): boolean => type === 'service' || type === 'listing';

interface Headings {
  /** The heading that is most like what the page is called, and what it is most like. */
  readonly like: { readonly heading: Element; readonly name: PageName } | null;
  /** The first of all that are not the site's name. */
  readonly first: string | null;
}

function headingsOf(headings: readonly Element[], names: readonly PageName[], site: KnownSite): Headings {
  let first: string | null = null;
  let like: Headings['like'] = null;
  let most = headings.length >= MANY ? SAME_OF_MANY : SAME;
  for (const heading of headings) {
    const text = headingText(heading);
    if (text === null || text.length > MAX_LETTERS) continue;
    const words = wordsOf(text);
    const isSite = isSiteName(text, site) || (headings.length > 1 && words.isSubsetOf(site.words));
    if ((isSite && !site.isHome) || (isTail(text, names) && !isWithinText(heading))) continue;
    first ??= text;
    for (const name of names) {
      const same = likeness(words, name.words) < ALIKE ? 0 : samenessTo(words, name);
      if (same <= most) continue;
      most = same;
      like = { heading, name };
    }
  }
  return { like, first };
}

/** The heading that a name ends with, after what its template puts before: `View topic - `. */
function endingHeading(headings: readonly string[], name: PageName, names: readonly PageName[]): string | undefined {
  const ends = endsOf(name);
  return headings.find((text) => ends.has(compact(text)) && !isTail(text, names));
}

/** What stands behind a title in Chinese, where a site's name may follow without a blank. */
const TIGHT_END = /^[-–—_]\p{Script=Han}{2,12}$/u;

/** The heading that most of a name is, before the name of a site nobody knows of; a shorter one may be a channel's. */
const beginningHeading = (headings: readonly string[], { whole }: PageName): string | undefined =>
  headings.find((text) => text.length > whole.length / 2 && whole.startsWith(text) && TIGHT_END.test(whole.slice(text.length)));

/**
 * The title of the page itself: the heading that is most like what the page is called, for it has no site's name and no words for search
 * engines; else what it is called, without the site's name.
 */
export function titleOf(sources: TitleSources): string | null {
  const { document, shared, headline, pageType } = sources;
  const home = sources.headings.find((heading) => headingText(heading) !== shared && leadsHome(heading, sources.site));
  const rest = document === null || shared === null ? null : besides(document, shared);
  const site = knownSite({ ...sources.site, name: sources.site.name ?? (home === undefined ? rest : headingText(home)) });
  const names = namesOf([shared, document, headline], site);
  const { like, first } = headingsOf(sources.headings, names, site);
  const called = like?.name ?? names[0];
  if (called === undefined) return first;
  const isOfSite = !site.isHome && called.isAfterSite;
  if (like !== null && (isOfSite || !isCalledFirst(pageType))) return calledBy(like.heading, names);
  const lesser = like === null ? sources.lesser() : [];
  const end = endingHeading(lesser, called, names) ?? beginningHeading(lesser, called);
  return end ?? (isOfSite && first !== null ? first : called.own);
}
