import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Instant } from '../../records.ts';
import type { Crawls } from './crawls.ts';
import { freeAt, type Host } from './hosts.ts';

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

  constructor(db: DatabaseSync, crawls: Crawls) {
    this.#crawls = crawls;
    this.#get = db.prepare(`SELECT ${COLUMNS} FROM turns WHERE host = ? AND crawl = ?`);
    this.#all = db.prepare(`SELECT ${COLUMNS} FROM turns WHERE host = ?`);
    this.#put = db.prepare(`INSERT INTO turns(host, crawl, ready_at, fresh_id, fresh_rank) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET ready_at = excluded.ready_at, fresh_id = excluded.fresh_id, fresh_rank = excluded.fresh_rank`);
    this.#setReady = db.prepare('UPDATE turns SET ready_at = ? WHERE host = ? AND crawl = ?');
    this.#first = db.prepare(`SELECT ${COLUMNS} FROM turns WHERE crawl = ? AND ready_at <= ? ORDER BY ready_at, host LIMIT 1`);
    this.#wake = db.prepare('SELECT ready_at AS readyAt FROM turns WHERE crawl = ? AND ready_at IS NOT NULL ORDER BY ready_at LIMIT 1');
    this.#next = db.prepare('SELECT host FROM turns WHERE crawl = ? AND ready_at IS NOT NULL ORDER BY ready_at, host LIMIT ?');
    this.#dropAll = db.prepare('DELETE FROM turns WHERE crawl = ?');
  }

  find(host: number, crawl: number): Turn | undefined {
    return this.#get.get(host, crawl) as Turn | undefined;
  }

  put({ host, crawl, readyAt, freshId, freshRank }: Turn): void {
    this.#put.run(host, crawl, readyAt, freshId, freshRank);
  }

  /** The host that has been ready longest. */
  first(crawl: number, now: Instant): Turn | undefined {
    return this.#first.get(crawl, now) as Turn | undefined;
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
      if (readyAt !== turn.readyAt) this.#setReady.run(readyAt, host.id, turn.crawl);
    }
  }

  drop(crawl: number): void {
    this.#dropAll.run(crawl);
  }

  #readyAt(host: Host, turn: Turn): Instant | null {
    // If the holder dies, its URLs come back.
    if (host.leaseUntil !== null && host.leaseCrawl === turn.crawl) return freeAt(host);
    const isFresh = turn.freshId > this.#crawls.get(turn.crawl).sorted;
    const due = isFresh ? 0 : this.#crawls.tables(turn.crawl).earliest(host.id);
    return due === null ? null : Math.max(due, freeAt(host));
  }
}
