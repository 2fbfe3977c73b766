import type { CrawlerConfig } from '../config/crawler.ts';
import type { Extractor } from './extract.ts';
import { docxExtractor } from './docx.ts';
import { feedExtractor } from './feed.ts';
import { garnerExtractor } from './garner.ts';
import { markdownExtractor } from './markdown-source.ts';
import { pdfExtractor } from './pdf.ts';
import { plainExtractor } from './plain.ts';
import { trainedWeights } from './model/trained.ts';
import { windowForParsing } from './readability-dom.ts';
import { readabilityExtractor } from './readability.ts';
import { extractWithSecondOpinion } from './second-opinion.ts';

type ExtractorName = CrawlerConfig['extractor'];

/** Extractors of HTML, which a crawler config chooses among by name. */
const byName: Readonly<Record<ExtractorName, Extractor>> = {
  garner: { ...garnerExtractor, extract: extractWithSecondOpinion },
  readability: readabilityExtractor,
};

/** Extractors of other media, which the media type alone decides. */
const byMediaType: readonly Extractor[] = [plainExtractor, markdownExtractor, pdfExtractor, docxExtractor, feedExtractor];

export const extractorNames = Object.keys(byName) as readonly ExtractorName[];

export const isExtractorName = (name: string): name is ExtractorName => Object.hasOwn(byName, name);

/** The extractor for a page of this media type on a site that chose `name` for its HTML; null when nothing here reads the type. */
export function extractorFor(name: ExtractorName, mediaType: string): Extractor | null {
  const chosen = byName[name];
  if (chosen.mediaTypes.includes(mediaType)) return chosen;
  return byMediaType.find((extractor) => extractor.mediaTypes.includes(mediaType)) ?? null;
}

/** The ids of all that may read a page of such a site: what its results depend on. */
export const extractorIds = (name: ExtractorName): string => [byName[name], ...byMediaType].map((extractor) => extractor.id).join(' ');

/** Loads what an extractor needs before its first page, so that it costs no page's time. */
export async function prepareExtractor(name: ExtractorName): Promise<void> {
  if (name === 'readability') await windowForParsing();
  else trainedWeights();
}
