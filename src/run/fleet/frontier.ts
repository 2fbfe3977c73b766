import type { Redis } from 'ioredis';
import type { Config } from '../../config/config.ts';
import type { Frontier, HostOrder } from '../../frontier/frontier.ts';
import { dropRedisCrawl, isRedisCrawl, openRedisFrontier } from '../../frontier/redis.ts';
import { splitFrontier } from '../../frontier/split.ts';
import type { Instant, RunId } from '../../records.ts';

type Settings = Pick<Config, 'crawl' | 'redis' | 'crawlers'>;

export interface FleetFrontier extends Frontier {
  /** The part that waits for a browser; null when nothing of this run is rendered. */
  readonly browser: Frontier | null;
}

export interface FleetFrontierOptions {
  readonly quietUntil?: () => Instant;
  /** As all who work on the run must have it. Default: `turns`. */
  readonly order?: HostOrder;
  /** Whose turns are wanted; default: all. */
  readonly takes?: { readonly plain: () => boolean; readonly browser: () => boolean };
}

/** What waits for a browser is a crawl of its own on the same engine. */
const browserPart = (run: RunId): string => `${run}/browser`;
const ALL = { plain: () => true, browser: () => true };

/** The frontier of a run, as all processes of a fleet must open it. */
export async function openFleetFrontier(
  { crawl, redis, crawlers }: Settings,
  client: Redis,
  run: RunId,
  { quietUntil = () => 0, takes = ALL, order = 'turns' }: FleetFrontierOptions = {},
): Promise<FleetFrontier> {
  const open = (name: string): Promise<Frontier> =>
    openRedisFrontier(client, {
      quietUntil,
      order,
      crawl: name,
      leaseMs: crawl.lease,
      namespace: redis.namespace,
      partitions: redis.partitions,
      // No clock of a worker counts.
      clock: 'server',
    });
  const plain = await open(run);
  const isSplit =
    [...crawlers.values()].some(({ render }) => render !== 'never') || (await isRedisCrawl(client, browserPart(run), redis.namespace));
  if (!isSplit) return { ...plain, next: async (now) => (takes.plain() ? plain.next(now) : null), browser: null };
  const browser = await open(browserPart(run));
  const needsBrowser = ({ crawler, role }: { readonly crawler: string; readonly role: string }): boolean =>
    role === 'page' && crawlers.get(crawler)?.render === 'always';
  return { ...splitFrontier({ plain, browser, needsBrowser, takes }), browser };
}

/** Forgets the frontier of a run. */
export async function dropFleetFrontier(
  { redis: { namespace, partitions } }: Pick<Config, 'redis'>,
  client: Redis,
  run: RunId,
): Promise<void> {
  for (const name of [run, browserPart(run)]) await dropRedisCrawl(client, name, { namespace, partitions });
}
