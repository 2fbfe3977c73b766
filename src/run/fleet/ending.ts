import type { LedgerEntry } from '../../ledger/ledger.ts';
import type { RunId } from '../../records.ts';
import { StorageError } from '../../sqlite/storage-error.ts';
import type { FleetEngines } from './engines.ts';
import type { FleetFrontier } from './frontier.ts';
import { MARKED_MS } from './harvest-marks.ts';
import { giveOut } from './rebuild.ts';
import type { FailedPage } from './refine-queue.ts';

/** Times that pages whose reading has failed are given out again. */
const ROUNDS = 3;

/** Sees whether all that there was to fetch has been fetched. */
export class Ending {
  readonly #engines: FleetEngines;
  readonly #run: RunId;
  readonly #frontier: FleetFrontier;
  #drainedSince = Number.POSITIVE_INFINITY;
  #rounds = 0;

  constructor(engines: FleetEngines, run: RunId, frontier: FleetFrontier) {
    this.#engines = engines;
    this.#run = run;
    this.#frontier = frontier;
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
    const failed = await queue.failed(this.#run);
    if (failed.length === 0 && (await isEmpty(ledger.unharvested(this.#run)))) return (await restarts.look()) === life;
    this.#drainedSince = Math.min(this.#drainedSince, Date.now());
    if (Date.now() - this.#drainedSince >= MARKED_MS) await this.#readAgain(failed);
    return false;
  }

  /** Whether nothing waits, and nothing was under way while that was found. */
  async #isDrained(): Promise<boolean> {
    const before = await this.#frontier.counts();
    if (before.discovered !== before.settled) return false;
    if ((await this.#engines.queue.counts()).waiting > 0) return false;
    const after = await this.#frontier.counts();
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
    await giveOut(this.#engines, ledger.unharvested(this.#run));
    // One that was read before, and is read again for a queue that was lost, has its mark.
    for (const each of failed) await each.again();
    this.#drainedSince = Number.POSITIVE_INFINITY;
  }
}

async function isEmpty(entries: AsyncIterable<LedgerEntry>): Promise<boolean> {
  for await (const _ of entries) return false;
  return true;
}
