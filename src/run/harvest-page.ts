import type { Archive } from '../archive/archive.ts';
import type { Config } from '../config/config.ts';
import { isPlatformList } from '../discover/platforms.ts';
import { readSitemap } from '../discover/sitemap.ts';
import type { HostFacts } from '../ledger/host-facts.ts';
import type { Ledger, LedgerEntry, Standing } from '../ledger/ledger.ts';
import type { Discovery, Drop, FetchId, PageUrl, Role } from '../records.ts';
import type { RefinePool } from '../refine/pool.ts';
import type { RefineResult } from '../refine/refine.ts';
import type { Staging } from '../refine/staging.ts';
import { traced } from '../telemetry/telemetry.ts';
import type { Focusing } from './focusing.ts';
import { datedOf, type Listed } from './listed.ts';
import { refined } from './refined.ts';
import { type CrawlerRules, discover } from './rules.ts';
import { addByNearness, type TrapWatch } from './trap-watch.ts';

/** Sitemaps that list sitemaps are followed this deep. */
const SITEMAP_DEPTH = 3;
/** Parts of one list that are read, one after the other. */
const LIST_PARTS = 1000;

export interface HarvestParts {
  readonly config: Config;
  readonly rules: ReadonlyMap<string, CrawlerRules>;
  readonly ledger: Ledger & HostFacts;
  readonly archive: Archive;
  readonly staging: Staging;
  readonly pool: RefinePool;
  /** Puts discoveries into the frontier; resolves when they are there, with how many of them nobody in the run knew. */
  readonly add: (found: readonly Discovery[]) => Promise<number>;
  /** Hears of pages that would not get into a corpus. */
  readonly dropped: (drop: Drop) => void;
  /** Null unless the crawl is focused. */
  readonly focusing: Focusing | null;
  /** Hears what every page brought. */
  readonly traps: TrapWatch;
  readonly listed: Listed;
  /** Hears that the page's links are in the frontier. */
  readonly harvested: (fetchId: FetchId) => Promise<void> | void;
}

/** A page on record with its body. */
export interface Harvested {
  readonly entry: LedgerEntry;
  readonly page: Standing;
  readonly body: Uint8Array;
  /** Pages off the topic, in a row, that led to it. */
  readonly astray: number;
}

/**
 * What comes after a page, fetched or found unchanged: its links go into the frontier, its refined text is staged. The ledger marks it as
 * harvested only after its links are in the frontier, so a crash in between loses none.
 */
export async function harvestPage(parts: HarvestParts, harvested: Harvested): Promise<void> {
  const { entry } = harvested;
  const rules = parts.rules.get(entry.crawler);
  if (rules === undefined) throw new Error(`no crawler is called ${entry.crawler}`);
  if (entry.role === 'page') await harvestLinks(parts, harvested, rules);
  else if (entry.role !== 'terms') await parts.add(await readListing(parts, harvested, rules));
  await parts.harvested(entry.fetchId);
}

async function harvestLinks(parts: HarvestParts, { entry, page, body, astray }: Harvested, rules: CrawlerRules): Promise<void> {
  const { focusing, traps } = parts;
  const result = await traced(
    'refine',
    () => ({ 'url.full': entry.url, 'garner.crawler': entry.crawler }),
    () => refined(parts, rules.config, page, () => body, focusing?.focus),
  );
  if (!result.step.kept) parts.dropped(result.step.drop);
  await parts.add(scriptedFrom(entry, page, rules));
  const links = linksOf(entry, rules, result);
  const followed = focusing === null ? links : await focusing.followed(entry, astray, result, links);
  const news = await addByNearness(entry.url, followed, parts.add);
  if (rules.config.traps) await traps.read(entry.url, result, followed.length, news);
}

async function readListing(
  { config, focusing, listed: dates }: HarvestParts,
  { entry, body }: Harvested,
  rules: CrawlerRules,
): Promise<Discovery[]> {
  const listing = await readSitemap(body, entry.url, { bytes: config.limits.sitemap });
  if (rules.config.revisit !== undefined) await dates.note(datedOf(listing.pages));
  const via = entry.role === 'feed' ? 'feed' : 'sitemap';
  const pages = listing.pages.map(({ url }) => found(entry, rules, url, 'page', via, 1));
  const nested =
    entry.depth >= SITEMAP_DEPTH ? [] : listing.sitemaps.map(({ url }) => found(entry, rules, url, 'sitemap', via, entry.depth + 1));
  const onward =
    listing.next === null || entry.depth >= LIST_PARTS ? [] : [found(entry, rules, listing.next, entry.role, via, entry.depth + 1)];
  const listed = [...nested, ...onward, ...pages].filter((discovery) => discovery !== null);
  return focusing === null ? listed : focusing.listed(listed);
}

function found(entry: LedgerEntry, rules: CrawlerRules, url: PageUrl, role: Role, via: Discovery['via'], depth: number): Discovery | null {
  if (role === 'page' && (depth > rules.config.limits.depth || rules.outOfScope(url) !== null)) return null;
  return discover(entry.crawler, url, { role, via, depth });
}

/** Where the page's scripts wanted to go, like targets of redirects: they are there since its turn, unless the queue was lost, or this run had no turn for it. */
function scriptedFrom({ crawler, url: via, depth }: LedgerEntry, { leads = [] }: Standing, rules: CrawlerRules): Discovery[] {
  const inScope = leads.filter((url) => rules.outOfScope(url) === null);
  return inScope.map((url) => discover(crawler, url, { role: 'page', via, depth, hops: 1 }));
}

export function linksOf(entry: LedgerEntry, rules: CrawlerRules, result: RefineResult): Discovery[] {
  const pages = result.links.map((url) => found(entry, rules, url, 'page', entry.url, entry.depth + 1));
  const { feeds: wantsFeeds, listings } = rules.config;
  const wanted = result.feeds.filter((url) => (isPlatformList(url) ? listings : wantsFeeds === true));
  const feeds = wanted.map((url) => found(entry, rules, url, 'feed', entry.url, entry.depth));
  return [...pages, ...feeds].filter((discovery) => discovery !== null);
}

/** The page of an entry that says there is one, with its body, from what is stored. */
export async function pageOf(
  { ledger, archive }: Pick<HarvestParts, 'ledger' | 'archive'>,
  entry: LedgerEntry,
): Promise<{ readonly page: Standing; readonly body: Uint8Array }> {
  const page = await ledger.validators(entry);
  if (page === null) throw new Error(`the ledger has no capture of ${entry.url}, of which it says ${entry.outcome.kind}`);
  const { body } = await archive.read(page.capture.recordId, page.location);
  return { page, body };
}
