import { digestOf, recordIdOf } from '../archive/record.ts';
import type { Config } from '../config/config.ts';
import type { CrawlerConfig } from '../config/crawler.ts';
import { admitPage } from '../fetch/admit.ts';
import { createHttpClient } from '../fetch/client.ts';
import type { FetchResponse, HttpClient } from '../fetch/fetch.ts';
import { redirectTarget } from '../fetch/redirect.ts';
import { classifyStatus } from '../fetch/retry.ts';
import { openSqliteLedger } from '../ledger/sqlite.ts';
import type { Drop, PageUrl, Refined } from '../records.ts';
import { canonicalize } from '../url/canonical.ts';
import { crawlerFor } from './ad-hoc-crawler.ts';
import { openPool } from './engines.ts';
import { RobotsDesk } from './robots-desk.ts';

/** How an on-demand fetch of one page ended. */
export type PageResult =
  | { readonly kind: 'page'; readonly record: Refined }
  /** It may not be taken, or there is nothing in it to take. */
  | { readonly kind: 'dropped'; readonly url: PageUrl; readonly drop: Drop }
  | { readonly kind: 'failed'; readonly url: PageUrl; readonly reason: string; readonly because: string };

type Arrived = { readonly kind: 'arrived'; readonly response: FetchResponse; readonly url: PageUrl; readonly robots: string };

/** Fetches one page now, with no queue and no storage: the same client, robots rules, rights and extractor as a crawl. */
export async function fetchPage(config: Config, url: PageUrl, extractor?: CrawlerConfig['extractor']): Promise<PageResult> {
  const client = createHttpClient(config);
  const facts = await openSqliteLedger(':memory:');
  const pool = openPool({ ...config, refine: { ...config.refine, workers: 1 } });
  try {
    const arrived = await follow(config, client, new RobotsDesk({ config, client, facts, clock: Date.now }), url);
    if (arrived.kind !== 'arrived') return arrived;
    const { response, robots } = arrived;
    const { at, status, headers, body } = response;
    const bodyDigest = digestOf(body);
    const capture = {
      recordId: recordIdOf('response', arrived.url, at, bodyDigest),
      url,
      finalUrl: arrived.url,
      at,
      status,
      headers,
      bodyDigest,
    };
    const crawler = crawlerFor(config, arrived.url);
    const { select, query, language, licence } = crawler;
    const { step } = await pool.refine({
      capture,
      body,
      robots,
      crawler: { select, query, language, licence, extractor: extractor ?? crawler.extractor },
      policy: { rights: config.rights, agent: config.userAgent.name },
    });
    return step.kept ? { kind: 'page', record: step.record } : { kind: 'dropped', url: arrived.url, drop: step.drop };
  } finally {
    await Promise.all([client.close(), facts.close(), pool.close()]);
  }
}

/** Follows redirects, asking the robots.txt of every hop before it. */
async function follow(config: Config, client: HttpClient, robots: RobotsDesk, start: PageUrl): Promise<Arrived | PageResult> {
  let url = start;
  for (let hop = 0; hop <= config.limits.redirects; hop += 1) {
    const { verdict, because, evidence } = await robots.ask(url);
    if (verdict === 'disallow') return { kind: 'dropped', url, drop: { stage: 'robots', rule: 'disallowed', because } };
    if (verdict === 'wait') return { kind: 'failed', url, reason: 'robots-unreachable', because };
    const headers = Object.entries(crawlerFor(config, url).headers);
    const result = await client.fetch({ url, headers, admit: admitPage });
    if (result.kind === 'failure') return { kind: 'failed', url, reason: result.reason, because: result.because };
    const status = classifyStatus(result.status);
    if (status === 'page') return { kind: 'arrived', response: result, url, robots: evidence };
    if (status !== 'redirect')
      return { kind: 'failed', url, reason: `http-${result.status}`, because: `the server answered ${result.status} ${result.statusText}` };
    const target = redirectTarget(result);
    const next = target === null ? null : canonicalize(target, url);
    if (next === null) return { kind: 'failed', url, reason: 'bad-redirect', because: `a redirect to ${target ?? 'nowhere'}` };
    url = next;
  }
  return {
    kind: 'failed',
    url,
    reason: 'too-many-redirects',
    because: `more than ${config.limits.redirects} redirects, the last one to ${url}`,
  };
}
