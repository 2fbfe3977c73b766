import type { parseFeed } from 'feedsmith';
import { parseHtml } from '../html/parse.ts';
import type { Drop, Extraction, Step } from '../records.ts';
import type { ExtractPage, Extractor } from './extract.ts';
import { markdownOf } from './markdown.ts';
import { mendLine } from './mend.ts';
import { languageTag, nameOf } from './metadata.ts';
import { plainText } from './plain-text.ts';
import { isoDate } from './published.ts';
import { unsaid } from './unsaid.ts';

const ID = 'feed@2';

/** Letters of an item that is more than a teaser, and the part of the items that must be. */
const WHOLE = 400;
const SHARE = 0.5;

/** An item of whatever kind of feed. Texts are HTML, but for the title. */
interface Item {
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
  const feed = await feedOf(page.text);
  if (feed === null) return dropped('decode', 'corrupt-document', 'the feed is damaged, or none');
  const texts = feed.items.map(({ html }) => plainText(parseHtml(html).children));
  const whole = texts.filter((text) => lengthOf(text) >= WHOLE).length;
  if (whole < SHARE * texts.length || whole === 0)
    return dropped(
      'extract',
      'teasers-only',
      `${whole} of the ${texts.length} items have ${WHOLE} letters of text: what they announce is elsewhere`,
    );
  const nodes = parseHtml(markupOf(feed)).children;
  const [newest] = feed.items
    .map(({ published }) => published)
    .filter((date) => date !== null)
    .sort()
    .reverse();
  const authors = [...new Set(feed.items.map(({ author }) => nameOf(author)).filter((name) => name !== null))];
  const record: Extraction = {
    title: mendLine(feed.title),
    text: plainText(nodes),
    markdown: markdownOf(nodes, page.url),
    author: authors.length === 1 ? (authors[0] ?? null) : null,
    published: newest ?? null,
    language: languageTag(feed.language) ?? languageTag(page.language),
    ...unsaid,
    pageType: 'collection',
    extractor: ID,
  };
  return { kept: true, record };
}

/** RSS, RDF, Atom or JSON Feed; null when it is none that can be read. */
async function feedOf(text: string): Promise<Feed | null> {
  // Only whoever meets a feed loads what reads it.
  const library = await import('feedsmith');
  try {
    return normalised(library.parseFeed(text));
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

function normalised(parsed: ReturnType<typeof parseFeed>): Feed {
  if (parsed.format === 'json') {
    const { title = null, language = null, items = [] } = parsed.feed;
    return {
      title,
      language,
      items: items.map((item) => ({
        title: item.title ?? null,
        link: item.url ?? null,
        html: item.content_html ?? escaped(item.content_text ?? ''),
        author: item.authors?.[0]?.name ?? null,
        published: dateOf(item.date_published),
      })),
    };
  }
  if (parsed.format === 'atom') {
    const { title, entries = [], xml } = parsed.feed;
    return {
      title: plainOf(title),
      language: xml?.lang ?? null,
      items: entries.map((entry) => ({
        title: plainOf(entry.title),
        link: entry.links?.find(({ rel = 'alternate' }) => rel === 'alternate')?.href ?? null,
        html: entry.content?.type === 'text' ? escaped(entry.content.value ?? '') : (entry.content?.value ?? entry.summary?.value ?? ''),
        author: entry.authors?.[0]?.name ?? null,
        published: dateOf(entry.published ?? entry.updated),
      })),
    };
  }
  const { title = null, items = [] } = parsed.feed;
  return {
    title,
    language: 'language' in parsed.feed ? (parsed.feed.language ?? null) : (parsed.feed.dc?.languages?.[0] ?? null),
    items: items.map((item) => ({
      title: item.title ?? null,
      link: item.link ?? null,
      html: item.content?.encoded ?? item.description ?? '',
      author: item.dc?.creators?.[0] ?? null,
      published: dateOf('pubDate' in item ? item.pubDate : item.dc?.dates?.[0]),
    })),
  };
}

/** A title of Atom, which may be markup (RFC 4287 §3.1). */
const plainOf = (title: { readonly value?: string; readonly type?: string } | undefined): string | null =>
  title?.value === undefined || !/^x?html$/.test(title.type ?? '') ? (title?.value ?? null) : plainText(parseHtml(title.value).children);

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replace(/\n{2,}/g, '<p>');

function markupOf({ title, items }: Feed): string {
  const heading = title === null ? '' : `<h1>${escaped(title)}</h1>`;
  const sections = items.map(({ title: own, link, html }) => {
    const name = escaped(own ?? '');
    const shown = link === null || name === '' ? name : `<a href="${escaped(link)}">${name}</a>`;
    return `<section>${name === '' ? '' : `<h2>${shown}</h2>`}<div>${html}</div></section>`;
  });
  return heading + sections.join('');
}

/** Feeds that bring the whole text of their items. */
export const feedExtractor: Extractor = {
  id: ID,
  mediaTypes: ['application/rss+xml', 'application/atom+xml', 'application/feed+json', 'application/rdf+xml'],
  extract,
};
