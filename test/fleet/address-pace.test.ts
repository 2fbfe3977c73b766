import { afterAll, describe, expect, test } from 'vitest';
import { addressPace } from '../../src/run/fleet/address-pace.ts';
import { redisIsThere, startRedis } from '../redis/server.ts';

describe.runIf(redisIsThere())('what a fleet asks one address', async () => {
  const redis = await startRedis();
  const clients = [redis.connect(), redis.connect()] as const;
  afterAll(() => redis.close());

  test('all processes together keep to its rate', async () => {
    const [one, other] = [addressPace(clients[0], 'a', 4), addressPace(clients[1], 'a', 4)];
    const waits: number[] = [];
    const began = performance.now();
    for (let i = 0; i < 4; i += 1) waits.push(await one('127.0.0.1', `o${i}`, 0), await other('127.0.0.1', `p${i}`, 10_000));
    // Time that passes meanwhile is taken off a wait.
    const passedMs = performance.now() - began;
    expect(waits.slice(0, 4)).toEqual([0, 0, 0, 0]);
    for (const [i, wait] of waits.slice(4).entries()) {
      expect(wait).toBeLessThanOrEqual(250 * (i + 1));
      expect(wait).toBeGreaterThanOrEqual(Math.max(0, Math.floor(250 * (i + 1) - passedMs - 1)));
    }
    expect(await other('127.0.0.2', 'p', 0)).toBe(0);
  });

  test('a place that is kept for a host is its own whoever asks for it', async () => {
    const [one, other] = [addressPace(clients[0], 'b', 1), addressPace(clients[1], 'b', 1)];
    const began = performance.now();
    expect(await one('127.0.0.1', 'x', 0)).toBe(0);
    const asked = [[one, 'y'] as const, [one, 'z'] as const, [other, 'y'] as const, [other, 'w'] as const];
    const waits: number[] = [];
    for (const [pace, host] of asked) waits.push(await pace('127.0.0.1', host, 0));
    const passedMs = performance.now() - began;
    // The same place again; the other one is kept, too.
    for (const [n, place] of [1000, 2000, 1000, 3000].entries()) {
      expect(waits[n]).toBeLessThanOrEqual(place);
      expect(waits[n]).toBeGreaterThanOrEqual(Math.max(0, Math.floor(place - passedMs - 1)));
    }
  });

  test('nothing is left of an address that nobody asks any more', async () => {
    const pace = addressPace(clients[0], 'c', 50);
    await pace('127.0.0.1', 'x', 0);
    const left = await clients[0].pttl('c:pace:127.0.0.1');
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(1020);
  });

  test('a process that cannot reach Redis goes by its own count', async () => {
    const lost = redis.connect();
    const pace = addressPace(lost, 'e', 2);
    await pace('127.0.0.1', 'x', 0);
    lost.disconnect(true);
    lost.options.retryStrategy = () => 60_000;
    await expect.poll(() => lost.status).not.toBe('ready');
    const waits = await Promise.all(['y', 'z', 'w'].map(async (host) => pace('127.0.0.1', host, 0)));
    expect(waits.slice(0, 2)).toEqual([0, 0]);
    expect(waits[2]).toBeGreaterThan(0);
    expect(waits[2]).toBeLessThanOrEqual(500);
    lost.disconnect();
  });

  test('a process whose word Redis does not take goes by its own count', async () => {
    const client = redis.connect();
    const pace = addressPace(client, 'd', 2);
    await client.set('d:pace:127.0.0.1', 'something else');
    const waits = await Promise.all(['x', 'y', 'z'].map(async (host) => pace('127.0.0.1', host, 0)));
    expect(waits.slice(0, 2)).toEqual([0, 0]);
    expect(waits[2]).toBeGreaterThan(0);
  });
});
