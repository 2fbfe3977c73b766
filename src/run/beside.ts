import { ArchiveError } from '../archive/archive.ts';
import type { Config } from '../config/config.ts';
import type { Duplicate } from '../corpus/inspect/duplicates.ts';
import type { PageUrl } from '../records.ts';
import { openPool } from './engines.ts';
import { openReading } from './reading.ts';
import { readingOf, refined } from './refined.ts';

/** The text of a page that is in no corpus, or why there is none. */
export type TextOrNot = { readonly text: string } | { readonly missing: string };

export interface Texts {
  of(duplicate: Pick<Duplicate, 'url' | 'crawler' | 'record'>): Promise<TextOrNot>;
  close(): Promise<void>;
}

/** Reads captures from the archive once more, beside whatever else is at work there; writes nothing. */
export async function openTexts(config: Config): Promise<Texts> {
  const reading = await openReading(config);
  const pool = openPool({ ...config, refine: { ...config.refine, workers: 1 } });
  const { ledger, archive, forgotten } = reading;
  const staging = { get: async (key: string) => (await reading.staging?.get(key)) ?? null, put: async () => undefined };
  return {
    async of({ url: name, crawler, record }) {
      const url = name as PageUrl;
      if (ledger === null) return { missing: 'nothing was crawled here' };
      if (!config.crawlers.has(crawler) && !config.imports.has(crawler)) return { missing: `no crawler is called ${crawler} any longer` };
      if (forgotten.of(url) !== null) return { missing: 'it was removed' };
      const page = await ledger.validators({ url, crawler, role: 'page' });
      if (page === null || page.capture.recordId !== record) return { missing: 'a newer capture has taken its place' };
      const bodyOf = async (): Promise<Uint8Array> => (await archive.read(page.capture.recordId, page.location)).body;
      try {
        const { step } = await refined({ config, staging, pool, ledger }, readingOf(config, crawler), page, bodyOf);
        if (step.kept) return { text: step.record.text };
        return { missing: `it would be dropped now by ${step.drop.stage}/${step.drop.rule}: ${step.drop.because}` };
      } catch (error) {
        if (error instanceof ArchiveError) return { missing: error.message };
        throw error;
      }
    },
    async close() {
      await pool.close();
      await reading.close();
    },
  };
}
