import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Instant } from '../../records.ts';
import { DEATH, type UrlRow } from './row.ts';
import { SeenSet } from './seen.ts';

const URL_COLUMNS = 'u.id, u.rank, o.origin || u.path AS url, u.traits, u.via, p.url AS page, c.name AS crawler';

/** The statements over one crawl's own tables. */
export class CrawlTables {
  readonly seen: SeenSet;
  readonly #insertUrl: StatementSync;
  readonly #insertPage: StatementSync;
  readonly #sort: StatementSync;
  readonly #ripen: StatementSync;
  readonly #ripenAfter: StatementSync;
  readonly #ready: StatementSync;
  readonly #leased: StatementSync;
  readonly #move: StatementSync;
  readonly #putBack: StatementSync;
  readonly #bury: StatementSync;
  readonly #earliest: StatementSync;
  readonly #bestReady: StatementSync;
  readonly #bestOther: StatementSync;
  readonly #anyLeased: StatementSync;
  readonly #takeOut: StatementSync;
  readonly #forget: StatementSync;
  readonly #retrait: StatementSync;
  readonly #countAll: () => number;
  readonly #queuedFor: StatementSync;
  readonly #place: StatementSync;
  readonly #unsorted: StatementSync;

  constructor(db: DatabaseSync, crawl: number) {
    const [urls, queue, pages] = [`urls_${crawl}`, `queue_${crawl}`, `pages_${crawl}`];
    const joined = `${queue} q JOIN ${urls} u ON u.id = q.url JOIN origins o ON o.id = u.origin JOIN crawlers c ON c.id = u.crawler
      LEFT JOIN ${pages} p ON p.id = u.via`;
    this.seen = new SeenSet(db, crawl);
    this.#insertUrl = db.prepare(`INSERT INTO ${urls}(id, origin, path, via, crawler, rank, traits) VALUES (?, ?, ?, ?, ?, ?, ?)`);
    this.#insertPage = db.prepare(`INSERT INTO ${pages}(url) VALUES (?)`);
    this.#sort = db.prepare(`INSERT INTO ${queue} SELECT o.host, 0, u.rank, u.id FROM ${urls} u JOIN origins o ON o.id = u.origin
      WHERE u.id > ? ORDER BY o.host, u.rank, u.id`);
    this.#ripen = db.prepare(`UPDATE ${queue} SET place = 0 WHERE host = ? AND place > 0 AND place <= ?`);
    this.#ripenAfter = db.prepare(`UPDATE ${queue} SET place = 0 WHERE host = ? AND place > ?`);
    this.#ready = db.prepare(`SELECT ${URL_COLUMNS} FROM ${joined} WHERE q.host = ? AND q.place = 0 ORDER BY q.rank, q.url LIMIT ?`);
    this.#leased = db.prepare(`SELECT ${URL_COLUMNS} FROM ${joined} WHERE q.host = ? AND q.place = -1 AND u.path = ? AND o.origin = ?`);
    this.#move = db.prepare(`UPDATE ${queue} SET place = ? WHERE host = ? AND place = ? AND rank = ? AND url = ?`);
    this.#putBack = db.prepare(`UPDATE ${queue} SET place = 0 WHERE host = ? AND place = -1`);
    this.#bury = db.prepare(
      `UPDATE ${urls} SET traits = traits + ${DEATH} WHERE id IN (SELECT url FROM ${queue} WHERE host = ? AND place = -1)`,
    );
    this.#earliest = db.prepare(`SELECT place FROM ${queue} WHERE host = ? AND place >= 0 ORDER BY place LIMIT 1`);
    this.#bestReady = db.prepare(`SELECT rank FROM ${queue} WHERE host = ? AND place = 0 ORDER BY rank LIMIT 1`);
    this.#bestOther = db.prepare(`SELECT rank FROM ${queue} WHERE host = ? ORDER BY place, rank LIMIT 1`);
    this.#anyLeased = db.prepare(`SELECT 1 FROM ${queue} WHERE host = ? AND place = -1 LIMIT 1`);
    this.#takeOut = db.prepare(`DELETE FROM ${queue} WHERE host = ? AND place = -1 AND rank = ? AND url = ?`);
    this.#forget = db.prepare(`DELETE FROM ${urls} WHERE id = ?`);
    this.#queuedFor = db.prepare(`SELECT (SELECT count(*) FROM ${queue} WHERE host = $host)
      + (SELECT count(*) FROM ${urls} u JOIN origins o ON o.id = u.origin WHERE u.id > $sorted AND o.host = $host) AS urls`);
    this.#place = db.prepare(`SELECT q.place FROM ${queue} q JOIN ${urls} u ON u.id = q.url JOIN origins o ON o.id = u.origin
      WHERE q.host = ? AND u.path = ? AND o.origin = ?`);
    this.#unsorted = db.prepare(
      `SELECT 1 FROM ${urls} u JOIN origins o ON o.id = u.origin WHERE u.id > ? AND u.path = ? AND o.origin = ? AND o.host = ?`,
    );
    // Only a check of the whole file asks for it.
    this.#countAll = () => Number(db.prepare(`SELECT count(*) AS urls FROM ${urls}`).get()?.['urls']);
    this.#retrait = db.prepare(`UPDATE ${urls} SET traits = ? WHERE id = ?`);
  }

  addUrl(row: { id: number; origin: number; path: string; via: number; crawler: number; rank: number; traits: number }): void {
    this.#insertUrl.run(row.id, row.origin, row.path, row.via, row.crawler, row.rank, row.traits);
  }

  addPage(url: string): number {
    return Number(this.#insertPage.run(url).lastInsertRowid);
  }

  /** Puts all URLs after `id` into the queue, in the queue's own order, so that few of its pages are touched. */
  sortAfter(id: number): void {
    this.#sort.run(id);
  }

  /** URLs of a host that are not settled, those that were not sorted in yet included. */
  queuedFor(host: number, sorted: number): number {
    return Number(this.#queuedFor.get({ host, sorted })?.['urls']);
  }

  /** -1 for a leased URL, 0 for a ready one, else the instant before which it must wait; null when it is not there. */
  placeOf(host: number, origin: string, path: string, sorted: number): number | null {
    const place = this.#place.get(host, path, origin)?.['place'] as number | undefined;
    if (place !== undefined) return place;
    return this.#unsorted.get(sorted, path, origin, host) === undefined ? null : 0;
  }

  /** URLs that are not settled. */
  waiting(): number {
    return this.#countAll();
  }

  /** URLs whose waiting time is over become ready. */
  ripen(host: number, now: Instant): void {
    this.#ripen.run(host, now);
  }

  /** What waits for longer than until then becomes ready. */
  ripenAfter(host: number, until: Instant): void {
    this.#ripenAfter.run(host, until);
  }

  ready(host: number, limit: number): readonly UrlRow[] {
    return this.#ready.all(host, limit) as unknown as UrlRow[];
  }

  leased(host: number, origin: string, path: string): UrlRow | undefined {
    return this.#leased.get(host, path, origin) as UrlRow | undefined;
  }

  lease(host: number, { rank, id }: UrlRow): void {
    this.#move.run(-1, host, 0, rank, id);
  }

  defer(host: number, { rank, id }: UrlRow, until: Instant, traits: number): void {
    // 0 and -1 mean something else.
    this.#move.run(Math.max(1, Math.ceil(until)), host, -1, rank, id);
    this.#retrait.run(traits, id);
  }

  settle(host: number, { rank, id }: UrlRow): void {
    this.#takeOut.run(host, rank, id);
    this.#forget.run(id);
  }

  anyLeased(host: number): boolean {
    return this.#anyLeased.get(host) !== undefined;
  }

  /** Leased URLs have died once more. */
  countDeath(host: number): void {
    this.#bury.run(host);
  }

  /** Leased URLs are ready again; returns how many. */
  putBack(host: number): number {
    return Number(this.#putBack.run(host).changes);
  }

  /** The instant from which the host has a sorted URL to give: 0 when it has one now, null when it has none. */
  earliest(host: number): Instant | null {
    return (this.#earliest.get(host)?.['place'] as number | undefined) ?? null;
  }

  /** The best rank among the host's sorted URLs that are ready, else of one that is leased or waits; null when it has none. */
  bestRank(host: number): number | null {
    return ((this.#bestReady.get(host) ?? this.#bestOther.get(host))?.['rank'] as number | undefined) ?? null;
  }
}
