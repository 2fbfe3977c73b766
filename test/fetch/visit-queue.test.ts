import { afterEach, beforeEach, expect, test } from 'vitest';
import { VisitQueue } from '../../src/fetch/visit-queue.ts';
import type { Frontier } from '../../src/frontier/frontier.ts';
import { openSqliteFrontier } from '../../src/frontier/sqlite.ts';
import type { Discovery, PageUrl } from '../../src/records.ts';
import { discover } from '../../src/run/rules.ts';

let now = 1_000_000;
let frontier: Frontier;
let queue: VisitQueue;

const found = (url: string): Discovery => discover('c', url as PageUrl, { role: 'page', via: 'seed', depth: 0 });
const add = async (...urls: readonly string[]): Promise<void> => {
  await frontier.add(urls.map(found));
  queue.woken();
};

beforeEach(async () => {
  now = 1_000_000;
  frontier = await openSqliteFrontier(':memory:', { crawl: 'run', leaseMs: 60_000 });
  queue = new VisitQueue(frontier, () => now);
});
afterEach(() => frontier.close());

test('two URLs of one host never have a turn at once, those of two hosts do', async () => {
  await add('http://a.test/1', 'http://a.test/2', 'http://b.test/1');
  const turns = [await queue.take(), await queue.take(), await queue.take()];
  expect(new Set(turns.map((turn) => turn?.leased.key ?? null))).toEqual(new Set(['a.test', 'b.test', null]));
});

test('the next URL of a host gets its turn after the rest, not before', async () => {
  await add('http://a.test/1', 'http://a.test/2');
  const first = await queue.take();
  if (first === null) throw new Error('no turn');
  await queue.finish(first, { restMs: 1000 });
  expect(await queue.take()).toBeNull();
  now += 999;
  expect(await queue.take()).toBeNull();
  now += 1;
  expect((await queue.take())?.leased.url).not.toBe(first.leased.url);
});

test('the next URL of a host need not wait for the part of a rest that is over', async () => {
  await add('http://a.test/1', 'http://a.test/2', 'http://a.test/3');
  const first = await queue.take();
  if (first === null) throw new Error('no turn');
  await queue.finish(first, { restMs: 1000, waitMs: 600 });
  now += 599;
  expect(await queue.take()).toBeNull();
  now += 1;
  expect(await queue.take()).not.toBeNull();
});

test('a URL that must come back comes back, and its queue is drained only then', async () => {
  await add('http://a.test/1');
  const first = await queue.take();
  if (first === null) throw new Error('no turn');
  await queue.finish(first, { restMs: 0, retryAt: now + 5000, spendsAttempt: true });
  expect(await queue.drained()).toBe(false);
  expect(await queue.ready()).toBe(false);
  now += 5000;
  const again = await queue.take();
  expect(again?.leased.attempt).toBe(1);
  if (again !== null) await queue.finish(again, { restMs: 0 });
  expect(await queue.drained()).toBe(true);
});

test('what is held when the queue closes is there for the next process at once', async () => {
  await add('http://a.test/1', 'http://a.test/2');
  expect(await queue.ready()).toBe(true);
  await queue.close();
  const next = new VisitQueue(frontier, () => now);
  expect((await next.take())?.leased.url).toBe('http://a.test/1');
});

test.each(['finished', 'abandoned', 'closed'])('a turn contacts its host no more once its visit is %s', async (how) => {
  await add('http://a.test/1');
  const turn = await queue.take();
  if (turn === null) throw new Error('no turn');
  expect(queue.holds(turn)).toBe(true);
  if (how === 'finished') await queue.finish(turn, { restMs: 1000 });
  else if (how === 'abandoned') queue.abandon(turn);
  else await queue.close();
  expect(queue.holds(turn)).toBe(false);
});

test('a lease that is renewed too late for a turn does not revive it', async () => {
  const [asked, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<boolean>()];
  const short = await openSqliteFrontier(':memory:', { crawl: 'run', leaseMs: 40 });
  const slow: Frontier = {
    ...short,
    renew: () => {
      asked.resolve();
      return answered.promise;
    },
  };
  queue = new VisitQueue(slow, () => now);
  await short.add([found('http://a.test/1')]);
  const turn = await queue.take();
  if (turn === null) throw new Error('no turn');
  now += 30;
  await asked.promise;
  queue.abandon(turn);
  answered.resolve(true);
  await answered.promise;
  await new Promise(setImmediate);
  expect(queue.holds(turn)).toBe(false);
  await queue.close();
  await short.close();
});
