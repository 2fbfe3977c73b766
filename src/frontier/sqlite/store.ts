import type { DatabaseSync } from 'node:sqlite';
import type { Discovery, Instant, PolitenessKey } from '../../records.ts';
import { freeAt } from '../clock.ts';
import type { Store } from '../../sqlite/store.ts';
import type { FrontierCounts, HostOrder, HostState, QueuedUrl, Settlement } from '../frontier.ts';
import { Adding } from './add.ts';
import { Crawls } from './crawls.ts';
import { type Host, Hosts } from './hosts.ts';
import { originLength } from './row.ts';
import { schema } from './schema.ts';
import { Turns } from './turns.ts';
import { type Holder, type LeaseTerms, Visits } from './visits.ts';

function operations(db: DatabaseSync) {
  const crawls = new Crawls(db);
  const hosts = new Hosts(db);
  const turns = new Turns(db, crawls);
  const adding = new Adding(db, crawls, hosts, turns);
  const visits = new Visits(crawls, hosts, turns);
  // Only for fairness between hosts: lost with the process, it makes new hosts the first again.
  let latest: Instant = 0;
  const at = (now: Instant): Instant => {
    latest = Math.max(latest, now);
    return now;
  };

  return {
    /** The crawl's number, which the other operations take. */
    open(name: string, order: HostOrder): number {
      const crawl = crawls.find(name) ?? crawls.findOrMake(name);
      if (order === 'promise') turns.goByPromise(crawl);
      return crawl;
    },
    add: (crawl: number, found: readonly Discovery[]) => adding.add(crawl, found, latest),
    next: (crawl: number, terms: LeaseTerms, now: Instant) => visits.next(crawl, terms, at(now)),
    settle: (holder: Holder, settlement: Settlement, now: Instant) => visits.settle(holder, settlement, at(now)),
    renew: (holder: Holder, leaseMs: number, now: Instant) => visits.renew(holder, leaseMs, at(now)),
    release: (holder: Holder, restMs: number, now: Instant) => visits.release(holder, restMs, at(now)),
    reclaim: (now: Instant) => visits.reclaim(at(now)),
    wakeAt: (crawl: number) => turns.wakeAt(crawl),
    counts(crawl: number): FrontierCounts {
      const { discovered, leased, settled, keys } = crawls.get(crawl);
      return { discovered, queued: discovered - leased - settled, leased, settled, keys };
    },
    has: (name: string): boolean => crawls.find(name) !== null,
    hosts: (crawl: number, most: number): readonly HostState[] =>
      turns.firstOf(crawl, most).map((host) => stateOf(hosts.get(host), crawls.tables(crawl).queuedFor(host, crawls.get(crawl).sorted))),
    find(crawl: number, url: string, key: PolitenessKey): QueuedUrl | null {
      const host = hosts.find(key);
      if (host === undefined) return null;
      const split = originLength(url);
      const tables = crawls.tables(crawl);
      const { sorted } = crawls.get(crawl);
      const place = tables.placeOf(host.id, url.slice(0, split), url.slice(split), sorted);
      if (place === null) return null;
      return {
        state: place === -1 ? 'leased' : 'queued',
        notBefore: place > 0 ? place : null,
        host: stateOf(host, tables.queuedFor(host.id, sorted)),
      };
    },
    /** What contradicts itself in what is stored, for people. */
    faults(): readonly string[] {
      const check = db
        .prepare('PRAGMA integrity_check')
        .all()
        .map((row) => String(row['integrity_check']))
        .filter((text) => text !== 'ok');
      const unlike = crawls.all().filter(({ id, discovered, settled }) => crawls.tables(id).waiting() !== discovered - settled);
      return [...check, ...unlike.map(({ name }) => `crawl ${name} does not hold as many URLs as it counts`)];
    },
    /** Forgets the crawl's URLs. The clocks of the hosts it contacted stay, and so do, as rests, the leases it still holds. */
    drop(name: string): boolean {
      const crawl = crawls.find(name);
      if (crawl === null) return false;
      turns.drop(crawl);
      for (const host of hosts.leased().filter(({ leaseCrawl }) => leaseCrawl === crawl)) {
        host.restUntil = freeAt(host);
        host.leaseUntil = null;
        hosts.save(host);
        turns.refresh(host);
      }
      crawls.drop(crawl);
      return true;
    },
  };
}

const stateOf = (host: Host, queued: number): HostState => ({
  key: host.key,
  queued,
  nextAt: freeAt(host),
  isLeased: host.leaseUntil !== null,
});

export type FrontierOperations = ReturnType<typeof operations>;

/**
 * New URLs are durable, since the ledger notes in a durable way that a page's links are here. Leases and settlements are not: a power cut
 * may undo the last of them, and then a URL is requested once more, which the ledger knows by its fetch id.
 */
export const store: Store<FrontierOperations> = { module: import.meta.url, schema, durable: ['add', 'open'], operations };
