import type { Redis } from 'ioredis';
import type { Config } from '../../config/config.ts';
import type { Frontier } from '../../frontier/frontier.ts';
import { openRedisFrontier } from '../../frontier/redis.ts';
import type { RunId } from '../../records.ts';

/** The frontier of a run, as all processes of a fleet must open it. */
export const openFleetFrontier = ({ crawl, redis }: Pick<Config, 'crawl' | 'redis'>, client: Redis, run: RunId): Promise<Frontier> =>
  openRedisFrontier(client, {
    crawl: run,
    leaseMs: crawl.lease,
    namespace: redis.namespace,
    partitions: redis.partitions,
    // No clock of a worker counts.
    clock: 'server',
  });
