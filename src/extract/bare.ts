import type { CrawlerConfig } from '../config/crawler.ts';
import { isXmlType } from '../html/parse.ts';
import type { Extraction, Step } from '../records.ts';
import type { Select, Write } from './extract.ts';
import { extractorFor } from './index.ts';
import { openPage, openText } from './open.ts';

/** A page by itself: no capture, no rights, no links. */
export interface Bare {
  readonly body: string | Uint8Array;
  /** Where it is from, for relative links; may be empty. */
  readonly url: string;
  readonly contentType?: string | undefined;
  readonly extractor: CrawlerConfig['extractor'];
  readonly select?: Select;
  readonly write?: Write;
  readonly secondOpinion?: number;
  readonly language?: string;
}

/** What a text is that needs no decoding. */
const textTypeOf = (contentType: string | undefined): string | undefined =>
  contentType?.split(';')[0]?.trim().toLowerCase().replace('application/xhtml+xml', 'text/html');

const nothingSelected: Select = { remove: [] };

/** Decodes and extracts one page, here and now. A string is taken for HTML unless `contentType` says otherwise. */
export async function extractBare(page: Bare): Promise<Step<Extraction>> {
  const { body, url, contentType, select = nothingSelected, language = null } = page;
  const isReadable = (mediaType: string): boolean => extractorFor(page.extractor, mediaType) !== null;
  const opened =
    typeof body === 'string'
      ? ({ kept: true, record: openText(body, textTypeOf(contentType), null, isXmlType(contentType)) } as const)
      : openPage(body, contentType, isReadable);
  if (!opened.kept) return opened;
  const extractor = extractorFor(page.extractor, opened.record.mediaType);
  if (extractor === null) return { kept: false, drop: { stage: 'decode', rule: 'unsupported-type', because: opened.record.mediaType } };
  return extractor.extract({
    ...opened.record,
    url,
    select,
    language,
    ...(page.write !== undefined && { write: page.write }),
    ...(page.secondOpinion !== undefined && { secondOpinion: page.secondOpinion }),
  });
}
