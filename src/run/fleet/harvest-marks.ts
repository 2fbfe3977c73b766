import type { Ledger } from '../../ledger/ledger.ts';
import type { FetchId, Instant } from '../../records.ts';
import type { RestartWatch } from '../../redis/restart-watch.ts';

/** Redis writes its file within two seconds of its answer; a server that is killed forgets the rest. */
const SAFE_MS = 2500;
const LOOK_MS = 500;
/** Whose page has no mark after this long, in milliseconds, has to be read again. */
export const MARKED_MS = 2 * SAFE_MS;

interface Waiting {
  readonly fetchId: FetchId;
  readonly queue: Instant;
  readonly addedAt: number;
  readonly life: string | null;
}

interface Parts {
  readonly ledger: Pick<Ledger, 'harvested'>;
  readonly restarts: Pick<RestartWatch, 'life' | 'look'>;
  /** Hears why marks cannot be written any more. */
  readonly failed: (error: unknown) => void;
}

/**
 * Marks pages as harvested, as soon as a server that is killed would not forget their links any more. A page whose links may be lost, because the server was
 * restarted or this process ended before that, gets no mark: whoever coordinates its run has it read again.
 */
export class HarvestMarks {
  readonly #parts: Parts;
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | null = null;
  #isLooking = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** To be called before the links of a page are put into this queue of its run; what it returns, when they are there. */
  begin(fetchId: FetchId, queue: Instant = 0): () => void {
    const { life } = this.#parts.restarts;
    return () => {
      this.#waiting.push({ fetchId, queue, addedAt: performance.now(), life });
      this.#timer ??= setInterval(() => void this.#look(), LOOK_MS).unref();
    };
  }

  /** Pages that have no mark yet get none. */
  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#waiting = [];
  }

  async #look(): Promise<void> {
    const safe = performance.now() - SAFE_MS;
    if (this.#isLooking || !this.#waiting.some(({ addedAt }) => addedAt <= safe)) return;
    this.#isLooking = true;
    const life = await this.#parts.restarts
      .look()
      .catch(() => null)
      .finally(() => (this.#isLooking = false));
    // It is away, and is asked again.
    if (life === null) return;
    const due = this.#waiting.filter(({ addedAt }) => addedAt <= safe);
    this.#waiting = this.#waiting.filter(({ addedAt }) => addedAt > safe);
    try {
      await Promise.all(due.filter((each) => each.life === life).map(({ fetchId, queue }) => this.#parts.ledger.harvested(fetchId, queue)));
    } catch (error) {
      this.close();
      this.#parts.failed(error);
    }
  }
}
