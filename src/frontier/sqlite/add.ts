import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Discovery, Instant, Via } from '../../records.ts';
import { freeAt } from '../clock.ts';
import type { Crawl, Crawls } from './crawls.ts';
import type { Host, Hosts } from './hosts.ts';
import { originLength, rankOf, traitsOf, viaCode } from './row.ts';
import type { Turns } from './turns.ts';

/** URLs that may wait unsorted. Sorting many at once touches each page of the queue once for many of them. */
const MAX_UNSORTED = 65_536;

interface Touched {
  readonly host: Host;
  bestRank: number;
  newestId: number;
}

/** What the discoveries of one call have in common, looked up once. */
interface Known {
  readonly hosts: Map<string, Touched>;
  readonly origins: Map<string, number>;
  readonly pages: Map<Via, number>;
  readonly crawlers: Map<string, number>;
}

export class Adding {
  readonly #crawls: Crawls;
  readonly #hosts: Hosts;
  readonly #turns: Turns;
  readonly #origin: StatementSync;
  readonly #newOrigin: StatementSync;
  readonly #crawler: StatementSync;
  readonly #newCrawler: StatementSync;

  constructor(db: DatabaseSync, crawls: Crawls, hosts: Hosts, turns: Turns) {
    this.#crawls = crawls;
    this.#hosts = hosts;
    this.#turns = turns;
    this.#origin = db.prepare('SELECT id FROM origins WHERE host = ? AND origin = ?');
    this.#newOrigin = db.prepare('INSERT INTO origins(host, origin) VALUES (?, ?)');
    this.#crawler = db.prepare('SELECT id FROM crawlers WHERE name = ?');
    this.#newCrawler = db.prepare('INSERT INTO crawlers(name) VALUES (?)');
  }

  /** `latest` is the newest instant the frontier was told: what is added now is ready since then. */
  add(crawlId: number, found: readonly Discovery[], latest: Instant): number {
    const crawl = this.#crawls.get(crawlId);
    const known: Known = { hosts: new Map(), origins: new Map(), pages: new Map(), crawlers: new Map() };
    const before = crawl.discovered;
    for (const discovery of found) this.#addOne(crawl, discovery, known);
    const added = crawl.discovered - before;
    if (added === 0) return 0;
    for (const touched of known.hosts.values()) this.#wake(crawl, touched, latest);
    crawl.seen0 += added;
    this.#crawls.tables(crawlId).seen.merge(crawl);
    if (crawl.discovered - crawl.sorted >= MAX_UNSORTED) sortQueue(this.#crawls, crawl);
    this.#crawls.save(crawl);
    return added;
  }

  #addOne(crawl: Crawl, discovery: Discovery, known: Known): void {
    const tables = this.#crawls.tables(crawl.id);
    const { url, key, via } = discovery;
    if (!tables.seen.add(url)) return;
    const id = (crawl.discovered += 1);
    const rank = rankOf(discovery.priority);
    const touched = lookUp(known.hosts, key, () => ({ host: this.#hosts.findOrMake(key), bestRank: rank, newestId: id }));
    touched.bestRank = Math.min(touched.bestRank, rank);
    touched.newestId = id;
    const split = originLength(url);
    const origin = url.slice(0, split);
    tables.addUrl({
      id,
      origin: lookUp(known.origins, `${origin} ${key}`, () => idIn(this.#origin, this.#newOrigin, touched.host.id, origin)),
      path: url.slice(split),
      via: lookUp(known.pages, via, () => viaCode(via) ?? tables.addPage(via)),
      crawler: lookUp(known.crawlers, discovery.crawler, () => idIn(this.#crawler, this.#newCrawler, discovery.crawler)),
      rank,
      traits: traitsOf(discovery),
    });
  }

  /** A host that slept has its turn again, yet not before its rest is over. */
  #wake(crawl: Crawl, { host, bestRank, newestId }: Touched, latest: Instant): void {
    const turn = this.#turns.find(host.id, crawl.id);
    if (turn === undefined) crawl.keys += 1;
    const since = Math.max(freeAt(host), latest);
    this.#turns.put({
      host: host.id,
      crawl: crawl.id,
      readyAt: Math.min(turn?.readyAt ?? since, since),
      freshId: newestId,
      freshRank: turn !== undefined && turn.freshId > crawl.sorted ? Math.min(turn.freshRank, bestRank) : bestRank,
    });
  }
}

/** Puts what was added since the last time into the order of the queue. The crawl has to be saved. */
export function sortQueue(crawls: Crawls, crawl: Crawl): void {
  crawls.tables(crawl.id).sortAfter(crawl.sorted);
  crawl.sorted = crawl.discovered;
}

function lookUp<Key, Value>(known: Map<Key, Value>, key: Key, find: () => Value): Value {
  let value = known.get(key);
  if (value === undefined) known.set(key, (value = find()));
  return value;
}

function idIn(find: StatementSync, insert: StatementSync, ...values: (string | number)[]): number {
  return (find.get(...values)?.['id'] as number | undefined) ?? Number(insert.run(...values).lastInsertRowid);
}
