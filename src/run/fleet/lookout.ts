import type { RunId } from '../../records.ts';
import type { FleetEngines } from './engines.ts';
import type { FleetFrontier } from './frontier.ts';
import type { WorkerState } from './registry.ts';

/** Before it is said that nobody works, and that pages wait for room. */
const PATIENCE_MS = 5000;

/** Looks at what a run needs of its fleet, and tells once what is missing. */
export class Lookout {
  readonly #engines: FleetEngines;
  readonly #run: RunId;
  readonly #frontier: FleetFrontier;
  readonly #say: (text: string) => void;
  readonly #lonely = new Patience(Date.now());
  readonly #blind = new Patience();
  readonly #cramped = new Patience();
  #workers: readonly WorkerState[] = [];
  #backlog = 0;

  constructor(engines: FleetEngines, run: RunId, frontier: FleetFrontier, say: (text: string) => void) {
    this.#engines = engines;
    this.#run = run;
    this.#frontier = frontier;
    this.#say = say;
  }

  get workers(): readonly WorkerState[] {
    return this.#workers;
  }

  /** Pages that wait to be read. */
  get backlog(): number {
    return this.#backlog;
  }

  async look(): Promise<void> {
    const { registry, queue, memory } = this.#engines;
    this.#workers = await registry.workers();
    ({ waiting: this.#backlog } = await queue.counts());
    if (this.#lonely.isOver(!this.#workers.some(({ runs }) => runs.includes(this.#run)))) this.#tellOfWorkers();
    const unseen = await this.#unseen();
    if (this.#blind.isOver(unseen > 0)) {
      this.#say(
        `${unseen === 1 ? 'A page waits' : `${unseen} pages wait`} for a browser, and no worker has one: start \`garner work --role render\` where there is a Chromium.`,
      );
    }
    if (this.#cramped.isOver(memory.isFull)) {
      this.#say(
        `Redis uses ${Math.round(100 * (memory.share ?? 0))} % of its memory: what is queued is fetched, new links wait on disk. Raise its maxmemory.`,
      );
    }
  }

  #tellOfWorkers(): void {
    const others = this.#workers.filter(({ refused }) => refused.includes(this.#run)).length;
    this.#say(
      others > 0
        ? `No worker fetches for this run: ${others} of them were started with another configuration. Start them again.`
        : 'No worker fetches for this run: start some with `garner work`.',
    );
  }

  /** Pages that wait for a browser that nobody has. */
  async #unseen(): Promise<number> {
    const isServed = this.#workers.some(({ roles, runs }) => roles.includes('render') && runs.includes(this.#run));
    return isServed || this.#frontier.browser === null ? 0 : (await this.#frontier.browser.counts()).queued;
  }
}

/** Runs out once each time that something has been amiss for long. */
class Patience {
  #since: number | null;

  constructor(since: number | null = null) {
    this.#since = since;
  }

  isOver(isAmiss: boolean): boolean {
    this.#since = isAmiss ? (this.#since ?? Date.now()) : null;
    if (this.#since === null || Date.now() - this.#since <= PATIENCE_MS) return false;
    this.#since = Number.POSITIVE_INFINITY;
    return true;
  }
}
