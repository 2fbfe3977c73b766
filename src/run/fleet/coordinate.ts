import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../config/config.ts';
import { CrawlDropped, restRedisHosts } from '../../frontier/redis.ts';
import { dropCrawls, viewSqliteFrontier } from '../../frontier/sqlite.ts';
import type { LedgerEntry, RunRecord } from '../../ledger/ledger.ts';
import type { Instant, RunId } from '../../records.ts';
import { StorageError, StorageInUse } from '../../sqlite/storage-error.ts';
import { LocalBudget } from '../budget.ts';
import { type CrawlOptions, type CrawlSummary, summaryOf } from '../crawl.ts';
import { frontierFile } from '../engines.ts';
import { openRun } from '../open-run.ts';
import { isPaidFor } from '../past.ts';
import { writeRunReport } from '../reports.ts';
import { compileRules, type CrawlerRules, limitsOf, topicLimitsOf } from '../rules.ts';
import { CrawlWatch } from '../watch.ts';
import type { FleetEngines } from './engines.ts';
import { Lookout } from './lookout.ts';
import type { ActiveRun } from './registry.ts';
import { Ending } from './ending.ts';
import { dropFleetFrontier, type FleetFrontier, openFleetFrontier } from './frontier.ts';
import { forgetListed } from './listed.ts';
import { lostMs, rebuildQueue, replenish, resetBudget } from './rebuild.ts';
import { hostsOnRecord } from './recover/hosts.ts';
import { unlessSilent } from './silence.ts';
import { forgetSpending } from './spending.ts';
import { forgetTraps } from './trap-memory.ts';
import { type CrawlWish, putWish } from './wish.ts';

const LOOK_MS = 500;

/**
 * Begins a run for the workers of a fleet, or goes on with one, and sees it to its end: it requests nothing itself. When it dies, workers
 * go on, and the same command takes over.
 *
 * @throws StorageInUse when another process coordinates the run, or one that it would end.
 * @throws StorageError when it is told to stop while Redis does not answer.
 */
export function coordinate(config: Config, engines: FleetEngines, options: CrawlOptions): Promise<CrawlSummary> {
  const coordinated = coordinateOne(config, engines, options);
  return options.signal === undefined ? coordinated : unlessSilent(engines.redis, options.signal, coordinated);
}

async function coordinateOne(config: Config, engines: FleetEngines, options: CrawlOptions): Promise<CrawlSummary> {
  const startedAt = Date.now();
  const { ledger, registry, name } = engines;
  const crawlers = [...options.crawlers].sort();
  const rules = compileRules(config, crawlers);
  const holder = `${name} ${process.pid} ${startedAt}`;
  const mayEnd = (other: RunId): Promise<void> => nobodyCoordinates(engines, other);
  // What a machine has not read of the history yet may take hours: before it keeps others from looking.
  await ledger.runs();
  const { record, resumed } = await oneAtATime(engines, holder, async () => {
    const opened = await openRun(config, engines, crawlers, { ...options, mayEnd });
    // Who looks next may end a run that nobody coordinates. One that another process has is waited for below.
    if (opened.record.state === 'running') await registry.coordinate(opened.record.run, holder);
    return opened;
  });
  await sweep(config, engines);
  const { run } = record;
  if (record.state === 'finished') return summaryOf(config, engines, run, Date.now() - startedAt);
  await claim(engines, run, holder);
  try {
    // Who has coordinated it until now may have made its queue anew, or seen it to its end.
    const now = (await ledger.runs()).find((each) => each.run === run) ?? record;
    if (now.state === 'finished') return await summaryOf(config, engines, run, Date.now() - startedAt);
    return await seeToItsEnd(config, engines, { record: now, resumed, rules, holder, startedAt, options });
  } finally {
    await registry.letGo(run, holder);
  }
}

interface Claimed {
  readonly record: RunRecord;
  readonly resumed: boolean;
  readonly rules: ReadonlyMap<string, CrawlerRules>;
  readonly holder: string;
  readonly startedAt: Instant;
  readonly options: CrawlOptions;
}

async function seeToItsEnd(
  config: Config,
  engines: FleetEngines,
  { record, resumed, rules, holder, startedAt, options }: Claimed,
): Promise<CrawlSummary> {
  const { ledger, redis } = engines;
  const { run } = record;
  const isTaken = await takeFromEmbedded(config, engines, run);
  const frontier = await openFleetFrontier(config, redis, run);
  try {
    const isLost = resumed && (await frontier.counts()).discovered === 0;
    const isUnknown = isLost && !isTaken && Object.keys(await ledger.outcomes(run)).length > 0;
    if (isUnknown) await engines.restarts.hush(lostMs(config));
    const rebuilt = isLost ? await ledger.rebuild(run, startedAt) : (record.rebuilt ?? null);
    const coordination = new Coordination(config, engines, { run, isLost, rebuilt, rules, frontier, holder, options });
    options.started?.(run, resumed);
    const finished = await coordination.run();
    const counts = await frontier.counts();
    if (finished) await ledger.endRun(run, engines.clock());
    const report = await writeRunReport(config, engines, run);
    const outcomes = await ledger.outcomes(run);
    if (finished) await forget(config, engines, run);
    // Of its disk each worker takes care itself.
    return { run, resumed, finished, shortage: null, durationMs: Date.now() - startedAt, frontier: counts, outcomes, report };
  } finally {
    await frontier.close();
  }
}

/** Forgets the queue of a run that is over, what was counted for it, and last the run itself. */
async function forget(config: Config, { redis, registry }: Pick<FleetEngines, 'redis' | 'registry'>, run: RunId): Promise<void> {
  await dropFleetFrontier(config, redis, run);
  await forgetSpending(redis, config.redis.namespace, run);
  await forgetTraps(redis, config.redis.namespace, run);
  await forgetListed(redis, config.redis.namespace, run);
  await registry.withdraw(run);
}

/** Forgets runs that are over, of which whoever coordinated them had no time to do so. */
async function sweep(config: Config, engines: FleetEngines): Promise<void> {
  const over = new Set((await engines.ledger.runs()).filter(({ state }) => state === 'finished').map(({ run }) => run));
  for (const { run } of await engines.registry.runs()) if (over.has(run)) await forget(config, engines, run);
}

/** Where the embedded engine has worked on the run since, Redis knows only what was before: its frontier is made anew. */
async function takeFromEmbedded(config: Config, { redis }: FleetEngines, run: RunId): Promise<boolean> {
  const file = frontierFile(config.storage);
  if (!existsSync(file)) return false;
  const embedded = await viewSqliteFrontier(file, run);
  if (embedded === null) return false;
  await embedded.close();
  await dropFleetFrontier(config, redis, run);
  await dropCrawls(file, [run]);
  return true;
}

async function nobodyCoordinates({ registry }: FleetEngines, run: RunId): Promise<void> {
  const other = await registry.coordinator(run);
  if (other !== null) throw coordinated(run, other);
}

/** Stands in for a run that is looked for, or begun: two that found none at the same moment would begin two. */
const OPENING = 'opening' as RunId;

async function oneAtATime<Result>(engines: FleetEngines, holder: string, open: () => Promise<Result>): Promise<Result> {
  const { registry } = engines;
  await claim(engines, OPENING, holder);
  try {
    return await registry.holding(OPENING, holder, open);
  } finally {
    await registry.letGo(OPENING, holder);
  }
}

async function claim({ registry }: FleetEngines, run: RunId, holder: string): Promise<void> {
  if (await registry.coordinate(run, holder)) return;
  // One that was killed holds it for some seconds more.
  const other = await registry.coordinator(run);
  for (let tries = 0; tries < 24; tries += 1) {
    await sleep(LOOK_MS);
    if (await registry.coordinate(run, holder)) return;
  }
  throw coordinated(run, other ?? '');
}

function coordinated(run: RunId, by: string): StorageInUse {
  const [process_ = '', pid = ''] = by.split(' ');
  const who = `${process_ === '' ? 'another process' : process_}${pid === '' ? '' : ` (process ${pid})`}`;
  return new StorageInUse(
    run === OPENING
      ? `${who} looks for a run to go on with. Give the same command again when it has begun.`
      : `run ${run} is coordinated by ${who}. Wait until it ends.`,
  );
}

interface Coordinated {
  readonly run: RunId;
  /** Its queue is gone. */
  readonly isLost: boolean;
  /** What names its queue in the ledger; null for the first. */
  readonly rebuilt: Instant | null;
  readonly rules: ReadonlyMap<string, CrawlerRules>;
  readonly frontier: FleetFrontier;
  readonly holder: string;
  readonly options: CrawlOptions;
}

class Coordination {
  readonly #config: Config;
  readonly #engines: FleetEngines;
  readonly #parts: Coordinated;
  readonly #tally: LocalBudget;
  readonly #say: (text: string) => void;
  readonly #lookout: Lookout;
  readonly #ending: Ending;
  #active: ActiveRun | null = null;

  constructor(config: Config, engines: FleetEngines, parts: Coordinated) {
    this.#config = config;
    this.#engines = engines;
    this.#parts = parts;
    this.#tally = new LocalBudget(limitsOf(parts.rules), topicLimitsOf(config, parts.options.topic));
    this.#say = parts.options.said ?? (() => undefined);
    this.#lookout = new Lookout(engines, parts.run, parts.frontier, this.#say);
    this.#ending = new Ending(engines, { ...parts, queue: parts.rebuilt ?? 0 });
  }

  /** Returns whether all there was to fetch has been fetched. */
  async run(): Promise<boolean> {
    const { ledger, registry } = this.#engines;
    const { run, frontier, holder, options } = this.#parts;
    const { signal } = options;
    options.watched?.(
      new CrawlWatch({ run, frontier, budget: this.#tally, backlog: () => this.#lookout.backlog, workers: () => this.#lookout.workers }),
    );
    const more = ledger.follow(run);
    // What came of a run before it was resumed counts, and is no news.
    for (const entry of await more()) this.#spend(entry);
    await registry.holding(run, holder, () => this.#begin());
    try {
      for (;;) {
        for (const entry of await more()) this.#hear(entry);
        if (signal?.aborted === true) return false;
        this.#engines.lock.lost.throwIfAborted();
        if (!(await registry.coordinate(run, holder))) throw new StorageError(`another process has taken over run ${run}`);
        const life = await this.#mendAfterRestart();
        await this.#lookout.look();
        if (await this.#ending.hasCome(life)) {
          for (const entry of await more()) this.#hear(entry);
          await this.#pause();
          return true;
        }
        await sleep(LOOK_MS);
      }
    } catch (error) {
      if (error instanceof CrawlDropped) throw lost(run);
      await this.#pause();
      throw error;
    } finally {
      if (signal?.aborted === true) await this.#pause();
    }
  }

  #spend(entry: LedgerEntry): void {
    this.#tally.spend(entry.crawler, isPaidFor(entry) ? 1 : 0, entry.bytes);
  }

  #hear(entry: LedgerEntry): void {
    this.#spend(entry);
    this.#parts.options.recorded?.(entry);
  }

  /** Puts in what the run starts from, and lets workers begin. */
  async #begin(): Promise<void> {
    const { ledger, registry, queue, restarts, clock } = this.#engines;
    const { run, isLost, rebuilt, rules, frontier } = this.#parts;
    queue.nextRound();
    const known = (await registry.runs()).find((each) => each.run === run);
    // Where another process began it, a restart since then is noticed by the life that it noted.
    const life = known?.life ?? (await restarts.look());
    const { topic, all } = this.#parts.options;
    const wish: CrawlWish = { ...(topic !== undefined && { topic }), ...(all === true && { all }) };
    const active: ActiveRun = {
      run,
      crawlers: [...rules.keys()],
      ...wish,
      digest: this.#config.digest,
      rebuilt,
      life,
      ...(known?.restarted === true && { restarted: true }),
      state: 'running',
    };
    // Pages of a run that is not announced are nobody's.
    if (known === undefined || isLost) await registry.announce({ ...active, state: 'paused' });
    await putWish(ledger, run, wish, clock());
    if (isLost) {
      await rebuildQueue(this.#config, this.#engines, { run, rules, frontier, queue: rebuilt ?? 0 });
    } else {
      // Workers may be at it still: then the counts are theirs.
      if (known === undefined) await resetBudget(this.#config, this.#engines, run, rules);
      // Who began it may have died before all was in. Pages without a mark wait in the queue, or are given out at the end.
      await replenish(this.#engines, this.#parts);
    }
    await registry.announce(active);
    this.#active = active;
  }

  async #pause(): Promise<void> {
    if (this.#active !== null) await this.#engines.registry.pause(this.#active, this.#parts.holder);
  }

  /**
   * A server that was killed forgets what it was told last. Pages whose links it may have forgotten have no mark, and are read again at the end; what else a
   * run begins with is put in once more. Returns the life in which that is done.
   */
  async #mendAfterRestart(): Promise<string> {
    const { restarts, registry, redis, ledger } = this.#engines;
    const life = await restarts.look();
    if (this.#active === null || life === this.#active.life) return life;
    this.#say('Redis was restarted; the newest pages will be read again.');
    // What hosts have asked for may last longer than the time in which nothing is begun.
    await restRedisHosts(redis, (await hostsOnRecord(this.#config, ledger, Date.now())).rests, this.#config.redis);
    await replenish(this.#engines, this.#parts);
    this.#active = { ...this.#active, life, restarted: true };
    await registry.announce(this.#active);
    return life;
  }
}

const lost = (run: RunId): StorageError =>
  new StorageError(
    `Redis has lost what it knew of run ${run}: it was emptied, or is another one. Nothing on record is lost: \`garner recover\` puts the rest back, then the same command goes on.`,
  );
