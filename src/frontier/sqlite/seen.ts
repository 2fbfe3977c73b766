import { hash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Rows that the two upper levels may grow to before they are merged into the next. */
const LIMITS = [8192, 131_072] as const;

export interface SeenSizes {
  seen0: number;
  seen1: number;
}

/**
 * The URLs that were ever added to a crawl, as 64-bit hashes. Among 5 million URLs the chance that any two share a hash, and one of them is
 * lost, is 7 in 10 million; the hash is cryptographic, so that no site can choose URLs that hide another's.
 *
 * Hashes arrive in random order, which in one large tree would rewrite a page of the file for each. So they go into a small table, which
 * is merged, in order, into a larger one when it is full (a log-structured merge tree of three levels).
 */
export class SeenSet {
  readonly #in: readonly StatementSync[];
  readonly #add: StatementSync;
  readonly #db: DatabaseSync;
  readonly #crawl: number;

  constructor(db: DatabaseSync, crawl: number) {
    this.#db = db;
    this.#crawl = crawl;
    this.#in = [2, 1].map((level) => db.prepare(`SELECT 1 FROM seen${level}_${crawl} WHERE hash = ?`));
    this.#add = db.prepare(`INSERT OR IGNORE INTO seen0_${crawl} VALUES (?)`);
  }

  /** False when it was there already. */
  add(url: string): boolean {
    const digest = hash('sha256', url, 'buffer').readBigInt64BE();
    for (const level of this.#in) if (level.get(digest) !== undefined) return false;
    return this.#add.run(digest).changes === 1;
  }

  /** Brings levels that have grown too large into the next; `sizes` is updated. */
  merge(sizes: SeenSizes): void {
    if (sizes.seen0 < LIMITS[0]) return;
    this.#move(0, 1);
    sizes.seen1 += sizes.seen0;
    sizes.seen0 = 0;
    if (sizes.seen1 < LIMITS[1]) return;
    this.#move(1, 2);
    sizes.seen1 = 0;
  }

  #move(from: number, to: number): void {
    const [source, target] = [`seen${from}_${this.#crawl}`, `seen${to}_${this.#crawl}`];
    this.#db.exec(`INSERT INTO ${target} SELECT hash FROM ${source} ORDER BY hash; DELETE FROM ${source}`);
  }
}
