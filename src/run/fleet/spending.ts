import type { Redis } from 'ioredis';
import { DAY_MS, type Drop, type Instant, type PolitenessKey, type RunId } from '../../records.ts';
import { type Budget, type Limits, overspent, overspentTopic, type TopicLimits } from '../budget.ts';
import type { DailySpending, DailySpent } from '../daily.ts';
import type { HostYields } from '../focusing.ts';
import type { Yield } from '../../topic/priority.ts';
import { GIVE_UP_AFTER, type HostHealth, whyGivenUp } from '../host-health.ts';

const keyOf = (namespace: string, run: RunId, what: 'spent' | 'failures' | 'reasons' | 'yields'): string => `${namespace}:{${run}}:${what}`;

/** The budget of a run that many processes work on: one count for all, that a worker which dies with a page in hand leaves one too high. */
export class FleetBudget implements Budget {
  readonly #client: Redis;
  readonly #key: string;
  readonly #limits: ReadonlyMap<string, Limits>;
  readonly #topic: TopicLimits | null;

  constructor(client: Redis, namespace: string, run: RunId, limits: ReadonlyMap<string, Limits>, topic: TopicLimits | null = null) {
    this.#client = client;
    this.#key = keyOf(namespace, run, 'spent');
    this.#limits = limits;
    this.#topic = topic;
  }

  async ended(): Promise<Drop | null> {
    if (this.#topic === null) return null;
    const [pages, bytes] = await this.#client.hmget(this.#key, 'pages', 'bytes');
    return overspentTopic(this.#topic, { pages: Number(pages ?? 0), bytes: Number(bytes ?? 0) });
  }

  async take(crawler: string): Promise<Drop | null> {
    const limits = this.#limits.get(crawler);
    if (limits === undefined) return null;
    const [own, all] = await this.#client.hmget(this.#key, `bytes ${crawler}`, 'bytes');
    const pages = await this.#client.hincrby(this.#key, `pages ${crawler}`, 1);
    const inAll = await this.#client.hincrby(this.#key, 'pages', 1);
    const drop =
      overspent(crawler, limits, { pages: pages - 1, bytes: Number(own ?? 0) }) ??
      (this.#topic === null ? null : overspentTopic(this.#topic, { pages: inAll - 1, bytes: Number(all ?? 0) }));
    if (drop !== null) await this.giveBack(crawler);
    return drop;
  }

  giveBack(crawler: string): Promise<void> {
    return this.#add('pages', crawler, -1);
  }

  async spend(crawler: string, pages: number, bytes: number): Promise<void> {
    if (pages > 0) await this.#add('pages', crawler, pages);
    if (bytes > 0) await this.#add('bytes', crawler, bytes);
  }

  /** For the crawler, and for all together. */
  async #add(what: 'pages' | 'bytes', crawler: string, count: number): Promise<void> {
    await this.#client.hincrby(this.#key, `${what} ${crawler}`, count);
    await this.#client.hincrby(this.#key, what, count);
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

  /** How many hosts are given up. */
  async countGivenUp(): Promise<number> {
    return (await this.#client.hvals(this.#failures)).filter((count) => Number(count) >= GIVE_UP_AFTER).length;
  }
}

/** What hosts have given since midnight (UTC), whichever run and worker asked: one count for all. */
export class FleetDaily implements DailySpending {
  readonly #client: Redis;
  readonly #namespace: string;
  readonly #clock: () => Instant;

  constructor(client: Redis, namespace: string, clock: () => Instant) {
    this.#client = client;
    this.#namespace = namespace;
    this.#clock = clock;
  }

  async of(key: PolitenessKey): Promise<DailySpent> {
    const [pages, bytes] = await this.#client.hmget(this.#keyOf(key), 'pages', 'bytes');
    return { pages: Number(pages ?? 0), bytes: Number(bytes ?? 0) };
  }

  async add(key: PolitenessKey, { pages, bytes }: DailySpent): Promise<void> {
    const today = this.#keyOf(key);
    const counts = this.#client.pipeline().hincrby(today, 'pages', pages).hincrby(today, 'bytes', bytes);
    await counts.pexpire(today, 2 * DAY_MS).exec();
  }

  /** Where less than that is known of today, that it was so much. */
  async atLeast(key: PolitenessKey, { pages, bytes }: DailySpent): Promise<void> {
    const known = await this.of(key);
    await this.add(key, { pages: Math.max(0, pages - known.pages), bytes: Math.max(0, bytes - known.bytes) });
  }

  readonly #keyOf = (key: PolitenessKey): string => `${this.#namespace}:daily:${Math.floor(this.#clock() / DAY_MS)}:${key}`;
}

/** How much of what a run's hosts gave was on its topic, as all its workers have found. A page that is read again, since reading it failed, counts again. */
export class FleetYields implements HostYields {
  readonly #client: Redis;
  readonly #key: string;

  constructor(client: Redis, namespace: string, run: RunId) {
    this.#client = client;
    this.#key = keyOf(namespace, run, 'yields');
  }

  async add(key: PolitenessKey, relevant: boolean): Promise<void> {
    const counts = this.#client.pipeline().hincrby(this.#key, 'pages', 1).hincrby(this.#key, `pages ${key}`, 1);
    await (relevant ? counts.hincrby(this.#key, `relevant ${key}`, 1) : counts).exec();
  }

  async of(keys: readonly PolitenessKey[]): Promise<{ readonly each: ReadonlyMap<PolitenessKey, Yield>; readonly pages: number }> {
    const fields = keys.flatMap((key) => [`pages ${key}`, `relevant ${key}`]);
    const [all, ...counts] = (await this.#client.hmget(this.#key, 'pages', ...fields)).map((count) => Number(count ?? 0));
    const each = new Map(keys.map((key, n) => [key, { pages: counts[2 * n] ?? 0, relevant: counts[2 * n + 1] ?? 0 }]));
    return { each, pages: all ?? 0 };
  }
}

/** Forgets what was counted for a run that is over. */
export async function forgetSpending(client: Redis, namespace: string, run: RunId): Promise<void> {
  await client.unlink(...(['spent', 'failures', 'reasons', 'yields'] as const).map((what) => keyOf(namespace, run, what)));
}
