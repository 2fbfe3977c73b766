import type { Extraction, Step } from '../records.ts';
import type { ExtractPage } from './extract.ts';
import { garnerExtractor } from './garner.ts';
import { readabilityExtractor } from './readability.ts';

/**
 * What Garner's extractor makes of a page, and what Readability makes of it where the former is less sure than the config asks. Whatever the
 * page says of itself stays; there is no confidence in a second opinion.
 */
export async function extractWithSecondOpinion(page: ExtractPage): Promise<Step<Extraction>> {
  const first = await garnerExtractor.extract(page);
  const { secondOpinion = 0 } = page;
  if (!first.kept || (first.record.confidence ?? 1) >= secondOpinion) return first;
  const second = await readabilityExtractor.extract(page);
  if (!second.kept) return first;
  const { text, markdown, extractor } = second.record;
  return { kept: true, record: { ...first.record, text, markdown, confidence: null, extractor } };
}
