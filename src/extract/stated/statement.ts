import type { Element } from 'domhandler';
import { innerText } from 'domutils';
import type { HtmlDocument } from '../../html/document.ts';
import type { Survey } from '../../html/survey.ts';
import type { Extraction, PageType } from '../../records.ts';
import type { Block, Layout } from '../blocks/layout.ts';
import type { ExtractPage } from '../extract.ts';
import { isAboutPage, type Thing } from '../json-ld.ts';
import { mendLine } from '../mend.ts';
import { languageTag, nameOf } from '../metadata.ts';
import { selected } from '../select.ts';
import { authorOf } from './author.ts';
import { metaOf } from './meta.ts';
import { namedIn } from './named.ts';
import { modifiedOf, publishedOf } from './published.ts';
import { knownSite } from './site.ts';
import { titleOf } from './title.ts';
import { compact } from './words.ts';

export type Statement = Pick<Extraction, 'title' | 'author' | 'published' | 'modified' | 'siteName' | 'canonical' | 'language'>;

type Meta = ReadonlyMap<string, string>;

/** Blocks before and after the page's title in which its author and date are looked for. */
const BEFORE = 8;
const AFTER = 14;
/** Words of a block that says who and when. */
const MAX_WORDS = 30;

function siteNameOf(meta: Meta, things: readonly Thing[]): string | null {
  const said = mendLine(meta.get('og:site_name')) ?? mendLine(meta.get('application-name'));
  if (said !== null) return said;
  for (const thing of things) {
    if (![thing['@type']].flat().includes('WebSite')) continue;
    if (typeof thing['name'] === 'string') return mendLine(thing['name']);
  }
  return null;
}

function canonicalOf({ links }: Survey, meta: Meta, url: string): string | null {
  const link = links.find(({ attribs }) => /(?:^|\s)canonical(?:\s|$)/i.test(attribs['rel'] ?? '') && (attribs['href'] ?? '') !== '');
  const found = URL.parse((link?.attribs['href'] ?? meta.get('og:url') ?? '').toWellFormed(), url === '' ? undefined : url);
  return found !== null && /^https?:$/.test(found.protocol) && (link !== undefined || meta.has('og:url')) ? found.href : null;
}

const textOf = ({ texts }: Block): string =>
  texts
    .map(({ data }) => data)
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();

const isShort = ({ words }: Block): boolean => words <= MAX_WORDS;

const headingRank = /^h[1-6]$/;
const isHeading = ({ box }: Block, rank: RegExp): boolean => [box, box.parent].some((each) => rank.test(each?.element.name ?? ''));

/** The block that a page's title stands in: a heading that says it, else one of the first rank, else where its text begins. */
function titleBlock({ blocks }: Layout, kept: readonly Block[], title: string | null): number {
  const letters = compact(title ?? '');
  const said = blocks.findIndex((block) => block.words > 0 && isHeading(block, headingRank) && compact(textOf(block)) === letters);
  const heading = said >= 0 ? said : blocks.findIndex((block) => block.words > 0 && isHeading(block, /^h1$/));
  const [firstKept] = kept;
  return heading >= 0 || firstKept === undefined ? Math.max(0, heading) : blocks.indexOf(firstKept);
}

/** Short texts beside the title, in which a page says who wrote it and when. */
function besideTitle(layout: Layout, kept: readonly Block[], title: string | null): readonly string[] {
  const { blocks } = layout;
  const at = titleBlock(layout, kept, title);
  const after = blocks.slice(at, at + AFTER);
  const before = blocks.slice(Math.max(0, at - BEFORE), at).toReversed();
  return [...after, ...before].filter(isShort).map(textOf);
}

/** Texts of headings below the first rank. */
const lesserHeadings = ({ blocks }: Layout): string[] => blocks.filter((block) => isHeading(block, /^h[2-6]$/)).map(textOf);

const firstText = (elements: readonly Element[]): string | null => {
  const [first] = elements;
  return first === undefined ? null : mendLine(first.attribs['content'] ?? innerText(first));
};

/** Everything a page says about itself; what the config selects wins. Nothing is invented. */
export function statementOf(
  page: ExtractPage,
  document: HtmlDocument,
  things: readonly Thing[],
  layout: Layout,
  kept: readonly Block[],
  pageType: PageType | null,
): Statement {
  const { select } = page;
  const { survey } = document;
  const named = namedIn(document);
  const meta = metaOf(survey.metas);
  const siteName = siteNameOf(meta, things);
  const canonical = canonicalOf(survey, meta, page.url);
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
      lesser: () => lesserHeadings(layout),
      document: firstText(survey.titles.slice(0, 1)),
      shared: mendLine(meta.get('og:title')) ?? mendLine(meta.get('twitter:title')),
      headline: typeof headline === 'string' ? mendLine(headline) : null,
      site,
      pageType,
    });
  const beside = besideTitle(layout, kept, title);
  const dating = { named, times: survey.times, beside, lines: () => layout.blocks.filter(isShort).map(textOf) };
  const declared = survey.html?.attribs['lang'] ?? survey.html?.attribs['xml:lang'];
  return {
    title,
    author:
      nameOf(firstText(selected(select.author, document))) ??
      authorOf(meta, survey.metas, things, { named, beside }, pageType, knownSite(site)),
    published: publishedOf(page, document, meta, things, dating, pageType),
    modified: modifiedOf(meta, things),
    siteName,
    canonical,
    language: languageTag(declared) ?? languageTag(meta.get('content-language')) ?? languageTag(page.language),
  };
}
