import type { CrawlerConfig } from '../config/crawler.ts';
import type { HtmlDocument } from '../html/document.ts';
import type { Extraction, Step } from '../records.ts';
import type { FrontMatter } from '../text/front-matter.ts';

/** Where things stand on a site, as its crawler config says. */
export type Select = CrawlerConfig['select'];

/** What is written besides sentences, as its crawler config says. */
export type Write = CrawlerConfig['write'];

/** A decoded page. An extractor may read all of it and change none. */
export interface ExtractPage {
  readonly url: string;
  /** Essence of the media type, lower case: `text/html`. */
  readonly mediaType: string;
  readonly text: string;
  /** As it came, content codings removed: what extractors of binary media read, whose `text` is empty. */
  readonly body: Uint8Array;
  /** The light tree of `text` when it is HTML, parsed once for everyone. */
  readonly document: HtmlDocument | null;
  /** What a Markdown file says before its text begins. */
  readonly frontMatter: FrontMatter | null;
  readonly select: Select;
  /** As a config that says nothing of it, when left out. */
  readonly write?: Write;
  /** Confidence below which Readability is asked; none when left out. */
  readonly secondOpinion?: number;
  /** BCP 47 tag that the response or the crawler config gives pages that say nothing themselves. */
  readonly language: string | null;
}

/** Turns a page into text. Pure: the same page gives the same extraction; what a page lacks is a drop, never an exception. */
export interface Extractor {
  /** Name and version, `readability@0.6.0`: part of the key under which results are kept, so a change of behaviour needs a new one. */
  readonly id: string;
  readonly mediaTypes: readonly string[];
  extract(page: ExtractPage): Step<Extraction> | Promise<Step<Extraction>>;
}
