import { type ChildNode, type Element, isTag } from 'domhandler';
import { findAll } from 'domutils';
import type { parseFeed } from 'feedsmith';
import { parseHtml } from '../html/parse.ts';
import type { Drop, Extraction, Step } from '../records.ts';
import type { ExtractPage, Extractor } from './extract.ts';
import { isHidden } from './elements.ts';
import { Flag } from './blocks/flags.ts';
import { layOut } from './blocks/walk.ts';
import { asUsual } from './render/context.ts';
import { markdownOf } from './render/markdown.ts';
import type { Piece } from './render/piece.ts';
import { plainOf as plainTextOf } from './render/plain.ts';
import { selectionOf } from './render/selection.ts';
import { shapeOf } from './render/shape.ts';
import { mendLine } from './mend.ts';
import { languageTag, nameOf } from './metadata.ts';
import { plainText } from './plain-text.ts';
import { isoDate } from './published.ts';
import { unsaid } from './unsaid.ts';

const ID = 'feed@4';

/** Letters of an item that is more than a teaser, and the part of the items that must be. */
const WHOLE = 400;
const SHARE = 0.5;

/** An item of whatever kind of feed. Texts are HTML, but for the title. */
interface Item {
  /** What the addresses in it are relative to; absolute. */
  readonly base: string;
  readonly title: string | null;
  readonly link: string | null;
  readonly html: string;
  readonly author: string | null;
  readonly published: string | null;
}

/** Letters, of which ideographs and syllables say as much as two others. */
const lengthOf = (text: string): number =>
  text.length + (text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0);

interface Feed {
  readonly title: string | null;
  readonly language: string | null;
  readonly items: readonly Item[];
}

const dropped = (stage: Drop['stage'], rule: string, because: string): Step<never> => ({ kept: false, drop: { stage, rule, because } });

async function extract(page: ExtractPage): Promise<Step<Extraction>> {
  // Entities are for bombs; no feed needs its own.
  if (/<!DOCTYPE[^>]*\[/i.test(page.text)) return dropped('decode', 'declared-entities', 'the feed declares entities of its own');
  const feed = await feedOf(page.text, page.url);
  if (feed === null) return dropped('decode', 'corrupt-document', 'the feed is damaged, or none');
  const texts = feed.items.map(({ html, base }) => plainTextOf(piecesOf(html, base)));
  const whole = texts.filter((text) => lengthOf(text) >= WHOLE).length;
  if (whole < SHARE * texts.length || whole === 0)
    return dropped(
      'extract',
      'teasers-only',
      `${whole} of the ${texts.length} items have ${WHOLE} letters of text: what they announce is elsewhere`,
    );
  const title = mendLine(feed.title);
  const heading: Piece[] = title === null ? [] : [{ kind: 'heading', level: 1, line: [{ kind: 'text', text: title }] }];
  const pieces = [...heading, ...feed.items.flatMap((item, i) => piecesOf(markupOf(item), item.base, i === 0 ? '' : `${i + 1}-`))];
  const [newest] = feed.items
    .map(({ published }) => published)
    .filter((date) => date !== null)
    .sort()
    .reverse();
  const authors = [...new Set(feed.items.map(({ author }) => author).filter((name) => name !== null))];
  const record: Extraction = {
    title,
    text: plainTextOf(pieces),
    markdown: markdownOf(pieces),
    author: authors.length === 1 ? (authors[0] ?? null) : null,
    published: newest ?? null,
    language: languageTag(feed.language) ?? languageTag(page.language),
    ...unsaid,
    pageType: 'collection',
    extractor: ID,
  };
  return { kept: true, record };
}

/** What is shown of a text of a feed; labels of its notes begin with `prefix`. */
function piecesOf(html: string, base: string, prefix = ''): readonly Piece[] {
  const document = parseHtml(html);
  const shown = layOut(document).blocks.filter(({ flags }) => (flags & Flag.concealed) === 0);
  const selection = selectionOf(
    shown.flatMap(({ texts }) => texts),
    picturesIn(document.children),
  );
  const removed = new Set(findAll(({ name }) => name === 'noscript' || name === 'button', document.children));
  return shapeOf(document, selection, base, removed, asUsual, prefix);
}

const picturesIn = (nodes: readonly ChildNode[]): Element[] =>
  nodes
    .filter(isTag)
    .filter((element) => !isHidden(element))
    .flatMap((element) => (element.name === 'img' ? [element] : picturesIn(element.children)));

/** RSS, RDF, Atom or JSON Feed; null when it is none that can be read. */
async function feedOf(text: string, url: string): Promise<Feed | null> {
  // Only whoever meets a feed loads what reads it.
  const library = await import('feedsmith');
  try {
    return normalised(library.parseFeed(text), url);
  } catch {
    return null;
  }
}

/** `Tue, 12 May 2026 08:00:00 GMT` (RFC 822 §5, with four digits for the year). */
const MAIL_DATE = /^(?:[A-Za-z]{3},\s*)?\d{1,2} [A-Za-z]{3} \d{4} \d{2}:\d{2}/;

function dateOf(date: unknown): string | null {
  if (typeof date !== 'string') return null;
  const at = MAIL_DATE.test(date.trim()) ? Date.parse(date) : Number.NaN;
  return Number.isNaN(at) ? isoDate(date) : new Date(at).toISOString().replace('.000Z', 'Z');
}

function normalised(parsed: ReturnType<typeof parseFeed>, url: string): Feed {
  if (parsed.format === 'json') {
    const { title = null, language = null, authors, items = [] } = parsed.feed;
    return {
      title,
      language,
      items: items.map((item) => ({
        base: url,
        title: item.title ?? null,
        link: item.url ?? null,
        html: item.content_html ?? escaped(item.content_text ?? ''),
        author: namesOf(item.authors) ?? namesOf(authors),
        published: dateOf(item.date_published),
      })),
    };
  }
  if (parsed.format === 'atom') {
    const { title, entries = [], authors, xml } = parsed.feed;
    const outer = within(url, xml);
    return {
      title: plainOf(title),
      language: xml?.lang ?? null,
      items: entries.map((entry) => ({
        base: within(within(outer, entry.xml), entry.content?.xml),
        title: plainOf(entry.title),
        link: resolved(entry.links?.find(({ rel = 'alternate' }) => rel === 'alternate')?.href, within(outer, entry.xml)),
        html: entry.content?.type === 'text' ? escaped(entry.content.value ?? '') : (entry.content?.value ?? entry.summary?.value ?? ''),
        author: namesOf(entry.authors) ?? namesOf(entry.source?.authors) ?? namesOf(authors),
        published: dateOf(entry.published ?? entry.updated),
      })),
    };
  }
  const { title = null, items = [], dc, xml } = parsed.feed;
  const outer = within(url, xml);
  return {
    title,
    language: 'language' in parsed.feed ? (parsed.feed.language ?? null) : (parsed.feed.dc?.languages?.[0] ?? null),
    items: items.map((item) => ({
      base: within(outer, item.xml),
      title: item.title ?? null,
      link: item.link ?? null,
      html: item.content?.encoded ?? item.description ?? '',
      author: listed(item.dc?.creators) ?? ('authors' in item ? namesOf(item.authors) : null) ?? listed(dc?.creators),
      published: dateOf('pubDate' in item ? item.pubDate : item.dc?.dates?.[0]),
    })),
  };
}

const resolved = (address: string | undefined, base: string): string | null =>
  address === undefined ? null : (URL.parse(address.trim().toWellFormed(), base)?.href ?? null);

/** The base within an element that may set another (XML Base §3). */
const within = (outer: string, xml: { readonly base?: string } | undefined): string => resolved(xml?.base, outer) ?? outer;

const listed = (names: readonly (string | undefined)[] = []): string | null =>
  [...new Set(names.map(nameOf).filter((name) => name !== null))].join(', ') || null;

const namesOf = (people: readonly { readonly name?: string }[] = []): string | null => listed(people.map(({ name }) => name));

/** A title of Atom, which may be markup (RFC 4287 §3.1). */
const plainOf = (title: { readonly value?: string; readonly type?: string } | undefined): string | null =>
  title?.value === undefined || !/^x?html$/.test(title.type ?? '') ? (title?.value ?? null) : plainText(parseHtml(title.value).children);

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replace(/\n{2,}/g, '<p>');

function markupOf({ title, link, html }: Item): string {
  const name = escaped(title ?? '');
  const shown = link === null || name === '' ? name : `<a href="${escaped(link)}">${name}</a>`;
  return `${name === '' ? '' : `<h2>${shown}</h2>`}<div>${html}</div>`;
}

/** Feeds that bring the whole text of their items. */
export const feedExtractor: Extractor = {
  id: ID,
  mediaTypes: ['application/rss+xml', 'application/atom+xml', 'application/feed+json', 'application/rdf+xml'],
  extract,
};
