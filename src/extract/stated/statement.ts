import type { Element } from 'domhandler';
import { innerText } from 'domutils';
import { baseUrlOf } from '../../html/base.ts';
import type { HtmlDocument } from '../../html/document.ts';
import type { Extraction, PageType } from '../../records.ts';
import { Flag } from '../blocks/flags.ts';
import type { Block, Box, Layout } from '../blocks/layout.ts';
import type { ExtractPage } from '../extract.ts';
import { isThing, type Thing } from '../../html/json-ld.ts';
import { isAboutPage, ownThings } from '../json-ld.ts';
import { mendLine } from '../mend.ts';
import { declaredLanguage, languageTag, nameOf } from '../metadata.ts';
import { selected } from '../select.ts';
import { authorOf } from './author.ts';
import { linesOf } from './block-lines.ts';
import { metaOf } from './meta.ts';
import { changesAmong, isPassing, modifiedOf, publishedOf } from './published.ts';
import { knownSite } from './site.ts';
import { titleOf } from './title.ts';
import { beginsAs, compact, lengthOf } from './words.ts';

export type Statement = Pick<Extraction, 'title' | 'author' | 'published' | 'modified' | 'siteName' | 'canonical' | 'language'>;

type Meta = ReadonlyMap<string, string>;

/** Blocks before and after the page's title in which its author and date are looked for. */
const BEFORE = 8;
const AFTER = 14;
/** Words of a block that says who and when. */
const MAX_WORDS = 30;
/** Lines at the start of a longer block with the title in it, as of a page that has nothing but breaks. */
const MAX_LINES = 6;
/** A text that is a title has at most so many times its letters: marks count with some. */
const MORE = 2;

/** A name, not the address that some write for one. */
function nameIn(value: unknown): string | null {
  const name = typeof value === 'string' ? mendLine(value) : null;
  return name === null || /^(?:https?:)?\/\//i.test(name) ? null : name;
}

function siteNameOf(meta: Meta, things: readonly Thing[]): string | null {
  const said = nameIn(meta.get('og:site_name')) ?? nameIn(meta.get('application-name'));
  if (said !== null) return said;
  for (const thing of things) {
    const site = [thing['isPartOf']].flat().find(isSite) ?? thing;
    const name = isSite(site) ? nameIn(site['name']) : null;
    if (name !== null) return name;
  }
  return nameIn(meta.get('sitename'));
}

const isSite = (value: unknown): value is Thing => isThing(value) && [value['@type']].flat().includes('WebSite');

/** What a template leaves that was not filled. */
const UNFILLED = /^(?:undefined|null|#.*)?$|[{}]|<%|%>/;

/** Hosts that are nowhere else, as where a site was made: RFC 6761, RFC 1918, and names without a dot. */
const LOCAL = /^(?:[^.]+|.*\.(?:localhost|local|test|internal)|127\..*|10\..*|192\.168\..*|172\.(?:1[6-9]|2\d|3[01])\..*)$/;

/** Whether an address is none of this page's: a host of whoever made the site, or the front page for one that stands two folders below. */
function isMistaken(address: URL, page: URL | null): boolean {
  if (page === null) return false;
  if (LOCAL.test(address.hostname)) return address.hostname !== page.hostname;
  return address.pathname === '/' && address.search === '' && address.hash === '' && /^\/[^/]+\/[^/]+/.test(page.pathname);
}

function canonicalOf(document: HtmlDocument, meta: Meta, url: string): string | null {
  const links = document.survey.links.filter(({ attribs }) => /(?:^|\s)canonical(?:\s|$)/i.test(attribs['rel'] ?? ''));
  const base = url === '' ? undefined : baseUrlOf(document, url);
  const found = [...links.map(({ attribs }) => attribs['href']), meta.get('og:url')]
    .filter((address) => address !== undefined && !UNFILLED.test(address.trim()))
    .map((address) => URL.parse(address?.toWellFormed() ?? '', base))
    .find((address) => address !== null && /^https?:$/.test(address.protocol) && !isMistaken(address, URL.parse(url)));
  if (found === undefined || found === null) return null;
  if (!found.hash.startsWith('#!')) found.hash = '';
  return found.href;
}

const textOf = (block: Block): string => linesOf(block).join(' ');

const isShort = ({ words }: Block): boolean => words <= MAX_WORDS;

const LESSER = new Set(['h2', 'h3', 'h4', 'h5', 'h6']);
const isFirst = (box: Box | null): boolean => box?.element.name === 'h1';
const isLesser = (box: Box | null): boolean => box !== null && LESSER.has(box.element.name);

/** Headings of the first rank and those below. */
interface Headings {
  readonly first: readonly Block[];
  readonly lesser: readonly Block[];
}

function headingsIn({ blocks }: Layout): Headings {
  const worded = blocks.filter(({ words }) => words > 0);
  return {
    first: worded.filter(({ box }) => isFirst(box) || isFirst(box.parent)),
    lesser: worded.filter(({ box }) => isLesser(box) || isLesser(box.parent)),
  };
}

/** The block that a page's title stands in: a heading that says it, or a block of its text; else the first heading of the first rank, another block that says it, or where the page's text begins. */
function titleBlock(layout: Layout, { first, lesser }: Headings, kept: readonly Block[], title: string | null): number {
  const letters = compact(title ?? '');
  const says = (block: Block): boolean =>
    (block.breaks > 0 || block.letters + block.digits <= MORE * letters.length) &&
    beginsAs(letters, block.texts[0]?.data ?? '') &&
    letters.startsWith(compact(block.texts[0]?.data.slice(0, MORE * letters.length) ?? '')) &&
    compact(linesOf(block)[0] ?? '') === letters;
  // An entry of a menu may say the same.
  const isTitle = (block: Block): boolean => (block.flags & (Flag.header | Flag.nav)) === 0 && says(block);
  const found = [...first, ...lesser].find(says) ?? kept.find(isTitle) ?? first[0] ?? layout.blocks.find(isTitle) ?? kept[0];
  return found === undefined ? 0 : layout.blocks.indexOf(found);
}

/** The short lines that a block begins with. */
const firstLines = (block: Block): string[] =>
  linesOf(block)
    .slice(0, MAX_LINES)
    .filter((line) => lengthOf(line) <= MAX_WORDS);

/** Short lines beside the title, in which a page says who wrote it and when. */
function besideTitle(layout: Layout, headings: Headings, kept: readonly Block[], title: string | null): readonly string[] {
  const { blocks } = layout;
  const at = titleBlock(layout, headings, kept, title);
  const after = blocks.slice(at, at + AFTER);
  // The page's own header, where today's date may stand, is no place of the title's unless the title is in it.
  const elsewhere = (Flag.header | Flag.nav) & ~(blocks[at]?.flags ?? 0);
  const before = blocks
    .slice(Math.max(0, at - BEFORE), at)
    .filter(({ flags }) => (flags & elsewhere) === 0)
    .toReversed();
  return [...after, ...before]
    .filter(({ texts: [text] }) => !isPassing(text))
    .flatMap((block) => (isShort(block) ? linesOf(block) : block === blocks[at] ? firstLines(block) : []));
}

const firstText = (elements: readonly Element[]): string | null => {
  const [first] = elements;
  return first === undefined ? null : mendLine(first.attribs['content'] ?? innerText(first));
};

/** Everything a page says about itself; what the config selects wins. Nothing is invented. */
export function statementOf(
  page: ExtractPage,
  document: HtmlDocument,
  all: readonly Thing[],
  layout: Layout,
  kept: readonly Block[],
  pageType: PageType | null,
): Statement {
  const { select } = page;
  const { survey } = document;
  const { named } = survey;
  const headings = headingsIn(layout);
  const meta = metaOf(survey.metas);
  const siteName = siteNameOf(meta, all);
  const canonical = canonicalOf(document, meta, page.url);
  const things = ownThings(all, [page.url, ...(canonical === null ? [] : [canonical])]);
  const host = URL.parse(page.url)?.hostname.replace(/^www\./, '') ?? '';
  const site = { name: siteName, host, isHome: URL.parse(page.url)?.pathname === '/' };
  const headline = things
    .filter(isAboutPage)
    .map((thing) => thing['headline'])
    .find((each) => typeof each === 'string');
  const title =
    firstText(selected(select.title, document)) ??
    titleOf({
      headings: survey.headings,
      lesser: () => headings.lesser.map(textOf),
      document: firstText(survey.titles.slice(0, 1)),
      shared: mendLine(meta.get('og:title')) ?? mendLine(meta.get('twitter:title')),
      headline: mendLine(typeof headline === 'string' ? headline : meta.get('citation_title')),
      site,
      pageType,
    });
  const beside = besideTitle(layout, headings, kept, title);
  // The title itself may begin like a byline: `By the Numbers`.
  const letters = compact(title ?? '');
  const others = beside.filter((line) => compact(line) !== letters);
  const language = declaredLanguage(document) ?? languageTag(meta.get('content-language')) ?? languageTag(page.language);
  const dating = {
    language,
    named,
    times: survey.times,
    changes: changesAmong(survey.times, language),
    properties: survey.references,
    // A day may stand in the title, but no word for the one below it.
    beside: /\p{Nd}/u.test(title ?? '') ? beside : others,
    lines: () => layout.blocks.filter(isShort).flatMap(linesOf),
  };
  return {
    title,
    author:
      nameOf(firstText(selected(select.author, document))) ??
      authorOf(meta, survey.metas, things, { named, beside: others }, pageType, knownSite(site)),
    published: publishedOf(page, document, meta, things, dating, pageType),
    modified: modifiedOf(meta, things, dating),
    siteName,
    canonical,
    language,
  };
}
