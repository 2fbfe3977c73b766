import { expect, test } from 'vitest';
import type { Frontier } from '../../src/frontier/frontier.ts';
import type { Visit } from '../../src/records.ts';
import { discovery } from './discovery.ts';
import type { OpenFrontier } from './frontier.ts';

const LEASE = 1000;
const urlsOf = (visit: Visit | null): readonly string[] => visit?.urls.map(({ url }) => url) ?? [];

async function settleAll(frontier: Frontier, visit: Visit | null, restMs: number, now: number): Promise<void> {
  for (const { url } of visit?.urls ?? []) expect(await frontier.settle(visit!, { url, restMs }, now)).toBe(true);
}

/** What a frontier owes those whose lease was lost, and their hosts. */
export function frontierLostTest(opener: () => OpenFrontier): void {
  test('a lost lease changes nothing where no request was made', async () => {
    const frontier = await opener()({ crawl: 'a', leaseMs: LEASE, visitUrls: 8 });
    await frontier.add(['1', '2'].map((path) => discovery('a', path)));
    const lost = await frontier.next(0);
    const expired = async (now: number): Promise<void> => {
      const before = [await frontier.counts(), await frontier.wakeAt()];
      expect(await frontier.settle(lost!, { url: lost!.urls[0]!.url, restMs: 0 }, now)).toBe(false);
      expect(await frontier.settle(lost!, { url: lost!.urls[0]!.url, restMs: 10, waitMs: 0, retryAt: 99_999 }, now)).toBe(false);
      expect(await frontier.renew(lost!, now)).toBe(false);
      expect(await frontier.release(lost!, 0, now)).toBe(false);
      expect([await frontier.counts(), await frontier.wakeAt()]).toEqual(before);
    };
    await expired(LEASE);
    const heir = await frontier.next(LEASE);
    expect(urlsOf(heir)).toEqual(urlsOf(lost));
    await expired(LEASE + 1);
    await settleAll(frontier, heir, 100, LEASE + 1);
    await expired(LEASE + 2);
    expect(urlsOf(await frontier.next(LEASE + 101))).toEqual(['https://a.test/2']);
  });

  test('a wait that a host has asked for once does not come again when whoever has it next dies', async () => {
    const frontier = await opener()({ crawl: 'a', leaseMs: LEASE });
    await frontier.add([discovery('a', '1'), discovery('a', '2')]);
    const visit = await frontier.next(0);
    expect(await frontier.settle(visit!, { url: visit!.urls[0]!.url, restMs: 300, waitMs: 60_000 }, 0)).toBe(true);
    expect(await frontier.next(59_999)).toBeNull();
    expect(await frontier.next(60_000)).not.toBeNull();
    expect(await frontier.wakeAt()).toBe(60_000 + LEASE + 300);
  });

  test('of a lost lease, the rest of its host counts, whoever has that now', async () => {
    const frontier = await opener()({ crawl: 'a', leaseMs: LEASE, visitUrls: 8 });
    await frontier.add(['1', '2', '3'].map((path) => discovery('a', path)));
    const lost = await frontier.next(0);
    const { url } = lost!.urls[0]!;
    // Nobody has it.
    expect(await frontier.settle(lost!, { url, restMs: 500, waitMs: 400 }, LEASE)).toBe(false);
    expect(await frontier.next(LEASE + 399)).toBeNull();
    const heir = await frontier.next(LEASE + 400);
    expect(urlsOf(heir)).toEqual([url]);
    // Another one has it.
    expect(await frontier.settle(lost!, { url, restMs: 2000 }, LEASE + 410)).toBe(false);
    expect(await frontier.renew(heir!, LEASE + 420)).toBe(true);
    await settleAll(frontier, heir, 40, LEASE + 420);
    expect(await frontier.next(LEASE + 2409)).toBeNull();
    // It says nothing about the pace that the other one has found.
    const next = await frontier.next(LEASE + 2410);
    expect(urlsOf(next)).toHaveLength(2);
    await settleAll(frontier, next, 0, LEASE + 2410);
    expect(await frontier.release(lost!, 3000, LEASE + 2500)).toBe(false);
    await frontier.add([discovery('a', '4')]);
    expect(await frontier.wakeAt()).toBe(LEASE + 5500);
    expect(await frontier.counts()).toMatchObject({ queued: 1, leased: 0, settled: 3 });
  });
}
