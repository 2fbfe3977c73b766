import type { Extraction } from '../records.ts';

/** What a document says nothing of, unless its extractor knows better. */
export const unsaid: Pick<Extraction, 'modified' | 'siteName' | 'canonical' | 'pageType' | 'confidence'> = {
  modified: null,
  siteName: null,
  canonical: null,
  pageType: null,
  confidence: null,
};
