import type { Redis } from 'ioredis';
import type { Config } from '../../config/config.ts';
import type { Frontier } from '../../frontier/frontier.ts';
import { openRedisFrontier } from '../../frontier/redis.ts';
import type { Instant, RunId } from '../../records.ts';

/** The frontier of a run, as all processes of a fleet must open it. */
export const openFleetFrontier = (
  { crawl, redis }: Pick<Config, 'crawl' | 'redis'>,
  client: Redis,
  run: RunId,
  quietUntil: () => Instant = () => 0,
): Promise<Frontier> =>
  openRedisFrontier(client, {
    quietUntil,
    crawl: run,
    leaseMs: crawl.lease,
    namespace: redis.namespace,
    partitions: redis.partitions,
    // No clock of a worker counts.
    clock: 'server',
  });
