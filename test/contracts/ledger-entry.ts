import type { Digest, FetchId, FetchOutcome, PageUrl, RecordId, RunId } from '../../src/records.ts';
import type { LedgerEntry } from '../../src/ledger/ledger.ts';

export const RUN = '20261124T030501Z-1a2b3c' as RunId;
export const NOON = Date.UTC(2026, 10, 24, 12);

/** The outcome of a page that was fetched; `n` tells pages apart. */
export function pageOutcome(n: number, over: { url?: string; headers?: [string, string][]; finalUrl?: string } = {}): FetchOutcome {
  const url = (over.url ?? `https://example.org/${n}`) as PageUrl;
  return {
    kind: 'page',
    capture: {
      recordId: `urn:uuid:00000000-0000-5000-8000-${String(n).padStart(12, '0')}` as RecordId,
      url,
      finalUrl: (over.finalUrl ?? url) as PageUrl,
      at: NOON + n,
      status: 200,
      headers: over.headers ?? [
        ['Content-Type', 'text/html'],
        ['Vary', 'Accept'],
        ['vary', 'Cookie'],
      ],
      bodyDigest: `sha256:${String(n).padStart(64, '0')}` as Digest,
    },
    location: { segment: 'garner-0001.warc.gz', offset: 4096 * n, length: 4000 },
    robots: 'unavailable',
  };
}

/** One fetch of page `n`; `over` replaces what a test is about. */
export function ledgerEntry(n: number, over: Partial<LedgerEntry> = {}): LedgerEntry {
  const url = (over.url ?? `https://example.org/${n}`) as PageUrl;
  return {
    fetchId: `${RUN}/${n}/0` as FetchId,
    run: RUN,
    crawler: 'example.org',
    url,
    role: 'page',
    via: 'seed',
    depth: 0,
    at: NOON + n,
    durationMs: 120,
    bytes: 5000,
    outcome: pageOutcome(n, { url }),
    ...over,
  };
}
