import type { Instant } from '../../src/records.ts';
import { restAfter } from '../../src/run/rest.ts';
import { type Listener, MANNERS } from './fleet.ts';
import { pagesOf, traitsOf } from './web.ts';

const MINUTE = 60_000;
/** Pages of a host whose time is told. */
const FIRST = [1, 10, 100] as const;

/** Requests a second that the rules allow a host which has something to give; 0 for one that is left alone. */
function politeRate(seed: number, host: number): number {
  const { isDead, tookMs, crawlDelayMs } = traitsOf(seed, host);
  return isDead || crawlDelayMs > MANNERS.maxDelayMs ? 0 : 1000 / (tookMs + restAfter(MANNERS, crawlDelayMs, tookMs));
}

export interface Reached {
  readonly pages: number;
  /** Hosts that have so many. */
  readonly hosts: number;
  /** The part of them that has given so many. */
  readonly share: number;
  /** Minutes until half of them had; null when they have not. */
  readonly median: number | null;
}

/** What is counted of a fleet, by the minute. */
export class Figures implements Listener {
  readonly requests: Uint32Array;
  readonly pages: Uint32Array;
  /** Requests that the rules would have allowed in each minute. */
  readonly allowed: Float64Array;
  losses = 0;
  readonly #seed: number;
  readonly #hosts: number;
  readonly #first = FIRST.map(() => new Uint32Array(0));
  readonly #of = FIRST.map(() => 0);
  #rate = 0;
  #rateBefore: number;
  #minute = 0;

  constructor(hosts: number, minutes: number, seed: number) {
    this.#hosts = hosts;
    this.#seed = seed;
    this.requests = new Uint32Array(minutes);
    this.pages = new Uint32Array(minutes);
    this.allowed = new Float64Array(minutes);
    for (let host = 0; host < hosts; host += 1) {
      const size = pagesOf(seed, host);
      const rate = politeRate(seed, host);
      this.#rate += rate;
      for (const [n, first] of FIRST.entries()) if (size >= first && rate > 0) this.#of[n] = (this.#of[n] ?? 0) + 1;
    }
    this.#rateBefore = this.#rate;
    this.#first = FIRST.map(() => new Uint32Array(minutes));
  }

  request(at: Instant): void {
    count(this.requests, at);
  }

  page(host: number, pages: number, at: Instant): void {
    count(this.pages, at);
    for (const [n, first] of FIRST.entries()) if (pages === first) count(this.#first[n], at);
    if (pages === pagesOf(this.#seed, host)) this.#rate = Math.max(0, this.#rate - politeRate(this.#seed, host));
  }

  lost(): void {
    this.losses += 1;
  }

  /** To be called at the end of each minute. */
  minute(): void {
    this.allowed[this.#minute] = 30 * (this.#rateBefore + this.#rate);
    this.#rateBefore = this.#rate;
    this.#minute += 1;
  }

  /** Requests a second from one minute on up to another. */
  rate(from: number, to: number): number {
    return sum(this.requests, from, to) / (60 * (to - from));
  }

  utilisation(from: number, to: number): number {
    return sum(this.requests, from, to) / sum(this.allowed, from, to);
  }

  reached(): readonly Reached[] {
    return FIRST.map((pages, n) => {
      const by = this.#first[n] ?? new Uint32Array(0);
      const hosts = this.#of[n] ?? 0;
      let so = 0;
      const median = by.findIndex((count) => (so += count) >= hosts / 2);
      return { pages, hosts, share: sum(by, 0, by.length) / Math.max(1, hosts), median: median === -1 ? null : median + 1 };
    });
  }

  get hosts(): number {
    return this.#hosts;
  }
}

function count(minutes: Uint32Array | undefined, at: Instant): void {
  const minute = Math.floor(at / MINUTE);
  if (minutes !== undefined && minute < minutes.length) minutes[minute] = (minutes[minute] ?? 0) + 1;
}

function sum(minutes: Uint32Array | Float64Array, from: number, to: number): number {
  let total = 0;
  for (const each of minutes.subarray(from, to)) total += each;
  return total;
}
