import type { Config } from '../../../config/config.ts';
import type { HostFacts } from '../../../ledger/host-facts.ts';
import type { Ledger, LedgerEntry } from '../../../ledger/ledger.ts';
import { DAY_MS, type Instant, type Origin, type PageUrl, type PolitenessKey } from '../../../records.ts';
import { type RobotsFact, robotsGate } from '../../../robots/fetched.ts';
import { originOf } from '../../../url/origin.ts';
import { politenessKeyOf } from '../../../url/politeness.ts';
import type { DailySpent } from '../../daily.ts';
import { type Pacing, restAfter } from '../../rest.ts';
import { compileRules } from '../../rules.ts';

/** What the ledger knows of hosts that a Redis which lost all must know. */
export interface HostsOnRecord {
  /** Until when a host may not be contacted, where that is yet to come. */
  readonly rests: ReadonlyMap<PolitenessKey, Instant>;
  /** What hosts have given since midnight (UTC). */
  readonly today: ReadonlyMap<PolitenessKey, DailySpent>;
}

/** Reads the entries of the runs of the last day: what was told before that to wait for has been waited for. */
export async function hostsOnRecord(config: Config, ledger: Ledger & HostFacts, now: Instant): Promise<HostsOnRecord> {
  const rests = new Map<PolitenessKey, Instant>();
  const today = new Map<PolitenessKey, DailySpent>();
  const midnight = now - (now % DAY_MS);
  const restOf = restsOf(config, ledger, now);
  const recent = (await ledger.runs()).filter(({ endedAt }) => endedAt === null || endedAt > now - DAY_MS);
  for (const { run } of recent) {
    for await (const entry of ledger.byRun(run)) {
      const key = politenessKeyOf(entry.url);
      const until = await restOf(entry);
      if (until > Math.max(now, rests.get(key) ?? 0)) rests.set(key, until);
      if (entry.at < midnight || entry.durationMs === 0) continue;
      const { pages, bytes } = today.get(key) ?? { pages: 0, bytes: 0 };
      today.set(key, { pages: pages + (entry.role === 'page' ? 1 : 0), bytes: bytes + entry.bytes });
    }
  }
  return { rests, today };
}

/** Tells until when the host of an entry is owed a rest for it. */
function restsOf(config: Config, facts: HostFacts, now: Instant): (entry: LedgerEntry) => Promise<Instant> {
  const { delay, adapt, maxDelay } = config.crawl;
  const rules = compileRules(config, [...config.crawlers.keys()]);
  const common: Pacing = { delayMs: delay, factor: adapt.factor, upToMs: adapt.upTo };
  const crawlDelayOf = remembered(async (origin: Origin): Promise<number> => {
    const stored = await facts.get(origin, 'robots');
    return stored === null
      ? 0
      : (robotsGate(JSON.parse(stored.value) as RobotsFact, config.userAgent.name, `${origin}/` as PageUrl).crawlDelayMs ?? 0);
  });
  return async ({ url, crawler, at, durationMs, outcome }) => {
    // The wait of one URL is taken for one of its whole host: that is never too short.
    const asked = outcome.kind === 'deferred' ? outcome.notBefore : 0;
    if (durationMs === 0) return asked;
    const pacing = rules.get(crawler)?.pacing ?? common;
    const rest = (crawlDelayMs: number): Instant => at + durationMs + restAfter(pacing, crawlDelayMs, durationMs);
    // Of most, no robots.txt needs to be looked at.
    if (rest(maxDelay) <= now) return asked;
    return Math.max(asked, rest(Math.min(await crawlDelayOf(originOf(url)), maxDelay)));
  };
}

/** Asks for each once. */
function remembered<Key, Value>(ask: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const known = new Map<Key, Promise<Value>>();
  return (key) => {
    const found = known.get(key) ?? ask(key);
    known.set(key, found);
    return found;
  };
}
