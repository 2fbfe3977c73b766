import type { Config } from '../../config/config.ts';
import { createHttpClient } from '../../fetch/client.ts';
import type { PolitenessKey } from '../../records.ts';
import { openPool } from '../engines.ts';
import { openReading } from '../reading.ts';
import { compileRules } from '../rules.ts';
import { closedNow } from '../survey/closed.ts';
import { Courtesy } from '../survey/courtesy.ts';
import { type Survey, surveySite } from '../survey/survey.ts';
import { type Estimate, type Expected, expected } from './estimate.ts';
import { findingsOf, type SampleFindings, warningsOf } from './findings.ts';
import { busyCrawlers, knownOf } from './known.ts';

/** What a crawl of one site would come to. */
export interface CrawlerPlan {
  readonly crawler: string;
  readonly robots: readonly Pick<Survey['origins'][number], 'origin' | 'verdict' | 'because' | 'crawlDelayMs'>[];
  readonly sitemaps: {
    readonly read: number;
    readonly unread: number;
    /** Pages that they list. */
    readonly pages: number;
    /** Of these: in scope and allowed. */
    readonly open: number;
    readonly forbidden: number;
    readonly unasked: number;
    readonly outside: Readonly<Record<string, number>>;
    /** Of the open ones: captured before. */
    readonly known: number;
  };
  /** Pages in scope that are linked from the sample and in no sitemap. */
  readonly linked: number;
  readonly sample: SampleFindings;
  readonly expected: Omit<Expected, 'busy'>;
  readonly requests: number;
  readonly warnings: readonly string[];
}

export interface Plan {
  readonly crawlers: readonly CrawlerPlan[];
  readonly total: Readonly<Record<'pages' | 'documents' | 'bytes' | 'disk' | 'duration', Estimate>>;
}

export interface PlanOptions {
  readonly crawlers: readonly string[];
  /** Pages to fetch of each crawler; 0: none, only robots.txt and sitemaps. */
  readonly sample: number;
  readonly said?: (crawler: string, text: string) => void;
}

/** Crawlers that are looked at side by side. */
const AT_ONCE = 16;

/**
 * Looks at the sites of crawlers as a crawl would begin to, and reckons what it would come to. Stores nothing and needs no lock; hosts on which a crawl is at
 * work are not asked, and are judged by what is on record.
 *
 * @throws StorageError when what is stored cannot be read.
 */
export async function planCrawls(config: Config, { crawlers, sample, said = () => undefined }: PlanOptions): Promise<Plan> {
  const reading = await openReading(config);
  const client = createHttpClient(config);
  const pool = openPool(config);
  const courtesy = new Courtesy(client);
  try {
    const busy = await busyCrawlers(reading, config.storage);
    const rules = compileRules(config, crawlers);
    const one = async (name: string): Promise<Planned> => {
      const own = rules.get(name);
      if (own === undefined) throw new Error(`no crawler is called ${name}`);
      const idle = busy.has(name) ? 'a crawl is at work on it' : closedNow(own);
      const survey =
        idle !== null
          ? unseen(own.pacing.delayMs)
          : await surveySite({ config, rules: own, courtesy, pool, stored: reading.ledger, sample, said: (text) => said(name, text) });
      const known = await knownOf(reading, name);
      const reckoned = expected(own, survey, known);
      const warnings =
        idle !== null
          ? [`${idle}, so its hosts were not asked: the figures rest on what is on record`]
          : warningsOf(own.config, survey, config.crawl.maxDelay);
      return { plan: planOf(name, survey, known.pages, reckoned, warnings), expected: reckoned };
    };
    const planned: Planned[] = [];
    for (let at = 0; at < crawlers.length; at += AT_ONCE) planned.push(...(await Promise.all(crawlers.slice(at, at + AT_ONCE).map(one))));
    return { crawlers: planned.map(({ plan }) => plan), total: totalOf(planned.map((each) => each.expected)) };
  } finally {
    await Promise.all([client.close(), pool.close(), reading.close()]);
  }
}

interface Planned {
  readonly plan: CrawlerPlan;
  readonly expected: Expected;
}

/** Of a site that was not asked. */
const unseen = (restMs: number): Survey => ({
  origins: [],
  restMs,
  sitemaps: { read: [], pages: [], unread: 0 },
  listed: { open: [], forbidden: 0, unasked: 0, outside: {}, examples: [] },
  samples: [],
  linked: [],
  unsampled: 0,
  requestMs: 0,
  requests: 0,
});

function planOf(crawler: string, survey: Survey, known: ReadonlySet<string>, reckoned: Expected, warnings: readonly string[]): CrawlerPlan {
  const { sitemaps, listed, origins, linked, requests } = survey;
  const { open, forbidden, unasked, outside } = listed;
  const { busy: _busy, ...estimates } = reckoned;
  return {
    crawler,
    robots: origins.map(({ origin, verdict, because, crawlDelayMs }) => ({ origin, verdict, because, crawlDelayMs })),
    sitemaps: {
      read: sitemaps.read.filter(({ listed: count }) => count > 0).length,
      unread: sitemaps.unread,
      pages: sitemaps.pages.length,
      open: open.length,
      forbidden,
      unasked,
      outside,
      known: open.filter((url) => known.has(url)).length,
    },
    linked: linked.length,
    sample: findingsOf(survey),
    expected: estimates,
    requests,
    warnings,
  };
}

/** Hosts are crawled side by side; crawlers that share one, one after the other. */
function totalOf(all: readonly Expected[]): Plan['total'] {
  const sum = (key: 'pages' | 'documents' | 'bytes' | 'disk'): Estimate => {
    const told = all.flatMap((each) => each[key].value ?? []);
    const missing = all.length - told.length;
    const because = missing === 0 ? 'the sum' : `the sum of ${told.length}; nothing tells of ${missing} more`;
    return { value: told.length === 0 ? null : told.reduce((total, value) => total + value, 0), because };
  };
  const hosts = new Map<PolitenessKey, number>();
  for (const { busy } of all)
    for (const [key, ms] of Object.entries(busy)) hosts.set(key as PolitenessKey, (hosts.get(key as PolitenessKey) ?? 0) + ms);
  const [slowest] = [...hosts].sort(([, a], [, b]) => b - a);
  return {
    pages: sum('pages'),
    documents: sum('documents'),
    bytes: sum('bytes'),
    disk: sum('disk'),
    duration:
      slowest === undefined
        ? { value: null, because: 'no host was asked' }
        : { value: slowest[1], because: `hosts are crawled side by side; ${slowest[0]} takes longest` },
  };
}
