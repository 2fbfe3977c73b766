import type { Redis } from 'ioredis';
import type { Drop, PolitenessKey, RunId } from '../../records.ts';
import { type Budget, type Limits, overspent } from '../budget.ts';
import { type HostHealth, whyGivenUp } from '../host-health.ts';

const keyOf = (namespace: string, run: RunId, what: 'spent' | 'failures' | 'reasons'): string => `${namespace}:{${run}}:${what}`;

/** The budget of a run that many processes work on: one count for all, that a worker which dies with a page in hand leaves one too high. */
export class FleetBudget implements Budget {
  readonly #client: Redis;
  readonly #key: string;
  readonly #limits: ReadonlyMap<string, Limits>;

  constructor(client: Redis, namespace: string, run: RunId, limits: ReadonlyMap<string, Limits>) {
    this.#client = client;
    this.#key = keyOf(namespace, run, 'spent');
    this.#limits = limits;
  }

  async take(crawler: string): Promise<Drop | null> {
    const limits = this.#limits.get(crawler);
    if (limits === undefined) return null;
    const bytes = Number((await this.#client.hget(this.#key, `bytes ${crawler}`)) ?? 0);
    const pages = await this.#client.hincrby(this.#key, `pages ${crawler}`, 1);
    const drop = overspent(crawler, limits, { pages: pages - 1, bytes });
    if (drop !== null) await this.giveBack(crawler);
    return drop;
  }

  async giveBack(crawler: string): Promise<void> {
    await this.#client.hincrby(this.#key, `pages ${crawler}`, -1);
  }

  async spend(crawler: string, pages: number, bytes: number): Promise<void> {
    if (pages > 0) await this.#client.hincrby(this.#key, `pages ${crawler}`, pages);
    if (bytes > 0) await this.#client.hincrby(this.#key, `bytes ${crawler}`, bytes);
  }

  /** Says what is spent, whatever was said before: to be called before workers begin. */
  async reset(spent: ReadonlyMap<string, { readonly pages: number; readonly bytes: number }>): Promise<void> {
    await this.#client.del(this.#key);
    for (const [crawler, { pages, bytes }] of spent) await this.spend(crawler, pages, bytes);
  }
}

/** How a run's hosts answer, as all its workers have found. */
export class FleetHealth implements HostHealth {
  readonly #client: Redis;
  readonly #failures: string;
  readonly #reasons: string;

  constructor(client: Redis, namespace: string, run: RunId) {
    this.#client = client;
    this.#failures = keyOf(namespace, run, 'failures');
    this.#reasons = keyOf(namespace, run, 'reasons');
  }

  async ok(key: PolitenessKey): Promise<void> {
    await this.#client.hdel(this.#failures, key);
  }

  async failed(key: PolitenessKey, reason: string): Promise<number> {
    await this.#client.hset(this.#reasons, key, reason);
    return this.#client.hincrby(this.#failures, key, 1);
  }

  async givenUp(key: PolitenessKey): Promise<string | null> {
    const count = await this.#client.hget(this.#failures, key);
    return count === null ? null : whyGivenUp(key, Number(count), (await this.#client.hget(this.#reasons, key)) ?? '');
  }
}

/** Forgets what was counted for a run that is over. */
export async function forgetSpending(client: Redis, namespace: string, run: RunId): Promise<void> {
  await client.unlink(keyOf(namespace, run, 'spent'), keyOf(namespace, run, 'failures'), keyOf(namespace, run, 'reasons'));
}
