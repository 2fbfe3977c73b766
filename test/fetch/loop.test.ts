import { afterEach, beforeEach, expect, test } from 'vitest';
import { TurnLater, TurnLost } from '../../src/fetch/fetch.ts';
import { createLoop, type Loop, type LoopOptions } from '../../src/fetch/loop.ts';
import { VisitQueue } from '../../src/fetch/visit-queue.ts';
import type { Frontier } from '../../src/frontier/frontier.ts';
import { openSqliteFrontier } from '../../src/frontier/sqlite.ts';
import type { PageUrl } from '../../src/records.ts';
import { discover } from '../../src/run/rules.ts';

const LEASE = 200;
let frontier: Frontier;

beforeEach(async () => {
  frontier = await openSqliteFrontier(':memory:', { crawl: 'run', leaseMs: LEASE });
});
afterEach(() => frontier.close());

const add = (...urls: readonly string[]): Promise<number> =>
  frontier.add(urls.map((url) => discover('c', url as PageUrl, { role: 'page', via: 'seed', depth: 0 })));

const loopOver = (queue: VisitQueue, handle: LoopOptions['handle']): Promise<Loop> =>
  createLoop({ queue, concurrency: 2, handle, room: async () => undefined, busy: () => false });

test('a URL whose turn was lost comes again, though its lease was alive', async () => {
  await add('http://a.test/1', 'http://b.test/1');
  const handled: string[] = [];
  const loop = await loopOver(new VisitQueue(frontier, Date.now), async ({ url }) => {
    handled.push(url);
    if (url === 'http://a.test/1' && handled.indexOf(url) === handled.length - 1) throw new TurnLost();
    return { restMs: 0 };
  });
  await loop.run();
  expect(handled).toEqual(['http://a.test/1', 'http://b.test/1', 'http://a.test/1']);
  expect(await frontier.counts()).toMatchObject({ queued: 0, leased: 0, settled: 2 });
});

test('a wait for others at the address is not taken for the pace of the host', async () => {
  await add('http://a.test/1', 'http://a.test/2');
  const before = Date.now() - 5000;
  const visit = await frontier.next(before);
  await frontier.settle(visit!, { url: visit!.urls[0]!.url, restMs: 3000 }, before);
  let turns = 0;
  const loop = await loopOver(new VisitQueue(frontier, Date.now), async () => {
    throw (turns += 1) === 1 ? new TurnLater(60) : new Error('the disk is full');
  });
  const start = Date.now();
  await expect(loop.run()).rejects.toThrow('the disk is full');
  expect(await frontier.wakeAt()).toBeGreaterThanOrEqual(start + 60 + LEASE + 3000);
});

test.each(['what is done with the answer', 'telling the frontier'])('a host is not free at once when %s fails', async (failing) => {
  await add('http://a.test/1');
  const broken = { ...frontier, settle: () => Promise.reject(new Error('the disk is full')) };
  const isTelling = failing === 'telling the frontier';
  const queue = new VisitQueue(isTelling ? broken : frontier, Date.now);
  const loop = await loopOver(queue, async () => {
    if (isTelling) return { restMs: 60_000 };
    throw new Error('the disk is full');
  });
  const start = Date.now();
  await expect(loop.run()).rejects.toThrow('the disk is full');
  await queue.close();
  expect(await frontier.wakeAt()).toBeGreaterThanOrEqual(start + LEASE);
});
