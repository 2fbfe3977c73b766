import type { Config } from '../../config/config.ts';
import type { LedgerEntry } from '../../ledger/ledger.ts';
import type { Instant, RunId } from '../../records.ts';
import { isPaidFor, unnamedIn } from '../past.ts';
import { type CrawlerRules, limitsOf } from '../rules.ts';
import { type FleetEngines, graceOf } from './engines.ts';
import type { FleetFrontier } from './frontier.ts';
import { FleetBudget } from './spending.ts';

/** A run, and what its queue is made of. */
export interface Rebuilding {
  readonly run: RunId;
  readonly rules: ReadonlyMap<string, CrawlerRules>;
  readonly frontier: FleetFrontier;
  /** Names it in the ledger; 0 for the first. */
  readonly queue: Instant;
}

/** How long, in milliseconds, a request may last that was under way when Redis lost what it knew, and what its host is owed after it. */
export const lostMs = (config: Config): number => config.limits.total + graceOf(config);

/**
 * Makes the queue of a run anew from what is on record: seeds, where it was redirected to, what hosts announce, and what its pages name, which are read
 * once more for that. To be called when the run is announced with this `queue`, since what this gives out may be on record. Whoever dies in the middle of it
 * leaves pages without a mark. Returns how many pages are to be read.
 */
export async function rebuildQueue(config: Config, engines: FleetEngines, rebuilding: Rebuilding): Promise<number> {
  const { run, rules, queue } = rebuilding;
  await resetBudget(config, engines, run, rules);
  await engines.ledger.recallRun(run);
  await replenish(engines, rebuilding);
  return giveOut(engines, engines.ledger.unharvested(run), queue);
}

/** Puts in what no page names. Returns how much of it the queue did not know. */
export const replenish = async (
  { ledger }: Pick<FleetEngines, 'ledger'>,
  { run, rules, frontier }: Omit<Rebuilding, 'queue'>,
): Promise<number> => frontier.add(await unnamedIn(ledger, run, rules));

/** Says what the run has spent, as it is on record. */
export async function resetBudget(
  { redis: { namespace } }: Config,
  { ledger, redis }: FleetEngines,
  run: RunId,
  rules: ReadonlyMap<string, CrawlerRules>,
): Promise<void> {
  const spent = new Map<string, { pages: number; bytes: number }>();
  for await (const entry of ledger.byRun(run)) {
    const sum = spent.get(entry.crawler) ?? { pages: 0, bytes: 0 };
    spent.set(entry.crawler, { pages: sum.pages + (isPaidFor(entry) ? 1 : 0), bytes: sum.bytes + entry.bytes });
  }
  await new FleetBudget(redis, namespace, run, limitsOf(rules)).reset(spent);
}

/** Has pages read for this queue of their run, once more if they were read before. Returns how many. */
export async function giveOut(
  engines: Pick<FleetEngines, 'ledger' | 'queue'>,
  entries: AsyncIterable<LedgerEntry>,
  queue: Instant,
): Promise<number> {
  let given = 0;
  for await (const entry of entries) {
    const page = await engines.ledger.validators(entry);
    if (page === null) throw new Error(`the ledger has no capture of ${entry.url}, of which it says ${entry.outcome.kind}`);
    await engines.queue.give({ entry, page, queue });
    given += 1;
  }
  return given;
}
