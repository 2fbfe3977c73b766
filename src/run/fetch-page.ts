import type { Config } from '../config/config.ts';
import type { CrawlerConfig } from '../config/crawler.ts';
import { createHttpClient } from '../fetch/client.ts';
import { openSqliteLedger } from '../ledger/sqlite.ts';
import type { PageUrl, Refined } from '../records.ts';
import { crawlerFor } from './ad-hoc-crawler.ts';
import { arrive, type Missed } from './arrive.ts';
import { openPool } from './engines.ts';
import { filesOf, inputOf } from './refined.ts';

/** How an on-demand fetch of one page ended: `dropped` also when there is nothing in it to take. */
export type PageResult = { readonly kind: 'page'; readonly record: Refined } | Missed;

/** Fetches one page now, with no queue and no storage: the same client, robots rules, rights and extractor as a crawl. */
export async function fetchPage(config: Config, url: PageUrl, extractor?: CrawlerConfig['extractor']): Promise<PageResult> {
  const client = createHttpClient(config);
  const facts = await openSqliteLedger(':memory:');
  const pool = openPool({ ...config, refine: { ...config.refine, workers: 1 } });
  try {
    const arrived = await arrive({ config, client, facts }, url);
    if (arrived.kind !== 'arrived') return arrived;
    const { capture, body, robots, hostFiles } = arrived;
    const crawler = crawlerFor(config, capture.finalUrl);
    const page = { capture, robots, ...(hostFiles !== null && { hostFiles }) };
    const input = inputOf(config, { ...crawler, extractor: extractor ?? crawler.extractor }, page);
    const { step } = await pool.refine({ ...input, ...(await filesOf({ ledger: facts }, page)), body });
    return step.kept ? { kind: 'page', record: step.record } : { kind: 'dropped', url: capture.finalUrl, drop: step.drop };
  } finally {
    await Promise.all([client.close(), facts.close(), pool.close()]);
  }
}
