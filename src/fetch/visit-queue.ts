import { type Frontier, HOLD_MS, type Settlement } from '../frontier/frontier.ts';
import type { Instant, Leased, Visit } from '../records.ts';

/** One URL's turn to be requested, under the lease of its host's visit. */
export interface Turn {
  readonly leased: Leased;
  readonly visit: OpenVisit;
}

interface OpenVisit {
  readonly visit: Visit;
  readonly waiting: Leased[];
  /** The host may not be contacted before. */
  readyAt: Instant;
  leaseUntil: Instant;
  /** A turn of this visit is under way: a visit's requests are sequential. */
  busy: boolean;
}

/**
 * Turns the frontier's visits into single requests: at most one under way per visit, none before the host's rest is over, leases kept
 * alive as long as they are worked on.
 */
export class VisitQueue {
  readonly #frontier: Frontier;
  readonly #clock: () => Instant;
  readonly #open = new Set<OpenVisit>();
  #held: Turn | null = null;
  #asleepUntil: Instant = 0;
  #renewal: NodeJS.Timeout | null = null;

  constructor(frontier: Frontier, clock: () => Instant) {
    this.#frontier = frontier;
    this.#clock = clock;
  }

  /** Whether `take` will give a turn: one is taken and held, so that the answer stays true. */
  async ready(): Promise<boolean> {
    this.#held ??= this.#fromOpenVisit() ?? (await this.#fromFrontier());
    return this.#held !== null;
  }

  async take(): Promise<Turn | null> {
    await this.ready();
    const turn = this.#held;
    this.#held = null;
    return turn;
  }

  /** Settles the turn's URL. False when the lease was lost meanwhile: another worker has the URL, and the host rests alone. */
  async finish(turn: Turn, settlement: Omit<Settlement, 'url'>): Promise<boolean> {
    const { visit: open, leased } = turn;
    const now = this.#clock();
    const alive = await this.#frontier.settle(open.visit, { ...settlement, url: leased.url }, now);
    open.busy = false;
    const { restMs, waitMs = restMs } = settlement;
    open.readyAt = now + waitMs;
    this.#asleepUntil = 0;
    if (!alive || open.waiting.length === 0) {
      this.#forget(open);
    } else if (waitMs > HOLD_MS) {
      // Other workers may have the host in the meantime.
      this.#forget(open);
      // The rest is known by the settlement.
      await this.#frontier.release(open.visit, 0, now);
    }
    return alive;
  }

  /** Says nothing of the turn's URL: when the lease has run out, it comes again, and those behind it in the visit. */
  abandon({ visit }: Turn): void {
    this.#forget(visit);
  }

  /** Whether the host may still be contacted: its lease has not run out, as far as is known here. */
  holds({ visit }: Turn): boolean {
    return this.#clock() < visit.leaseUntil;
  }

  /** To be called when URLs were added to the frontier, which may have woken a host. */
  woken(): void {
    this.#asleepUntil = 0;
  }

  /** Nothing under way and nothing queued, not even for later. */
  async drained(): Promise<boolean> {
    if (this.#open.size > 0 || this.#held !== null) return false;
    return (await this.#frontier.wakeAt()) === null;
  }

  /** Gives back what is held and not yet requested. */
  async close(): Promise<void> {
    if (this.#renewal !== null) clearInterval(this.#renewal);
    this.#held = null;
    const now = this.#clock();
    const open = [...this.#open];
    for (const each of open) this.#forget(each);
    await Promise.all(open.map(({ visit, readyAt }) => this.#frontier.release(visit, Math.max(0, readyAt - now), now)));
  }

  #fromOpenVisit(): Turn | null {
    const now = this.#clock();
    for (const visit of this.#open) {
      if (visit.busy || visit.readyAt > now) continue;
      const leased = visit.waiting.shift();
      if (leased === undefined) continue;
      visit.busy = true;
      // To the end of the set: visits take turns.
      this.#open.delete(visit);
      this.#open.add(visit);
      return { leased, visit };
    }
    return null;
  }

  async #fromFrontier(): Promise<Turn | null> {
    const now = this.#clock();
    if (now < this.#asleepUntil) return null;
    const visit = await this.#frontier.next(now);
    if (visit === null) {
      const wakeAt = await this.#frontier.wakeAt();
      // Another process may add URLs to the same frontier, so a sleep never lasts longer than a second.
      this.#asleepUntil = Math.min(wakeAt ?? Number.POSITIVE_INFINITY, now + 1000);
      return null;
    }
    this.#open.add({ visit, waiting: [...visit.urls], readyAt: now, leaseUntil: now + visit.leaseMs, busy: false });
    this.#renewal ??= setInterval(() => void this.#renew(), visit.leaseMs / 4).unref();
    return this.#fromOpenVisit();
  }

  /** Whatever is still under way in its turn sends nothing more. */
  #forget(open: OpenVisit): void {
    open.leaseUntil = 0;
    this.#open.delete(open);
  }

  async #renew(): Promise<void> {
    const now = this.#clock();
    for (const open of this.#open) {
      if (open.leaseUntil - now > open.visit.leaseMs / 2) continue;
      // A lost lease needs no action here: the next settlement is refused, and the visit forgotten then.
      const renewed = await this.#frontier.renew(open.visit, now).catch(() => false);
      if (renewed && this.#open.has(open)) open.leaseUntil = now + open.visit.leaseMs;
    }
  }
}
