import type { PolitenessKey } from '../records.ts';

/** One piece of work at a time to each host, in the order in which it was asked for. */
export class Lanes {
  /** Who comes last, by host: resolves when that one is done. */
  readonly #last = new Map<PolitenessKey, Promise<unknown>>();

  /** Does the work when its turn comes; `undefined` when the signal ends the wait for it. What has begun is always waited for. */
  async inTurn<Result>(key: PolitenessKey, signal: AbortSignal, work: () => Promise<Result>): Promise<Result | undefined> {
    let begun = false;
    const mine = (this.#last.get(key) ?? Promise.resolve()).then(() => {
      if (signal.aborted) return undefined;
      begun = true;
      return work();
    });
    const over = mine
      .catch(() => undefined)
      .finally(() => {
        if (this.#last.get(key) === over) this.#last.delete(key);
      });
    this.#last.set(key, over);
    await Promise.race([over, endOf(signal)]);
    return begun ? mine : undefined;
  }
}

const endOf = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
