import type { Config } from '../config/config.ts';
import type { Ledger, LedgerEntry } from '../ledger/ledger.ts';
import type { Discovery, RunId } from '../records.ts';
import type { Staging } from '../refine/staging.ts';
import { linksOf } from './harvest-page.ts';
import { stagedResult } from './refined.ts';
import type { CrawlerRules } from './rules.ts';
import { addByNearness, type TrapWatch } from './trap-watch.ts';

interface Recall {
  readonly config: Config;
  readonly ledger: Ledger;
  readonly staging: Pick<Staging, 'get'>;
  readonly rules: ReadonlyMap<string, CrawlerRules>;
  readonly traps: TrapWatch;
}

/** Pages of a run that are looked at again: what came before them does not show in the scores any more. */
const RECALLED = 5000;

/** Brings a watch to where that of an earlier process of the run was, from what is on record and staged. */
export async function recallTraps({ config, ledger, staging, rules, traps }: Recall, run: RunId): Promise<void> {
  const newest: LedgerEntry[] = [];
  for await (const entry of ledger.byRun(run)) {
    if (entry.role !== 'page' || (entry.outcome.kind !== 'page' && entry.outcome.kind !== 'unchanged')) continue;
    newest.push(entry);
    if (newest.length >= 2 * RECALLED) newest.splice(0, RECALLED);
  }
  const known = new Set<string>();
  const add = async (found: readonly Discovery[]): Promise<number> => {
    const before = known.size;
    for (const { url } of found) known.add(url);
    return known.size - before;
  };
  for (const entry of newest.slice(-RECALLED)) {
    known.add(entry.url);
    const own = rules.get(entry.crawler);
    const page = await ledger.validators(entry);
    const result = page === null ? null : await stagedResult(config, staging, { ...page, crawler: entry.crawler });
    if (own === undefined || result === null || !own.config.traps) continue;
    const links = linksOf(entry, own, result);
    await traps.read(entry.url, result, links.length, await addByNearness(entry.url, links, add));
  }
}
