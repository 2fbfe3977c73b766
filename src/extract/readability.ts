import { baseUrlOf } from '../html/base.ts';
import { type HtmlDocument, parseHtml } from '../html/parse.ts';
import type { Drop, Extraction, Step } from '../records.ts';
import { removedBy, selectedContent, visibleContent } from './content.ts';
import type { ExtractPage, Extractor } from './extract.ts';
import { guardedMarkup } from './guarded-markup.ts';
import { markdownOf } from './markdown.ts';
import { mendLine } from './mend.ts';
import { metadataOf, nameOf } from './metadata.ts';
import { plainText } from './plain-text.ts';
import { readArticle } from './readability-dom.ts';
import { badSelector } from './select.ts';
import { unsaid } from './unsaid.ts';

/** Of @mozilla/readability, and after the plus sign of what is done here before and after it. */
const ID = 'readability@0.6.0+3';
/** Letters of visible text below which a page without an article says nothing. */
const MIN_LETTERS = 25;

const dropped = (rule: string, because: string): { kept: false; drop: Drop } => ({
  kept: false,
  drop: { stage: 'extract', rule, because },
});

interface Content {
  readonly markup: string;
  readonly title: string | null;
  readonly author: string | null;
}

/** Where the page's text is: where the config says, else where Readability finds it, else all that is visible. */
async function contentOf(page: ExtractPage, document: HtmlDocument): Promise<Content> {
  const removed = removedBy(page, document);
  const chosen = selectedContent(page, document, removed);
  if (chosen !== null) return { markup: chosen, title: null, author: null };
  const article = await readArticle(guardedMarkup(document.children, removed));
  if (article !== null && article.content.trim() !== '') return { markup: article.content, title: article.title, author: article.byline };
  return { markup: visibleContent(document, removed), title: null, author: null };
}

async function extract(page: ExtractPage): Promise<Step<Extraction>> {
  const { document, select } = page;
  if (document === null) return dropped('no-markup', `${page.mediaType} was not parsed as HTML`);
  const bad = badSelector([select.content, select.title, select.author, select.date, ...select.remove]);
  if (bad !== null) return dropped('bad-selector', `select: ${bad} is not a CSS selector`);

  const { markup, title, author } = await contentOf(page, document);
  const nodes = parseHtml(markup).children;
  const text = plainText(nodes);
  if (text.length < MIN_LETTERS) {
    const because = text === '' ? 'no visible text' : `${text.length} letters of visible text, less than ${MIN_LETTERS}`;
    return dropped('no-text', because);
  }
  const metadata = metadataOf(page, document);
  const record: Extraction = {
    ...metadata,
    title: select.title === undefined ? (mendLine(title) ?? metadata.title) : metadata.title,
    author: metadata.author ?? nameOf(author),
    text,
    markdown: markdownOf(nodes, baseUrlOf(document, page.url)),
    ...unsaid,
    extractor: ID,
  };
  return { kept: true, record };
}

/** Mozilla's Readability over jsdom: the yardstick among extractors, slow and careful. What reaches jsdom has been through the light tree's guards. */
export const readabilityExtractor: Extractor = { id: ID, mediaTypes: ['text/html'], extract };
