import type { Frontier, FrontierCounts, HostState } from '../frontier/frontier.ts';
import type { Drop, Instant, Leased, RunId } from '../records.ts';
import type { LocalBudget } from './budget.ts';

export interface BudgetLeft {
  readonly crawler: string;
  readonly pagesLeft: number;
  readonly bytesLeft: number;
}

/** How a running crawl stands. */
export interface CrawlSnapshot {
  readonly run: RunId;
  readonly at: Instant;
  /** Null until it has been counted once. */
  readonly frontier: FrontierCounts | null;
  /** Whose turn comes next. */
  readonly hosts: readonly HostState[];
  /** Requests in flight, the longest first. */
  readonly underWay: readonly { readonly url: string; readonly since: Instant }[];
  /** Pages that were fetched and not yet read. */
  readonly backlog: number;
  /** What of the pages that were read so far would not get into a corpus, by `stage/rule`: a preview. */
  readonly drops: Readonly<Record<string, number>>;
  readonly budgets: readonly BudgetLeft[];
  /** Who works on it, in a fleet; empty when this process does. */
  readonly workers: readonly { readonly name: string; readonly fetching: number; readonly refining: number }[];
}

interface Watched {
  readonly run: RunId;
  readonly frontier: Frontier;
  readonly budget: Pick<LocalBudget, 'left'>;
  readonly backlog: () => number;
  readonly workers?: () => CrawlSnapshot['workers'];
}

const COUNT_MS = 1000;
const HOSTS = 12;

/** Keeps what a view of a running crawl needs; the frontier is asked once a second, and not at all while nobody looks. */
export class CrawlWatch {
  readonly #watched: Watched;
  readonly #underWay = new Map<Leased, Instant>();
  readonly #drops = new Map<string, number>();
  #counted: { readonly frontier: FrontierCounts; readonly hosts: readonly HostState[] } | null = null;
  #countedAt = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  /** Notes that a URL is being worked on, for as long as it is. */
  async during<Result>(leased: Leased, work: () => Promise<Result>): Promise<Result> {
    this.#underWay.set(leased, Date.now());
    try {
      return await work();
    } finally {
      this.#underWay.delete(leased);
    }
  }

  dropped({ stage, rule }: Drop): void {
    const name = `${stage}/${rule}`;
    this.#drops.set(name, (this.#drops.get(name) ?? 0) + 1);
  }

  /** How things stand; counts of the frontier are at most a second old, and are brought up to date behind the answer. */
  snapshot(): CrawlSnapshot {
    const at = Date.now();
    const { run, budget, backlog } = this.#watched;
    if (at - this.#countedAt >= COUNT_MS) {
      this.#countedAt = at;
      void this.#count();
    }
    return {
      run,
      at,
      frontier: this.#counted?.frontier ?? null,
      hosts: this.#counted?.hosts ?? [],
      underWay: [...this.#underWay].map(([{ url }, since]) => ({ url, since })),
      backlog: backlog(),
      drops: Object.fromEntries(this.#drops),
      budgets: budget.left(),
      workers: this.#watched.workers?.() ?? [],
    };
  }

  async #count(): Promise<void> {
    const { frontier } = this.#watched;
    // A frontier that was closed meanwhile has no more to tell.
    const counted = await Promise.all([frontier.counts(), frontier.hosts(HOSTS)]).catch(() => null);
    if (counted !== null) this.#counted = { frontier: counted[0], hosts: counted[1] };
  }
}
