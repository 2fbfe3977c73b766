import type { Ledger, OutcomeCounts, RunRecord } from '../ledger/ledger.ts';
import type { PolitenessKey, RunId } from '../records.ts';
import { politenessKeyOf } from '../url/politeness.ts';

export interface HostSummary {
  readonly key: PolitenessKey;
  readonly pages: number;
  readonly failures: number;
  readonly bytes: number;
  /** Mean milliseconds of a request. */
  readonly meanMs: number;
}

export interface RunDetail extends RunRecord {
  readonly outcomes: OutcomeCounts;
  /** By pages, most first. */
  readonly hosts: readonly HostSummary[];
  /** One URL for each outcome that is no page. */
  readonly examples: Readonly<Record<string, string>>;
}

interface Sum {
  pages: number;
  failures: number;
  bytes: number;
  requests: number;
  ms: number;
}

const HOSTS = 20;

/** A run in figures: reads its entries once, and holds a sum per host. Null when there is no such run. */
export async function runDetail(ledger: Ledger, run: RunId): Promise<RunDetail | null> {
  const record = (await ledger.runs()).find((each) => each.run === run);
  if (record === undefined) return null;
  const sums = new Map<PolitenessKey, Sum>();
  const examples: Record<string, string> = {};
  for await (const { url, outcome, bytes, durationMs } of ledger.byRun(run)) {
    const key = politenessKeyOf(url);
    const sum = sums.get(key) ?? { pages: 0, failures: 0, bytes: 0, requests: 0, ms: 0 };
    sums.set(key, sum);
    const { kind } = outcome;
    if (kind === 'page' || kind === 'unchanged') sum.pages += 1;
    if (kind === 'failed') sum.failures += 1;
    sum.bytes += bytes;
    sum.requests += durationMs > 0 ? 1 : 0;
    sum.ms += durationMs;
    if (kind === 'failed') examples[`failed ${outcome.reason}`] ??= url;
    if (kind === 'refused') examples[`refused ${outcome.drop.stage}/${outcome.drop.rule}`] ??= url;
  }
  const hosts = [...sums]
    .sort(([, a], [, b]) => b.pages - a.pages || b.failures - a.failures)
    .slice(0, HOSTS)
    .map(([key, { pages, failures, bytes, requests, ms }]) => ({
      key,
      pages,
      failures,
      bytes,
      meanMs: requests === 0 ? 0 : Math.round(ms / requests),
    }));
  return { ...record, outcomes: await ledger.outcomes(run), hosts, examples };
}
