import type { Config } from '../../config/config.ts';
import { connectRedis, shown } from '../../redis/connect.ts';
import { factsOf, memoryShare } from '../../redis/fitness.ts';
import { StorageError } from '../../sqlite/storage-error.ts';
import { RefineQueue } from './refine-queue.ts';
import { type ActiveRun, Registry, type WorkerState } from './registry.ts';

/** What is going on in a fleet. */
export interface FleetStatus {
  /** Without its password. */
  readonly redis: string;
  /** Why Redis could not be asked; the rest is empty then. */
  readonly trouble: string | null;
  /** The part of its memory that Redis uses; null when that is not known. */
  readonly memory: number | null;
  readonly workers: readonly WorkerState[];
  readonly runs: readonly (ActiveRun & { readonly coordinator: string | null })[];
  /** Pages that are fetched and wait to be read, and those whose reading failed. */
  readonly refine: { readonly waiting: number; readonly failed: number };
}

export async function fleetStatus({ redis, digest }: Pick<Config, 'redis' | 'digest'>): Promise<FleetStatus> {
  const nothing = { redis: shown(redis.url), memory: null, workers: [], runs: [], refine: { waiting: 0, failed: 0 } };
  try {
    const client = await connectRedis(redis.url);
    const queue = new RefineQueue(redis, digest);
    try {
      const registry = new Registry(client, redis.namespace);
      const runs = await registry.runs();
      return {
        ...nothing,
        trouble: null,
        memory: memoryShare(factsOf(await client.info('memory'))),
        workers: await registry.workers(),
        runs: await Promise.all(runs.map(async (run) => ({ ...run, coordinator: await registry.coordinator(run.run) }))),
        refine: await queue.counts(),
      };
    } finally {
      await queue.close();
      client.disconnect();
    }
  } catch (error) {
    if (error instanceof StorageError) return { ...nothing, trouble: error.message };
    throw error;
  }
}
