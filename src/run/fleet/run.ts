import type { Config } from '../../config/config.ts';
import { TurnLost } from '../../fetch/fetch.ts';
import type { Loop } from '../../fetch/loop.ts';
import { VisitQueue } from '../../fetch/visit-queue.ts';
import { CrawlDropped } from '../../frontier/redis.ts';
import type { LedgerEntry } from '../../ledger/ledger.ts';
import type { Discovery, Drop, Leased } from '../../records.ts';
import type { Renderer } from '../../render/render.ts';
import type { Recalled } from '../attempt.ts';
import { type Focusing, focusingOf, isFocused } from '../focusing.ts';
import { harvestPage } from '../harvest-page.ts';
import { heldText } from '../held-text.ts';
import { hasEnded } from '../past.ts';
import { fetchIdOf } from '../run-id.ts';
import { createRunLoop } from '../run-loop.ts';
import { compileRules, type CrawlerRules, limitsOf, topicLimitsOf } from '../rules.ts';
import { refined } from '../refined.ts';
import type { FleetEngines } from './engines.ts';
import { HandedOver } from './handed.ts';
import type { HarvestMarks } from './harvest-marks.ts';
import { FleetListed } from './listed.ts';
import { type FleetFrontier, openFleetFrontier } from './frontier.ts';
import type { RefineJob } from './refine-queue.ts';
import type { ActiveRun, WorkerRole } from './registry.ts';
import { TrapWatch } from '../trap-watch.ts';
import { FleetBudget, FleetDaily, FleetHealth, FleetYields } from './spending.ts';
import { FleetTrapMemory } from './trap-memory.ts';
import { Unread } from './unread.ts';

export interface RunListener {
  /** Hears of every outcome that this process records. */
  readonly recorded: (entry: LedgerEntry) => void;
  /** Hears of pages that would not get into a corpus. */
  readonly dropped: (drop: Drop) => void;
  /** Hears what a person would want to know. */
  readonly said: (text: string) => void;
}

/** What a worker is there for. */
export interface RunCrew {
  readonly roles: readonly WorkerRole[];
  /** Of a worker that renders. */
  readonly renderer: Renderer | null;
  readonly marks: HarvestMarks;
}

/** One run, as a worker of a fleet has it. */
export class FleetRun {
  readonly active: ActiveRun;
  readonly #config: Config;
  readonly #engines: FleetEngines;
  readonly #frontier: FleetFrontier;
  readonly #crew: RunCrew;
  readonly #handed: HandedOver;
  readonly #rules: ReadonlyMap<string, CrawlerRules>;
  readonly #focusing: Focusing | null;
  readonly #traps: TrapWatch;
  readonly #listed: FleetListed;
  readonly #unread: Unread;
  readonly #listener: RunListener;
  readonly #visits: VisitQueue;
  #loop: Loop | null = null;
  #ended: Promise<void> = Promise.resolve();
  #left = false;

  private constructor(
    config: Config,
    engines: FleetEngines,
    active: ActiveRun,
    frontier: FleetFrontier,
    traps: TrapWatch,
    crew: RunCrew,
    listener: RunListener,
  ) {
    this.active = active;
    this.#config = config;
    this.#engines = engines;
    this.#frontier = frontier;
    this.#crew = crew;
    this.#handed = new HandedOver(engines.redis, engines.archive, config.redis.namespace, active.run);
    this.#rules = compileRules(config, active.crawlers);
    this.#focusing = focusingOf(config, active.topic, new FleetYields(engines.redis, config.redis.namespace, active.run));
    this.#traps = traps;
    this.#unread = new Unread(engines.redis, config.redis.namespace, active.run);
    this.#listed = new FleetListed(engines.redis, config.redis.namespace, active.run);
    this.#listener = listener;
    this.#visits = new VisitQueue(frontier, Date.now);
  }

  static async join(config: Config, engines: FleetEngines, active: ActiveRun, crew: RunCrew, listener: RunListener): Promise<FleetRun> {
    // Brings the index up to date: what earlier runs captured is asked for by conditional requests.
    await engines.ledger.runs();
    // Before the frontier is opened: one that was made anew is not to be asked yet.
    await engines.restarts.look();
    const frontier = await openFleetFrontier(config, engines.redis, active.run, {
      order: isFocused(config, active.topic) ? 'promise' : 'turns',
      quietUntil: engines.restarts.quietUntil,
      takes: { plain: () => crew.roles.includes('fetch'), browser: () => crew.renderer?.hasRoom === true },
    });
    const memory = new FleetTrapMemory(engines.redis, config.redis.namespace, active.run);
    const traps = await TrapWatch.open({ run: active.run, facts: engines.ledger, memory, stamp: engines.clock });
    return new FleetRun(config, engines, active, frontier, traps, crew, listener);
  }

  /** Requests under way. */
  get fetching(): number {
    return this.#loop?.inFlight ?? 0;
  }

  /** Fetches until the run is left, which may be before this begins. `failed` hears of a broken disk, or of a bug. */
  async fetch(failed: (error: unknown) => void): Promise<void> {
    const { run, rebuilt, restarted = false, life } = this.active;
    const { redis, ledger, queue, restarts, lock } = this.#engines;
    const { namespace } = this.#config.redis;
    const limits = limitsOf(this.#rules);
    const mayBeKnown = rebuilt !== null || restarted || life !== restarts.life;
    const loop = await createRunLoop({
      run,
      config: this.#config,
      rules: this.#rules,
      engines: this.#engines,
      queue: this.#visits,
      budget: new FleetBudget(redis, namespace, run, limits, topicLimitsOf(this.#config, this.active.topic)),
      health: new FleetHealth(redis, namespace, run),
      daily: new FleetDaily(redis, namespace, Date.now),
      held: heldText(this.#listener.said),
      harvest: {
        take: async (entry, page, _body, astray) => {
          await this.#unread.add(entry);
          await queue.give({ entry, page, queue: rebuilt ?? 0, ...(astray !== undefined && { astray }) });
        },
        caughtUp: (key) => this.#unread.few(key, () => this.#left),
      },
      traps: this.#traps,
      listed: this.#listed,
      revisitAll: this.active.all ?? false,
      renderer: this.#crew.renderer,
      handOver: this.#frontier.browser === null ? null : (...handed) => inTurn(this.#handOver(...handed)),
      recall: async ({ url }) => (this.#crew.renderer === null ? null : this.#handed.take(url)),
      add: (found) => inTurn(this.#add(found)),
      recorded: this.#listener.recorded,
      // Whoever died with it may have told its journal, and not Redis; and Redis may have forgotten.
      isOnRecord: async ({ url, attempt, deaths }) =>
        (await ledger.isRecorded(fetchIdOf(run, url, attempt))) ||
        ((deaths > 0 || mayBeKnown || restarts.count > 0) && (await hasEnded(ledger, run, url))),
      restarts: () => restarts.count,
      // Who was taken for dead knows old block lists.
      during: (_, work) => lock.demand().then(work),
      room: () => queue.room(() => this.#left, this.#focusing !== null),
      busy: () => !this.#left,
    });
    if (this.#left) return;
    this.#loop = loop;
    this.#ended = loop.run().catch(failed);
  }

  /** Reads a page: its text is staged, its links go into the frontier. Rejects with `CrawlDropped` when that is gone. */
  async refine(job: RefineJob): Promise<void> {
    await this.#refine(job);
    await this.#unread.remove(job.entry);
  }

  async #refine({ entry, page, queue, astray = 0 }: RefineJob): Promise<void> {
    const { archive, forgotten, ledger, memory } = this.#engines;
    // Its body may be gone from the archive since.
    if (forgotten.of(entry.url) !== null) return ledger.harvested(entry.fetchId, queue);
    const { body } = await archive.read(page.capture.recordId, page.location);
    const parts = {
      ...this.#engines,
      config: this.#config,
      rules: this.#rules,
      add: this.#add,
      dropped: this.#listener.dropped,
      focusing: this.#focusing,
      traps: this.#traps,
      listed: this.#listed,
      harvested: this.#crew.marks.begin(entry.fetchId, queue),
    };
    const rules = this.#rules.get(entry.crawler);
    if (!memory.isFull || rules === undefined) return harvestPage(parts, { entry, page, body, astray });
    // Redis has no room for its links. The page gets no mark, so that they are followed when there is.
    if (entry.role === 'page') await refined(parts, rules.config, page, () => body, this.#focusing?.focus);
  }

  /** No new requests; resolves when what was under way has ended, and gives back what was held. */
  async leave(): Promise<void> {
    this.#left = true;
    this.#loop?.stop();
    await this.#ended;
    await this.#visits.close();
    await this.#frontier.close();
  }

  /** Leaves a page to who has a browser. */
  readonly #handOver = async (
    { url, key, crawler, role, via, depth, hops, priority, astray }: Leased,
    fetched?: Recalled,
  ): Promise<boolean> => {
    // First: whoever takes the page finds it.
    if (fetched !== undefined) await this.#handed.put(fetched.response, fetched.archived);
    const found = { url, key, crawler, role, via, depth, hops, priority, ...(astray !== undefined && { astray }) };
    return (await this.#frontier.browser?.add([found])) === 1;
  };

  readonly #add = async (found: readonly Discovery[]): Promise<number> => {
    if (found.length === 0) return 0;
    const added = await this.#frontier.add(found);
    this.#visits.woken();
    return added;
  };
}

/** A queue that is gone ends the turn: its URL has no outcome, and comes again in the queue that is made anew. */
async function inTurn<Result>(told: Promise<Result>): Promise<Result> {
  try {
    return await told;
  } catch (error) {
    throw error instanceof CrawlDropped ? new TurnLost() : error;
  }
}
