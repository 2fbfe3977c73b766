import type { Config } from '../../../config/config.ts';
import { readReceipts } from '../../../forgotten/receipt.ts';
import { connectRedis } from '../../../redis/connect.ts';
import { build, type BuildOptions, type Built } from '../../build.ts';
import { rulesOf } from '../../curation.ts';
import type { Engines } from '../../engines.ts';
import { barred } from '../../judged.ts';
import { lockFleet } from '../lock.ts';
import { unlessSilent } from '../silence.ts';
import { fleetLooks } from './looks.ts';
import { openPrepared } from './prepared.ts';
import { SliceQueue } from './queue.ts';
import { rulesDigest } from './rules.ts';

/** Some seconds of work: what is lost with a worker. */
const SLICE = 64;
/** How long nobody may take part before that is told. */
const PATIENCE_MS = 5000;

/**
 * Builds a corpus with the workers of a fleet: they read, refine and judge the pages, slice by slice, and this process decides between them and writes the
 * rows. The generation is the one that `build` makes alone. Cut short, the same command goes on: what was prepared is there.
 *
 * @throws StorageError when Redis cannot be used, or pages could not be looked at.
 */
export async function buildByFleet(config: Config, engines: Engines, options: BuildOptions, size = SLICE): Promise<Built> {
  const redis = await connectRedis(config.redis.url);
  const lock = await lockFleet(redis, config.redis.namespace, 'build', 'shared').catch((error: unknown) => {
    redis.disconnect();
    throw error;
  });
  const queue = new SliceQueue(config);
  const prepared = openPrepared(config.storage, options.name);
  const watch = watchWorkers(queue, options.note);
  const signal = AbortSignal.any([lock.lost, ...(options.signal === undefined ? [] : [options.signal])]);
  try {
    const receipts = readReceipts(config.storage);
    const rules = rulesOf(config, options.name);
    const building = build(config, engines, {
      ...options,
      signal,
      demand: lock.demand,
      looks: (curation) =>
        fleetLooks({
          corpus: options.name,
          rules: rulesDigest(curation, receipts),
          queue,
          prepared,
          barred: (ref) => barred(engines, ref, rules),
          bring: () => engines.staging.refresh(),
          size,
          signal,
        }),
    });
    const built = await unlessSilent(redis, signal, building);
    await prepared.clear();
    return built;
  } finally {
    clearInterval(watch);
    await queue.close();
    await lock.release();
    redis.disconnect();
  }
}

/** Says once that nobody takes part. */
function watchWorkers(queue: SliceQueue, note: BuildOptions['note']): NodeJS.Timeout {
  const watch = setInterval(() => {
    void look().catch(() => undefined);
  }, PATIENCE_MS).unref();
  const look = async (): Promise<void> => {
    const workers = await queue.workers();
    clearInterval(watch);
    if (workers === 0) note?.('No worker with this configuration and version takes part yet: start some with `garner work`.');
  };
  return watch;
}
