import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import type { Segments } from '../../archive/segments.ts';
import type { Config } from '../../config/config.ts';
import { createHttpClient } from '../../fetch/client.ts';
import { openBlocklist } from '../../forgotten/blocklist.ts';
import { openBlocked } from '../blocked.ts';
import { type FleetLedger, openFleetLedger } from '../../ledger/fleet.ts';
import type { Objects } from '../../objects/objects.ts';
import type { Instant } from '../../records.ts';
import { connectRedis } from '../../redis/connect.ts';
import { MemoryWatch } from '../../redis/memory.ts';
import { RestartWatch } from '../../redis/restart-watch.ts';
import { openStaging } from '../../refine/staging.ts';
import { StorageError } from '../../sqlite/storage-error.ts';
import { type Engines, journalFolder, ledgerFile, makeStorageFolder, openArchive, openPool, sharedName, stagingFile } from '../engines.ts';
import { closeAll } from '../close-all.ts';
import { lockName, lockStorage, type StorageLock } from '../lock.ts';
import { openShared } from '../shared-storage.ts';
import { addressPace } from './address-pace.ts';
import { archiveHeld, stagingHeld } from './held-writes.ts';
import { type FleetLock, lockFleet } from './lock.ts';
import { RefineQueue } from './refine-queue.ts';
import { Registry } from './registry.ts';
import { OtherWire, WIRE } from './wire.ts';

/** What a process of a fleet works with: its own archive segments and journal in the storage folder that all share, and Redis. */
export interface FleetEngines extends Engines {
  readonly ledger: FleetLedger;
  readonly redis: Redis;
  readonly memory: MemoryWatch;
  readonly restarts: RestartWatch;
  readonly registry: Registry;
  readonly queue: RefineQueue;
  /** Whether the fleet still knows of this process. */
  readonly lock: Omit<FleetLock, 'release'>;
  /** Tells this process from all others that live now. */
  readonly name: string;
}

export interface FleetOptions {
  /** Default: the first that is free of `<machine>-1`, `<machine>-2` … */
  readonly name?: string | undefined;
  readonly clock?: () => Instant;
  /** Default: that of this release. */
  readonly wire?: number;
}

/** What an earlier run left is looked for in an index that may be so old; whoever joins a run brings it up to date. */
const EARLIER_MS = 60_000;
/** Processes of one machine. */
const MOST = 1000;

/**
 * @throws StorageError when the storage folder, the object store or Redis cannot be used, the name is taken, or a command must be alone in the fleet.
 * @throws OtherWire while the fleet is at work in another version.
 */
export async function openFleetEngines(
  config: Config,
  command: string,
  { name, clock = Date.now, wire = WIRE }: FleetOptions = {},
): Promise<FleetEngines> {
  const closers: (() => Promise<void> | void)[] = [];
  const close = (): Promise<void> => closeAll(closers);
  try {
    await makeStorageFolder(config.storage);
    const lock = lockStorage(config.storage, command, 'shared');
    closers.push(() => lock.release());
    const shared = await openShared(config);
    closers.push(() => shared?.close());
    if (shared !== null) await demandConditions(shared.objects);
    const forgotten = openBlocklist(config.storage);
    const blocked = await openBlocked(config);
    const redis = await connectRedis(config.redis.url);
    closers.push(() => redis.disconnect());
    const registry = new Registry(redis, config.redis.namespace);
    const spoken = await registry.agree(wire);
    if (spoken !== String(wire)) throw new OtherWire(spoken, wire);
    const fleet = await lockFleet(redis, config.redis.namespace, command, 'shared');
    closers.push(() => fleet.release());
    const own = takeName(config.storage, name);
    closers.push(() => own.lock.release());
    const objects = shared?.objects ?? null;
    // Machines that share no disk may be called the same.
    const writer = objects === null ? own.name : sharedName(own.name);
    const writing = objects === null ? null : lockName(config.storage, workerLock(writer));
    closers.push(() => writing?.release());
    const memory = new MemoryWatch(redis);
    await memory.look();
    closers.push(() => memory.close());
    const restarts = new RestartWatch({ client: redis, namespace: config.redis.namespace, graceMs: graceOf(config) });
    closers.push(() => restarts.close());
    await restarts.look();
    const ledger = await openFleetLedger({
      client: redis,
      namespace: config.redis.namespace,
      writer,
      journals: journalFolder(config.storage),
      objects,
      index: ledgerFile(config.storage),
      earlierMs: EARLIER_MS,
      clock,
      demand: fleet.demand,
    });
    closers.push(() => ledger.close());
    const archive = await openArchive(config, { writer, clock, objects });
    closers.push(() => archive.close());
    const living = new Set((await registry.workers()).map((worker) => worker.name)).add(writer);
    await recoverTheDead(config.storage, archive.segments, living);
    await makeStorageFolder(join(config.storage, 'refined'));
    const staging = await openStaging(stagingFile(config.storage));
    closers.push(() => staging.close());
    if (shared?.erased === true) await staging.forget();
    const pool = openPool(config);
    closers.push(() => pool.close());
    const pace = addressPace(redis, config.redis.namespace, config.network.perAddress);
    const client = createHttpClient({ ...config, clock, pace });
    closers.push(() => client.close());
    const queue = new RefineQueue(config.redis, config.digest);
    closers.push(() => queue.close());
    return {
      clock,
      client,
      ledger,
      archive: archiveHeld(archive, fleet.demand),
      segments: archive.segments,
      staging: stagingHeld(staging, fleet.demand),
      pool,
      forgotten,
      blocked,
      redis,
      memory,
      restarts,
      registry,
      queue,
      lock: fleet,
      name: writer,
      close,
    };
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}

/** Without them a machine that was taken for dead could put its page where the archive has ended: it would be acknowledged, and lost. */
async function demandConditions(objects: Objects): Promise<void> {
  const { absent } = await objects.heeded();
  if (absent) return;
  throw new StorageError(
    `${objects.place} does not keep to If-None-Match, so that machines could overwrite what others have put there. A fleet needs a store that does, or a common disk.`,
  );
}

/** The longest that a lease and the rest of a host after it can last, but for what the host asks. */
export const graceOf = ({ crawl, crawlers }: Config): number =>
  crawl.lease +
  Math.max(crawl.delay, crawl.adapt.factor > 0 ? crawl.adapt.upTo : 0, ...[...crawlers.values()].map(({ delay = 0 }) => delay));

const workerLock = (name: string): string => `worker-${name}`;

function takeName(storage: string, wanted: string | undefined): { readonly name: string; readonly lock: StorageLock } {
  const host = hostname().replaceAll(/[^A-Za-z0-9-]+/g, '-');
  const names = wanted === undefined ? Array.from({ length: MOST }, (_, n) => `${host}-${n + 1}`) : [wanted];
  for (const name of names) {
    const lock = lockName(storage, workerLock(name));
    if (lock !== null) return { name, lock };
  }
  throw new StorageError(
    wanted === undefined
      ? `${MOST} processes of this machine work in ${storage} already`
      : `another process in ${storage} is called ${wanted}: give this one another --name`,
  );
}

/** Seals what dead processes left open in the archive; those of this machine that live have their names locked. */
async function recoverTheDead(storage: string, segments: Segments, living: ReadonlySet<string>): Promise<void> {
  for (const writer of await segments.openWriters()) {
    if (living.has(writer)) continue;
    const lock = lockName(storage, workerLock(writer));
    if (lock === null) continue;
    await segments.recover(writer);
    lock.release();
  }
}
