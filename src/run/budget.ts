import type { CrawlerSettings } from '../config/crawler.ts';
import type { Drop } from '../records.ts';

export type Limits = CrawlerSettings['limits'];

/** What the crawlers of a topic may spend together in a run. */
export interface TopicLimits {
  readonly topic: string;
  readonly pages?: number | undefined;
  readonly bytes?: number | undefined;
}

type Maybe<Value> = Value | Promise<Value>;

/** What a run has spent of what its crawlers may: whoever fetches for it takes from the same one. */
export interface Budget {
  /** Why nobody gets any more in this run; null while somebody does. */
  ended(): Maybe<Drop | null>;
  /** Takes one page from the budget; a drop when it is used up. */
  take(crawler: string): Maybe<Drop | null>;
  /** The page that was taken turned out to be none. */
  giveBack(crawler: string): Maybe<void>;
  /** Counts what was received. */
  spend(crawler: string, pages: number, bytes: number): Maybe<void>;
}

/** Why a crawler gets no more; null while there is something left. */
export function overspent(crawler: string, limits: Limits, spent: { readonly pages: number; readonly bytes: number }): Drop | null {
  if (spent.pages >= limits.pages)
    return { stage: 'budget', rule: 'pages', because: `${crawler} has fetched the ${limits.pages} pages of its limits.pages` };
  if (spent.bytes >= limits.bytes)
    return { stage: 'budget', rule: 'bytes', because: `${crawler} has received ${spent.bytes} bytes; limits.bytes is ${limits.bytes}` };
  return null;
}

/** Likewise of all crawlers of a topic together. */
export function overspentTopic(
  { topic, pages = Number.POSITIVE_INFINITY, bytes = Number.POSITIVE_INFINITY }: TopicLimits,
  spent: { readonly pages: number; readonly bytes: number },
): Drop | null {
  if (spent.pages >= pages)
    return {
      stage: 'budget',
      rule: 'topic-pages',
      because: `the crawlers of ${topic} have fetched the ${pages} pages of its budget.pages`,
    };
  if (spent.bytes >= bytes)
    return {
      stage: 'budget',
      rule: 'topic-bytes',
      because: `the crawlers of ${topic} have received ${spent.bytes} bytes; its budget.bytes is ${bytes}`,
    };
  return null;
}

/** The budget of a run that one process works on. */
export class LocalBudget implements Budget {
  readonly #limits: ReadonlyMap<string, Limits>;
  readonly #topic: TopicLimits | null;
  readonly #pages = new Map<string, number>();
  readonly #bytes = new Map<string, number>();

  constructor(limits: ReadonlyMap<string, Limits>, topic: TopicLimits | null = null) {
    this.#limits = limits;
    this.#topic = topic;
  }

  ended(): Drop | null {
    return this.#topic === null ? null : overspentTopic(this.#topic, { pages: sumOf(this.#pages), bytes: sumOf(this.#bytes) });
  }

  /** Takes one page from the budget; a drop when it is used up. */
  take(crawler: string): Drop | null {
    const limits = this.#limits.get(crawler);
    if (limits === undefined) return null;
    const pages = this.#pages.get(crawler) ?? 0;
    const drop = this.ended() ?? overspent(crawler, limits, { pages, bytes: this.#bytes.get(crawler) ?? 0 });
    if (drop !== null) return drop;
    this.#pages.set(crawler, pages + 1);
    return null;
  }

  giveBack(crawler: string): void {
    this.#pages.set(crawler, Math.max(0, (this.#pages.get(crawler) ?? 0) - 1));
  }

  /** What each crawler may still spend; it may be the same pages of a topic's budget. */
  left(): readonly { readonly crawler: string; readonly pagesLeft: number; readonly bytesLeft: number }[] {
    const pagesLeft = (this.#topic?.pages ?? Number.POSITIVE_INFINITY) - sumOf(this.#pages);
    const bytesLeft = (this.#topic?.bytes ?? Number.POSITIVE_INFINITY) - sumOf(this.#bytes);
    return [...this.#limits].map(([crawler, { pages, bytes }]) => ({
      crawler,
      pagesLeft: Math.max(0, Math.min(pages - (this.#pages.get(crawler) ?? 0), pagesLeft)),
      bytesLeft: Math.max(0, Math.min(bytes - (this.#bytes.get(crawler) ?? 0), bytesLeft)),
    }));
  }

  /** Also counts what an earlier part of the same run has spent. */
  spend(crawler: string, pages: number, bytes: number): void {
    this.#pages.set(crawler, (this.#pages.get(crawler) ?? 0) + pages);
    this.#bytes.set(crawler, (this.#bytes.get(crawler) ?? 0) + bytes);
  }
}

const sumOf = (spent: ReadonlyMap<string, number>): number => [...spent.values()].reduce((sum, own) => sum + own, 0);
