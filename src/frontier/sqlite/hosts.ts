import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Instant, PolitenessKey } from '../../records.ts';
import type { HostClock } from '../clock.ts';

/** A politeness key as it stands for all crawls. */
export interface Host extends HostClock {
  readonly id: number;
  readonly key: PolitenessKey;
  fence: number;
  leaseCrawl: number | null;
}

const COLUMNS = 'id, key, rest_until AS restUntil, last_rest AS lastRest, fence, lease_until AS leaseUntil, lease_crawl AS leaseCrawl';

export class Hosts {
  readonly #byKey: StatementSync;
  readonly #byId: StatementSync;
  readonly #leased: StatementSync;
  readonly #restingAfter: StatementSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;

  constructor(db: DatabaseSync) {
    this.#byKey = db.prepare(`SELECT ${COLUMNS} FROM hosts WHERE key = ?`);
    this.#byId = db.prepare(`SELECT ${COLUMNS} FROM hosts WHERE id = ?`);
    this.#leased = db.prepare(`SELECT ${COLUMNS} FROM hosts WHERE lease_until IS NOT NULL`);
    this.#restingAfter = db.prepare(`SELECT ${COLUMNS} FROM hosts WHERE rest_until > ?`);
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

  restingAfter(until: Instant): readonly Host[] {
    return this.#restingAfter.all(until) as unknown as Host[];
  }

  findOrMake(key: PolitenessKey): Host {
    return this.find(key) ?? (this.#insert.get(key) as unknown as Host);
  }

  save({ id, restUntil, lastRest, fence, leaseUntil, leaseCrawl }: Host): void {
    this.#update.run(restUntil, lastRest, fence, leaseUntil, leaseCrawl, id);
  }
}
