import type { CrawlerConfig } from '../config/crawler.ts';
import type { Extraction } from '../records.ts';
import { extractBare } from './bare.ts';
import { extractorFor } from './index.ts';
import { unsaid } from './unsaid.ts';

export interface ExtractOptions {
  /** Where the page is from, for relative links. */
  readonly url: string;
  /** The Content-Type it came with: its charset counts for bytes, its type for both. */
  readonly contentType?: string;
  readonly extractor?: CrawlerConfig['extractor'];
}

/**
 * The text of one page, and what it says about itself. A page without text gives an empty one. Runs on the calling thread, without a
 * deadline.
 *
 * @throws Error when the bytes are of a type or encoding that no extractor reads
 */
export async function extract(html: string | Uint8Array, options: ExtractOptions): Promise<Extraction> {
  const { url, contentType, extractor = 'garner' } = options;
  const step = await extractBare({ body: html, url, contentType, extractor });
  if (step.kept) return step.record;
  const { stage, rule, because } = step.drop;
  if (stage === 'decode') throw new Error(`${url}: ${rule}, ${because}`);
  const { id } = extractorFor(extractor, 'text/html') ?? { id: extractor };
  return {
    title: null,
    text: '',
    markdown: '',
    author: null,
    published: null,
    language: null,
    ...unsaid,
    extractor: id,
  };
}
