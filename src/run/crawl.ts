import type { Config } from '../config/config.ts';
import type { Loop } from '../fetch/loop.ts';
import { VisitQueue } from '../fetch/visit-queue.ts';
import type { Frontier, FrontierCounts } from '../frontier/frontier.ts';
import { openSqliteFrontier } from '../frontier/sqlite.ts';
import type { LedgerEntry, OutcomeCounts, RunRecord } from '../ledger/ledger.ts';
import type { Discovery, Drop, RunId } from '../records.ts';
import { LocalBudget } from './budget.ts';
import { LocalDaily } from './daily.ts';
import { type Engines, frontierFile } from './engines.ts';
import { type Focusing, focusingOf, LocalYields } from './focusing.ts';
import { Harvest } from './harvest.ts';
import { heldText } from './held-text.ts';
import { LocalHostHealth } from './host-health.ts';
import { LocalListed } from './listed.ts';
import { openRenderer } from './open-renderer.ts';
import { openRun } from './open-run.ts';
import { hasEnded, isPaidFor, unnamedIn, unreadOf } from './past.ts';
import { type DiskLook, lookAt, type Shortage, watchDisk } from './disk-watch.ts';
import { recallListed } from './recall-listed.ts';
import { recallTraps } from './recall-traps.ts';
import { writeRunReport } from './reports.ts';
import { compileRules, type CrawlerRules, limitsOf, topicLimitsOf } from './rules.ts';
import { createRunLoop } from './run-loop.ts';
import { sweepQueues } from './sweep-queues.ts';
import { LocalTrapMemory } from './trap-memory.ts';
import { TrapWatch } from './trap-watch.ts';
import { CrawlWatch } from './watch.ts';

export interface CrawlOptions {
  readonly crawlers: readonly string[];
  /** Named where the crawl is for a topic: what it may spend, and, where it has terms, what comes first. */
  readonly topic?: string;
  /** Start anew even if an earlier run of these crawlers was interrupted. */
  readonly fresh?: boolean;
  /** Ask for every page, also for those that are not due. */
  readonly all?: boolean;
  /** The run to begin or to go on with, if it is told beforehand. One that has come to its end already is not begun again. */
  readonly run?: RunId;
  /** Aborted: no new requests; what is under way is finished and kept. */
  readonly signal?: AbortSignal;
  readonly started?: (run: RunId, resumed: boolean) => void;
  /** Hears of every outcome. */
  readonly recorded?: (entry: LedgerEntry) => void;
  /** Hears what a person would want to know. */
  readonly said?: (text: string) => void;
  /** Is given a way to see how the crawl stands, when it begins. */
  readonly watched?: (watch: Pick<CrawlWatch, 'snapshot'>) => void;
  /** How the disk is looked at. Default: the file system is asked every few seconds. */
  readonly disk?: DiskLook;
}

export interface CrawlSummary {
  readonly run: RunId;
  readonly resumed: boolean;
  /** False when it was interrupted or ran out of room: the same command goes on with it. */
  readonly finished: boolean;
  /** Why nothing more was fetched though there was more to fetch: the disk. */
  readonly shortage: Shortage | null;
  readonly durationMs: number;
  readonly frontier: FrontierCounts;
  readonly outcomes: OutcomeCounts;
  /** Where its report is. */
  readonly report: string | null;
}

/** Crawls until every URL has its outcome, or until told to stop. */
export async function crawl(config: Config, engines: Engines, options: CrawlOptions): Promise<CrawlSummary> {
  const startedAt = Date.now();
  const crawlers = [...options.crawlers].sort();
  const rules = compileRules(config, crawlers);
  const { record, resumed } = await openRun(config, engines, crawlers, options);
  await sweepQueues(config, engines);
  const { run } = record;
  if (record.state === 'finished') return summaryOf(config, engines, run, Date.now() - startedAt);
  const focusing = focusingOf(config, options.topic, new LocalYields());
  const order = focusing === null ? 'turns' : 'promise';
  const frontier = await openSqliteFrontier(frontierFile(config.storage), { crawl: run, leaseMs: config.crawl.lease, order });
  let summary: CrawlSummary;
  try {
    // The storage folder is ours alone: whoever held a visit is dead.
    await frontier.reclaim(Date.now());
    options.started?.(run, resumed);
    const { finished, shortage } = await work(config, engines, { record, resumed, rules, frontier, focusing, options });
    const counts = await frontier.counts();
    if (finished) await engines.ledger.endRun(run, engines.clock());
    const report = await writeRunReport(config, engines, run);
    const outcomes = await engines.ledger.outcomes(run);
    summary = { run, resumed, finished, shortage, durationMs: Date.now() - startedAt, frontier: counts, outcomes, report };
  } finally {
    await frontier.close();
  }
  await sweepQueues(config, engines);
  return summary;
}

/** Of a run that has nothing more to do. */
export async function summaryOf(
  config: Config,
  engines: Pick<Engines, 'ledger' | 'staging'>,
  run: RunId,
  durationMs: number,
): Promise<CrawlSummary> {
  const frontier = { discovered: 0, queued: 0, leased: 0, settled: 0, keys: 0 };
  const [report, outcomes] = [await writeRunReport(config, engines, run), await engines.ledger.outcomes(run)];
  return { run, resumed: true, finished: true, shortage: null, durationMs, frontier, outcomes, report };
}

interface Work {
  readonly record: RunRecord;
  readonly resumed: boolean;
  readonly rules: ReadonlyMap<string, CrawlerRules>;
  readonly frontier: Frontier;
  readonly focusing: Focusing | null;
  readonly options: CrawlOptions;
}

/** Returns whether the frontier was drained, and if the disk kept it from being so. */
async function work(
  config: Config,
  engines: Engines,
  { record, resumed, rules, frontier, focusing, options }: Work,
): Promise<Pick<CrawlSummary, 'finished' | 'shortage'>> {
  const { ledger, archive, pool, staging } = engines;
  const { run } = record;
  // Whoever held its URLs before may have taken the frontier along: then it is made anew from what is on record.
  const isLost = resumed && (await frontier.counts()).discovered === 0;
  const rebuilt = isLost ? await ledger.rebuild(run, Date.now()) : record.rebuilt;
  const queue = new VisitQueue(frontier, Date.now);
  const add = async (found: readonly Discovery[]): Promise<number> => {
    if (found.length === 0) return 0;
    const added = await frontier.add(found);
    queue.woken();
    return added;
  };
  const traps = await TrapWatch.open({ run, facts: ledger, memory: new LocalTrapMemory({ facts: ledger }), stamp: engines.clock });
  if (resumed) await recallTraps({ config, ledger, staging, rules, traps }, run);
  const dropped = (drop: Drop): void => watch.dropped(drop);
  const listed = new LocalListed();
  if (resumed) await recallListed({ config, rules, ledger, archive, listed }, run);
  const harvest = new Harvest({
    config,
    rules,
    ledger,
    archive,
    staging,
    pool,
    add,
    dropped,
    focusing,
    traps,
    listed,
    harvested: (fetchId) => ledger.harvested(fetchId, rebuilt),
  });
  const budget = new LocalBudget(limitsOf(rules), topicLimitsOf(config, options.topic));
  for await (const entry of ledger.byRun(run)) budget.spend(entry.crawler, isPaidFor(entry) ? 1 : 0, entry.bytes);
  const watch: CrawlWatch = new CrawlWatch({ run, frontier, budget, backlog: () => harvest.pending });
  options.watched?.(watch);

  await add(await unnamedIn(ledger, run, rules));
  const renderer = await openRenderer(config, engines.client, rules);
  const loop: Loop = await createRunLoop({
    run,
    config,
    rules,
    engines,
    queue,
    budget,
    health: new LocalHostHealth(),
    daily: new LocalDaily(ledger, Date.now),
    held: heldText(options.said ?? (() => undefined)),
    harvest,
    traps,
    listed,
    revisitAll: options.all ?? false,
    renderer,
    handOver: null,
    recall: async () => null,
    add,
    recorded: options.recorded ?? (() => undefined),
    isOnRecord: async ({ url }) => resumed && (await hasEnded(ledger, run, url)),
    during: (leased, each) => watch.during(leased, each),
    room: () => harvest.room(),
    busy: () => harvest.pending > 0,
  });
  const stop = (): void => {
    loop.stop();
    harvest.abandon();
  };
  options.signal?.addEventListener('abort', stop);
  if (options.signal?.aborted === true) stop();
  const disk = await watchDisk(options.disk ?? lookAt(config, engines.segments), config.disk, () => loop.stop());
  try {
    await harvest.resume(unreadOf(engines, run));
    await loop.run();
    await harvest.drained();
    const finished = options.signal?.aborted !== true && (await queue.drained());
    return { finished, shortage: finished ? null : disk.shortage() };
  } finally {
    disk.close();
    options.signal?.removeEventListener('abort', stop);
    await queue.close();
    await renderer?.close();
  }
}
