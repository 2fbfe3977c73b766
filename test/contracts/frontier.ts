import { afterEach, describe, expect, test } from 'vitest';
import type { Frontier, HostOrder } from '../../src/frontier/frontier.ts';
import type { Discovery, PageUrl, PolitenessKey, Visit } from '../../src/records.ts';
import { discovery } from './discovery.ts';
import { frontierLostTest } from './frontier-lost.ts';
import { frontierModelTest } from './frontier-model.ts';
import { frontierPromiseTest } from './frontier-promise.ts';

export interface FrontierTerms {
  readonly crawl: string;
  readonly leaseMs: number;
  readonly visitUrls?: number;
  readonly order?: HostOrder;
}

/** Opens a frontier over the same storage each time it is called within one test. */
export type OpenFrontier = (terms: FrontierTerms) => Promise<Frontier>;

const LEASE = 1000;
const urlsOf = (visit: Visit | null): readonly string[] => visit?.urls.map(({ url }) => url) ?? [];

export interface Engine {
  /** Fresh storage for one test. */
  readonly fresh: () => OpenFrontier;
  /** Called after each test. */
  readonly cleanUp: () => Promise<void>;
  /** How many random orders of operations to try. */
  readonly runs: number;
}

/** What every frontier owes. */
export function frontierContract(name: string, { fresh, cleanUp, runs }: Engine): void {
  describe(`${name} keeps the frontier contract`, () => {
    const opened: Frontier[] = [];
    afterEach(async () => {
      for (const frontier of opened.splice(0)) await frontier.close();
      await cleanUp();
    });
    const opener = (): OpenFrontier => {
      const open = fresh();
      return async (terms) => {
        const frontier = await open(terms);
        opened.push(frontier);
        return frontier;
      };
    };
    const start = (over: Partial<FrontierTerms> = {}): Promise<Frontier> => opener()({ crawl: 'a', leaseMs: LEASE, ...over });
    const settleAll = async (frontier: Frontier, visit: Visit | null, restMs: number, now: number): Promise<void> => {
      for (const { url } of visit?.urls ?? []) expect(await frontier.settle(visit!, { url, restMs }, now)).toBe(true);
    };

    test('gives a URL once, as it was found', async () => {
      const frontier = await start();
      const found: Discovery[] = [
        discovery('a', 'sitemap.xml', { role: 'sitemap', via: 'sitemap', priority: 255 }),
        discovery('b', 'feed', { role: 'feed', via: 'feed', priority: 0, crawler: 'other' }),
        discovery('f', 'terms.xml', { role: 'terms', priority: 0 }),
        discovery('c', 'page?q=1&r=%C3%A9#', { via: 'https://a.test/from/here?x' as PageUrl, depth: 7, hops: 3 }),
        discovery('d', '', { via: 'import', depth: 500, priority: 127, astray: 2 }),
        discovery('e', 'ünïcödé/路径'),
      ];
      expect(await frontier.add(found)).toBe(found.length);
      expect(await frontier.add(found)).toBe(0);
      const given: unknown[] = [];
      for (let visit = await frontier.next(1); visit !== null; visit = await frontier.next(1)) {
        expect(visit.urls[0]!.key).toBe(visit.key);
        given.push(...visit.urls);
        await settleAll(frontier, visit, 0, 2);
      }
      const byUrl = (a: unknown, b: unknown): number => ((a as Discovery).url < (b as Discovery).url ? -1 : 1);
      expect(given.sort(byUrl)).toEqual(found.map((each) => ({ ...each, attempt: 0, deaths: 0 })).sort(byUrl));
      expect(await frontier.add(found)).toBe(0);
      expect(await frontier.wakeAt()).toBeNull();
      expect(await frontier.counts()).toEqual({ discovered: 6, queued: 0, leased: 0, settled: 6, keys: 6 });
    });

    test('URLs that are new twice in one call are added once', async () => {
      const frontier = await start();
      expect(await frontier.add([discovery('a', '1'), discovery('a', '1', { depth: 3 }), discovery('a', '2')])).toBe(2);
      expect(await frontier.add([])).toBe(0);
      expect((await frontier.counts()).queued).toBe(2);
    });

    test('two live visits never share a key, not even of different crawls', async () => {
      const open = opener();
      const [one, other] = [await open({ crawl: 'a', leaseMs: LEASE }), await open({ crawl: 'b', leaseMs: LEASE })];
      await one.add([discovery('a', '1'), discovery('a', '2')]);
      await other.add([discovery('a', '1'), discovery('b', '1')]);
      const visit = await one.next(10);
      expect(visit?.key).toBe('a.test');
      expect(await one.next(10)).toBeNull();
      expect((await other.next(10))?.key).toBe('b.test');
      expect(await other.next(10)).toBeNull();
      await settleAll(one, visit, 300, 20);
      expect(await other.next(319)).toBeNull();
      expect(await other.wakeAt()).toBe(320);
      expect(urlsOf(await other.next(320))).toEqual(['https://a.test/1']);
      expect(await one.next(320)).toBeNull();
    });

    test('a new URL never shortens a rest', async () => {
      const frontier = await start();
      await frontier.add([discovery('a', '1')]);
      await settleAll(frontier, await frontier.next(0), 500, 100);
      await frontier.add([discovery('a', '2', { priority: 255 })]);
      expect(await frontier.next(599)).toBeNull();
      expect(await frontier.wakeAt()).toBe(600);
      expect(urlsOf(await frontier.next(600))).toEqual(['https://a.test/2']);
    });

    test('a shorter rest never shortens a longer one', async () => {
      const frontier = await start({ visitUrls: 4 });
      await frontier.add(['1', '2', '3'].map((path) => discovery('a', path)));
      await settleAll(frontier, await frontier.next(0), 0, 0);
      const visit = await frontier.next(0);
      expect(visit?.urls).toHaveLength(2);
      await frontier.add([discovery('a', '4')]);
      expect(await frontier.settle(visit!, { url: visit!.urls[0]!.url, restMs: 900 }, 100)).toBe(true);
      expect(await frontier.settle(visit!, { url: visit!.urls[1]!.url, restMs: 10 }, 200)).toBe(true);
      expect(await frontier.next(999)).toBeNull();
      expect(await frontier.next(1000)).not.toBeNull();
    });

    test('a rest may have begun before it is told, and a death costs all of it', async () => {
      const frontier = await start();
      await frontier.add(['1', '2', '3', '4'].map((path) => discovery('a', path)));
      const settle = async (waitMs: number, now: number): Promise<boolean> => {
        const visit = await frontier.next(now);
        return frontier.settle(visit!, { url: visit!.urls[0]!.url, restMs: 100, waitMs }, now);
      };
      expect(await settle(60, 10)).toBe(true);
      expect(await frontier.next(69)).toBeNull();
      expect(await settle(0, 70)).toBe(true);
      expect(await frontier.next(70)).not.toBeNull();
      expect(await frontier.next(70 + LEASE + 99)).toBeNull();
      expect(await frontier.next(70 + LEASE + 100)).not.toBeNull();
    });

    test('a wait without a request says nothing about the pace of a host', async () => {
      const frontier = await start();
      await frontier.add([discovery('a', '1'), discovery('a', '2')]);
      await settleAll(frontier, await frontier.next(0), 300, 0);
      const visit = await frontier.next(300);
      const { url } = visit!.urls[0]!;
      expect(await frontier.settle(visit!, { url, restMs: 0, waitMs: 60, retryAt: 310, spendsAttempt: false }, 300)).toBe(true);
      expect(await frontier.next(359)).toBeNull();
      expect(urlsOf(await frontier.next(360))).toEqual([url]);
      // Who has it dies: the host rests by its own pace.
      expect(await frontier.wakeAt()).toBe(360 + LEASE + 300);
    });

    test('a host that was only waited for is none of short rests', async () => {
      const frontier = await start({ visitUrls: 8 });
      await frontier.add([discovery('a', '1'), discovery('a', '2')]);
      const visit = await frontier.next(0);
      const { url } = visit!.urls[0]!;
      expect(await frontier.settle(visit!, { url, restMs: 0, waitMs: 60, retryAt: 60, spendsAttempt: false }, 0)).toBe(true);
      expect(urlsOf(await frontier.next(60))).toHaveLength(1);
    });

    test('an exhausted key sleeps until a new URL wakes it', async () => {
      const frontier = await start();
      await frontier.add([discovery('a', '1')]);
      await settleAll(frontier, await frontier.next(0), 10, 0);
      expect(await frontier.wakeAt()).toBeNull();
      expect(await frontier.next(1_000_000)).toBeNull();
      await frontier.add([discovery('a', '1')]);
      expect(await frontier.wakeAt()).toBeNull();
      await frontier.add([discovery('a', '2')]);
      expect(urlsOf(await frontier.next(1_000_000))).toEqual(['https://a.test/2']);
    });

    test("a dead worker's URLs come back after its lease and a rest, under a newer fence", async () => {
      const frontier = await start({ visitUrls: 8 });
      await frontier.add(['1', '2', '3'].map((path) => discovery('a', path)));
      await settleAll(frontier, await frontier.next(0), 50, 0);
      const dead = await frontier.next(50);
      expect(dead?.urls).toHaveLength(2);
      expect(await frontier.wakeAt()).toBe(50 + LEASE + 50);
      expect(await frontier.next(LEASE + 99)).toBeNull();
      const heir = await frontier.next(LEASE + 100);
      expect(urlsOf(heir)).toEqual(urlsOf(dead).slice(0, 1));
      expect(heir!.fence).not.toBe(dead!.fence);
      expect(heir!.urls[0]!.attempt).toBe(0);
      expect(await frontier.counts()).toMatchObject({ queued: 1, leased: 1, settled: 1 });
    });

    test('the visits of a dead worker end at once when it is known to be dead', async () => {
      const open = opener();
      const [dead, other] = [await open({ crawl: 'a', leaseMs: LEASE, visitUrls: 8 }), await open({ crawl: 'b', leaseMs: LEASE })];
      await dead.add(['1', '2', '3'].map((path) => discovery('a', path)));
      await other.add([discovery('b', '1'), discovery('c', '1')]);
      await settleAll(dead, await dead.next(0), 50, 0);
      const lost = [await dead.next(50), await other.next(50)];
      const heir = await open({ crawl: 'a', leaseMs: LEASE, visitUrls: 8 });
      expect(await heir.reclaim(100)).toBe(2);
      for (const [n, visit] of lost.entries()) expect(await [dead, other][n]!.renew(visit!, 101)).toBe(false);
      expect(await heir.counts()).toMatchObject({ queued: 2, leased: 0, settled: 1 });
      expect(await other.counts()).toMatchObject({ queued: 2, leased: 0 });
      // Its holder may have sent a request until it was known to be dead.
      expect(await heir.next(149)).toBeNull();
      const again = await heir.next(150);
      expect(urlsOf(again)).toEqual(urlsOf(lost[0]!));
      expect(again!.fence).not.toBe(lost[0]!.fence);
      expect(await other.next(150)).not.toBeNull();
      expect(await heir.reclaim(5000)).toBe(2);
      expect(await heir.reclaim(5000)).toBe(0);
    });

    test('a URL is settled once, and only by the visit that holds it', async () => {
      const frontier = await start();
      await frontier.add([discovery('a', '1'), discovery('a', '2'), discovery('b', '1')]);
      const visit = await frontier.next(0);
      expect(await frontier.settle(visit!, { url: 'https://b.test/1' as PageUrl, restMs: 0 }, 1)).toBe(false);
      await settleAll(frontier, visit, 0, 1);
      expect(await frontier.settle(visit!, { url: visit!.urls[0]!.url, restMs: 0 }, 1)).toBe(false);
      expect(await frontier.release(visit!, 0, 1)).toBe(false);
      expect(await frontier.counts()).toEqual({ discovered: 3, queued: 2, leased: 0, settled: 1, keys: 2 });
    });

    test('renewing keeps a lease alive', async () => {
      const frontier = await start();
      await frontier.add([discovery('a', '1')]);
      const visit = await frontier.next(0);
      expect(await frontier.renew(visit!, 900)).toBe(true);
      expect(await frontier.next(1899)).toBeNull();
      expect(await frontier.settle(visit!, { url: visit!.urls[0]!.url, restMs: 0 }, 1899)).toBe(true);
    });

    test('releasing gives the unsettled URLs back at once, and rests', async () => {
      const frontier = await start({ visitUrls: 8 });
      await frontier.add(['1', '2', '3', '4'].map((path) => discovery('a', path)));
      await settleAll(frontier, await frontier.next(0), 0, 0);
      const visit = await frontier.next(0);
      expect(await frontier.settle(visit!, { url: visit!.urls[0]!.url, restMs: 0 }, 5)).toBe(true);
      expect(await frontier.release(visit!, 20, 10)).toBe(true);
      expect(await frontier.settle(visit!, { url: visit!.urls[1]!.url, restMs: 0 }, 11)).toBe(false);
      expect(await frontier.next(29)).toBeNull();
      expect(urlsOf(await frontier.next(30))).toEqual(['https://a.test/3', 'https://a.test/4']);
    });

    test('counts whom a URL has outlived, and gives it out alone from then on', async () => {
      const frontier = await start({ visitUrls: 8 });
      await frontier.add(Array.from({ length: 4 }, (_, n) => discovery('a', String(n))));
      await settleAll(frontier, await frontier.next(0), 10, 0);
      expect(urlsOf(await frontier.next(10))).toHaveLength(3);
      const alone = await frontier.next(10 + LEASE + 10);
      expect(alone!.urls.map(({ deaths }) => deaths)).toEqual([1]);
      // What is given back or taken back by who knows better has killed nobody.
      expect(await frontier.release(alone!, 0, 10 + LEASE + 11)).toBe(true);
      await frontier.next(10 + LEASE + 12);
      await frontier.reclaim(10 + LEASE + 13);
      const again = await frontier.next(10 + LEASE + 23);
      expect(again!.urls.map(({ url, deaths }) => [url, deaths])).toEqual([[alone!.urls[0]!.url, 1]]);
      const third = await frontier.next(10 + 2 * LEASE + 40);
      expect(third!.urls.map(({ deaths }) => deaths)).toEqual([2]);
    });

    test('a URL comes back at its time, and its attempts are counted', async () => {
      const frontier = await start();
      await frontier.add([discovery('a', '1')]);
      const first = await frontier.next(0);
      await frontier.settle(first!, { url: first!.urls[0]!.url, restMs: 10, retryAt: 5000, spendsAttempt: true }, 0);
      expect(await frontier.counts()).toMatchObject({ queued: 1, leased: 0, settled: 0 });
      expect(await frontier.wakeAt()).toBe(5000);
      expect(await frontier.next(4999)).toBeNull();
      const second = await frontier.next(5000);
      expect(second!.urls[0]!.attempt).toBe(1);
      await frontier.settle(second!, { url: second!.urls[0]!.url, restMs: 900, retryAt: 5001, spendsAttempt: false }, 5000);
      expect(await frontier.wakeAt()).toBe(5900);
      expect((await frontier.next(5900))!.urls[0]!.attempt).toBe(1);
    });

    test('tells where a URL is, and whose turn comes next', async () => {
      const frontier = await start();
      await frontier.add(['1', '2', '3'].map((path) => discovery('a', path)));
      await frontier.add([discovery('b', '1')]);
      const url = (path: string): PageUrl => `https://a.test/${path}` as PageUrl;
      const key = 'a.test' as PolitenessKey;
      expect(await frontier.find(url('2'), key)).toMatchObject({
        state: 'queued',
        notBefore: null,
        host: { key, queued: 3, isLeased: false },
      });
      expect(await frontier.find(url('9'), key)).toBeNull();
      expect(await frontier.find('https://z.test/1' as PageUrl, 'z.test' as PolitenessKey)).toBeNull();
      const visit = await frontier.next(10);
      expect(await frontier.find(url('1'), key)).toMatchObject({ state: 'leased', host: { isLeased: true } });
      await frontier.settle(visit!, { url: url('1'), restMs: 100, retryAt: 5000 }, 20);
      expect(await frontier.find(url('1'), key)).toMatchObject({
        state: 'queued',
        notBefore: 5000,
        host: { nextAt: 120, isLeased: false },
      });
      expect((await frontier.hosts(5)).map(({ key: of, queued, nextAt }) => [of, queued, nextAt <= 10])).toEqual([
        ['b.test', 1, true],
        ['a.test', 3, false],
      ]);
      expect(await frontier.hosts(1)).toHaveLength(1);
    });

    test('a URL that waits does not keep its host from others', async () => {
      const frontier = await start();
      await frontier.add([discovery('a', '1', { priority: 200 }), discovery('a', '2')]);
      const first = await frontier.next(0);
      await frontier.settle(first!, { url: first!.urls[0]!.url, restMs: 10, retryAt: 1000 }, 0);
      expect(urlsOf(await frontier.next(10))).toEqual(['https://a.test/2']);
    });

    test('the best priority comes first within a host, then what was found first', async () => {
      const frontier = await start({ visitUrls: 1 });
      await frontier.add([discovery('a', '1'), discovery('a', '2', { priority: 9 }), discovery('a', '3')]);
      const order: string[] = [];
      for (let now = 0; order.length < 5; now += 10) {
        const visit = await frontier.next(now);
        order.push(visit!.urls[0]!.url.slice(-1));
        await settleAll(frontier, visit, 0, now);
        if (now === 0) await frontier.add([discovery('a', '4', { priority: 255 }), discovery('a', '5', { priority: 8 })]);
        if (now === 0) await frontier.add([discovery('a', '6', { priority: 0 })]);
      }
      expect(order).toEqual(['1', '4', '3', '2', '5']);
    });

    test('hosts take turns: the one that has been ready longest comes first', async () => {
      const frontier = await start();
      for (const host of ['a', 'b', 'c']) await frontier.add(['1', '2', '3'].map((path) => discovery(host, path)));
      const order: string[] = [];
      for (let now = 0; now < 6000; now += 1000) {
        const visit = await frontier.next(now);
        order.push(visit!.key[0]!);
        await settleAll(frontier, visit, 100, now);
        // A host that appears later does not push in.
        if (now === 1000) await frontier.add([discovery('d', '1')]);
      }
      expect(order).toEqual(['a', 'b', 'c', 'a', 'd', 'b']);
    });

    test('only a host of short rests is given several URLs at once', async () => {
      const frontier = await start({ visitUrls: 3 });
      await frontier.add(['1', '2', '3', '4', '5', '6', '7'].map((path) => discovery('a', path)));
      const sizes: number[] = [];
      let now = 0;
      for (const restMs of [2000, 40, 60, 0]) {
        const visit = await frontier.next((now += 5000));
        sizes.push(visit!.urls.length);
        await settleAll(frontier, visit, restMs, now);
      }
      expect(sizes).toEqual([1, 1, 3, 1]);
    });

    test('crawls know their own URLs only', async () => {
      const open = opener();
      const [one, other] = [await open({ crawl: 'a', leaseMs: LEASE }), await open({ crawl: 'b', leaseMs: LEASE })];
      expect(await one.add([discovery('a', '1')])).toBe(1);
      expect(await other.add([discovery('a', '1')])).toBe(1);
      expect(await one.add([discovery('a', '1')])).toBe(0);
      await settleAll(one, await one.next(0), 0, 0);
      expect(await other.counts()).toEqual({ discovered: 1, queued: 1, leased: 0, settled: 0, keys: 1 });
      expect(await one.wakeAt()).toBeNull();
    });

    test('reopening goes on where it stopped', async () => {
      const open = opener();
      const first = await open({ crawl: 'a', leaseMs: LEASE });
      await first.add([discovery('a', '1'), discovery('a', '2'), discovery('b', '1'), discovery('c', '1')]);
      await settleAll(first, await first.next(0), 700, 0);
      const held = await first.next(0);
      const waits = await first.next(0);
      await first.settle(waits!, { url: waits!.urls[0]!.url, restMs: 0, retryAt: 4000 }, 0);
      const counts = await first.counts();
      await first.close();
      const second = await open({ crawl: 'a', leaseMs: LEASE });
      expect(await second.counts()).toEqual(counts);
      expect(await second.add([discovery('a', '1'), discovery('c', '1')])).toBe(0);
      expect(await second.wakeAt()).toBe(700);
      expect(await second.renew(held!, 10)).toBe(true);
      const freed = await second.next(700);
      expect(urlsOf(freed)).toEqual(['https://a.test/2']);
      await settleAll(second, freed, 0, 700);
      const dead = await second.next(1010);
      expect(urlsOf(dead)).toEqual(['https://b.test/1']);
      await settleAll(second, dead, 0, 1010);
      expect(await second.next(3999)).toBeNull();
      expect(urlsOf(await second.next(4000))).toEqual(['https://c.test/1']);
    });

    frontierLostTest(opener);
    frontierPromiseTest(opener);
    frontierModelTest(opener, runs);
  });
}
