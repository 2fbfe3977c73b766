import { type Document, type Element, isTag } from 'domhandler';
import { innerText } from 'domutils';
import type { HtmlDocument } from '../../html/document.ts';
import type { Survey } from '../../html/survey.ts';
import type { Extraction, PageType } from '../../records.ts';
import type { Block, Layout } from '../blocks/layout.ts';
import type { ExtractPage } from '../extract.ts';
import { isAboutPage, type Thing } from '../json-ld.ts';
import { mendLine } from '../mend.ts';
import { AUTHOR_NAMES, DATE_NAMES, jsonLdAuthor, languageTag, nameOf } from '../metadata.ts';
import { isoDate, writtenDate } from '../published.ts';
import { selected } from '../select.ts';
import { authorIn, isIntroduced, nameIn } from './author.ts';
import { dateInPath, shownDate, statedDate } from './dates.ts';
import { metaOf } from './meta.ts';
import { type Named, namedIn } from './named.ts';
import { titleOf } from './title.ts';

export type Statement = Pick<Extraction, 'title' | 'author' | 'published' | 'modified' | 'siteName' | 'canonical' | 'language'>;

type Meta = ReadonlyMap<string, string>;

const MODIFIED_NAMES = ['article:modified_time', 'og:updated_time', 'datemodified', 'dcterms.modified', 'last-modified', 'revised'];
/** Blocks before and after the page's title in which its author and date are looked for. */
const BEFORE = 8;
const AFTER = 14;
/** Words of a block that says who and when. */
const MAX_WORDS = 30;

function firstOf(names: readonly string[], meta: Meta): string | null {
  for (const name of names) {
    const date = statedDate(meta.get(name));
    if (date !== null) return date;
  }
  return null;
}

function datedThing(things: readonly Thing[], field: string): string | null {
  for (const thing of things.filter(isAboutPage)) {
    const date = statedDate(thing[field]);
    if (date !== null) return date;
  }
  return null;
}

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

/** Short texts beside the title, in which a page says who wrote it and when. */
function besideTitle({ blocks }: Layout, kept: readonly Block[]): readonly string[] {
  const heading = blocks.findIndex(({ box, words }) => words > 0 && (box.element.name === 'h1' || box.parent?.element.name === 'h1'));
  const [firstKept] = kept;
  const at = heading >= 0 ? heading : firstKept === undefined ? 0 : blocks.indexOf(firstKept);
  const after = blocks.slice(at, at + AFTER);
  const before = blocks.slice(Math.max(0, at - BEFORE), at).toReversed();
  return [...after, ...before].filter(({ words }) => words <= MAX_WORDS).map(textOf);
}

function selectedDate(page: ExtractPage, document: Document): string | null {
  const [chosen] = selected(page.select.date, document);
  if (chosen === undefined) return null;
  const { datetime, content } = chosen.attribs;
  return isoDate(datetime) ?? isoDate(content) ?? writtenDate(datetime ?? content ?? innerText(chosen)) ?? shownDate(innerText(chosen));
}

const isBeside = (element: Element): boolean => {
  for (let up = element.parent; up !== null; up = up.parent)
    if (
      isTag(up) &&
      (/^(?:aside|footer|nav)$/.test(up.name) ||
        /(?:^|[\s_-])(?:comments?|related|sidebar|recommend\w*)(?:$|[\s_-])/i.test(up.attribs['class'] ?? ''))
    )
      return true;
  return false;
};

const firstText = (elements: readonly Element[]): string | null => {
  const [first] = elements;
  return first === undefined ? null : mendLine(first.attribs['content'] ?? innerText(first));
};

/** The date that an element says by microdata or by being a time. */
function dateInMarkup(named: Named, { times }: Survey): string | null {
  for (const element of named()) {
    if (element.attribs['itemprop'] !== 'datePublished') continue;
    const date = statedDate(element.attribs['datetime'] ?? element.attribs['content'] ?? innerText(element));
    if (date !== null) return date;
  }
  for (const time of times) {
    if (isBeside(time)) continue;
    const date = statedDate(time.attribs['datetime']) ?? shownDate(innerText(time));
    if (date !== null) return date;
  }
  return null;
}

function authorOf(meta: Meta, things: readonly Thing[], named: Named, beside: readonly string[]): string | null {
  const stated = jsonLdAuthor(things);
  if (stated !== null) return stated;
  for (const name of AUTHOR_NAMES) {
    const author = nameOf(meta.get(name));
    if (author !== null && !author.includes('.com')) return author;
  }
  for (const n of ['1', '2']) {
    const label = meta.get(`twitter:label${n}`);
    if (label !== undefined && /by|author|von|par|autor|作者|автор/i.test(label)) {
      const author = nameOf(meta.get(`twitter:data${n}`));
      if (author !== null) return author;
    }
  }
  const marked = authorIn(named());
  if (marked !== null) return marked;
  for (const text of beside) if (isIntroduced(text)) return nameIn(text);
  return null;
}

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
  const headline = things
    .filter(isAboutPage)
    .map((thing) => thing['headline'])
    .find((each) => typeof each === 'string');
  const title =
    firstText(selected(select.title, document)) ??
    titleOf({
      headings: survey.headings,
      document: firstText(survey.titles.slice(0, 1)),
      shared: mendLine(meta.get('og:title')) ?? mendLine(meta.get('twitter:title')),
      headline: typeof headline === 'string' ? mendLine(headline) : null,
      site: { name: siteName, host, isHome: URL.parse(page.url)?.pathname === '/' },
      pageType,
    });
  const beside = besideTitle(layout, kept);
  const declared = survey.html?.attribs['lang'] ?? survey.html?.attribs['xml:lang'];
  return {
    title,
    author: nameOf(firstText(selected(select.author, document))) ?? authorOf(meta, things, named, beside),
    published:
      selectedDate(page, document) ??
      datedThing(things, 'datePublished') ??
      firstOf(DATE_NAMES, meta) ??
      dateInMarkup(named, survey) ??
      beside.map(shownDate).find((date) => date !== null) ??
      dateInPath(page.url),
    modified: datedThing(things, 'dateModified') ?? firstOf(MODIFIED_NAMES, meta),
    siteName,
    canonical,
    language: languageTag(declared) ?? languageTag(meta.get('content-language')) ?? languageTag(page.language),
  };
}
