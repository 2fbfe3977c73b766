import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Instant, PolitenessKey } from '../../records.ts';

/** The clock and the lease of one politeness key, shared by all crawls. */
export interface Host {
  readonly id: number;
  readonly key: PolitenessKey;
  restUntil: Instant;
  /** The last rest that a request asked for; null before the first. */
  lastRest: number | null;
  fence: number;
  /** Null when nobody holds it. */
  leaseUntil: Instant | null;
  leaseCrawl: number | null;
}

/**
 * When the host may be contacted, at the latest known: when its rest is over, or, under a lease, when that has run out and, as the holder
 * may have sent a request at the end of it, a rest has gone by.
 */
export const freeAt = ({ restUntil, lastRest, leaseUntil }: Host): Instant =>
  leaseUntil === null ? restUntil : Math.max(restUntil, leaseUntil + (lastRest ?? 0));

const COLUMNS = 'id, key, rest_until AS restUntil, last_rest AS lastRest, fence, lease_until AS leaseUntil, lease_crawl AS leaseCrawl';

export class Hosts {
  readonly #byKey: StatementSync;
  readonly #byId: StatementSync;
  readonly #leased: StatementSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;

  constructor(db: DatabaseSync) {
    this.#byKey = db.prepare(`SELECT ${COLUMNS} FROM hosts WHERE key = ?`);
    this.#byId = db.prepare(`SELECT ${COLUMNS} FROM hosts WHERE id = ?`);
    this.#leased = db.prepare(`SELECT ${COLUMNS} FROM hosts WHERE lease_until IS NOT NULL`);
    this.#insert = db.prepare(`INSERT INTO hosts(key) VALUES (?) RETURNING ${COLUMNS}`);
    this.#update = db.prepare('UPDATE hosts SET rest_until = ?, last_rest = ?, fence = ?, lease_until = ?, lease_crawl = ? WHERE id = ?');
  }

  find(key: PolitenessKey): Host | undefined {
    return this.#byKey.get(key) as Host | undefined;
  }

  get(id: number): Host {
    return this.#byId.get(id) as unknown as Host;
  }

  /** All that somebody holds, or held until its lease ran out. */
  leased(): readonly Host[] {
    return this.#leased.all() as unknown as Host[];
  }

  findOrMake(key: PolitenessKey): Host {
    return this.find(key) ?? (this.#insert.get(key) as unknown as Host);
  }

  save({ id, restUntil, lastRest, fence, leaseUntil, leaseCrawl }: Host): void {
    this.#update.run(restUntil, lastRest, fence, leaseUntil, leaseCrawl, id);
  }
}

/** A rest only ever grows. One of 0 was no request, and says nothing about the host's pace unless nothing else is known. */
export function rest(host: Host, restMs: number, now: Instant): void {
  host.restUntil = Math.max(host.restUntil, Math.ceil(now + restMs));
  host.lastRest = restMs > 0 ? Math.ceil(restMs) : (host.lastRest ?? 0);
}
