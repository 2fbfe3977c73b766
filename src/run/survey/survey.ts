import type { Config } from '../../config/config.ts';
import type { CrawlerConfig } from '../../config/crawler.ts';
import type { FetchFailure, FetchResponse } from '../../fetch/fetch.ts';
import type { HostFacts } from '../../ledger/host-facts.ts';
import type { PageUrl } from '../../records.ts';
import type { RefinePool } from '../../refine/pool.ts';
import { canonicalize } from '../../url/canonical.ts';
import { restAfter } from '../rest.ts';
import { RobotsDesk } from '../robots-desk.ts';
import type { CrawlerRules } from '../rules.ts';
import type { Courtesy, RestOf } from './courtesy.ts';
import { factsOver } from './facts.ts';
import { chosen, queueOf } from './choose.ts';
import { type Listed, sorted } from './listed.ts';
import { type OriginSeen, RobotsSeen } from './robots-seen.ts';
import { type Sampled, samplePage } from './sample.ts';
import { readSitemaps, type SitemapsRead } from './sitemaps.ts';

/** What a site looks like from outside, from a few polite requests. */
export interface Survey {
  /** In the order in which they were asked. */
  readonly origins: readonly OriginSeen[];
  /** Milliseconds from one request to the next that the host of the first seed is owed. */
  readonly restMs: number;
  readonly sitemaps: SitemapsRead;
  /** Of what sitemaps list. */
  readonly listed: Listed;
  readonly samples: readonly Sampled[];
  /** In scope and not seen in sitemaps, from the pages of the sample. */
  readonly linked: readonly PageUrl[];
  /** Pages of the sample that there was no time for. */
  readonly unsampled: number;
  /** Mean of all requests, milliseconds; 0 where there were none. */
  readonly requestMs: number;
  readonly requests: number;
}

export interface SurveyOptions {
  readonly config: Config;
  /** Of a crawler of the config. */
  readonly rules: CrawlerRules;
  readonly courtesy: Courtesy;
  readonly pool: RefinePool;
  /** What is known of hosts already. */
  readonly stored: HostFacts | null;
  /** Pages to fetch, the seeds among them. */
  readonly sample: number;
  /** Hears what is being done, for people. */
  readonly said?: (text: string) => void;
}

/** Origins of one crawler that are asked for their robots.txt. */
const ORIGINS = 20;
const SITEMAPS = { files: 50, pages: 500_000, ms: 60_000 };
/** After so long no further page is asked for: a host that wants long rests is not waited for. */
const SAMPLE_MS = 120_000;

/** Looks at the site of a crawler as a crawl would begin to: robots.txt, sitemaps, some pages. Nothing is stored. Never rejects for what a site does. */
export async function surveySite(options: SurveyOptions): Promise<Survey> {
  const { config, rules, courtesy, pool, sample, said = () => undefined } = options;
  const { config: crawler, outOfScope } = rules;
  const heard: { last: FetchResponse | FetchFailure | null; count: number; ms: number } = { last: null, count: 0, ms: 0 };
  const { maxDelay } = config.crawl;
  const { pacing } = rules;
  const restOf: RestOf = (url, tookMs) => restAfter(pacing, Math.min(robots.crawlDelayMs(url), maxDelay), tookMs);
  const client = courtesy.client(restOf, (answer) => {
    heard.last = answer;
    heard.count += 1;
    heard.ms += answer.durationMs;
  });
  const facts = factsOver(options.stored);
  const robots: RobotsSeen = new RobotsSeen(new RobotsDesk({ config, client, facts, clock: Date.now }), ORIGINS);
  const seeds = crawler.seeds.map((seed) => canonicalize(seed, undefined, crawler.query)).filter((seed) => seed !== null);
  const [first] = seeds;
  for (const seed of seeds) await robots.verdict(seed);
  const crawlDelayMs = first === undefined ? 0 : robots.crawlDelayMs(first);
  const mayCrawl = crawlDelayMs <= maxDelay;
  said('reading sitemaps');
  const refusal = async (url: PageUrl): Promise<string | null> => {
    const verdict = await robots.verdict(url);
    return verdict === 'allow' ? null : verdict === 'disallow' ? 'robots.txt forbids it' : 'its robots.txt could not be had';
  };
  const from = mayCrawl ? sitemapsOf(crawler, robots.seen.values()) : [];
  const sitemaps = await readSitemaps({ client, refusal }, from, { ...SITEMAPS, bytes: config.limits.sitemap });
  const listed = await sorted(sitemaps.pages, { outOfScope, excludes: crawler.scope.exclude, robots });
  const samples: Sampled[] = [];
  const linked = new Set<PageUrl>();
  const isListed = new Set(listed.open);
  const until = performance.now() + SAMPLE_MS;
  const wanted = mayCrawl ? chosen(seeds, listed.open, sample) : [];
  for (const url of queueOf(wanted, linked, sample)) {
    if (samples.length > 0 && performance.now() >= until) break;
    said(`page ${samples.length + 1} of ${sample}: ${url}`);
    const sampled = await samplePage({ config, crawler, client, facts, robots, pool, unwanted: outOfScope, heard }, url);
    samples.push(sampled);
    for (const link of sampled.result?.links ?? []) if (!isListed.has(link) && outOfScope(link) === null) linked.add(link);
  }
  const requestMs = heard.ms / Math.max(1, heard.count);
  return {
    origins: [...robots.seen.values()],
    restMs: restAfter(pacing, crawlDelayMs, requestMs),
    sitemaps,
    listed,
    samples,
    linked: [...linked],
    unsampled: mayCrawl ? Math.max(0, Math.min(sample, wanted.length) - samples.length) : 0,
    requestMs,
    requests: heard.count,
  };
}

/** Those that the config names, else those of every robots.txt, else where they usually are. */
function sitemapsOf({ sitemaps, seeds }: CrawlerConfig, seen: Iterable<OriginSeen>): readonly PageUrl[] {
  if (sitemaps === false) return [];
  const own = new Set(seeds.map((seed) => new URL(seed).origin));
  const named =
    sitemaps === true
      ? [...seen]
          .filter(({ origin }) => own.has(origin))
          .flatMap(({ origin, sitemaps: each }) => (each.length > 0 ? each : ['/sitemap.xml']).map((path) => [path, `${origin}/`] as const))
      : sitemaps.map((url) => [url, undefined] as const);
  return [...new Set(named.map(([url, base]) => canonicalize(url, base)).filter((url) => url !== null))];
}
