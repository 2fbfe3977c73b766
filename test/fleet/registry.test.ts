import { afterAll, describe, expect, test } from 'vitest';
import type { Digest, PolitenessKey, RunId } from '../../src/records.ts';
import { openRedisFrontier } from '../../src/frontier/redis.ts';
import { RestartWatch } from '../../src/redis/restart-watch.ts';
import { discovery } from '../contracts/discovery.ts';
import { MemoryWatch } from '../../src/redis/memory.ts';
import { Registry, type WorkerState } from '../../src/run/fleet/registry.ts';
import { FleetBudget, FleetHealth, FleetYields, forgetSpending } from '../../src/run/fleet/spending.ts';
import { redisIsThere, startRedis } from '../redis/server.ts';

const run = '20261128T000000Z-abcdef' as RunId;
const key = 'example.org' as PolitenessKey;

describe.runIf(redisIsThere())('what a fleet shares', async () => {
  const redis = await startRedis();
  const client = redis.connect();
  let serial = 0;
  const namespace = (): string => `ns${(serial += 1)}`;
  afterAll(() => redis.close());

  test('one process at a time coordinates a run', async () => {
    const registry = new Registry(client, namespace());
    expect(await registry.coordinate(run, 'a')).toBe(true);
    expect(await registry.coordinate(run, 'b')).toBe(false);
    expect(await registry.coordinate(run, 'a')).toBe(true);
    await registry.letGo(run, 'b');
    expect(await registry.coordinator(run)).toBe('a');
    await registry.letGo(run, 'a');
    expect(await registry.coordinate(run, 'b')).toBe(true);
  });

  test('runs are there from their announcement to their withdrawal, workers while they are heard of', async () => {
    const own = namespace();
    const registry = new Registry(client, own);
    const active = { run, crawlers: ['a'], digest: 'sha256:1' as Digest, rebuilt: null, life: 'a', state: 'running' } as const;
    await registry.announce(active);
    await registry.announce({ ...active, state: 'paused' });
    expect(await registry.runs()).toEqual([{ ...active, state: 'paused' }]);
    // Who has been taken over from says nothing any more.
    await registry.announce(active);
    await registry.coordinate(run, 'new');
    await registry.pause(active, 'old');
    expect(await registry.runs()).toEqual([active]);
    await registry.pause(active, 'new');
    expect(await registry.runs()).toEqual([{ ...active, state: 'paused' }]);
    await registry.withdraw(run);
    expect(await registry.runs()).toEqual([]);

    const worker = (name: string): WorkerState => ({
      name,
      host: 'here',
      pid: 1,
      roles: ['fetch'],
      startedAt: 0,
      runs: [run],
      refused: [],
      fetching: 0,
      refining: 0,
      address: null,
    });
    for (const name of ['b', 'a', 'c']) await registry.beat(worker(name));
    expect((await registry.workers()).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    await registry.leave('b');
    await client.pexpire(`${own}:fleet:worker:c`, 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await registry.workers()).map(({ name }) => name)).toEqual(['a']);
    expect(await client.smembers(`${own}:fleet:workers`)).toEqual(['a']);
  });

  test('another version of the wire stands while somebody speaks it', async () => {
    const own = namespace();
    const registry = new Registry(client, own);
    expect([await registry.agree(1), await registry.agree(1), await registry.agree(2)]).toEqual(['1', '1', '2']);
    await registry.announce({ run, crawlers: ['a'], digest: 'sha256:1' as Digest, rebuilt: null, life: 'a', state: 'paused' });
    expect([await registry.agree(1), await registry.agree(2)]).toEqual(['2', '2']);
    await registry.withdraw(run);
    // One that has not been heard of for long is nobody.
    await client.sadd(`${own}:fleet:workers`, 'dead');
    expect(await registry.agree(1)).toBe('1');
  });

  test('a budget is spent by all together, and never overspent', async () => {
    const own = namespace();
    const limits = new Map([['a', { pages: 50, bytes: 1000, depth: 1 }]]);
    const budgets = [1, 2, 3].map(() => new FleetBudget(client, own, run, limits));
    const taken = await Promise.all(Array.from({ length: 120 }, (_, n) => budgets[n % 3]!.take('a')));
    expect(taken.filter((drop) => drop === null)).toHaveLength(50);
    expect(taken.find((drop) => drop !== null)).toMatchObject({ stage: 'budget', rule: 'pages' });
    await budgets[0]!.giveBack('a');
    await budgets[1]!.spend('a', 0, 999);
    expect(await budgets[2]!.take('a')).toBeNull();
    await budgets[0]!.giveBack('a');
    await budgets[1]!.spend('a', 0, 1);
    expect(await budgets[2]!.take('a')).toMatchObject({ rule: 'bytes' });
    await budgets[0]!.reset(new Map([['a', { pages: 49, bytes: 0 }]]));
    expect([await budgets[1]!.take('a'), (await budgets[2]!.take('a'))?.rule]).toEqual([null, 'pages']);
    await forgetSpending(client, own, run);
    expect(await client.keys(`${own}:*`)).toEqual([]);
  });

  test('the crawlers of a topic share its budget', async () => {
    const own = namespace();
    const limits = new Map(['a', 'b'].map((name) => [name, { pages: 50, bytes: 1000, depth: 1 }]));
    const [one, other] = [1, 2].map(() => new FleetBudget(client, own, run, limits, { topic: 'waste', pages: 3, bytes: 500 }));
    expect([await one!.take('a'), await other!.take('b'), await one!.ended(), await one!.take('b')]).toEqual([null, null, null, null]);
    expect(await other!.ended()).toMatchObject({ stage: 'budget', rule: 'topic-pages' });
    expect(await other!.take('a')).toMatchObject({ rule: 'topic-pages' });
    await one!.giveBack('a');
    expect(await other!.ended()).toBeNull();
    await one!.spend('b', 0, 500);
    expect(await other!.ended()).toMatchObject({ rule: 'topic-bytes' });
  });

  test('what hosts gave is known to all', async () => {
    const own = namespace();
    const [one, other] = [new FleetYields(client, own, run), new FleetYields(client, own, run)];
    await one.add(key, true);
    await other.add(key, false);
    await other.add('example.com' as PolitenessKey, true);
    const { each, pages } = await one.of([key, 'example.net' as PolitenessKey]);
    expect([pages, each.get(key), each.get('example.net' as PolitenessKey)]).toEqual([
      3,
      { pages: 2, relevant: 1 },
      { pages: 0, relevant: 0 },
    ]);
    await forgetSpending(client, own, run);
    expect(await client.keys(`${own}:*`)).toEqual([]);
  });

  test('a host that fails for one fails for all', async () => {
    const own = namespace();
    const [one, other] = [new FleetHealth(client, own, run), new FleetHealth(client, own, run)];
    for (let n = 0; n < 5; n += 1) {
      await one.failed(key, 'http-503');
      expect(await other.givenUp(key)).toBeNull();
      expect(await other.failed(key, 'connection-refused')).toBe(2 * n + 2);
    }
    expect(await one.givenUp(key)).toContain('the last 10 requests to example.org failed (connection-refused)');
    await one.ok(key);
    expect(await other.givenUp(key)).toBeNull();
  });

  test('after a restart nothing is begun until what may have been forgotten is over', async () => {
    const own = namespace();
    const watch = (): RestartWatch => new RestartWatch({ client, namespace: own, graceMs: 6000 });
    const frontierOf = (quietUntil: () => number) =>
      openRedisFrontier(client, { crawl: 'a', leaseMs: 1000, namespace: own, clock: 'server', quietUntil });
    const first = watch();
    const life = await first.look();
    const frontier = await frontierOf(first.quietUntil);
    await frontier.add([discovery('a', '1')]);
    expect([first.quietUntil() <= Date.now(), first.count]).toEqual([true, 0]);
    await redis.restart('SIGKILL');
    expect(await first.look()).not.toBe(life);
    expect(first.count).toBe(1);
    expect(first.quietUntil()).toBeGreaterThan(Date.now() + 500);
    expect(await frontier.next(Date.now())).toBeNull();
    expect(await frontier.wakeAt()).toBe(first.quietUntil());
    // Whoever comes just after it waits, too; whoever comes later need not.
    const second = watch();
    await second.look();
    expect(second.quietUntil()).toBeGreaterThan(Date.now() + 500);
    await expect.poll(() => frontier.next(Date.now()), { timeout: 60_000 }).not.toBeNull();
    await expect.poll(() => client.get(`${own}:fleet:life`), { timeout: 60_000 }).toBe(await first.look());
    const third = watch();
    await third.look();
    expect([third.quietUntil() <= Date.now(), third.count]).toEqual([true, 0]);
    for (const each of [first, second, third]) each.close();
  });

  test('a Redis is full from three quarters of its memory, until there is some room again', async () => {
    const memory = new MemoryWatch(client);
    const used = Number(/used_memory:(\d+)/.exec(await client.info('memory'))?.[1]);
    const seen: boolean[] = [];
    for (const share of [0.5, 0.9, 0.72, 0.5]) {
      await client.config('SET', 'maxmemory', String(Math.round(used / share)));
      await memory.look();
      seen.push(memory.isFull);
    }
    expect(seen).toEqual([false, true, true, false]);
    await client.config('SET', 'maxmemory', '0');
    memory.close();
  });
});
