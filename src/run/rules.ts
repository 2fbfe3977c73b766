import { openHeaders } from '../config/access.ts';
import type { Config } from '../config/config.ts';
import { hostsOf } from '../config/crawler-rules.ts';
import type { CrawlerConfig } from '../config/crawler.ts';
import { hostMatcher } from '../config/hosts.ts';
import type { Hours } from '../config/manners.ts';
import { compileScope } from '../frontier/scope.ts';
import type { Discovery, Drop, Headers, PageUrl, Role, Via } from '../records.ts';
import { canonicalize } from '../url/canonical.ts';
import { politenessKeyOf } from '../url/politeness.ts';
import type { TopicLimits } from './budget.ts';
import type { DailyLimits } from './daily.ts';
import type { Pacing } from './rest.ts';

/** A crawler config made ready to be asked. */
export interface CrawlerRules {
  readonly config: CrawlerConfig;
  /** Null: the URL belongs to this crawl. */
  readonly outOfScope: (url: PageUrl) => Drop | null;
  readonly pacing: Pacing;
  /** The hours in which its hosts may be contacted; undefined: all. */
  readonly hours: Hours | undefined;
  readonly daily: DailyLimits;
  /** Whether a URL is on a host of the crawler, in scope or not. */
  readonly isOurs: (url: string) => boolean;
  /**
   * What the config has sent along: to the crawler's own hosts alone, and to none in the clear that the config names as https alone. What carries
   * secrets is the client's to add.
   */
  readonly headersFor: (url: string) => Headers;
}

export function compileRules(config: Config, names: readonly string[]): ReadonlyMap<string, CrawlerRules> {
  const rules = new Map<string, CrawlerRules>();
  for (const name of names) {
    const crawler = config.crawlers.get(name);
    if (crawler === undefined) throw new Error(`no crawler is called ${name}`);
    const { delay, adapt, hours, daily } = config.crawl;
    const matches = hostMatcher(hostsOf(crawler));
    const isOurs = (url: string): boolean => matches(new URL(url));
    rules.set(name, {
      config: crawler,
      outOfScope: compileScope(crawler),
      pacing: { delayMs: crawler.delay ?? delay, factor: adapt.factor, upToMs: adapt.upTo },
      hours: crawler.hours ?? hours,
      daily: { ...daily, ...crawler.daily },
      isOurs,
      headersFor: compileHeaders(crawler, isOurs),
    });
  }
  return rules;
}

function compileHeaders(crawler: CrawlerConfig, isOurs: CrawlerRules['isOurs']): CrawlerRules['headersFor'] {
  const headers = openHeaders(crawler);
  const isClear = crawler.seeds.some((seed) => seed.toLowerCase().startsWith('http:'));
  return (url) => (isOurs(url) && (isClear || url.startsWith('https:')) ? headers : []);
}

/** What each crawler may spend in a run. */
export const limitsOf = (rules: ReadonlyMap<string, CrawlerRules>): ReadonlyMap<string, CrawlerConfig['limits']> =>
  new Map([...rules].map(([name, { config }]) => [name, config.limits]));

/** What the crawlers of a topic may spend together; null for a crawl of no topic, or of one that has set no bounds. */
export function topicLimitsOf(config: Config, topic: string | undefined): TopicLimits | null {
  const { pages, bytes } = (topic === undefined ? undefined : config.topics.get(topic))?.budget ?? {};
  return topic === undefined || (pages ?? bytes) === undefined ? null : { topic, pages, bytes };
}

const PRIORITY: Readonly<Record<Role, number>> = { terms: 255, sitemap: 250, feed: 240, page: 200 };

interface Found {
  readonly role: Role;
  readonly via: Via;
  readonly depth: number;
  readonly hops?: number;
}

/** A discovery of `url` for this crawler: what is nearer to a seed comes first. */
export function discover(crawler: string, url: PageUrl, { role, via, depth, hops = 0 }: Found): Discovery {
  const priority = Math.max(0, PRIORITY[role] - Math.min(depth, 20) * 10);
  return { url, key: politenessKeyOf(url), crawler, role, via, depth, hops, priority };
}

/** What a URL led to by itself, as by a redirect: it promises what that did. */
export const inPlaceOf = ({ priority, astray }: Discovery, found: Discovery): Discovery => ({
  ...found,
  priority,
  ...(astray !== undefined && { astray }),
});

/** Where a crawler starts: its seeds, and the sitemaps and feeds that its config names. */
export function seedsOf({ config }: CrawlerRules): readonly Discovery[] {
  const named = (urls: boolean | readonly string[], role: Role): readonly [string, Role][] =>
    typeof urls === 'boolean' ? [] : urls.map((url) => [url, role]);
  const all: readonly (readonly [string, Role])[] = [
    ...config.seeds.map((url) => [url, 'page'] as const),
    ...named(config.sitemaps, 'sitemap'),
    ...named(config.feeds, 'feed'),
  ];
  return all.flatMap(([seed, role]) => {
    const url = canonicalize(seed, undefined, config.query);
    return url === null ? [] : [discover(config.name, url, { role, via: 'seed', depth: 0 })];
  });
}
