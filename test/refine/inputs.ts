import { projectSchema } from '../../src/config/project.ts';
import type { Digest, Headers, PageUrl, RecordId } from '../../src/records.ts';
import type { RefineInput } from '../../src/refine/refine.ts';

interface Page {
  readonly headers?: Headers;
  readonly url?: string;
  readonly crawler?: Partial<RefineInput['crawler']>;
  readonly policy?: Partial<RefineInput['policy']>;
}

/** A captured page as the crawl hands it over. */
export function inputOf(body: string | Uint8Array, page: Page = {}): RefineInput {
  const { headers = [['Content-Type', 'text/html; charset=utf-8']], url = 'https://example.org/a/', crawler, policy } = page;
  return {
    capture: {
      recordId: 'urn:uuid:7f1b6d1c-0000-4000-8000-000000000001' as RecordId,
      url: url as PageUrl,
      finalUrl: url as PageUrl,
      at: Date.UTC(2025, 2, 14),
      status: 200,
      headers,
      bodyDigest: 'sha256:00' as Digest,
    },
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
    robots: 'unavailable',
    crawler: {
      extractor: 'readability',
      secondOpinion: 0,
      select: { remove: [] },
      write: { captions: true, alt: 'markdown', readings: false },
      query: { order: 'keep', drop: [] },
      language: undefined,
      licence: undefined,
      ...crawler,
    },
    policy: { rights: 'standard', agent: 'GarnerBot', personalData: projectSchema.parse({}).personalData, ...policy },
  };
}

/** A page with so much text that any extractor takes it. */
export const article = (more = ''): string => `<!DOCTYPE html><html lang="en"><head><title>Sorting waste at home</title>
<link rel="alternate" type="application/rss+xml" href="/feed.xml">${more}</head><body><nav><a href="/b">B</a> <a href="/c#x">C</a></nav><article><h1>Sorting waste at home</h1>
${'<p>Paper, glass and metal go into separate bins, and food scraps into the caddy, which is emptied twice a week.</p>'.repeat(8)}
<p><a href="../d?utm_source=x">More</a></p></article></body></html>`;
