import type { Config } from '../config/config.ts';
import type { CrawlerConfig } from '../config/crawler.ts';
import { createHttpClient } from '../fetch/client.ts';
import { openSqliteLedger } from '../ledger/sqlite.ts';
import type { PageUrl, Refined } from '../records.ts';
import { crawlerFor } from './ad-hoc-crawler.ts';
import { arrive, type Missed } from './arrive.ts';
import { openPool } from './engines.ts';
import { filesOf, inputOf } from './refined.ts';
import { renderArrived } from './render-arrived.ts';
import { RobotsDesk } from './robots-desk.ts';

/** How an on-demand fetch of one page ended: `dropped` also when there is nothing in it to take. */
export type PageResult = ({ readonly kind: 'page'; readonly record: Refined } | Missed) & {
  /** Why the page was not rendered, though it looks as if it should be. */
  readonly unrendered?: string;
};

/**
 * Fetches one page now, with no queue and no storage: the same client, robots rules, rights, renderer and extractor as a crawl. It is rendered as told, else as its
 * crawler says, else where its scripts seem to make its text.
 *
 * @throws BrowserError when it is to be rendered in any case and cannot be.
 */
export async function fetchPage(config: Config, url: PageUrl, render?: CrawlerConfig['render']): Promise<PageResult> {
  const client = createHttpClient(config);
  const facts = await openSqliteLedger(':memory:');
  const pool = openPool({ ...config, refine: { ...config.refine, workers: 1 } });
  const robots = new RobotsDesk({ config, client, facts, clock: Date.now });
  try {
    const arrived = await arrive({ config, client, facts, robots }, url);
    if (arrived.kind !== 'arrived') return arrived;
    const crawler = crawlerFor(config, arrived.capture.finalUrl);
    const when = render ?? (config.crawlers.has(crawler.name) ? crawler.render : 'auto');
    const shown = await renderArrived({ config, crawler, client, robots, when }, arrived);
    const { capture, body } = shown.arrived;
    const { hostFiles } = arrived;
    const page = { capture, robots: arrived.robots, ...(hostFiles !== null && { hostFiles }) };
    const { step } = await pool.refine({ ...inputOf(config, crawler, page), ...(await filesOf({ ledger: facts }, page)), body });
    const unrendered = shown.unrendered === null ? {} : { unrendered: shown.unrendered };
    return step.kept
      ? { kind: 'page', record: step.record, ...unrendered }
      : { kind: 'dropped', url: capture.finalUrl, drop: step.drop, ...unrendered };
  } finally {
    await Promise.all([client.close(), facts.close(), pool.close()]);
  }
}
