import { afterAll, describe, expect, test } from 'vitest';
import { keyOf, VirtualFrontier, type VirtualVisit } from '../../bench/simulate/frontier.ts';
import { slotOf } from '../../bench/simulate/server.ts';
import { openRedisFrontier } from '../../src/frontier/redis.ts';
import { partitionOf } from '../../src/frontier/redis/partitions.ts';
import type { Discovery, PageUrl, PolitenessKey, Visit } from '../../src/records.ts';
import { discovery } from '../contracts/discovery.ts';
import { redisIsThere, startRedis } from '../redis/server.ts';
import { chanceOf } from '../web/chance.ts';

const HOSTS = 30;
const LEASE = 5000;
const STEPS = 1500;
const PARTITIONS = 4;

describe.runIf(redisIsThere())('the simulated frontier', async () => {
  const redis = await startRedis();
  const client = redis.connect();
  afterAll(() => redis.close());

  test('gives the turns that Redis gives, and finds the same leases lost', async () => {
    const chance = chanceOf(11);
    const below = (most: number): number => Math.floor(chance.next() * most);
    const real = await openRedisFrontier(client, { crawl: 'a', leaseMs: LEASE, namespace: 'simulated', partitions: PARTITIONS });
    const virtual = new VirtualFrontier({
      hosts: HOSTS,
      partitions: PARTITIONS,
      leaseMs: LEASE,
      partitionOf: (host) => partitionOf(keyOf(host), PARTITIONS),
      random: () => 0,
    });
    const open: { readonly visit: Visit; readonly own: VirtualVisit }[] = [];
    let [now, told, serial, given, lost, dead] = [1000, 0, 0, 0, 0, 0];
    const page = (host: number): Discovery => ({
      ...discovery('x', ''),
      url: `https://${keyOf(host)}/${(serial += 1)}` as PageUrl,
      key: keyOf(host) as PolitenessKey,
    });
    for (let step = 0; step < STEPS; step += 1) {
      const kind = chance.next();
      if (kind < 0.15) {
        now += chance.pick([1, 40, 300, 2000]);
      } else if (kind < 0.3) {
        const host = below(HOSTS);
        const urls = 1 + below(3);
        await real.add(Array.from({ length: urls }, () => page(host)));
        // What is added is ready since the time that `next` told last.
        virtual.add(host, urls, told);
      } else if (kind < 0.65 || open.length === 0) {
        told = now;
        const visit = await real.next(now);
        const turn = virtual.inTurn(virtual.parts);
        const own = turn === null ? null : virtual.next(turn.partition, now);
        expect([own && keyOf(own.host), own?.attempt]).toEqual([visit && visit.key, visit?.urls[0]?.attempt]);
        if (visit === null || own === null) continue;
        given += 1;
        dead += visit.urls[0]!.deaths;
        open.push({ visit, own });
      } else {
        const { visit, own } = open.splice(below(open.length), 1)[0]!;
        const restMs = chance.pick([100, 1000, 2500.5]);
        const retryAt = chance.next() < 0.3 ? now + chance.pick([0, 700, 9000]) : undefined;
        const waitMs = Math.max(0, restMs - chance.pick([0, 0, 60, 1500, -3000]));
        const ending = { url: visit.urls[0]!.url, restMs, waitMs, ...(retryAt !== undefined && { retryAt }) };
        const alive = await real.settle(visit, ending, now);
        const retry = retryAt === undefined ? null : { due: retryAt, spends: true };
        expect(virtual.settle(own, { restMs, waitMs, retry }, now)).toBe(alive);
        if (!alive) lost += 1;
      }
      expect(virtual.inTurn(virtual.parts)?.at ?? null).toBe(await real.wakeAt());
    }
    expect(given).toBeGreaterThan(300);
    expect(Math.min(lost, dead)).toBeGreaterThan(10);
  });
});

test('slots are those of Redis', () => {
  // The check value of CRC-16/XMODEM is 0x31c3.
  expect(slotOf('123456789')).toBe(0x31c3);
});
