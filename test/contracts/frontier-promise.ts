import { describe, expect, test } from 'vitest';
import { type Frontier, PATIENCE_MS } from '../../src/frontier/frontier.ts';
import type { Visit } from '../../src/records.ts';
import { discovery } from './discovery.ts';
import type { OpenFrontier } from './frontier.ts';

const LEASE = 1000;
const urlsOf = (visit: Visit | null): readonly string[] => visit?.urls.map(({ url }) => url) ?? [];

async function settleAll(frontier: Frontier, visit: Visit | null, restMs: number, now: number): Promise<void> {
  for (const { url } of visit?.urls ?? []) expect(await frontier.settle(visit!, { url, restMs }, now)).toBe(true);
}

/** What a frontier owes whose hosts are visited by their promise, besides all else. */
export function frontierPromiseTest(opener: () => OpenFrontier): void {
  describe('by promise', () => {
    const promising = (): Promise<Frontier> => opener()({ crawl: 'a', leaseMs: LEASE, order: 'promise' });
    const keyOf = async (frontier: Frontier, now: number): Promise<string | undefined> => (await frontier.next(now))?.key[0];

    test('the ready host whose best URL has the highest priority comes first', async () => {
      const frontier = await promising();
      await frontier.add([
        discovery('a', '1', { priority: 10 }),
        discovery('b', '1', { priority: 90 }),
        discovery('b', '2', { priority: 20 }),
      ]);
      await frontier.add([discovery('c', '1', { priority: 50 }), discovery('d', '1', { priority: 0 })]);
      const order: string[] = [];
      for (let now = 1000; order.length < 6; now += 1000) {
        const visit = await frontier.next(now);
        order.push(visit!.urls[0]!.url.slice('https://'.length).replace('.test/', ''));
        await settleAll(frontier, visit, 100, now);
        if (now === 1000) await frontier.add([discovery('d', '2', { priority: 60 })]);
      }
      expect(order).toEqual(['b1', 'd2', 'c1', 'b2', 'a1', 'd1']);
    });

    test('a host that rests, or is held, is passed over', async () => {
      const frontier = await promising();
      await frontier.add(['1', '2', '3'].map((path) => discovery('a', path, { priority: 250 })));
      await frontier.add([discovery('b', '1', { priority: 1 }), discovery('c', '1', { priority: 2 })]);
      await settleAll(frontier, await frontier.next(0), 500, 0);
      expect(await keyOf(frontier, 499)).toBe('c');
      expect(await keyOf(frontier, 500)).toBe('a');
      expect(await keyOf(frontier, 501)).toBe('b');
      expect(await keyOf(frontier, 502)).toBeUndefined();
      expect(await keyOf(frontier, 500 + LEASE + 500)).toBe('a');
    });

    test('gives one URL at a time, so that a better one that is found meanwhile comes next', async () => {
      const frontier = await promising();
      await frontier.add(['1', '2', '3'].map((path) => discovery('a', path)));
      await settleAll(frontier, await frontier.next(0), 0, 0);
      expect(urlsOf(await frontier.next(0))).toHaveLength(1);
    });

    test('a URL that comes back counts with its priority', async () => {
      const frontier = await promising();
      await frontier.add([
        discovery('a', '1', { priority: 200 }),
        discovery('b', '1', { priority: 100 }),
        discovery('c', '1', { priority: 50 }),
      ]);
      const visit = await frontier.next(0);
      await frontier.settle(visit!, { url: visit!.urls[0]!.url, restMs: 10, retryAt: 5000 }, 0);
      expect(await keyOf(frontier, 20)).toBe('b');
      expect(await keyOf(frontier, 5000)).toBe('a');
      expect(await keyOf(frontier, 5000)).toBe('b');
    });

    test('nobody waits for ever', async () => {
      const frontier = await promising();
      const found = Array.from({ length: 50 }, (_, n) => discovery('a', String(n), { priority: 255 }));
      await frontier.add([discovery('b', '1', { priority: 0 }), ...found]);
      const step = PATIENCE_MS / 10;
      const order: string[] = [];
      for (let now = 0; order.at(-1) !== 'b'; now += step) {
        const visit = await frontier.next(now);
        order.push(visit!.key[0]!);
        await settleAll(frontier, visit, 10, now);
      }
      expect(order.length).toBeGreaterThan(9);
      expect(order.length).toBeLessThan(14);
    });

    test('reopening goes on where it stopped', async () => {
      const open = opener();
      const first = await open({ crawl: 'a', leaseMs: LEASE, order: 'promise' });
      await first.add([
        discovery('a', '1', { priority: 10 }),
        discovery('b', '1', { priority: 90 }),
        discovery('c', '1', { priority: 50 }),
      ]);
      await settleAll(first, await first.next(0), 0, 0);
      await first.close();
      const second = await open({ crawl: 'a', leaseMs: LEASE, order: 'promise' });
      expect(await keyOf(second, 1)).toBe('c');
      expect(await keyOf(second, 1)).toBe('a');
    });
  });
}
