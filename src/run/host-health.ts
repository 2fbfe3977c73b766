import { backoff } from '../fetch/retry.ts';
import type { PolitenessKey } from '../records.ts';

/** Failures in a row after which a host is a broken circuit: it rests for the back-off, doubled each time, and one request then tries it again. */
const OPEN_AFTER = 5;
/** Milliseconds that a host rests which has failed so often in a row; 0 while it is no broken circuit. */
export const restOfBroken = (failures: number, random: () => number, base: number): number =>
  failures < OPEN_AFTER ? 0 : backoff(failures - OPEN_AFTER, random, base);

/** Failures in a row after which a host is given up for the rest of the run. */
export const GIVE_UP_AFTER = 10;

type Maybe<Value> = Value | Promise<Value>;

/** What a run has found of its hosts' answering: whoever fetches for it tells the same one. */
export interface HostHealth {
  ok(key: PolitenessKey): Maybe<void>;
  /** Returns the failures in a row, this one included. */
  failed(key: PolitenessKey, reason: string): Maybe<number>;
  /** Why the host is given up, or null. */
  givenUp(key: PolitenessKey): Maybe<string | null>;
}

export function whyGivenUp(key: PolitenessKey, count: number, last: string): string | null {
  return count < GIVE_UP_AFTER ? null : `the last ${count} requests to ${key} failed (${last})`;
}

/** Hosts that only refuse, time out or break: knocking on for every URL would neither be polite nor ever end. */
export class LocalHostHealth implements HostHealth {
  readonly #failures = new Map<PolitenessKey, { count: number; last: string }>();

  ok(key: PolitenessKey): void {
    this.#failures.delete(key);
  }

  failed(key: PolitenessKey, reason: string): number {
    const count = (this.#failures.get(key)?.count ?? 0) + 1;
    this.#failures.set(key, { count, last: reason });
    return count;
  }

  givenUp(key: PolitenessKey): string | null {
    const failures = this.#failures.get(key);
    return failures === undefined ? null : whyGivenUp(key, failures.count, failures.last);
  }
}
