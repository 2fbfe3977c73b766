import { performance } from 'node:perf_hooks';
import { findLinks } from '../../src/discover/links.ts';
import { extractorFor, prepareExtractor } from '../../src/extract/index.ts';
import { openText } from '../../src/extract/open.ts';
import { assess } from '../../src/rights/assess.ts';
import { decodeBody } from '../../src/text/charset.ts';
import { contentDigest } from '../../src/text/normalise.ts';

const URL_OF_ALL = 'https://example.org/p/page.html';
type Extractor = Parameters<typeof extractorFor>[0];

/** Milliseconds a page that each stage of refining takes in one thread, one page after another, after a warm-up. */
export async function stageTimes(pages: readonly Uint8Array[], extractor: Extractor): Promise<ReadonlyMap<string, number>> {
  await prepareExtractor(extractor);
  const spent = new Map<string, number>();
  const timed = async <T>(stage: string, work: () => T | Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work();
    spent.set(stage, (spent.get(stage) ?? 0) + performance.now() - start);
    return result;
  };
  const one = async (body: Uint8Array): Promise<void> => {
    const { text } = await timed('decode', () => decodeBody(body, 'text/html'));
    const opened = await timed('parse', () => openText(text));
    const { document, mediaType } = opened;
    if (document === null) return;
    await timed('links', () => findLinks(document, URL_OF_ALL));
    await timed('rights', () => assess({ url: URL_OF_ALL, userAgent: 'bench', headers: [], document, robots: null, profile: 'standard' }));
    const extracted = await timed('extract', () =>
      extractorFor(extractor, mediaType)?.extract({ ...opened, url: URL_OF_ALL, select: { remove: [] }, language: null }),
    );
    if (extracted?.kept === true) await timed('digest', () => contentDigest(extracted.record.text));
  };
  for (const body of pages.slice(0, 20)) await one(body);
  spent.clear();
  for (const body of pages) await one(body);
  return new Map([...spent].map(([stage, ms]) => [stage, ms / pages.length]));
}
