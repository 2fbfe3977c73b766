import { hash, randomBytes } from 'node:crypto';
import type { Cluster, Redis } from 'ioredis';
import type { Discovery, Instant, Leased, PageUrl, PolitenessKey, Role, Via, Visit } from '../records.ts';
import { sumOf } from './counts.ts';
import type { Frontier, HostOrder } from './frontier.ts';
import { type PartitionCommands, partitionCommands } from './redis/commands.ts';
import { byTurn, type First, partitionOf, partsToAsk } from './redis/partitions.ts';

export interface RedisFrontierOptions {
  /** Names the crawl: opening the same one again goes on with it. */
  readonly crawl: string;
  /** A visit that is not renewed for this long, in milliseconds, is dead. */
  readonly leaseMs: number;
  /** URLs that a visit may hold when its host's last rest was 50 ms or less; else it holds one. Default 32, and 1 by promise. */
  readonly visitUrls?: number;
  /** All who work on a crawl must agree. Default: `turns`. */
  readonly order?: HostOrder;
  /** What all keys begin with. Default `garner`. */
  readonly namespace?: string;
  /**
   * Politeness keys are spread over so many hash slots. All who share a namespace must agree. Default 1; a cluster wants 64 or more.
   * With more than `LOOKS` of them, whose turn comes first is so among those of some partitions at a time.
   */
  readonly partitions?: number;
  /** `server`: the clock of Redis counts, whatever instants are passed in, so that no worker's clock matters. Default `caller`. */
  readonly clock?: 'server' | 'caller';
  /** Before this instant of this process's clock no visit begins: what the server knows of leases may not be all. */
  readonly quietUntil?: () => Instant;
}

/** The queue of a crawl is gone: it was dropped, or the server has lost it. Whoever opens the crawl again has an empty one. */
export class CrawlDropped extends Error {
  override readonly name = 'CrawlDropped';

  constructor() {
    super('this crawl was dropped from the frontier');
  }
}

/** The host of a partition that is ready first. */
interface Turn extends First {
  readonly part: PartitionCommands;
}

/** URLs in one script: it must not keep others waiting. */
const BATCH = 500;
const ROLES: readonly Role[] = ['page', 'sitemap', 'feed', 'terms'];

const crawlsKey = (namespace: string): string => `${namespace}:crawls`;
/** 63 bits: Redis packs signed 64-bit integers. */
const hashOf = (url: string): string => (BigInt(`0x${hash('sha256', url).slice(0, 16)}`) >> 1n).toString();

/** The short name of the crawl that stands in its keys. By chance, so that a queue that was lost and one made anew are never taken for each other. */
async function shortNameOf(client: Redis | Cluster, namespace: string, name: string): Promise<string> {
  const known = await client.hget(crawlsKey(namespace), name);
  if (known !== null) return known;
  await client.hsetnx(crawlsKey(namespace), name, randomBytes(4).readUInt32BE().toString(36));
  return (await client.hget(crawlsKey(namespace), name)) ?? '';
}

/**
 * The distributed frontier: Redis or Valkey, for all crawls and workers of a namespace. Every operation is one Lua script on one partition of
 * the politeness keys. The connection stays the caller's. `add` and `counts` reject with `CrawlDropped`.
 */
export async function openRedisFrontier(client: Redis | Cluster, options: RedisFrontierOptions): Promise<Frontier> {
  const { leaseMs, order = 'turns', namespace = 'garner', partitions = 1, quietUntil = () => 0 } = options;
  const visitUrls = options.visitUrls ?? (order === 'promise' ? 1 : 32);
  const crawl = await shortNameOf(client, namespace, options.crawl);
  const parts = Array.from({ length: partitions }, (_, n) => partitionCommands(client, `${namespace}:{${n}}:`));
  await Promise.all(parts.map((part) => part.begin(crawl)));
  const at = (now: Instant): string => (options.clock === 'server' ? '' : String(now));
  const isQuiet = (): boolean => Date.now() < quietUntil();
  const partOf = (key: string): PartitionCommands => parts[partitionOf(key, partitions)] as PartitionCommands;

  const inOrder = async (asked: readonly PartitionCommands[]): Promise<readonly Turn[]> => {
    const turns = await Promise.all(asked.map(async (part) => ({ part, first: await part.first(crawl) })));
    return turns.flatMap(({ part, first }) => (first === null ? [] : [{ part, ...first }])).sort(byTurn);
  };
  /** Whose turn it is in each partition is a cheap question; the best of them is asked for it. */
  const inTurn = async (asked: readonly PartitionCommands[], now: Instant): Promise<readonly PartitionCommands[]> => {
    if (asked.length === 1) return asked;
    if (order === 'turns') return (await inOrder(asked)).map(({ part }) => part);
    const places = await Promise.all(asked.map(async (part) => ({ part, place: await part.run('place', [crawl, at(now)]) })));
    return places
      .filter(({ place }) => place !== null)
      .sort((a, b) => Number(a.place) - Number(b.place))
      .map(({ part }) => part);
  };
  /** First some at random; when they have nothing to give, all. */
  async function* candidates(now: Instant): AsyncIterable<PartitionCommands> {
    const some = partsToAsk(parts, Math.random);
    yield* await inTurn(some, now);
    if (some.length < parts.length) yield* await inTurn(parts, now);
  }
  return {
    async add(found) {
      const byPart = Map.groupBy(found, ({ key }) => partOf(key));
      const counts = await Promise.all(
        [...byPart].flatMap(([part, own]) =>
          batches(own, BATCH).map((batch) => part.run('add', [crawl, options.clock ?? 'caller', ...groupsOf(batch)])),
        ),
      );
      if (counts.includes(-1)) throw new CrawlDropped();
      return counts.reduce<number>((sum, count) => sum + Number(count), 0);
    },
    async next(now) {
      if (isQuiet()) return null;
      if (options.clock !== 'server') await Promise.all(parts.map((part) => part.run('tell', [crawl, now])));
      for await (const part of candidates(now)) {
        const answer = (await part.run('next', [crawl, leaseMs, visitUrls, at(now), order])) as readonly (string | number)[] | null;
        if (answer === null) continue;
        const visit = visitOf(answer, leaseMs);
        if (!isQuiet()) return visit;
        // The server was restarted while it was asked, and asked again as soon as it was back.
        await part.run('release', [visit.key, crawl, visit.fence, 0, at(now)]);
        return null;
      }
      return null;
    },
    settle: async ({ key, fence }, { url, restMs, waitMs = restMs, retryAt, spendsAttempt = true }, now) =>
      (await partOf(key).run('settle', [key, crawl, fence, url, restMs, waitMs, retryAt ?? '', spendsAttempt ? 1 : 0, at(now)])) === 1,
    renew: async ({ key, fence }, now) => (await partOf(key).run('renew', [key, crawl, fence, leaseMs, at(now)])) === 1,
    release: async ({ key, fence }, restMs, now) => (await partOf(key).run('release', [key, crawl, fence, restMs, at(now)])) === 1,
    reclaim: async (now) => {
      const ended = await Promise.all(parts.map((part) => part.run('reclaim', [at(now)])));
      return ended.reduce<number>((sum, count) => sum + Number(count), 0);
    },
    async wakeAt() {
      const [first] = await inOrder(parts);
      return first === undefined ? null : Math.max(first.at, Math.min(quietUntil(), Number.MAX_SAFE_INTEGER));
    },
    async counts() {
      if ((await client.hget(crawlsKey(namespace), options.crawl)) !== crawl) throw new CrawlDropped();
      const all = await Promise.all(parts.map((part) => part.counts(crawl)));
      return all.reduce(sumOf);
    },
    async hosts(most) {
      const all = (await Promise.all(parts.map((part) => part.hosts(crawl, most)))).flat();
      return all.sort((a, b) => a.nextAt - b.nextAt || (a.key < b.key ? -1 : 1)).slice(0, most);
    },
    find: (url, key) => partOf(key).find(crawl, url, key),
    close: async () => undefined,
  };
}

export const isRedisCrawl = async (client: Redis | Cluster, name: string, namespace = 'garner'): Promise<boolean> =>
  (await client.hexists(crawlsKey(namespace), name)) === 1;

/** Lets hosts rest until these instants of the server's clock, where they do not rest for longer already. */
export async function restRedisHosts(
  client: Redis | Cluster,
  rests: Iterable<readonly [PolitenessKey, Instant]>,
  { namespace = 'garner', partitions = 1 } = {},
): Promise<void> {
  for (const [key, until] of rests) {
    await partitionCommands(client, `${namespace}:{${partitionOf(key, partitions)}}:`).run('rest', [key, until]);
  }
}

/** Forgets a finished crawl's URLs, and keeps the hosts' clocks. False when there is no such crawl. */
export async function dropRedisCrawl(
  client: Redis | Cluster,
  name: string,
  { namespace = 'garner', partitions = 1 } = {},
): Promise<boolean> {
  const crawl = await client.hget(crawlsKey(namespace), name);
  if (crawl === null) return false;
  for (let n = 0; n < partitions; n += 1) await partitionCommands(client, `${namespace}:{${n}}:`).drop(crawl);
  return (await client.hdel(crawlsKey(namespace), name)) === 1;
}

function batches<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));
}

/** The arguments of `add`: runs of URLs that have all but themselves in common are told together, in one text. */
function groupsOf(found: readonly Discovery[]): readonly (string | number)[] {
  const groups: { readonly head: readonly (string | number)[]; text: string }[] = [];
  for (const { url, key, priority, crawler, role, depth, hops, via, astray = 0 } of found) {
    const traits = Math.max(0, ROLES.indexOf(role)) + Math.min(astray, 63) * ROLES.length;
    const head = [key, 255 - priority, crawler, traits, Math.min(depth, 65_535), Math.min(hops, 255), via];
    let last = groups.at(-1);
    if (last === undefined || !last.head.every((field, n) => field === head[n])) groups.push((last = { head, text: '' }));
    // No URL has a space in it.
    last.text += `${url} ${hashOf(url)} `;
  }
  return groups.flatMap(({ head, text }) => [...head, text]);
}

const FIELDS = 9;

function visitOf([key, fence, ...fields]: readonly (string | number)[], leaseMs: number): Visit {
  const urls = Array.from({ length: fields.length / FIELDS }, (_, n): Leased => {
    const [url, via, crawler, traits, depth, hops, rank, attempt, deaths] = fields.slice(n * FIELDS, (n + 1) * FIELDS);
    const astray = Math.floor(Number(traits) / ROLES.length);
    return {
      url: url as PageUrl,
      key: key as PolitenessKey,
      crawler: String(crawler),
      role: ROLES[Number(traits) % ROLES.length] ?? 'page',
      via: via as Via,
      depth: Number(depth),
      hops: Number(hops),
      priority: 255 - Number(rank),
      ...(astray > 0 && { astray }),
      attempt: Number(attempt),
      deaths: Number(deaths),
    };
  });
  return { key: key as PolitenessKey, urls, fence: String(fence), leaseMs };
}
