import { hash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { openRedisFrontier } from '../../src/frontier/redis.ts';
import { CommonKnowledge } from '../../src/ledger/fleet/common-knowledge.ts';
import type { Digest, Discovery, FetchId, PageUrl, PolitenessKey, RunId, Visit } from '../../src/records.ts';
import { factsOf } from '../../src/redis/fitness.ts';
import { FleetBudget, FleetHealth } from '../../src/run/fleet/spending.ts';
import { RefineQueue, startRefining } from '../../src/run/fleet/refine-queue.ts';
import { Unread } from '../../src/run/fleet/unread.ts';
import { ledgerEntry, pageOutcome } from '../../test/contracts/ledger-entry.ts';
import { startRedis } from '../../test/redis/server.ts';
import { keyOf } from './frontier.ts';

/** What a Redis spends, as it says itself: milliseconds of its main thread's CPU, and bytes. */
export interface Costs {
  /** Asking a partition whose turn comes first. */
  readonly look: number;
  readonly claim: number;
  readonly settle: number;
  /** A call that adds URLs, and each URL of it that is known already or new. */
  readonly addCall: number;
  readonly addKnown: number;
  readonly addNew: number;
  /** What a page costs that is counted for the run as a whole: budget, health, what is on record, what is unread. */
  readonly run: number;
  /** A page's job: put into the queue, taken, ended. */
  readonly job: number;
  /** Of a host with one URL that waits, and of its clock once it was visited; its robots.txt is not among it. */
  readonly hostBytes: number;
  readonly clockBytes: number;
  /** Of one more URL that waits. */
  readonly waitingBytes: number;
  /** Of one that is settled. */
  readonly seenBytes: number;
}

const AT_ONCE = 64;
const LINKS = 57;
const CALLS = 5000;
const NAMESPACE = 'bench';
const RUN = '20261128T000000Z-000000' as RunId;

async function cpuOf(client: Redis): Promise<number> {
  const facts = factsOf(await client.info('cpu'));
  return 1000 * (Number(facts.get('used_cpu_user_main_thread')) + Number(facts.get('used_cpu_sys_main_thread')));
}
const bytesOf = async (client: Redis): Promise<number> => Number(factsOf(await client.info('memory')).get('used_memory'));

/** Milliseconds of CPU that each of so many asks costs, 64 of them under way. */
async function costOf(client: Redis, count: number, ask: (n: number) => Promise<unknown>): Promise<number> {
  const before = await cpuOf(client);
  let next = 0;
  const asker = async (): Promise<void> => {
    while (next < count) await ask(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, asker));
  return ((await cpuOf(client)) - before) / count;
}

const page = (host: number, n: number): Discovery => ({
  // 80 letters, as real links have on average, of which no two share more than the folder.
  url: `https://${keyOf(host)}/departments/environment/${hash('sha256', `${n}`).slice(0, 32)}` as PageUrl,
  key: keyOf(host) as PolitenessKey,
  crawler: 'bench',
  role: 'page',
  via: `https://${keyOf(host)}/departments/the-page-that-names-them-${Math.floor(n / LINKS)}` as PageUrl,
  depth: 3,
  hops: 0,
  priority: 128,
});
const links = (host: number, from: number): readonly Discovery[] => Array.from({ length: LINKS }, (_, n) => page(host, from + n));

/** Measures the frontier and what else a fleet asks of Redis, on a private one that holds so many hosts. */
export async function calibrate(hosts: number): Promise<Costs> {
  const redis = await startRedis();
  const client = redis.connect();
  try {
    const frontier = await openRedisFrontier(client, { crawl: 'bench', leaseMs: 600_000, namespace: NAMESPACE, clock: 'server' });
    const empty = await bytesOf(client);
    await costOf(client, hosts, (host) => frontier.add([page(host, 0)]));
    const hostBytes = ((await bytesOf(client)) - empty) / hosts;

    const calls = Math.min(hosts, CALLS);
    const before = await bytesOf(client);
    const allNew = await costOf(client, calls, (host) => frontier.add(links(host, LINKS)));
    const waitingBytes = ((await bytesOf(client)) - before) / (calls * LINKS);
    const allKnown = await costOf(client, calls, (host) => frontier.add(links(host, LINKS)));
    const oneKnown = await costOf(client, hosts, (host) => frontier.add([page(host, 0)]));

    // With one partition that is all it asks.
    const look = await costOf(client, hosts, () => frontier.wakeAt());
    const visits: Visit[] = [];
    const atFirst = await bytesOf(client);
    const claim = await costOf(client, calls, async () => {
      const visit = await frontier.next(0);
      if (visit !== null) visits.push(visit);
    });
    const settle = await costOf(client, visits.length, async (n) => {
      const visit = visits[n];
      if (visit?.urls[0] !== undefined) await frontier.settle(visit, { url: visit.urls[0].url, restMs: 3_600_000 }, 0);
    });
    const clockBytes = ((await bytesOf(client)) - atFirst) / visits.length;
    const addKnown = (allKnown - oneKnown) / (LINKS - 1);
    return {
      look,
      claim,
      settle,
      addCall: oneKnown - addKnown,
      addKnown,
      addNew: Math.max(addKnown, (allNew - (oneKnown - addKnown)) / LINKS),
      run: await runCost(client, calls),
      job: await jobCost(client, redis.url, calls),
      hostBytes,
      clockBytes,
      waitingBytes,
      seenBytes: await seenBytes(client, hosts + calls * LINKS),
    };
  } finally {
    await redis.close();
  }
}

/** Of the sets of integers that know which URLs were ever added. */
async function seenBytes(client: Redis, urls: number): Promise<number> {
  const sets = await client.keys(`${NAMESPACE}:{0}:x:*`);
  const bytes = await Promise.all(sets.map((set) => client.memory('USAGE', set)));
  return bytes.reduce<number>((sum, each) => sum + (each ?? 0), 0) / urls;
}

/** What the engine asks Redis for each page in keys of the run, by its own classes. */
async function runCost(client: Redis, pages: number): Promise<number> {
  const limits = new Map([['bench', { pages: 1e9, bytes: 1e15, depth: 1000 } as never]]);
  const budget = new FleetBudget(client, NAMESPACE, RUN, limits);
  const health = new FleetHealth(client, NAMESPACE, RUN);
  const known = new CommonKnowledge(client, NAMESPACE);
  const unread = new Unread(client, NAMESPACE, RUN);
  return costOf(client, pages, async (n) => {
    const key = keyOf(n) as PolitenessKey;
    const entry = { url: page(n, 0).url, fetchId: `${RUN}/${n}/0` as FetchId };
    await budget.ended();
    await health.givenUp(key);
    await budget.take('bench');
    await budget.spend('bench', 0, 50_000);
    await health.ok(key);
    await known.isRecorded(entry.fetchId);
    await known.recorded(entry.fetchId);
    await unread.add(entry);
    await unread.few(key, () => false);
    await unread.remove(entry);
  });
}

async function jobCost(client: Redis, url: string, pages: number): Promise<number> {
  const address = { url, namespace: NAMESPACE };
  const digest = 'sha256:00000000' as Digest;
  const queue = new RefineQueue(address, digest);
  const all = Promise.withResolvers<void>();
  let left = pages;
  const worker = startRefining(address, digest, { concurrency: AT_ONCE, leaseMs: 30_000 }, async () => {
    if ((left -= 1) === 0) all.resolve();
  });
  const before = await cpuOf(client);
  await costOf(client, pages, (n) => {
    const outcome = pageOutcome(n);
    return queue.give({ entry: ledgerEntry(n), page: outcome as Extract<typeof outcome, { kind: 'page' }>, queue: 0 });
  });
  await all.promise;
  // The last of them have ended when the worker has.
  await worker.close();
  const spent = (await cpuOf(client)) - before;
  await queue.close();
  return spent / pages;
}
