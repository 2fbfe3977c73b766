import { openReader, openWriter, type Writer } from '../sqlite/writer.ts';
import type { Visit } from '../records.ts';
import type { Frontier, HostOrder } from './frontier.ts';
import { type FrontierOperations, store } from './sqlite/store.ts';
import type { Holder } from './sqlite/visits.ts';

export interface SqliteFrontierOptions {
  /** Names the crawl: opening the same one again goes on with it. */
  readonly crawl: string;
  /** A visit that is not renewed for this long, in milliseconds, is dead. */
  readonly leaseMs: number;
  /** URLs that a visit may hold when its host's last rest was 50 ms or less; else it holds one. Default 32, and 1 by promise. */
  readonly visitUrls?: number;
  /** Default: `turns`. */
  readonly order?: HostOrder;
}

/**
 * The embedded frontier: one SQLite file, or `:memory:`, for all crawls, with one writer thread per process. After a dead visit the host
 * rests once more, counted from the end of the lease, for its holder may have sent a request until then.
 *
 * @throws StorageError when the file cannot be opened, or was written by a newer Garner.
 */
export async function openSqliteFrontier(file: string, options: SqliteFrontierOptions): Promise<Frontier> {
  return overWriter(await openWriter(file, store), options);
}

/**
 * The frontier of a crawl for reading alone, while another process works with it; null when it has none.
 *
 * @throws StorageError when the file cannot be read.
 */
export async function viewSqliteFrontier(file: string, crawl: string): Promise<Frontier | null> {
  const reader = await openReader(file, store);
  if (await reader.call('has', crawl)) return overWriter(reader, { crawl, leaseMs: 1 });
  await reader.close();
  return null;
}

async function overWriter(writer: Writer<FrontierOperations>, options: SqliteFrontierOptions): Promise<Frontier> {
  const { leaseMs, order = 'turns', visitUrls = order === 'promise' ? 1 : 32 } = options;
  const crawl = await writer.call('open', options.crawl, order).catch(async (error: unknown) => {
    await writer.close();
    throw error;
  });
  const holderOf = ({ key, fence }: Visit): Holder => ({ crawl, key, fence });
  return {
    add: async (found) => (found.length === 0 ? 0 : writer.call('add', crawl, found)),
    next: (now) => writer.call('next', crawl, { leaseMs, visitUrls }, now),
    settle: (visit, settlement, now) => writer.call('settle', holderOf(visit), settlement, now),
    renew: (visit, now) => writer.call('renew', holderOf(visit), leaseMs, now),
    release: (visit, restMs, now) => writer.call('release', holderOf(visit), restMs, now),
    reclaim: (now) => writer.call('reclaim', now),
    wakeAt: () => writer.call('wakeAt', crawl),
    counts: () => writer.call('counts', crawl),
    hosts: (most) => writer.call('hosts', crawl, most),
    find: (url, key) => writer.call('find', crawl, url, key),
    close: () => writer.close(),
  };
}

/** What contradicts itself in the file, for people; empty when all is well. */
export async function frontierFaults(file: string): Promise<readonly string[]> {
  const writer = await openWriter(file, store);
  try {
    return await writer.call('faults');
  } finally {
    await writer.close();
  }
}

/** Forgets the URLs of finished crawls, and keeps the hosts' clocks. Returns how many of them there were. */
export async function dropCrawls(file: string, crawls: readonly string[]): Promise<number> {
  const writer = await openWriter(file, store);
  try {
    const dropped = await Promise.all(crawls.map((crawl) => writer.call('drop', crawl)));
    return dropped.filter(Boolean).length;
  } finally {
    await writer.close();
  }
}
