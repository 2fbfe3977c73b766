import type { LedgerEntry } from '../../ledger/ledger.ts';
import { StorageError } from '../../sqlite/storage-error.ts';
import type { FleetEngines } from './engines.ts';
import { MARKED_MS } from './harvest-marks.ts';
import { giveOut, type Rebuilding, replenish } from './rebuild.ts';
import type { FailedPage } from './refine-queue.ts';

/** Times that pages whose reading has failed are given out again. */
const ROUNDS = 3;

/** Sees whether all that there was to fetch has been fetched. */
export class Ending {
  readonly #engines: FleetEngines;
  readonly #parts: Rebuilding;
  #drainedSince = Number.POSITIVE_INFINITY;
  #rounds = 0;

  constructor(engines: FleetEngines, parts: Rebuilding) {
    this.#engines = engines;
    this.#parts = parts;
  }

  /**
   * Whether nothing is left, in the life of the server in which all was put back that it may have forgotten before. Pages of which links may be missing are given out again.
   *
   * @throws StorageError when they cannot be read.
   */
  async hasCome(life: string): Promise<boolean> {
    const { ledger, memory, queue, restarts } = this.#engines;
    if (!(await this.#isDrained())) {
      this.#drainedSince = Number.POSITIVE_INFINITY;
      return false;
    }
    if (memory.isFull) return false;
    const { run } = this.#parts;
    const failed = await queue.failed(run);
    if (failed.length === 0 && (await isEmpty(ledger.unharvested(run)))) {
      // Who was redirected may have put that on record after it was last looked at, and told the queue before it forgot.
      return (await replenish(this.#engines, this.#parts)) === 0 && (await restarts.look()) === life;
    }
    this.#drainedSince = Math.min(this.#drainedSince, Date.now());
    if (Date.now() - this.#drainedSince >= MARKED_MS) await this.#readAgain(failed);
    return false;
  }

  /** Whether nothing waits, and nothing was under way while that was found. */
  async #isDrained(): Promise<boolean> {
    const before = await this.#parts.frontier.counts();
    if (before.discovered !== before.settled) return false;
    if ((await this.#engines.queue.counts()).waiting > 0) return false;
    const after = await this.#parts.frontier.counts();
    return after.discovered === before.discovered && after.settled === before.settled;
  }

  async #readAgain(failed: readonly FailedPage[]): Promise<void> {
    const { ledger, queue } = this.#engines;
    const [last] = failed;
    if (last !== undefined && (this.#rounds += 1) > ROUNDS) {
      throw new StorageError(
        `${failed.length === 1 ? 'A page' : `${failed.length} pages`} could not be read, the last one ${last.url}: ${last.reason}. Mend that, then give the same command again.`,
      );
    }
    queue.nextRound();
    for (const each of failed) await each.forget();
    await giveOut(this.#engines, ledger.unharvested(this.#parts.run), this.#parts.queue);
    this.#drainedSince = Number.POSITIVE_INFINITY;
  }
}

async function isEmpty(entries: AsyncIterable<LedgerEntry>): Promise<boolean> {
  for await (const _ of entries) return false;
  return true;
}
