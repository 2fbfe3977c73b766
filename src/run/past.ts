import type { Ledger, LedgerEntry } from '../ledger/ledger.ts';
import type { HostFacts } from '../ledger/host-facts.ts';
import type { Discovery, FetchOutcome, Origin, PageUrl, RunId } from '../records.ts';
import type { RobotsFact } from '../robots/fetched.ts';
import { createRulesCache } from '../robots/rules-cache.ts';
import { originOf } from '../url/origin.ts';
import type { Engines } from './engines.ts';
import { sitemapsOf } from './robots-desk.ts';
import { type CrawlerRules, discover, seedsOf } from './rules.ts';

/** What the ledger knows of the part of a run that lies behind, for who goes on with it. */

/** Whether a process of this run recorded the URL's outcome, and died before it told the frontier. */
export async function hasEnded(ledger: Ledger, run: RunId, url: PageUrl): Promise<boolean> {
  return (await ledger.byUrl(url)).some((entry) => entry.run === run && entry.outcome.kind !== 'deferred');
}

/** Whether it counts among the pages that a crawler may fetch. */
export const isPaidFor = ({ role, outcome }: LedgerEntry): boolean =>
  role === 'page' && (outcome.kind === 'page' || outcome.kind === 'unchanged');

const leadsOn = (outcome: FetchOutcome): boolean =>
  outcome.kind === 'page' ||
  outcome.kind === 'unchanged' ||
  (outcome.kind === 'refused' && outcome.drop.stage === 'revisit' && outcome.drop.rule === 'not-due');

/** Pages whose links the queue of the run may lack; the archive may not have those that were forgotten. */
export async function* unreadOf({ ledger, forgotten }: Pick<Engines, 'ledger' | 'forgotten'>, run: RunId): AsyncGenerator<LedgerEntry> {
  for await (const entry of ledger.unharvested(run)) if (forgotten.of(entry.url) === null) yield entry;
}

/** What no page of the run names: seeds, where it was redirected to, and what its hosts announce. */
export async function unnamedIn(
  ledger: Ledger & HostFacts,
  run: RunId,
  rules: ReadonlyMap<string, CrawlerRules>,
): Promise<readonly Discovery[]> {
  const seeds = [...rules.values()].flatMap(seedsOf);
  return [...seeds, ...(await redirectsOf(ledger, run, rules)), ...(await announcedIn(ledger, run, rules))];
}

/** Where the run was redirected to. */
async function redirectsOf(ledger: Ledger, run: RunId, rules: ReadonlyMap<string, CrawlerRules>): Promise<readonly Discovery[]> {
  const found: Discovery[] = [];
  for await (const { url, crawler, role, depth, outcome } of ledger.byRun(run)) {
    if (outcome.kind !== 'redirect') continue;
    const to = outcome.to as PageUrl;
    const isWanted = role !== 'page' || rules.get(crawler)?.outOfScope(to) === null;
    if (isWanted) found.push(discover(crawler, to, { role, via: url, depth, hops: 1 }));
  }
  return found;
}

/** Bytes of rules that are kept in memory. */
const RULES_BYTES = 4 * 2 ** 20;

/** What the hosts that the run has asked for something announce in their robots.txt. */
export async function announcedIn(
  ledger: Ledger & HostFacts,
  run: RunId,
  rules: ReadonlyMap<string, CrawlerRules>,
): Promise<readonly Discovery[]> {
  const asked = new Map<string, readonly [crawler: string, origin: Origin]>();
  for await (const { url, crawler, role, durationMs, outcome } of ledger.byRun(run)) {
    const isAsked = durationMs > 0 || leadsOn(outcome) || (outcome.kind === 'refused' && outcome.drop.stage === 'robots');
    if (!isAsked || role === 'terms' || rules.get(crawler)?.config.sitemaps !== true) continue;
    asked.set(`${crawler} ${originOf(url)}`, [crawler, originOf(url)]);
  }
  const parse = createRulesCache(RULES_BYTES);
  const found: Discovery[] = [];
  for (const [crawler, origin] of asked.values()) {
    const stored = await ledger.get(origin, 'robots');
    if (stored === null) continue;
    const fact = JSON.parse(stored.value) as RobotsFact;
    const urls = sitemapsOf(origin, fact.copy === null ? null : parse(fact));
    found.push(...urls.map((url) => discover(crawler, url, { role: 'sitemap', via: 'sitemap', depth: 0 })));
  }
  return found;
}
