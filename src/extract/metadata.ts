import { type Document, type Element, isTag } from 'domhandler';
import { findOne, innerText } from 'domutils';
import type { HtmlDocument } from '../html/document.ts';
import type { Extraction } from '../records.ts';
import type { ExtractPage, Select } from './extract.ts';
import { isThing, type Thing } from '../html/json-ld.ts';
import { isAboutPage, resolved, thingsIn } from './json-ld.ts';
import { mendLine } from './mend.ts';
import { isoDate, writtenDate } from './published.ts';
import { selected } from './select.ts';
import { metaOf } from './stated/meta.ts';

export type Metadata = Pick<Extraction, 'title' | 'author' | 'published' | 'language'>;

export const AUTHOR_NAMES = ['author', 'article:author', 'dc.creator', 'dcterms.creator', 'parsely-author', 'sailthru.author'];
export const DATE_NAMES = [
  'article:published_time',
  'og:article:published_time',
  'datepublished',
  'dc.date.issued',
  'dcterms.issued',
  'dc.date',
  'dcterms.created',
  'parsely-pub-date',
  'sailthru.date',
  'publish-date',
  'pubdate',
  'date',
];

const firstText = (elements: readonly Element[]): string | null => {
  const [first] = elements;
  return first === undefined ? null : mendLine(first.attribs['content'] ?? innerText(first));
};

function titleOf(document: HtmlDocument, meta: ReadonlyMap<string, string>, select: Select): string | null {
  const chosen = firstText(selected(select.title, document));
  if (chosen !== null) return chosen;
  const headline = mendLine(meta.get('og:title')) ?? mendLine(meta.get('twitter:title'));
  const { titles, headings } = document.survey;
  return headline ?? firstText(titles) ?? firstText(headings);
}

/** The words before a name; `Von`, `Por` and `Par` only before two more, for they begin names too. */
const BYLINE = /^(?:(?:[Ww]ritten |[Pp]osted )?[Bb][Yy](?:\s*:\s*|\s+)|(?:Von|Por|Par) (?=\S+ \S)|(?:作者|文)\s*[:：]\s*)/;

/** What programs write where they have no name, or that of an account which is nobody's. */
const NOBODY =
  /^(?:admin(?:istrator)?|webmaster|user|null|undefined|none|unknown|n\/?a|microsoft office user|(?:our|all|view all|meet (?:the|our)) authors|\[object object\])$/i;
/** A mail address after a name, in brackets or bare, with the dash or colon before it. */
const MAIL = /(?<=\S)\s+[-–:,]?\s*[(<[（]?\s*(?:mailto:)?[\w.+-]+@[\w-]+\.[\w.-]+\s*[)>\]）]?/g;
/** A mail address with the name after it, as RSS has authors, or with none. */
const MAIL_FIRST = /^(?:mailto:)?[\w.+-]+@[\w-]+\.[\w.-]+\s*(?:\(([^()]*)\))?$/;
/** The trade after a comma that follows a name, in some languages; unless what may be another name is joined to it. */
const TRADE =
  /(?<=\S),[^,;]*(?<!\p{L})(?:reporter|correspondent|editor|writer|journalist|columnist|contributor|photographer|producer|blogger|professor|lecturer|researcher|analyst|economist|historian|(?:redakteur|korrespondent|journalist|reporter|fotograf)(?:in)?|journaliste|r[ée]dact(?:eur|rice)|correspondante?|chroniqueu(?:r|se)|envoyée? spéciale?|periodista|redactora?|corresponsal|editora?|giornalista|corrispondente|jornalista|repórter|verslaggever|redacteur|корреспондент|журналист|редактор|обозреватель)(?!\p{L})(?![^,;]{0,80}\s(?:and|und|et|y|e|и)\s+(?-i:\p{Lu}\S*\s+\p{Lu}))[^,;]*(?:,(?=\s+(?:and|und|et|y|e|и)\s))?/giu;
/** What stands before a reporter's name, and the place of the report after it: `記者林大明／台北報導`. */
const REPORT = /^(?:本[报報])?[记記]者\s*[:：／/]?\s*(\p{Script=Han}{2,4}(?:、\p{Script=Han}{2,4})*)(?:\s*[／/].*)?$/u;
/** What stands in brackets of full width after a name: how it is read, or whose office it is. */
const BRACKETED = /(?<=[^\s（）])\s*（[^（）]{1,40}）$/u;
/** What stands after a reporter's name. */
const REPORTER = /(?<=\S)\s*(?:기자|記者|记者)$/;
/** A URL, a host, a handle, a number, a template that nobody filled. */
const NO_NAME = /^https?:|^www\.|^@|^\d+$|\{\{|\}\}|<%|%>|\$\{/;

/** A name as one would write it: not a URL, not a sentence, without the word that introduces it and the address that follows. */
export function nameOf(value: string | null | undefined): string | null {
  const name =
    mendLine(value)
      ?.replace(MAIL, '')
      .replace(/^[\s"“”,;*]+|[\s"“”,;*]+$/gu, '')
      .replace(MAIL_FIRST, '$1')
      .replace(BYLINE, '')
      .replace(TRADE, '')
      .replace(REPORT, '$1')
      .replace(BRACKETED, '')
      .replace(REPORTER, '') ?? '';
  return name === '' || name.length > 100 || NO_NAME.test(name) || NOBODY.test(name) ? null : name;
}

const isOrganization = (value: unknown): boolean =>
  isThing(value) &&
  [value['@type']].flat().some((type) => typeof type === 'string' && /Organi[sz]ation$|^(?:WebSite|Corporation|Brand)$/.test(type)) &&
  ![value['@type']].flat().includes('Person');

/** What a thing, or a text that stands for one, is called: once, oftener, or in parts. */
function namesOf(author: unknown): readonly (string | null)[] {
  if (typeof author === 'string') return [nameOf(author)];
  if (!isThing(author)) return [];
  const { name, givenName, familyName } = author;
  if (typeof givenName === 'string' && typeof familyName === 'string' && name === undefined) return [nameOf(`${givenName} ${familyName}`)];
  return [name].flat().map((each) => (typeof each === 'string' ? nameOf(each) : null));
}

/** The people whom JSON-LD names as authors, or those that are no people. */
export function jsonLdAuthor(things: readonly Thing[], organizations = false): string | null {
  for (const thing of things.filter(isAboutPage)) {
    const authors = [thing['author']].flat().map((entry) => resolved(entry, things));
    const names = authors.flatMap((author) => (isOrganization(author) === organizations ? namesOf(author) : []));
    const known = [...new Set(names.filter((name) => name !== null))];
    if (known.length > 0) return known.join(', ');
  }
  return null;
}

function authorOf(document: Document, meta: ReadonlyMap<string, string>, things: readonly Thing[], select: Select): string | null {
  const chosen = nameOf(firstText(selected(select.author, document)));
  if (chosen !== null) return chosen;
  const stated = jsonLdAuthor(things);
  if (stated !== null) return stated;
  for (const name of AUTHOR_NAMES) {
    const author = nameOf(meta.get(name));
    if (author !== null) return author;
  }
  return jsonLdAuthor(things, true);
}

/** The time element that dates the page: in the article, and neither in a footer nor in a list of other pages. */
function timeOf(document: Document): string | null {
  const main = findOne((element) => element.name === 'article' || element.name === 'main', document.children);
  const time =
    main === null ? null : findOne((element) => element.name === 'time' && isoDate(element.attribs['datetime']) !== null, main.children);
  for (let up = time?.parent ?? null; up !== null && up !== main; up = up.parent)
    if (isTag(up) && /^(?:aside|footer|li|nav)$/.test(up.name)) return null;
  return isoDate(time?.attribs['datetime']);
}

function publishedOf(document: Document, meta: ReadonlyMap<string, string>, things: readonly Thing[], select: Select): string | null {
  const [chosen] = selected(select.date, document);
  if (chosen !== undefined) {
    const { datetime, content } = chosen.attribs;
    const date = isoDate(datetime) ?? isoDate(content) ?? writtenDate(datetime ?? content ?? innerText(chosen));
    if (date !== null) return date;
  }
  for (const thing of things.filter(isAboutPage)) {
    const date = typeof thing['datePublished'] === 'string' ? isoDate(thing['datePublished']) : null;
    if (date !== null) return date;
  }
  for (const name of DATE_NAMES) {
    const date = isoDate(meta.get(name));
    if (date !== null) return date;
  }
  return timeOf(document);
}

/**
 * `zh-cmn-Hans`: a language that extends one of these is its own tag (RFC 5646 §2.2.2, §4.5); in capitals it is a country, `zh-CHN`. Names of
 * languages are no tags, though they look like some.
 */
const EXTENDED = /^(?:ar|kok|lv|ms|sgn|sw|uz|zh)-(?=[a-z]{3}(?:-|$))/;
const TAG = /^[a-z]{2,3}(?:-|$)/i;

/** Tags that were met, in their canonical form: there are few, and making one is dear. */
const canonical = new Map<string, string | null>();
const MOST_TAGS = 500;
const MAX_TAG = 36;

function canonicalTag(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}

/** A well-formed BCP 47 tag in its canonical form, or null. */
export function languageTag(value: string | null | undefined): string | null {
  const tag = (value ?? '').split(',')[0]?.trim().replaceAll('_', '-').replace(EXTENDED, '') ?? '';
  if (!TAG.test(tag)) return null;
  const known = canonical.get(tag);
  if (known !== undefined) return known;
  const made = canonicalTag(tag);
  if (canonical.size < MOST_TAGS && tag.length < MAX_TAG) canonical.set(Buffer.from(tag).toString(), made);
  return made;
}

/** The language that a page declares on its root element. */
export const declaredLanguage = ({ survey }: HtmlDocument): string | null =>
  languageTag(survey.html?.attribs['lang']) ?? languageTag(survey.html?.attribs['xml:lang']);

/** What a page says about itself; a config's selectors win. No date is taken that could be read two ways. */
export function metadataOf(page: ExtractPage, document: HtmlDocument): Metadata {
  const meta = metaOf(document.survey.metas);
  const things = thingsIn(document.survey.scripts);
  return {
    title: titleOf(document, meta, page.select),
    author: authorOf(document, meta, things, page.select),
    published: publishedOf(document, meta, things, page.select),
    language: declaredLanguage(document) ?? languageTag(meta.get('content-language')) ?? languageTag(page.language),
  };
}
