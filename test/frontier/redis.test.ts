import { afterAll, describe, expect, test } from 'vitest';
import { CrawlDropped, dropRedisCrawl, openRedisFrontier, restRedisHosts } from '../../src/frontier/redis.ts';
import { LOOKS } from '../../src/frontier/redis/partitions.ts';
import type { PolitenessKey } from '../../src/records.ts';
import { discovery } from '../contracts/discovery.ts';
import { frontierContract, type OpenFrontier } from '../contracts/frontier.ts';
import { redisIsThere, startRedis } from '../redis/server.ts';

describe.runIf(redisIsThere())('on Redis', async () => {
  const redis = await startRedis();
  const client = redis.connect();
  afterAll(() => redis.close());
  let serial = 0;
  const fresh = (partitions: number) => (): OpenFrontier => {
    const namespace = `test${(serial += 1)}`;
    return (terms) => openRedisFrontier(client, { ...terms, namespace, partitions });
  };

  frontierContract('Redis in one partition', { fresh: fresh(1), cleanUp: async () => undefined, runs: 150 });
  frontierContract('Redis in eight partitions', { fresh: fresh(8), cleanUp: async () => undefined, runs: 50 });

  test('of many partitions some are asked at a time, and no host is overlooked', async () => {
    const client = redis.connect();
    const asked: string[] = [];
    const looking = Object.assign(Object.create(client) as typeof client, {
      zrange: (key: string, ...rest: ['0', '0', 'WITHSCORES']) => {
        asked.push(key);
        return client.zrange(key, ...rest);
      },
    });
    const frontier = await openRedisFrontier(looking, { crawl: 'a', leaseMs: 1000, namespace: 'looks', partitions: 64 });
    const hosts = Array.from({ length: 200 }, (_, n) => `h${n}`);
    await frontier.add(hosts.map((host) => discovery(host, '1')));
    expect(await frontier.next(0)).not.toBeNull();
    expect(new Set(asked).size).toBeLessThanOrEqual(LOOKS);
    const keys = new Set<string>();
    for (let visit = await frontier.next(0); visit !== null; visit = await frontier.next(0)) keys.add(visit.key);
    expect(keys.size).toBe(hosts.length - 1);
  });

  test('dropping a crawl forgets its URLs, and neither clocks nor leases nor other crawls', async () => {
    const namespace = 'dropped';
    const [one, other] = await Promise.all(['one', 'other'].map((crawl) => openRedisFrontier(client, { crawl, leaseMs: 1000, namespace })));
    await one!.add([discovery('a', '1'), discovery('b', '1'), discovery('c', '1')]);
    await other!.add([discovery('a', '1'), discovery('b', '1')]);
    const visit = await one!.next(0);
    await one!.settle(visit!, { url: visit!.urls[0]!.url, restMs: 5000 }, 0);
    await one!.next(0);
    const shortName = await client.hget(`${namespace}:crawls`, 'one');
    expect(await client.keys(`${namespace}:{0}:[qnsowlxmt]:${shortName}*`)).not.toEqual([]);
    expect(await dropRedisCrawl(client, 'one', { namespace })).toBe(true);
    expect(await dropRedisCrawl(client, 'one', { namespace })).toBe(false);
    await expect(one!.counts()).rejects.toThrow(CrawlDropped);
    await expect(one!.add([discovery('a', '2')])).rejects.toThrow(CrawlDropped);
    expect(await client.keys(`${namespace}:{0}:[qnsowlxmt]:${shortName}*`)).toEqual([]);
    expect(await other!.counts()).toMatchObject({ discovered: 2, queued: 2 });
    expect((await other!.next(1000))?.key).toBe('b.test');
    expect(await other!.next(4000)).toMatchObject({ key: 'b.test' });
    expect((await other!.next(5000))?.key).toBe('a.test');
    const anew = await openRedisFrontier(client, { crawl: 'one', leaseMs: 1000, namespace });
    expect(await anew.add([discovery('c', '1')])).toBe(1);
  });

  test('a server that has lost all takes nothing from who still knows the crawl, and gives it nothing', async () => {
    const options = { crawl: 'lost', leaseMs: 1000, namespace: 'lost', partitions: 4 };
    const old = await openRedisFrontier(client, options);
    await old.add([discovery('a', '1')]);
    const visit = await old.next(0);
    for (const key of await client.keys('lost:*')) await client.unlink(key);
    const anew = await openRedisFrontier(client, options);
    await anew.add([discovery('a', '1'), discovery('b', '1')]);
    await expect(old.add([discovery('c', '1')])).rejects.toThrow(CrawlDropped);
    await expect(old.counts()).rejects.toThrow(CrawlDropped);
    expect([await old.next(0), await old.renew(visit!, 0)]).toEqual([null, false]);
    expect(await anew.counts()).toMatchObject({ discovered: 2, leased: 0 });
  });

  test('a visit that a killed server has forgotten is told from the one that it gives then', async () => {
    const frontier = await openRedisFrontier(client, { crawl: 'forgotten', leaseMs: 1000, namespace: 'forgotten' });
    await frontier.add([discovery('a', '1')]);
    const keys = await client.keys('forgotten:*');
    const before = await Promise.all(keys.map(async (key) => [key, await client.dumpBuffer(key)] as const));
    const forgotten = await frontier.next(1_000_000);
    for (const key of await client.keys('forgotten:*')) await client.unlink(key);
    for (const [key, dump] of before) await client.restore(key, 0, dump);
    const visit = await frontier.next(1_001_500);
    expect(visit!.urls).toEqual(forgotten!.urls);
    for (const retryAt of [1_002_000, undefined]) {
      expect(
        await frontier.settle(forgotten!, { url: visit!.urls[0]!.url, restMs: 0, ...(retryAt !== undefined && { retryAt }) }, 1_001_600),
      ).toBe(false);
    }
    expect(await frontier.renew(visit!, 1_001_700)).toBe(true);
  });

  test('hosts can be told to rest, for longer and never for less', async () => {
    const own = { namespace: 'rests', partitions: 4 };
    const frontier = await openRedisFrontier(client, { crawl: 'rests', leaseMs: 1000, ...own });
    await frontier.add([discovery('a', '1'), discovery('b', '1')]);
    const [a, b] = ['a.test', 'b.test'] as [PolitenessKey, PolitenessKey];
    await restRedisHosts(
      client,
      [
        [a, 5000],
        [b, 7000],
      ],
      own,
    );
    await restRedisHosts(client, [[a, 1000]], own);
    expect(await frontier.hosts(2)).toMatchObject([
      { key: a, nextAt: 5000 },
      { key: b, nextAt: 7000 },
    ]);
    expect([await frontier.next(4999), (await frontier.next(5000))?.key]).toEqual([null, a]);
  });

  test('many URLs are kept apart and in order while the seen-set grows', async () => {
    const frontier = await openRedisFrontier(client, { crawl: 'many', leaseMs: 1000, visitUrls: 1000, namespace: 'many' });
    const found = Array.from({ length: 60_000 }, (_, n) => discovery(`h${(n * 7919) % 40}`, `${n}`, { priority: n % 3 }));
    for (let at = 0; at < found.length; at += 5000) expect(await frontier.add(found.slice(at, at + 5000))).toBe(5000);
    expect(await frontier.add(found)).toBe(0);
    const sets = await client.keys('many:{0}:x:*');
    expect(new Set(await Promise.all(sets.map((set) => client.object('ENCODING', set))))).toEqual(new Set(['intset']));
    const given = new Map<string, number[]>();
    for (let now = 0, visit = await frontier.next(0); visit !== null; visit = await frontier.next((now += 1))) {
      const order = given.get(visit.key) ?? [];
      given.set(visit.key, order);
      for (const { url, priority } of visit.urls) order.push((2 - priority) * found.length + Number(url.slice(url.lastIndexOf('/') + 1)));
      for (const { url } of visit.urls) await frontier.settle(visit, { url, restMs: 0 }, now);
    }
    expect([...given.values()].reduce((sum, order) => sum + order.length, 0)).toBe(found.length);
    for (const order of given.values()) expect(order).toEqual([...order].sort((a, b) => a - b));
    // What is done with leaves nothing of itself but in the seen-set.
    expect((await client.keys('many:{0}:[qnowl]:*')).length).toBe(0);
  });

  test('its own clock counts when it is asked to', async () => {
    const frontier = await openRedisFrontier(client, { crawl: 'a', leaseMs: 60_000, namespace: 'clock', partitions: 4, clock: 'server' });
    await frontier.add([discovery('a', '1'), discovery('a', '2')]);
    const visit = await frontier.next(0);
    expect(await frontier.settle(visit!, { url: visit!.urls[0]!.url, restMs: 60_000 }, 0)).toBe(true);
    // A worker whose clock is a year ahead gains nothing by it.
    expect(await frontier.next(Date.now() + 31_536_000_000)).toBeNull();
    expect(await frontier.wakeAt()).toBeGreaterThan(Date.now() + 50_000);
  });

  test('a host that was asked for before a restart and given after it is given back', async () => {
    const quiet = [0, Number.POSITIVE_INFINITY];
    const terms = { crawl: 'a', leaseMs: 60_000, namespace: 'restarted' };
    const asked = await openRedisFrontier(client, { ...terms, quietUntil: () => quiet.shift() ?? 0 });
    await asked.add([discovery('a', '1')]);
    expect(await asked.next(0)).toBeNull();
    expect(quiet).toEqual([]);
    expect(await asked.counts()).toMatchObject({ queued: 1, leased: 0 });
    expect((await asked.next(0))?.urls).toMatchObject([{ attempt: 0, deaths: 0 }]);
  });

  test('nothing is lost when Redis is killed after a second, and scripts are loaded again', async () => {
    const server = await startRedis(['--appendonly', 'yes', '--appendfsync', 'always']);
    const own = server.connect();
    const frontier = await openRedisFrontier(own, { crawl: 'a', leaseMs: 1000 });
    await frontier.add(['1', '2', '3'].map((path) => discovery('a', path)));
    const visit = await frontier.next(0);
    await server.restart('SIGKILL');
    expect(await frontier.settle(visit!, { url: visit!.urls[0]!.url, restMs: 0 }, 1)).toBe(true);
    expect(await frontier.counts()).toEqual({ discovered: 3, queued: 2, leased: 0, settled: 1, keys: 1 });
    expect((await frontier.next(2))?.urls.map(({ url }) => url.slice(-1))).toEqual(['2', '3']);
    await server.close();
  });
});
