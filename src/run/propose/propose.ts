import type { Config } from '../../config/config.ts';
import { type CrawlerConfig, crawlerSchema } from '../../config/crawler.ts';
import { createHttpClient } from '../../fetch/client.ts';
import { compileScope } from '../../frontier/scope.ts';
import type { PageUrl } from '../../records.ts';
import { shapeOf } from '../../render/need.ts';
import { compileGlob } from '../../text/glob.ts';
import { politenessKeyOf } from '../../url/politeness.ts';
import { withCrawler } from '../ad-hoc-crawler.ts';
import { arrive } from '../arrive.ts';
import { closedByHours } from '../daily.ts';
import { openPool } from '../engines.ts';
import { restAfter } from '../rest.ts';
import { compileRules } from '../rules.ts';
import { findingsOf, type SampleFindings, warningsOf } from '../plan/findings.ts';
import { Courtesy, type RestOf } from '../survey/courtesy.ts';
import { factsOver } from '../survey/facts.ts';
import { type Survey, surveySite } from '../survey/survey.ts';
import { type Exclude, suggestedExcludes } from './excludes.ts';
import { type Parameter, parametersOf } from './parameters.ts';

/** What a crawler config for a site could say, and why. */
export interface Proposal {
  /** Where the given address leads. */
  readonly seed: PageUrl;
  readonly origins: Survey['origins'];
  readonly sitemaps: Survey['sitemaps']['read'];
  /** Addresses in sitemaps. */
  readonly listed: number;
  readonly feeds: readonly PageUrl[];
  readonly sample: SampleFindings;
  /** Pages of the sample with scripts and hardly any text. */
  readonly shells: number;
  readonly excludes: readonly Exclude[];
  readonly parameters: readonly Parameter[];
  /** Shapes of addresses, and how many of what was seen have each. */
  readonly templates: readonly (readonly [shape: string, count: number])[];
  readonly inScope: readonly PageUrl[];
  readonly outOfScope: readonly { readonly url: PageUrl; readonly rule: string }[];
  readonly warnings: readonly string[];
}

export interface ProposeOptions {
  readonly sample: number;
  readonly said?: (text: string) => void;
}

const EXCLUDES = 30;
const TEMPLATES = 12;
const EXAMPLES = 6;

/** Looks at the site of an address, and proposes how to crawl it; null, with the reason, when its front page cannot be had. Stores nothing. */
export async function proposeCrawler(
  config: Config,
  address: PageUrl,
  { sample, said }: ProposeOptions,
): Promise<Proposal | { readonly because: string }> {
  const { delay: delayMs, adapt, hours } = config.crawl;
  const closed = closedByHours(politenessKeyOf(address), hours, Date.now());
  if (closed !== null) return closed;
  const client = createHttpClient(config);
  const pool = openPool(config);
  const courtesy = new Courtesy(client);
  const stored = factsOver(null);
  try {
    const restOf: RestOf = (_, tookMs) => restAfter({ delayMs, factor: adapt.factor, upToMs: adapt.upTo }, 0, tookMs);
    const seed = await leadsTo(config, courtesy.client(restOf), stored, address);
    if (typeof seed !== 'string') return seed;
    const crawler: CrawlerConfig = { name: new URL(seed).hostname, ...crawlerSchema.parse({ seeds: [seed] }) };
    const whole = withCrawler(config, crawler);
    const rules = compileRules(whole, [crawler.name]).get(crawler.name);
    if (rules === undefined) throw new Error(`${crawler.name} has no rules`);
    const survey = await surveySite({
      config: whole,
      rules,
      courtesy,
      pool,
      stored,
      sample,
      ...(said !== undefined && { said }),
    });
    return proposalOf(seed, crawler, survey, config.crawl.maxDelay);
  } finally {
    await Promise.all([client.close(), pool.close()]);
  }
}

/** Where a site really begins: redirects are followed within its registrable domain. */
async function leadsTo(
  config: Config,
  client: ReturnType<typeof createHttpClient>,
  facts: ReturnType<typeof factsOver>,
  address: PageUrl,
): Promise<PageUrl | { readonly because: string }> {
  const own = politenessKeyOf(address);
  const elsewhere = (url: PageUrl) =>
    ({ stage: 'scope', rule: 'other-host', because: `it leads to ${url}, which is another site` }) as const;
  const unwanted = (url: PageUrl) => (politenessKeyOf(url) === own ? null : elsewhere(url));
  const arrived = await arrive({ config, client, facts, unwanted }, address);
  if (arrived.kind === 'arrived') return arrived.capture.finalUrl;
  return { because: arrived.kind === 'failed' ? arrived.because : arrived.drop.because };
}

/** What follows from what was seen. */
function proposalOf(seed: PageUrl, crawler: CrawlerConfig, survey: Survey, maxDelayMs: number): Proposal {
  const links = [...new Set(survey.samples.flatMap(({ result }) => result?.links ?? []))];
  const outOfScope = compileScope(crawler);
  const ours = [...new Set([...survey.listed.open, ...links.filter((url) => outOfScope(url) === null)])];
  const path = new URL(seed).pathname + new URL(seed).search;
  const excludes = suggestedExcludes(ours, (pattern) => compileGlob(pattern)(path)).slice(0, EXCLUDES);
  const scope = compileScope({ ...crawler, scope: { ...crawler.scope, exclude: excludes.map(({ pattern }) => pattern) } });
  const left = ours.filter((url) => scope(url) === null);
  const shapes = new Map<string, number>();
  for (const url of left) shapes.set(shapeOf(url), (shapes.get(shapeOf(url)) ?? 0) + 1);
  const outside = [...survey.listed.examples.map(({ url }) => url), ...links, ...ours].flatMap((url) => {
    const drop = scope(url);
    return drop === null ? [] : [{ url, rule: drop.because }];
  });
  const byRule = Map.groupBy(outside, ({ rule }) => rule.replace(/ matches .*/, ''));
  return {
    seed,
    origins: survey.origins,
    sitemaps: survey.sitemaps.read,
    listed: survey.sitemaps.pages.length,
    feeds: [...new Set(survey.samples.flatMap(({ result }) => result?.feeds ?? []))],
    sample: findingsOf(survey),
    shells: survey.samples.filter(({ isEmptyShell }) => isEmptyShell).length,
    excludes,
    parameters: parametersOf(left),
    templates: [...shapes].sort(([, a], [, b]) => b - a).slice(0, TEMPLATES),
    inScope: spread(left, EXAMPLES),
    outOfScope: [...byRule.values()].flatMap((same) => same.slice(0, 1)).slice(0, 2 * EXAMPLES),
    warnings: warningsOf({ ...crawler, render: 'auto' }, survey, maxDelayMs),
  };
}

/** Some of many, at equal distances. */
const spread = <Each>(all: readonly Each[], most: number): readonly Each[] =>
  all.length <= most ? all : Array.from({ length: most }, (_, n) => all[Math.floor(((n + 0.5) * all.length) / most)] as Each);
