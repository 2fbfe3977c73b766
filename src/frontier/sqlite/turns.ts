import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Instant } from '../../records.ts';
import type { Crawls } from './crawls.ts';
import { placeOf, readyAt } from '../clock.ts';
import type { Host } from './hosts.ts';
import { priorityOf, WORST_RANK } from './row.ts';

/** A host's place in the order of one crawl. */
export interface Turn {
  readonly host: number;
  readonly crawl: number;
  /** When `next` can give this host; null while it has nothing to give. */
  readyAt: Instant | null;
  /** Newest URL that was added; not in the queue yet if newer than the crawl's `sorted`. */
  freshId: number;
  /** Best rank among those not in the queue yet. */
  freshRank: number;
}

const COLUMNS = 'host, crawl, ready_at AS readyAt, fresh_id AS freshId, fresh_rank AS freshRank';

export class Turns {
  readonly #crawls: Crawls;
  readonly #get: StatementSync;
  readonly #all: StatementSync;
  readonly #put: StatementSync;
  readonly #setReady: StatementSync;
  readonly #first: StatementSync;
  readonly #wake: StatementSync;
  readonly #next: StatementSync;
  readonly #dropAll: StatementSync;
  readonly #unplace: StatementSync;
  readonly #ripe: StatementSync;
  readonly #best: StatementSync;
  /** Crawls that go by promise, and up to which instant all their hosts that became ready have a place. */
  readonly #placedUntil = new Map<number, Instant>();

  constructor(db: DatabaseSync, crawls: Crawls) {
    this.#crawls = crawls;
    this.#get = db.prepare(`SELECT ${COLUMNS} FROM turns WHERE host = ? AND crawl = ?`);
    this.#all = db.prepare(`SELECT ${COLUMNS} FROM turns WHERE host = ?`);
    this.#put = db.prepare(`INSERT INTO turns(host, crawl, ready_at, fresh_id, fresh_rank, place) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET ready_at = excluded.ready_at, fresh_id = excluded.fresh_id, fresh_rank = excluded.fresh_rank, place = excluded.place`);
    this.#setReady = db.prepare('UPDATE turns SET ready_at = ?, place = ? WHERE host = ? AND crawl = ?');
    this.#first = db.prepare(`SELECT ${COLUMNS} FROM turns WHERE crawl = ? AND ready_at <= ? ORDER BY ready_at, host LIMIT 1`);
    this.#wake = db.prepare('SELECT ready_at AS readyAt FROM turns WHERE crawl = ? AND ready_at IS NOT NULL ORDER BY ready_at LIMIT 1');
    this.#next = db.prepare('SELECT host FROM turns WHERE crawl = ? AND ready_at IS NOT NULL ORDER BY ready_at, host LIMIT ?');
    this.#unplace = db.prepare('UPDATE turns SET place = NULL WHERE crawl = ? AND place IS NOT NULL');
    this.#ripe = db.prepare(`SELECT ${COLUMNS} FROM turns WHERE crawl = ? AND ready_at > ? AND ready_at <= ?`);
    this.#best = db.prepare(
      `SELECT ${COLUMNS} FROM turns WHERE crawl = ? AND place IS NOT NULL AND ready_at <= ? ORDER BY place, host LIMIT 1`,
    );
    this.#dropAll = db.prepare('DELETE FROM turns WHERE crawl = ?');
  }

  find(host: number, crawl: number): Turn | undefined {
    return this.#get.get(host, crawl) as Turn | undefined;
  }

  put(turn: Turn): void {
    const { host, crawl, readyAt, freshId, freshRank } = turn;
    this.#put.run(host, crawl, readyAt, freshId, freshRank, this.#placeOf(turn, readyAt));
  }

  /** From now on, and for as long as this process has the file open, the crawl's hosts are visited by their promise. */
  goByPromise(crawl: number): void {
    if (this.#placedUntil.has(crawl)) return;
    this.#unplace.run(crawl);
    this.#placedUntil.set(crawl, Number.MIN_SAFE_INTEGER);
  }

  /** Of the hosts that are ready, the one whose turn it is: which has been ready longest, or promises most. */
  first(crawl: number, now: Instant): Turn | undefined {
    const placedUntil = this.#placedUntil.get(crawl);
    if (placedUntil === undefined) return this.#first.get(crawl, now) as Turn | undefined;
    if (now > placedUntil) {
      this.#placedUntil.set(crawl, now);
      const ripe = this.#ripe.all(crawl, placedUntil, now) as unknown as Turn[];
      for (const turn of ripe) this.#setReady.run(turn.readyAt, this.#placeOf(turn, turn.readyAt), turn.host, crawl);
    }
    return this.#best.get(crawl, now) as Turn | undefined;
  }

  /** The hosts whose turn comes next, in this order. */
  firstOf(crawl: number, most: number): readonly number[] {
    return this.#next.all(crawl, most).map((row) => Number(row['host']));
  }

  wakeAt(crawl: number): Instant | null {
    return (this.#wake.get(crawl)?.['readyAt'] as number | undefined) ?? null;
  }

  /** To be called after every change of the host's clock, lease or queue: brings its place in all crawls up to date. */
  refresh(host: Host): void {
    for (const turn of this.#all.all(host.id) as unknown as Turn[]) {
      const readyAt = this.#readyAt(host, turn);
      const isPlaced = this.#placedUntil.has(turn.crawl);
      if (isPlaced || readyAt !== turn.readyAt) this.#setReady.run(readyAt, this.#placeOf(turn, readyAt), host.id, turn.crawl);
    }
  }

  /** Crawls that the host has a place in. */
  crawlsOf(host: Host): readonly number[] {
    return (this.#all.all(host.id) as unknown as Turn[]).map(({ crawl }) => crawl);
  }

  drop(crawl: number): void {
    this.#placedUntil.delete(crawl);
    this.#dropAll.run(crawl);
  }

  #readyAt(host: Host, turn: Turn): Instant | null {
    const isHeldForIt = host.leaseUntil !== null && host.leaseCrawl === turn.crawl;
    const isFresh = turn.freshId > this.#crawls.get(turn.crawl).sorted;
    return readyAt(host, isHeldForIt, isHeldForIt || isFresh ? 0 : this.#crawls.tables(turn.crawl).earliest(host.id));
  }

  /** By promise, when the host was ready, put off by what it lacks of the best; null for one that is not ready. */
  #placeOf(turn: Turn, readyAt: Instant | null): number | null {
    const { host, crawl, freshId, freshRank } = turn;
    const placedUntil = this.#placedUntil.get(crawl);
    if (placedUntil === undefined || readyAt === null || readyAt > placedUntil) return null;
    const fresh = freshId > this.#crawls.get(crawl).sorted ? freshRank : Number.POSITIVE_INFINITY;
    const rank = Math.min(fresh, this.#crawls.tables(crawl).bestRank(host) ?? fresh);
    return placeOf(readyAt, priorityOf(Math.min(rank, WORST_RANK)));
  }
}
