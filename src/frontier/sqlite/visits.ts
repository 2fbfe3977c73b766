import { DAY_MS, type Instant, type PolitenessKey, type Visit } from '../../records.ts';
import { freeAt, rest, restLate, urlsOfVisit } from '../clock.ts';
import type { Settlement } from '../frontier.ts';
import { sortQueue } from './add.ts';
import type { Crawls } from './crawls.ts';
import type { Host, Hosts } from './hosts.ts';
import { deathsOf, leasedOf, originLength, type UrlRow, withAttempt } from './row.ts';
import type { Turn, Turns } from './turns.ts';

export interface LeaseTerms {
  readonly leaseMs: number;
  /** URLs a visit may hold. */
  readonly visitUrls: number;
}

/** Who settles, renews or releases: a visit without its URLs. */
export interface Holder {
  readonly crawl: number;
  readonly key: PolitenessKey;
  readonly fence: string;
}

export class Visits {
  readonly #crawls: Crawls;
  readonly #hosts: Hosts;
  readonly #turns: Turns;

  constructor(crawls: Crawls, hosts: Hosts, turns: Turns) {
    this.#crawls = crawls;
    this.#hosts = hosts;
    this.#turns = turns;
  }

  next(crawlId: number, terms: LeaseTerms, now: Instant): Visit | null {
    for (;;) {
      const turn = this.#turns.first(crawlId, now);
      if (turn === undefined) return null;
      const host = this.#hosts.get(turn.host);
      // Its place in the order says that the lease has run out.
      if (host.leaseUntil !== null) {
        if (host.leaseCrawl !== null) this.#crawls.tables(host.leaseCrawl).countDeath(host.id);
        this.#bury(host);
      }
      const visit = this.#lease(host, turn, terms, now);
      this.#turns.refresh(host);
      if (visit !== null) return visit;
    }
  }

  settle(holder: Holder, { url, restMs, waitMs = restMs, retryAt, spendsAttempt = true }: Settlement, now: Instant): boolean {
    const host = this.#held(holder, now);
    const tables = this.#crawls.tables(holder.crawl);
    const split = originLength(url);
    const row = host === null ? undefined : tables.leased(host.id, url.slice(0, split), url.slice(split));
    if (host === null || row === undefined) return this.#lost(holder, waitMs, now);
    const crawl = this.#crawls.get(holder.crawl);
    crawl.leased -= 1;
    if (retryAt === undefined) {
      tables.settle(host.id, row);
      crawl.settled += 1;
    } else {
      tables.defer(host.id, row, retryAt, spendsAttempt ? withAttempt(row.traits) : row.traits);
    }
    this.#crawls.save(crawl);
    rest(host, restMs, now, waitMs);
    if (!tables.anyLeased(host.id)) host.leaseUntil = null;
    this.#keep(host);
    return true;
  }

  renew(holder: Holder, leaseMs: number, now: Instant): boolean {
    const host = this.#held(holder, now);
    if (host === null) return false;
    host.leaseUntil = Math.ceil(now + leaseMs);
    this.#keep(host);
    return true;
  }

  release(holder: Holder, restMs: number, now: Instant): boolean {
    const host = this.#held(holder, now);
    if (host === null) return this.#lost(holder, restMs, now);
    rest(host, restMs, now);
    this.#putBack(host);
    this.#keep(host);
    return true;
  }

  /** Of a visit whose lease was lost, the host's wait alone counts. */
  #lost({ key }: Holder, waitMs: number, now: Instant): false {
    const host = waitMs > 0 ? this.#hosts.find(key) : undefined;
    if (host === undefined) return false;
    restLate(host, waitMs, now);
    this.#keep(host);
    return false;
  }

  reclaim(now: Instant): number {
    const leased = this.#hosts.leased();
    // The holder sent nothing after `now`, for it is dead, nor after the end of its lease.
    for (const host of leased) this.#bury({ ...host, leaseUntil: Math.min(host.leaseUntil ?? now, Math.ceil(now)) });
    this.#setClocks(now);
    return leased.length;
  }

  /** Nobody is left alone for more than a day: what is to wait longer was told by a clock that has gone back since, and says that the host was contacted. */
  #setClocks(now: Instant): void {
    const latest = now + DAY_MS;
    for (const host of this.#hosts.restingAfter(latest)) {
      host.restUntil = Math.ceil(now + (host.lastRest ?? 0));
      for (const crawl of this.#turns.crawlsOf(host)) this.#crawls.tables(crawl).ripenAfter(host.id, latest);
      this.#keep(host);
    }
  }

  /** Ends a visit whose lease has run out. */
  #bury(host: Host): void {
    host.restUntil = freeAt(host);
    this.#putBack(host);
    this.#keep(host);
  }

  #putBack(host: Host): void {
    if (host.leaseCrawl === null) return;
    const crawl = this.#crawls.get(host.leaseCrawl);
    crawl.leased -= this.#crawls.tables(crawl.id).putBack(host.id);
    this.#crawls.save(crawl);
    host.leaseUntil = null;
  }

  /** The host, if this visit's lease is alive. */
  #held({ crawl, key, fence }: Holder, now: Instant): Host | null {
    const host = this.#hosts.find(key);
    if (host === undefined || String(host.fence) !== fence || host.leaseCrawl !== crawl) return null;
    return host.leaseUntil !== null && host.leaseUntil > now ? host : null;
  }

  #lease(host: Host, turn: Turn, { leaseMs, visitUrls }: LeaseTerms, now: Instant): Visit | null {
    const crawl = this.#crawls.get(turn.crawl);
    const tables = this.#crawls.tables(crawl.id);
    tables.ripen(host.id, now);
    const limit = urlsOfVisit(host, visitUrls);
    let rows = tables.ready(host.id, limit);
    const isFullOfBest = rows.length === limit && rows.every(({ rank }) => rank <= turn.freshRank);
    if (turn.freshId > crawl.sorted && !isFullOfBest) {
      sortQueue(this.#crawls, crawl);
      rows = tables.ready(host.id, limit);
    }
    rows = withoutSuspects(rows);
    if (rows.length === 0) return null;
    for (const row of rows) tables.lease(host.id, row);
    crawl.leased += rows.length;
    this.#crawls.save(crawl);
    host.fence += 1;
    host.leaseUntil = Math.ceil(now + leaseMs);
    host.leaseCrawl = crawl.id;
    this.#hosts.save(host);
    return { key: host.key, urls: rows.map((row) => leasedOf(row, host.key)), fence: String(host.fence), leaseMs };
  }

  #keep(host: Host): void {
    this.#hosts.save(host);
    this.#turns.refresh(host);
  }
}

/** What somebody has died of goes alone, so that nothing else is blamed the next time. */
function withoutSuspects(rows: readonly UrlRow[]): readonly UrlRow[] {
  const first = rows.findIndex((row) => deathsOf(row) > 0);
  return first === -1 ? rows : rows.slice(0, Math.max(1, first));
}
