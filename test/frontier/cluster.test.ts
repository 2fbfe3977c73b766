import { afterAll, describe, expect, test } from 'vitest';
import { dropRedisCrawl, openRedisFrontier } from '../../src/frontier/redis.ts';
import { discovery } from '../contracts/discovery.ts';
import { frontierContract } from '../contracts/frontier.ts';
import { startCluster } from '../redis/cluster.ts';
import { redisIsThere } from '../redis/server.ts';

const isWanted = process.env['GARNER_CLUSTER'] === '1';

describe.runIf(isWanted && redisIsThere())('on a Redis Cluster', async () => {
  const cluster = isWanted ? await startCluster(3) : null;
  const client = cluster?.connect();
  afterAll(() => cluster?.close());
  let serial = 0;

  frontierContract('a cluster of three', {
    fresh: () => {
      const namespace = `test${(serial += 1)}`;
      return (terms) => openRedisFrontier(client!, { ...terms, namespace, partitions: 8 });
    },
    cleanUp: async () => undefined,
    runs: 20,
  });

  test('every node has its part of a crawl, and nothing of one that was dropped', async () => {
    const terms = { crawl: 'a', leaseMs: 1000, namespace: 'parts', partitions: 64 };
    const frontier = await openRedisFrontier(client!, terms);
    await frontier.add(Array.from({ length: 500 }, (_, n) => discovery(`h${n}`, '1')));
    const keysOf = async (kind: string): Promise<readonly number[]> =>
      Promise.all(cluster!.nodes.map(async (node) => (await node.connect().keys(`parts:{*}:${kind}:*`)).length));
    for (const keys of await keysOf('q')) expect(keys).toBeGreaterThan(50);
    expect(await frontier.next(0)).not.toBeNull();
    expect(await dropRedisCrawl(client!, 'a', terms)).toBe(true);
    for (const kind of 'qnsowlxmt') expect(await keysOf(kind)).toEqual([0, 0, 0]);
  });
});
