import type { Digest, FetchId, FetchOutcome, Headers, PageUrl, RecordId, RunId } from '../../src/records.ts';
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

const record = 'urn:uuid:00000000-0000-5000-8000-00000000abcd' as RecordId;
/** One of each kind. */
export const outcomes: readonly FetchOutcome[] = [
  pageOutcome(0),
  pageOutcome(1, { url: 'https://example.org/1', finalUrl: 'https://example.org/other', headers: [] }),
  {
    kind: 'unchanged',
    recordId: record,
    of: 'urn:uuid:00000000-0000-5000-8000-00000000dcba' as RecordId,
    headers: [['Content-Type', 'text/html']],
    robots: 'unavailable',
  },
  { kind: 'redirect', status: 301, to: 'https://example.org/ü?q=1#there', recordId: record },
  { kind: 'deferred', reason: 'http-503', because: 'the server said so', notBefore: NOON + 60_000 },
  { kind: 'refused', drop: { stage: 'robots', rule: 'disallowed', because: 'line 3: Disallow: /' } },
  { kind: 'failed', reason: 'http-404', because: 'Not Found', status: 404 },
  { kind: 'failed', reason: 'dns-not-found', because: 'no such name' },
];

export type PageOutcome = Extract<FetchOutcome, { kind: 'page' }>;

/** The page was found unchanged, under these headers and another robots.txt. */
export const unchangedOutcome = ({ capture }: PageOutcome, headers: Headers): FetchOutcome => ({
  kind: 'unchanged',
  recordId: record,
  of: capture.recordId,
  headers,
  robots: 'sha256:77',
});

export const all = async (entries: AsyncIterable<LedgerEntry>): Promise<LedgerEntry[]> => {
  const gathered: LedgerEntry[] = [];
  for await (const entry of entries) gathered.push(entry);
  return gathered;
};
