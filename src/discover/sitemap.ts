import { setImmediate } from 'node:timers/promises';
import { JsonListing } from './json-listing.ts';
import { LineListing } from './line-listing.ts';
import { Listing, type Sitemap } from './listing.ts';
import { unzipped } from './unzip.ts';
import { XmlListing } from './xml-listing.ts';

export type { Sitemap } from './listing.ts';

export interface SitemapLimits {
  /** Decoded bytes that are read. */
  readonly bytes: number;
  /** Addresses that are taken. Default: 50,000, the protocol's own limit. */
  readonly urls?: number;
}

const URLS = 50_000;
/** Letters by which markup is told from plain text. */
const START = 100;

/**
 * Reads a sitemap (sitemaps.org 0.9: urlset, index or plain text), a feed (RSS, RDF, Atom, JSON Feed) or a list of MediaWiki or WordPress, gzipped or not whatever it is called, and
 * leaves room for other work between its pieces. Addresses are canonical and may lie on any host: they are for scope to judge. Files with
 * faults give what can be read of them. Never rejects.
 */
export async function readSitemap(body: Uint8Array, url: string, limits: SitemapLimits): Promise<Sitemap> {
  const listing = new Listing(url, limits.urls ?? URLS);
  let reader: Reader | null = null;
  let start = '';
  for await (const text of textOf(unzipped(body, limits.bytes, (problem) => listing.problem(problem)))) {
    if (reader === null) {
      start = (start + text).trimStart();
      if (start.length < START) continue;
      reader = readerFor(start, listing);
    } else reader.write(text);
    if (reader.done) break;
    await setImmediate();
  }
  reader ??= readerFor(start, listing);
  reader.end();
  return listing.result();
}

type Reader = XmlListing | JsonListing | LineListing;

function readerFor(start: string, listing: Listing): Reader {
  const reader = start.startsWith('<')
    ? new XmlListing(listing)
    : /^[{[]/.test(start)
      ? new JsonListing(listing)
      : new LineListing(listing);
  reader.write(start);
  return reader;
}

async function* textOf(pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  for await (const piece of pieces) {
    decoder ??= new TextDecoder(encodingOf(piece));
    yield decoder.decode(piece, { stream: true });
  }
}

/** By byte order mark, else by the XML declaration, else UTF-8 (XML 1.0 appendix F). */
function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const [, label = 'utf-8'] = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(head) ?? [];
  try {
    // The declaration could be read as single bytes: whatever it says, that is not UTF-16.
    const { encoding } = new TextDecoder(label);
    return encoding.startsWith('utf-16') ? 'utf-8' : encoding;
  } catch {
    return 'utf-8';
  }
}
