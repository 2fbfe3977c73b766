import { readSitemap } from '../../discover/sitemap.ts';
import type { HttpClient } from '../../fetch/fetch.ts';
import { redirectTarget } from '../../fetch/redirect.ts';
import type { PageUrl } from '../../records.ts';
import { canonicalize } from '../../url/canonical.ts';

/** As a crawl follows them. */
const DEPTH = 3;
const REDIRECTS = 5;

export interface SitemapRead {
  readonly url: PageUrl;
  /** Pages and sitemaps that it lists. */
  readonly listed: number;
  /** Why it could not be had, or what was wrong with it; null when all was well. */
  readonly problem: string | null;
}

export interface SitemapsRead {
  readonly read: readonly SitemapRead[];
  /** Pages, each once, in the order in which they were listed. */
  readonly pages: readonly PageUrl[];
  /** Sitemaps that are known and were not read, for one of the bounds. */
  readonly unread: number;
}

export interface SitemapBounds {
  readonly files: number;
  readonly pages: number;
  /** Bytes of one file. */
  readonly bytes: number;
  /** After so long, no further file is asked for. */
  readonly ms: number;
}

interface Means {
  readonly client: HttpClient;
  /** Asked before every request: null, or why it is not made. */
  readonly refusal: (url: PageUrl) => Promise<string | null>;
}

/** Reads sitemaps and those that they list, breadth first, within bounds. Never rejects for what a site does. */
export async function readSitemaps(means: Means, from: readonly PageUrl[], bounds: SitemapBounds): Promise<SitemapsRead> {
  const until = performance.now() + bounds.ms;
  const known = new Set(from);
  const waiting = from.map((url) => ({ url, depth: 0 }));
  const pages = new Set<PageUrl>();
  const read: SitemapRead[] = [];
  while (waiting.length > 0 && read.length < bounds.files && pages.size < bounds.pages && performance.now() < until) {
    const next = waiting.shift();
    if (next === undefined) break;
    const { url, depth } = next;
    const body = await bodyOf(means, url, bounds.bytes);
    if (typeof body === 'string') {
      read.push({ url, listed: 0, problem: body });
      continue;
    }
    const listing = await readSitemap(body, url, { bytes: bounds.bytes });
    for (const page of listing.pages) if (pages.size < bounds.pages) pages.add(page.url);
    for (const { url: nested } of depth < DEPTH ? listing.sitemaps : []) {
      if (known.has(nested)) continue;
      known.add(nested);
      waiting.push({ url: nested, depth: depth + 1 });
    }
    read.push({ url, listed: listing.pages.length + listing.sitemaps.length, problem: listing.problems.join('; ') || null });
  }
  return { read, pages: [...pages], unread: waiting.length };
}

/** The file, or why it cannot be had. */
async function bodyOf({ client, refusal }: Means, start: PageUrl, bytes: number): Promise<Uint8Array | string> {
  let url = start;
  for (let hop = 0; hop <= REDIRECTS; hop += 1) {
    const refused = await refusal(url);
    if (refused !== null) return refused;
    const answer = await client.fetch({ url, limits: { body: bytes } });
    if (answer.kind === 'failure') return answer.because;
    if (answer.status >= 200 && answer.status < 300) return answer.body;
    const target = answer.status >= 300 && answer.status < 400 ? redirectTarget(answer) : null;
    const next = target === null ? null : canonicalize(target, url);
    if (next === null) return `the server answered ${answer.status} ${answer.statusText}`.trim();
    url = next;
  }
  return `more than ${REDIRECTS} redirects`;
}
