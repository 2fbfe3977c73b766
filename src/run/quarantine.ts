import type { HostFacts } from '../ledger/host-facts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Instant, PageUrl, UrlPattern } from '../records.ts';
import { originOfPattern, patternsOf } from '../traps/pattern.ts';
import type { Quarantine } from '../traps/traps.ts';
import { quarantines } from './trap-watch.ts';

/** What is in quarantine, or was, and how much waits for it. */
export interface Quarantined extends Quarantine {
  readonly host: string;
  readonly pattern: UrlPattern;
  /** URLs that the newest run of each crawler left alone for it. */
  readonly urls: number;
  /** Some of them. */
  readonly examples: readonly string[];
}

const EXAMPLES = 3;

/** All that was ever put in quarantine, by pattern. Reads the runs whose outcomes name a trap: the newest one of each choice of crawlers. */
export async function listQuarantine(ledger: Ledger & HostFacts): Promise<readonly Quarantined[]> {
  const all = await quarantines(ledger);
  const waiting = new Map<string, Set<PageUrl>>(all.map(([pattern]) => [pattern, new Set()]));
  const seen = new Set<string>();
  for (const { run, crawlers } of all.length === 0 ? [] : await ledger.runs()) {
    if (seen.has(crawlers.join(' '))) continue;
    seen.add(crawlers.join(' '));
    if (!Object.keys(await ledger.outcomes(run)).some((name) => name.startsWith('refused trap/'))) continue;
    for await (const { url, outcome } of ledger.byRun(run)) {
      if (outcome.kind !== 'refused' || outcome.drop.stage !== 'trap') continue;
      waiting.get(patternsOf(url).find(({ text }) => waiting.has(text))?.text ?? '')?.add(url);
    }
  }
  return all.map(([pattern, quarantine]) => {
    const urls = waiting.get(pattern) ?? new Set();
    const host = new URL(pattern).host;
    return { host, pattern, ...quarantine, urls: urls.size, examples: [...urls].slice(0, EXAMPLES) };
  });
}

/** Lets in, from the next crawl on and for good, what these patterns or hosts name. Returns the patterns; those that name nothing in quarantine are missing. */
export async function releaseFromQuarantine(facts: HostFacts, names: readonly string[], now: Instant): Promise<readonly UrlPattern[]> {
  const wanted = new Set(names);
  const released: UrlPattern[] = [];
  for (const [pattern, quarantine] of await quarantines(facts)) {
    const { host, hostname } = new URL(originOfPattern(pattern));
    if (quarantine.releasedAt !== undefined || ![pattern, host, hostname].some((name) => wanted.has(name))) continue;
    const value = JSON.stringify({ ...quarantine, releasedAt: now } satisfies Quarantine);
    await facts.put(pattern, 'quarantine', { value, at: Math.max(now, quarantine.at), expires: Number.MAX_SAFE_INTEGER });
    released.push(pattern);
  }
  return released;
}
