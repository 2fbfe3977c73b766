import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { openSegments } from '../../archive/segments/open.ts';
import type { Config } from '../../config/config.ts';
import { isRedisCrawl } from '../../frontier/redis.ts';
import type { RunId } from '../../records.ts';
import { archiveOf } from '../status.ts';
import type { FleetEngines } from './engines.ts';
import { openFleetFrontier } from './frontier.ts';
import type { WorkerRole } from './registry.ts';
import { FleetHealth } from './spending.ts';

/** A run as it stands, whichever workers fetch for it. */
interface RunFigures {
  readonly run: RunId;
  readonly queued: number;
  readonly leased: number;
  readonly settled: number;
  readonly hosts: number;
  /** Milliseconds for which the host whose turn comes first could have been visited. */
  readonly overdueMs: number;
  readonly givenUp: number;
}

/** A fleet as it stands: every worker tells the same, but for its disk. */
export interface FleetFigures {
  readonly runs: readonly RunFigures[];
  readonly refine: { readonly waiting: number; readonly failed: number };
  readonly workers: Readonly<Record<WorkerRole, number>>;
  /** Bytes in the storage folder of this machine. */
  readonly archiveBytes: number;
  readonly freeBytes: number;
}

/** Asks Redis and the disk. */
export async function fleetFigures(config: Config, engines: Pick<FleetEngines, 'registry' | 'redis' | 'queue'>): Promise<FleetFigures> {
  const { registry, redis, queue } = engines;
  const [active, workers, refine, disk] = await Promise.all([registry.runs(), registry.workers(), queue.counts(), statfs(config.storage)]);
  const runs: RunFigures[] = [];
  for (const { run } of active) {
    // Asking for one that is gone would make it.
    if (!(await isRedisCrawl(redis, run, config.redis.namespace))) continue;
    const frontier = await openFleetFrontier(config, redis, run);
    const { queued, leased, settled, keys } = await frontier.counts();
    const wakeAt = await frontier.wakeAt();
    const givenUp = await new FleetHealth(redis, config.redis.namespace, run).countGivenUp();
    runs.push({ run, queued, leased, settled, hosts: keys, overdueMs: wakeAt === null ? 0 : Math.max(0, Date.now() - wakeAt), givenUp });
  }
  const of = (role: WorkerRole): number => workers.filter(({ roles }) => roles.includes(role)).length;
  return {
    runs,
    refine,
    workers: { fetch: of('fetch'), refine: of('refine'), render: of('render') },
    archiveBytes: (await archiveOf(openSegments(join(config.storage, 'archive')))).bytes,
    freeBytes: disk.bavail * disk.bsize,
  };
}
