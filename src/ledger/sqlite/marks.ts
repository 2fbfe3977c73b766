import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Instant } from '../../records.ts';

/** What a mark for the first queue of a run is in the column; the others are instants. */
const FIRST = 1;

/** Which pages' links are in the queue that their run has. The order in which marks and queues are told does not matter. */
export class Marks {
  readonly #put: StatementSync;
  readonly #keep: StatementSync;
  readonly #takeEarly: StatementSync;
  readonly #rebuilt: StatementSync;
  readonly #name: StatementSync;
  readonly #unmark: StatementSync;

  constructor(db: DatabaseSync) {
    this.#put = db.prepare(`UPDATE entries SET harvested = $mark
      WHERE fetch_id = $fetchId AND harvested < $mark AND $queue >= (SELECT rebuilt FROM runs WHERE id = entries.run)`);
    this.#keep = db.prepare(`INSERT INTO early_marks(fetch_id, queue) VALUES (?, ?)
      ON CONFLICT DO UPDATE SET queue = max(queue, excluded.queue)`);
    this.#takeEarly = db.prepare('DELETE FROM early_marks WHERE fetch_id = ? RETURNING queue');
    this.#rebuilt = db.prepare('SELECT rebuilt FROM runs WHERE name = ?');
    this.#name = db.prepare(
      `INSERT INTO runs(name, rebuilt) VALUES (?, ?) ON CONFLICT DO UPDATE SET rebuilt = max(rebuilt, excluded.rebuilt)`,
    );
    this.#unmark = db.prepare(`UPDATE entries SET harvested = 0
      WHERE run = (SELECT id FROM runs WHERE name = $run) AND harvested > 0 AND harvested < $queue`);
  }

  /** `queue` is 0 for the first. */
  put(fetchId: string, queue: Instant): void {
    this.#put.run({ fetchId, queue, mark: Math.max(FIRST, queue) });
  }

  /** For an entry that will be told of later. */
  keep(fetchId: string, queue: Instant): void {
    this.#keep.run(fetchId, queue);
  }

  /** What was kept for the entry. */
  putEarly(fetchId: string): void {
    const early = this.#takeEarly.get(fetchId)?.['queue'];
    if (early !== undefined) this.put(fetchId, Number(early));
  }

  /** Names a new queue of the run, later than all before it. */
  rebuild(run: string, now: Instant): Instant {
    const queue = Math.max(now, Number(this.#rebuilt.get(run)?.['rebuilt'] ?? 0) + 1);
    this.forgetBefore(run, queue);
    return queue;
  }

  forgetBefore(run: string, queue: Instant): void {
    this.#name.run(run, queue);
    this.#unmark.run({ run, queue });
  }
}
