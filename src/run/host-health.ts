import type { PolitenessKey } from '../records.ts';

/** Failures in a row after which a host is given up for the rest of the run. */
const GIVE_UP_AFTER = 10;

/** Hosts that only refuse, time out or break: knocking on for every URL would neither be polite nor ever end. */
export class HostHealth {
  readonly #failures = new Map<PolitenessKey, { count: number; last: string }>();

  ok(key: PolitenessKey): void {
    this.#failures.delete(key);
  }

  /** Returns the failures in a row, this one included. */
  failed(key: PolitenessKey, reason: string): number {
    const count = (this.#failures.get(key)?.count ?? 0) + 1;
    this.#failures.set(key, { count, last: reason });
    return count;
  }

  /** Why the host is given up, or null. */
  givenUp(key: PolitenessKey): string | null {
    const failures = this.#failures.get(key);
    if (failures === undefined || failures.count < GIVE_UP_AFTER) return null;
    return `the last ${failures.count} requests to ${key} failed (${failures.last})`;
  }
}
