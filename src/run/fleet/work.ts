import { availableParallelism, hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../config/config.ts';
import { CrawlDropped } from '../../frontier/redis.ts';
import type { LedgerEntry } from '../../ledger/ledger.ts';
import type { Drop, RunId } from '../../records.ts';
import { leave } from '../../redis/leave.ts';
import type { Renderer } from '../../render/render.ts';
import { startRenderer } from '../open-renderer.ts';
import { lookAt, type Shortage, watchDisk } from '../disk-watch.ts';
import type { FleetEngines } from './engines.ts';
import { HarvestMarks } from './harvest-marks.ts';
import { type RefineJob, startRefining } from './refine-queue.ts';
import type { ActiveRun, WorkerRole, WorkerState } from './registry.ts';
import { FleetRun } from './run.ts';
import { SliceDesk } from './slices/desk.ts';
import { startSlices } from './slices/queue.ts';

export interface WorkOptions {
  readonly roles: readonly WorkerRole[];
  /** Aborted: nothing new is begun; what is under way is finished within 22 s, and the rest is left to others. */
  readonly signal: AbortSignal;
  /** Hears what a person would want to know. */
  readonly said: (text: string) => void;
  readonly recorded?: (entry: LedgerEntry) => void;
  readonly refined?: (drop: Drop | null) => void;
  /** Where this worker tells of its health. */
  readonly address?: string | null;
  /** Is given a way to see what the worker does, when it begins. */
  readonly watched?: (state: () => WorkerState) => void;
}

/** Orchestrators kill what has not ended 30 s after SIGTERM. */
const DRAIN_MS = 22_000;
const LOOK_MS = 250;
const BEAT_MS = 2000;
/** Of a page, or a slice, that is read. */
const MOST_LEASE_MS = 30_000;

/**
 * Works for whatever runs there are, until told to stop: fetches, and renders where a browser is needed, under the leases of their frontiers,
 * refines the pages that anybody has fetched.
 * Returns why it stopped by itself, if the disk is full. Throws when the storage is broken.
 */
export async function work(config: Config, engines: FleetEngines, options: WorkOptions): Promise<Shortage | null> {
  const renderer = options.roles.includes('render') ? await startRenderer(config, engines.client, 'this worker is to render pages') : null;
  const worker = new FleetWorker(config, engines, options, renderer);
  const disk = await watchDisk(lookAt(config, engines.segments), config.disk, () => worker.stop());
  try {
    await worker.run();
    return options.signal.aborted ? null : disk.shortage();
  } finally {
    disk.close();
    await renderer?.close();
  }
}

class FleetWorker {
  readonly #config: Config;
  readonly #engines: FleetEngines;
  readonly #options: WorkOptions;
  readonly #renderer: Renderer | null;
  readonly #marks: HarvestMarks;
  readonly #startedAt = Date.now();
  readonly #joined = new Map<RunId, Promise<FleetRun>>();
  readonly #fetched = new Map<RunId, FleetRun>();
  #refused: readonly RunId[] = [];
  #refining: ReturnType<typeof startRefining> | null = null;
  #slices: ReturnType<typeof startSlices> | null = null;
  /** Under way. */
  #beaten: Promise<void> | null = null;
  #stopped = false;
  readonly #told = Promise.withResolvers<void>();
  #failure: unknown;

  constructor(config: Config, engines: FleetEngines, options: WorkOptions, renderer: Renderer | null) {
    this.#config = config;
    this.#engines = engines;
    this.#options = options;
    this.#renderer = renderer;
    this.#marks = new HarvestMarks({ ...engines, failed: this.#failed });
  }

  readonly stop = (): void => {
    this.#stopped = true;
    this.#told.resolve();
  };

  async run(): Promise<void> {
    const { signal, roles, watched } = this.#options;
    const { registry, name } = this.#engines;
    watched?.(() => this.#state());
    signal.addEventListener('abort', this.stop);
    if (signal.aborted) this.stop();
    if (roles.includes('refine')) {
      const threads = this.#config.refine.workers ?? availableParallelism();
      const leaseMs = Math.min(this.#config.crawl.lease, MOST_LEASE_MS);
      const { redis, digest } = this.#config;
      this.#refining = startRefining(redis, digest, { concurrency: 2 * threads, leaseMs }, (job) => this.#refine(job));
      const desk = new SliceDesk(this.#config, this.#engines, 2 * threads);
      // While one is put away, the threads have another.
      this.#slices = startSlices(this.#config, { concurrency: 2, leaseMs }, (slice) => desk.answer(slice));
    }
    // Apart from the rest: to leave a run may take as long as its last request.
    const beating = setInterval(this.#beat, BEAT_MS);
    const looking = this.#keepLooking().catch(this.#failed);
    await this.#told.promise;
    signal.removeEventListener('abort', this.stop);
    // Whoever is still busy after that is cut off: its leases run out, and others go on from there.
    await Promise.race([Promise.all([looking, this.#drain()]), sleep(DRAIN_MS, undefined, { ref: false })]);
    clearInterval(beating);
    await leave((this.#beaten ?? Promise.resolve()).then(() => registry.leave(name)).catch(this.#failed));
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Until it is told to stop, which it hears of late where something does not answer. */
  async #keepLooking(): Promise<void> {
    await this.#engines.registry.beat(this.#state());
    while (!this.#stopped) {
      this.#engines.lock.lost.throwIfAborted();
      await this.#look();
      await sleep(LOOK_MS);
    }
  }

  /** Tells the others that this worker lives; while Redis is away, once when it is back. */
  readonly #beat = (): void => {
    this.#beaten ??= this.#engines.registry
      .beat(this.#state())
      .catch(() => undefined)
      .finally(() => (this.#beaten = null));
  };

  /** Joins the runs that have begun, and leaves those that have ended. */
  async #look(): Promise<void> {
    const runs = await this.#engines.registry.runs();
    const ours = runs.filter(({ digest }) => digest === this.#config.digest);
    const refused = runs.filter(({ digest }) => digest !== this.#config.digest).map(({ run }) => run);
    for (const run of refused.filter((each) => !this.#refused.includes(each))) {
      this.#options.said(`Run ${run} goes by another configuration than the one here: this worker leaves it alone.`);
    }
    this.#refused = refused;
    for (const [run, joined] of this.#joinedToRefine()) if (!runs.some((each) => each.run === run)) await this.#leave(run, joined);
    if (!this.#options.roles.some((role) => role === 'fetch' || role === 'render')) return;
    const live = new Map(ours.filter(({ state }) => state === 'running').map(({ run, rebuilt }) => [run, rebuilt]));
    for (const [run, joined] of this.#fetched) {
      // A queue that was made anew is joined anew.
      if (live.get(run) === joined.active.rebuilt) continue;
      this.#fetched.delete(run);
      this.#joined.delete(run);
      await joined.leave();
      this.#options.said(`Left run ${run}.`);
    }
    for (const active of ours) {
      if (!live.has(active.run) || this.#fetched.has(active.run)) continue;
      const joined = await this.#join(active);
      if (this.#stopped) return;
      this.#fetched.set(active.run, joined);
      await joined.fetch(this.#failed);
      this.#options.said(`Joined run ${active.run}: ${active.crawlers.join(', ')}.`);
    }
  }

  #join(active: ActiveRun): Promise<FleetRun> {
    const known = this.#joined.get(active.run);
    if (known !== undefined) return known;
    const joined = FleetRun.join(
      this.#config,
      this.#engines,
      active,
      { roles: this.#options.roles, renderer: this.#renderer, marks: this.#marks },
      {
        recorded: this.#options.recorded ?? (() => undefined),
        dropped: (drop) => this.#options.refined?.(drop),
        said: this.#options.said,
      },
    );
    this.#joined.set(active.run, joined);
    // What could not be joined is tried again.
    joined.catch(() => this.#joined.delete(active.run));
    return joined;
  }

  async #refine(job: RefineJob): Promise<void> {
    const { run } = job.entry;
    for (;;) {
      const joined = await (this.#joined.get(run) ?? this.#joinToRefine(run));
      // Its run was ended for another one, or Redis has lost it: who makes its queue anew has the page read again.
      if (joined === null) return;
      try {
        await joined.refine(job);
        return this.#options.refined?.(null);
      } catch (error) {
        if (!(error instanceof CrawlDropped)) throw error;
        this.#joined.delete(run);
      }
    }
  }

  /** A run that this worker does not fetch for, and yet reads pages of. */
  async #joinToRefine(run: RunId): Promise<FleetRun | null> {
    const active = (await this.#engines.registry.runs()).find((each) => each.run === run);
    return active === undefined ? null : this.#join(active);
  }

  /** Runs that it only reads pages of, or has not begun to fetch for. */
  #joinedToRefine(): readonly (readonly [RunId, Promise<FleetRun>])[] {
    return [...this.#joined].filter(([run]) => !this.#fetched.has(run));
  }

  async #leave(run: RunId, joined: Promise<FleetRun>): Promise<void> {
    this.#joined.delete(run);
    await joined.then(
      (left) => left.leave(),
      () => undefined,
    );
  }

  readonly #failed = (error: unknown): void => {
    this.#failure ??= error;
    this.stop();
  };

  #state(): WorkerState {
    const { name } = this.#engines;
    const { roles, address = null } = this.#options;
    return {
      name,
      host: hostname(),
      pid: process.pid,
      roles,
      startedAt: this.#startedAt,
      runs: [...this.#fetched.keys()],
      refused: this.#refused,
      fetching: [...this.#fetched.values()].reduce((sum, { fetching }) => sum + fetching, 0),
      refining: this.#refining?.active() ?? 0,
      address,
    };
  }

  async #drain(): Promise<void> {
    const runs = [...this.#fetched.values()];
    await Promise.all([this.#refining?.close(), this.#slices?.close(), ...runs.map((run) => run.leave())]);
    await Promise.all(this.#joinedToRefine().map(([run, joined]) => this.#leave(run, joined)));
    this.#marks.close();
  }
}
