import { afterAll, describe, expect, test } from 'vitest';
import { connectRedis, shown } from '../../src/redis/connect.ts';
import { factsOf, faultsOf, memoryShare } from '../../src/redis/fitness.ts';
import { redisIsThere, startRedis, type TestRedis } from './server.ts';

const good = 'redis_version:7.0.15\r\naof_enabled:1\r\nmaxmemory_policy:noeviction\r\nrole:master\r\nused_memory:50\r\nmaxmemory:200\r\n';

test('what is fit, and what is not', () => {
  expect(faultsOf(factsOf(good))).toEqual([]);
  expect(memoryShare(factsOf(good))).toBe(0.25);
  expect(memoryShare(factsOf('used_memory:50\nmaxmemory:0\ntotal_system_memory:1000'))).toBe(0.05);
  expect(memoryShare(factsOf('used_memory:50'))).toBeNull();
  const bad = good
    .replace('7.0.15', '6.0.9')
    .replace('aof_enabled:1', 'aof_enabled:0')
    .replace('noeviction', 'allkeys-lru')
    .replace('master', 'slave')
    .concat('cluster_enabled:1\r\n');
  expect(faultsOf(factsOf(bad)).map((fault) => fault.match(/6\.0\.9|appendonly|noeviction|Cluster|replica/)?.[0])).toEqual([
    '6.0.9',
    'appendonly',
    'noeviction',
    'Cluster',
    'replica',
  ]);
});

test('no password is shown', () => {
  expect(shown('redis://garner:secret@db.test:6379/1')).not.toContain('secret');
});

describe.runIf(redisIsThere())('over real servers', () => {
  const servers: TestRedis[] = [];
  afterAll(async () => {
    for (const server of servers) await server.close();
  });
  const start = async (...settings: readonly string[]): Promise<TestRedis> => {
    const server = await startRedis(settings);
    servers.push(server);
    return server;
  };

  test('one that keeps what it is told is connected to, and a restart is waited for', async () => {
    const server = await start('--appendonly', 'yes');
    const client = await connectRedis(server.url);
    await client.set('a', '1');
    const restarted = server.restart();
    const answers = Promise.all(Array.from({ length: 50 }, () => client.get('a')));
    await restarted;
    expect(new Set(await answers)).toEqual(new Set(['1']));
    client.disconnect();
  });

  test('one that forgets is refused, with what to set', async () => {
    const { url } = await start('--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru');
    await expect(connectRedis(url)).rejects.toThrow(/appendonly yes[^]*noeviction/);
  });

  test('where nothing listens, it says so at once', async () => {
    await expect(connectRedis('redis://127.0.0.1:1')).rejects.toThrow(/127\.0\.0\.1:1.*ECONNREFUSED.*redis\.url/);
  });
});
