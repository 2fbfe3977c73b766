import { freeAt, type HostClock, readyAt, rest, restLate, urlsOfVisit } from '../../src/frontier/clock.ts';
import { partsToAsk } from '../../src/frontier/redis/partitions.ts';
import type { Instant } from '../../src/records.ts';
import { Turns } from './turns.ts';

/** A URL that was given out: how often it was asked for, and which of its host's it was. */
interface Given {
  readonly attempt: number;
  readonly order: number;
}

interface Waiting extends Given {
  readonly due: Instant;
}

interface Options {
  readonly hosts: number;
  readonly partitions: number;
  readonly leaseMs: number;
  readonly partitionOf: (host: number) => number;
  readonly random: () => number;
}

/** A host that was given, with one of its URLs. */
export interface VirtualVisit extends Given {
  readonly host: number;
  readonly partition: number;
  readonly fence: number;
}

/** What a visit's end says, as `Settlement` has it. */
export interface Ending {
  readonly restMs: number;
  readonly waitMs?: number;
  readonly retry: Retry | null;
}

/** When a URL must come back, and whether that uses up an attempt. */
interface Retry {
  readonly due: Instant;
  readonly spends: boolean;
}

/**
 * The frontier of one crawl in memory, by the rules of `src/frontier/clock.ts`: hosts are numbers, and of their URLs there is but how many there are.
 * Every visit has one URL, so rests must be longer than those at which visits hold more. `test/bench/simulate.test.ts` compares it with Redis.
 */
export class VirtualFrontier {
  readonly partition: Uint16Array;
  /** URLs that were never given out. */
  readonly fresh: Uint32Array;
  readonly #leaseMs: number;
  readonly #random: () => number;
  readonly #parts: readonly number[];
  readonly #turns: Turns;
  readonly #restUntil: Float64Array;
  /** NaN for null, as in `leaseUntil`. */
  readonly #lastRest: Float64Array;
  readonly #leaseUntil: Float64Array;
  readonly #fence: Uint32Array;
  readonly #taken: Uint32Array;
  readonly #held = new Map<number, Given>();
  readonly #waiting = new Map<number, Waiting[]>();
  readonly #loose = new Map<number, Given[]>();
  readonly #clock: HostClock = { restUntil: 0, lastRest: null, leaseUntil: null };

  constructor({ hosts, partitions, leaseMs, partitionOf, random }: Options) {
    this.partition = Uint16Array.from({ length: hosts }, (_, host) => partitionOf(host));
    this.#parts = Array.from({ length: partitions }, (_, n) => n);
    this.#leaseMs = leaseMs;
    this.#random = random;
    this.fresh = new Uint32Array(hosts);
    this.#turns = new Turns(hosts, partitions);
    this.#restUntil = new Float64Array(hosts);
    this.#lastRest = new Float64Array(hosts).fill(Number.NaN);
    this.#leaseUntil = new Float64Array(hosts).fill(Number.NaN);
    this.#fence = new Uint32Array(hosts);
    this.#taken = new Uint32Array(hosts);
  }

  /** Partitions that a claim asks, as `openRedisFrontier` chooses them. */
  asked(): readonly number[] {
    return partsToAsk(this.#parts, this.#random);
  }

  /** All of them. */
  get parts(): readonly number[] {
    return this.#parts;
  }

  /** That of some partitions whose host comes first; null when they have none. */
  inTurn(parts: readonly number[]): { readonly partition: number; readonly at: Instant } | null {
    let best: { readonly partition: number; readonly host: number; readonly at: Instant } | null = null;
    for (const partition of parts) {
      const host = this.#turns.first(partition);
      const at = host === -1 ? null : this.#turns.at(host);
      if (at === null || (best !== null && (at > best.at || (at === best.at && host > best.host)))) continue;
      best = { partition, host, at };
    }
    return best;
  }

  add(host: number, urls: number, now: Instant): void {
    if (urls === 0) return;
    this.fresh[host] = (this.fresh[host] ?? 0) + urls;
    const since = Math.max(freeAt(this.#load(host)), now);
    this.#turns.put(this.#partitionOf(host), host, Math.min(this.#turns.at(host) ?? since, since));
  }

  next(partition: number, now: Instant): VirtualVisit | null {
    for (;;) {
      const host = this.#turns.first(partition);
      if (host === -1 || (this.#turns.at(host) ?? now + 1) > now) return null;
      const clock = this.#load(host);
      if (clock.leaseUntil !== null) {
        clock.restUntil = freeAt(clock);
        this.#putBack(host, clock);
      }
      this.#ripen(host, now);
      if (urlsOfVisit(clock, 2) !== 1) throw new Error('visits of several URLs are not simulated: let hosts rest for longer');
      const given = this.#take(host);
      if (given !== null) {
        clock.leaseUntil = Math.ceil(now + this.#leaseMs);
        this.#fence[host] = (this.#fence[host] ?? 0) + 1;
        this.#held.set(host, given);
      }
      this.#save(host, clock);
      if (given !== null) return { ...given, host, partition, fence: this.#fence[host] ?? 0 };
    }
  }

  /** False when the lease was lost: then only the host rests. */
  settle(visit: VirtualVisit, { restMs, waitMs = restMs, retry }: Ending, now: Instant): boolean {
    const { host } = visit;
    const clock = this.#load(host);
    if (!this.#isAlive(visit, clock, now)) {
      restLate(clock, waitMs, now);
      this.#save(host, clock);
      return false;
    }
    this.#held.delete(host);
    if (retry !== null) {
      const due = Math.max(1, Math.ceil(retry.due));
      const waiting = this.#waiting.get(host) ?? [];
      const url = { due, order: visit.order, attempt: visit.attempt + (retry.spends ? 1 : 0) };
      waiting.splice(waiting.findLastIndex((other) => other.due <= due) + 1, 0, url);
      this.#waiting.set(host, waiting);
    }
    rest(clock, restMs, now, waitMs);
    clock.leaseUntil = null;
    this.#save(host, clock);
    return true;
  }

  renew(visit: VirtualVisit, now: Instant): boolean {
    const clock = this.#load(visit.host);
    if (!this.#isAlive(visit, clock, now)) return false;
    clock.leaseUntil = Math.ceil(now + this.#leaseMs);
    this.#save(visit.host, clock);
    return true;
  }

  /** When the host may be contacted. */
  freeAt(host: number): Instant {
    return freeAt(this.#load(host));
  }

  #partitionOf(host: number): number {
    return this.partition[host] ?? 0;
  }

  #isAlive({ host, fence }: VirtualVisit, clock: HostClock, now: Instant): boolean {
    return this.#fence[host] === fence && clock.leaseUntil !== null && clock.leaseUntil > now;
  }

  /** One clock for all, so that nothing is made in ten million visits. */
  #load(host: number): HostClock {
    const [restUntil = 0, lastRest = Number.NaN, leaseUntil = Number.NaN] = [
      this.#restUntil[host],
      this.#lastRest[host],
      this.#leaseUntil[host],
    ];
    this.#clock.restUntil = restUntil;
    this.#clock.lastRest = Number.isNaN(lastRest) ? null : lastRest;
    this.#clock.leaseUntil = Number.isNaN(leaseUntil) ? null : leaseUntil;
    return this.#clock;
  }

  #save(host: number, clock: HostClock): void {
    this.#restUntil[host] = clock.restUntil;
    this.#lastRest[host] = clock.lastRest ?? Number.NaN;
    this.#leaseUntil[host] = clock.leaseUntil ?? Number.NaN;
    const at = readyAt(clock, clock.leaseUntil !== null, this.#due(host));
    if (at === null) this.#turns.remove(this.#partitionOf(host), host);
    else this.#turns.put(this.#partitionOf(host), host, at);
  }

  #due(host: number): Instant | null {
    if ((this.fresh[host] ?? 0) > 0 || this.#loose.has(host)) return 0;
    return this.#waiting.get(host)?.[0]?.due ?? null;
  }

  #ripen(host: number, now: Instant): void {
    const waiting = this.#waiting.get(host);
    if (waiting === undefined) return;
    const ripe = waiting.findLastIndex(({ due }) => due <= now) + 1;
    for (const url of waiting.splice(0, ripe)) this.#loosen(host, url);
    if (waiting.length === 0) this.#waiting.delete(host);
  }

  /** What was given out before comes before what never was. */
  #take(host: number): Given | null {
    const loose = this.#loose.get(host);
    const first = loose?.shift();
    if (loose?.length === 0) this.#loose.delete(host);
    if (first !== undefined) return first;
    const fresh = this.fresh[host] ?? 0;
    if (fresh === 0) return null;
    this.fresh[host] = fresh - 1;
    this.#taken[host] = (this.#taken[host] ?? 0) + 1;
    return { attempt: 0, order: this.#taken[host] ?? 0 };
  }

  #putBack(host: number, clock: HostClock): void {
    const url = this.#held.get(host);
    this.#held.delete(host);
    clock.leaseUntil = null;
    if (url !== undefined) this.#loosen(host, url);
  }

  #loosen(host: number, url: Given): void {
    const loose = this.#loose.get(host) ?? [];
    loose.splice(loose.findLastIndex(({ order }) => order < url.order) + 1, 0, url);
    this.#loose.set(host, loose);
  }
}

/** Names sort as numbers do. */
export const keyOf = (host: number): string => `h${String(host).padStart(8, '0')}.test`;
