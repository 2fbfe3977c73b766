import { closedToday } from '../../src/run/daily.ts';
import { LocalHostHealth, restOfBroken } from '../../src/run/host-health.ts';
import { type Pacing, restAfter } from '../../src/run/rest.ts';
import { waitFor } from '../../src/run/retry.ts';
import { DAY_MS, type Instant, type PolitenessKey } from '../../src/records.ts';
import type { Costs } from './calibrate.ts';
import { Events } from './events.ts';
import { type Ending, keyOf, type VirtualFrontier, type VirtualVisit } from './frontier.ts';
import { Server, serverOf } from './server.ts';
import { pagesOf, type Traits, traitsOf } from './web.ts';

/** Project defaults: `crawl` and `limits` of config/garner.yaml. */
export const MANNERS = { delayMs: 1000, factor: 5, upToMs: 30_000, maxDelayMs: 300_000, backoffMs: 10_000, attempts: 4, leaseMs: 60_000 };
const PACING: Pacing = MANNERS;
const CONNECT_MS = 10_000;
/** Links of a page to its own host, and to others. */
const OWN_LINKS = 57;
const FAR_LINKS = 3;
/** After a server was started again nothing begins for the longest lease or rest, and a second. */
const QUIET_MS = Math.max(MANNERS.leaseMs, MANNERS.upToMs) + 1000;
/** An idle worker sleeps until the next turn, so long at most, and looks no oftener than that: `fetch/visit-queue.ts`, `fetch/loop.ts`. */
const ASLEEP_MS = 1000;
const POLL_MS = 10;

export interface FleetOptions {
  readonly hosts: number;
  readonly servers: number;
  readonly workers: number;
  /** Of one worker. */
  readonly connections: number;
  readonly partitions: number;
  readonly seed: number;
  readonly random: () => number;
  readonly costs: Costs;
  /** Pages of a host and day; infinity when there is no limit. */
  readonly daily: number;
  /** When the first server goes away, and for how long; in milliseconds from the start. */
  readonly dies: { readonly at: number; readonly forMs: number } | null;
}

/** Hears what happens, and when. */
export interface Listener {
  request(at: Instant): void;
  /** The host has given so many pages by now. */
  page(host: number, pages: number, at: Instant): void;
  /** What a visit brought is not taken: its lease had run out. */
  lost(at: Instant): void;
}

interface UnderWay {
  readonly visit: VirtualVisit;
  readonly claimedAt: Instant;
  readonly tookMs: number;
}

/** A fleet over a synthetic web in virtual time, from 0 on. */
export class Fleet {
  readonly servers: readonly Server[];
  /** Requests that were sent before their host's rest was over, or while another was under way: there must be none. */
  early = 0;
  /** That have become known. */
  urls = 0;
  readonly pages: Uint32Array;
  readonly #options: FleetOptions;
  readonly #frontier: VirtualFrontier;
  readonly #listener: Listener;
  readonly #health = new LocalHostHealth();
  readonly #events = new Events();
  readonly #underWay: (UnderWay | null)[];
  readonly #known: Uint32Array;
  /** The host's robots.txt was asked for. */
  readonly #greeted: Uint8Array;
  readonly #busyUntil: Float64Array;
  readonly #today = new Map<number, { day: number; pages: number }>();
  readonly #serverOfPart: readonly Server[];
  readonly #runServer: Server;
  readonly #jobServer: Server;
  readonly #idle: number[] = [];
  #heardAt: Instant = 0;
  #wakeAt: Instant = Number.POSITIVE_INFINITY;
  #quietUntil = 0;
  #quietAfter: Server | null = null;

  constructor(frontier: VirtualFrontier, listener: Listener, options: FleetOptions) {
    this.#frontier = frontier;
    this.#listener = listener;
    this.#options = options;
    const { hosts, servers, workers, connections, partitions, dies } = options;
    this.servers = Array.from({ length: servers }, () => new Server());
    const serverFor = (tag: string): Server => this.servers[serverOf(tag, servers)] as Server;
    this.#serverOfPart = Array.from({ length: partitions }, (_, n) => serverFor(String(n)));
    this.#runServer = serverFor('20261128T000000Z-000000');
    this.#jobServer = serverFor('garner');
    this.#underWay = Array.from({ length: workers * connections }, () => null);
    this.#known = new Uint32Array(hosts);
    this.pages = new Uint32Array(hosts);
    this.#greeted = new Uint8Array(hosts);
    this.#busyUntil = new Float64Array(hosts);
    for (let host = 0; host < hosts; host += 1) this.#find(host, 1, 0);
    for (let slot = 0; slot < this.#underWay.length; slot += 1) this.#events.add(options.random() * ASLEEP_MS, slot);
    const [first] = this.servers;
    if (dies !== null && first !== undefined) {
      first.downFrom = dies.at;
      first.downUntil = dies.at + dies.forMs;
      this.#quietAfter = first;
    }
  }
  /** Lets the fleet work until then. */
  run(until: Instant): void {
    for (;;) {
      const at = Math.min(this.#events.firstAt, this.#wakeAt);
      if (at > until) return;
      const died = this.#quietAfter;
      if (died !== null && at >= died.downUntil) {
        this.#quietUntil = died.downUntil + QUIET_MS;
        this.#quietAfter = null;
      }
      if (this.#wakeAt <= at) this.#wake(at);
      else {
        const slot = this.#events.take();
        if (this.#underWay[slot] === null) this.#claim(slot, at);
        else this.#answer(slot, at);
      }
    }
  }

  /** Whoever found nothing to do looks again. */
  #wake(now: Instant): void {
    this.#wakeAt = Number.POSITIVE_INFINITY;
    // Each worker asks for itself, last of all whether anything is left and when the next turn is, and not again before it has heard.
    const workers = Math.min(this.#options.workers, this.#idle.length);
    this.#heardAt = now + this.#look(this.#frontier.parts, now, 2 * workers);
    for (let slots = this.#idle.length; slots > 0 && this.#wakeAt === Number.POSITIVE_INFINITY; slots -= 1) {
      const slot = this.#idle.pop();
      if (slot !== undefined) this.#claim(slot, now);
    }
  }

  #sleep(slot: number, until: Instant, now: Instant): void {
    this.#idle.push(slot);
    this.#wakeAt = Math.min(this.#wakeAt, Math.max(until, now + POLL_MS, this.#heardAt), Math.max(now + ASLEEP_MS, this.#heardAt));
  }

  #claim(slot: number, now: Instant): void {
    if (now < this.#quietUntil) return this.#sleep(slot, this.#quietUntil, now);
    const asked = this.#frontier.asked();
    const looksMs = this.#look(asked, now);
    const down = asked.find((part) => this.#serverOfPart[part]?.isDown(now) === true);
    // Whoever asks a server that is away waits for it.
    if (down !== undefined) return this.#events.add(now + looksMs, slot);
    let turn = this.#frontier.inTurn(asked);
    if (turn === null || turn.at > now) {
      turn = this.#frontier.inTurn(this.#frontier.parts);
      this.#look(this.#frontier.parts, now);
    }
    const visit = turn === null ? null : this.#frontier.next(turn.partition, now);
    if (visit === null) return this.#sleep(slot, turn?.at ?? Number.POSITIVE_INFINITY, now);
    const begunAt = now + looksMs + this.#serverOf(visit).ask(this.#options.costs.claim, now);
    this.#begin(slot, visit, begunAt);
  }

  #look(parts: readonly number[], now: Instant, times = 1): number {
    let longest = 0;
    for (const part of parts) longest = Math.max(longest, this.#serverOfPart[part]?.ask(times * this.#options.costs.look, now) ?? 0);
    return longest;
  }

  #serverOf({ partition }: VirtualVisit): Server {
    return this.#serverOfPart[partition] as Server;
  }

  /** Sends a request, or settles without one. */
  #begin(slot: number, visit: VirtualVisit, now: Instant): void {
    const { seed, random, daily } = this.#options;
    const { host } = visit;
    const traits = traitsOf(seed, host);
    if ((traits.isDead || traits.busy > 0) && this.#health.givenUp(keyOf(host) as PolitenessKey) !== null)
      return this.#settle(slot, visit, { restMs: 0, retry: null }, now);
    const isGreeted = this.#greeted[host] === 1;
    if (isGreeted && traits.crawlDelayMs > MANNERS.maxDelayMs) return this.#settle(slot, visit, { restMs: 0, retry: null }, now);
    if (Number.isFinite(daily)) {
      const spent = this.#spentToday(host, now);
      const closed = closedToday(keyOf(host) as PolitenessKey, { pages: daily }, { pages: spent, bytes: 0 }, now);
      // As `Attempt.hold` has it: one that is left alone is looked at once a minute.
      if (closed !== null) {
        const waitMs = Math.min(closed.until - now, 60_000);
        return this.#settle(slot, visit, { restMs: 0, waitMs, retry: { due: now + waitMs, spends: false } }, now);
      }
    }
    const tookMs = traits.isDead ? CONNECT_MS : Math.min(60_000, traits.tookMs * (0.5 + random()));
    if (now < (this.#busyUntil[host] ?? 0)) this.early += 1;
    this.#busyUntil[host] = now + tookMs;
    this.#listener.request(now);
    this.#underWay[slot] = { visit, claimedAt: now, tookMs };
    this.#events.add(now + tookMs, slot);
  }

  #answer(slot: number, now: Instant): void {
    const { seed, random, costs } = this.#options;
    const underWay = this.#underWay[slot];
    if (underWay === null || underWay === undefined) return;
    this.#underWay[slot] = null;
    const { visit, claimedAt, tookMs } = underWay;
    const { host } = visit;
    const traits = traitsOf(seed, host);
    if (now - claimedAt > MANNERS.leaseMs / 2 && !this.#serverOf(visit).isDown(now)) this.#frontier.renew(visit, now);
    const restMs = restAfter(PACING, Math.min(traits.crawlDelayMs, MANNERS.maxDelayMs), tookMs);
    this.#busyUntil[host] = now + restMs;
    if (traits.isDead || random() < traits.busy) return this.#fail(slot, underWay, traits, restMs, now);
    if (this.#greeted[host] === 0) {
      // robots.txt takes a turn of its own.
      this.#greeted[host] = 1;
      return this.#settle(slot, visit, { restMs, retry: { due: now + restMs, spends: false } }, now);
    }
    if (traits.busy > 0) this.#health.ok(keyOf(host) as PolitenessKey);
    const pages = (this.pages[host] = (this.pages[host] ?? 0) + 1);
    this.#listener.page(host, pages, now);
    if (Number.isFinite(this.#options.daily)) this.#countToday(host, now);
    let done = now + this.#runServer.ask(costs.run, now) + this.#jobServer.ask(costs.job, now);
    const found = this.#find(host, Math.min(OWN_LINKS, pagesOf(seed, host) - (this.#known[host] ?? 0)), now);
    done += this.#serverOf(visit).ask(costs.addCall + costs.addKnown * (OWN_LINKS - found) + costs.addNew * found, now);
    for (let link = 0; link < FAR_LINKS; link += 1) {
      const part = Math.floor(random() * this.#serverOfPart.length);
      this.#serverOfPart[part]?.ask(costs.addCall + costs.addKnown, now);
    }
    this.#settle(slot, visit, { restMs, waitMs: Math.max(0, now + restMs - done), retry: null }, done);
  }

  /** As `run/retry.ts` has it. */
  #fail(slot: number, { visit }: UnderWay, traits: Traits, restMs: number, now: Instant): void {
    const { random } = this.#options;
    const key = keyOf(visit.host) as PolitenessKey;
    const failures = this.#health.failed(key, traits.isDead ? 'connect' : 'http-503');
    const broken = Math.max(restMs, restOfBroken(failures, random, MANNERS.backoffMs));
    const host = !traits.isDead;
    const ms = waitFor({ asked: traits.retryAfterMs, host, attempt: visit.attempt, failures }, random, MANNERS.backoffMs);
    const isLast = visit.attempt + 1 >= MANNERS.attempts;
    const waitMs = host ? Math.max(broken, ms) : broken;
    this.#settle(slot, visit, { restMs, waitMs, retry: isLast ? null : { due: now + ms, spends: true } }, now);
  }

  #settle(slot: number, visit: VirtualVisit, ending: Ending, now: Instant): void {
    const at = now + this.#serverOf(visit).ask(this.#options.costs.settle, now);
    if (!this.#frontier.settle(visit, ending, at)) this.#listener.lost(at);
    this.#events.add(at, slot);
  }

  /** URLs of a host become known. */
  #find(host: number, most: number, now: Instant): number {
    const urls = Math.max(0, most);
    this.#known[host] = (this.#known[host] ?? 0) + urls;
    this.urls += urls;
    this.#frontier.add(host, urls, now);
    return urls;
  }

  #spentToday(host: number, now: Instant): number {
    const spent = this.#today.get(host);
    return spent?.day === Math.floor(now / DAY_MS) ? spent.pages : 0;
  }

  #countToday(host: number, now: Instant): void {
    this.#today.set(host, { day: Math.floor(now / DAY_MS), pages: this.#spentToday(host, now) + 1 });
  }
}
