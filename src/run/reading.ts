import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import type { Archive } from '../archive/archive.ts';
import type { Segments } from '../archive/segments.ts';
import { openWarcArchive } from '../archive/warc-archive.ts';
import type { Config } from '../config/config.ts';
import type { Frontier } from '../frontier/frontier.ts';
import { isRedisCrawl } from '../frontier/redis.ts';
import { viewSqliteFrontier } from '../frontier/sqlite.ts';
import { type Blocklist, openBlocklist } from '../forgotten/blocklist.ts';
import type { HostFacts } from '../ledger/host-facts.ts';
import { foldJournals } from '../ledger/fleet.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { openSqliteLedger } from '../ledger/sqlite.ts';
import type { RunId } from '../records.ts';
import { openStaging, type Staging } from '../refine/staging.ts';
import type { Objects } from '../objects/objects.ts';
import { connectRedis } from '../redis/connect.ts';
import { StorageError } from '../sqlite/storage-error.ts';
import { version } from '../version.ts';
import { frontierFile, journalFolder, ledgerFile, makeStorageFolder, stagingFile } from './engines.ts';
import { openShared } from './shared-storage.ts';
import { openFleetFrontier } from './fleet/frontier.ts';

/** What is stored, to be looked at only: no lock, nothing written, and another command may be at work. */
export interface Reading {
  /** Null while nothing was ever crawled. */
  readonly ledger: (Ledger & HostFacts) | null;
  readonly archive: Archive;
  readonly segments: Segments;
  readonly staging: Staging | null;
  readonly forgotten: Blocklist;
  /** What is wrong with corpora that the object store could not give, by their names. */
  readonly faults: ReadonlyMap<string, StorageError>;
  /** Of an unfinished run; null when there is none. */
  frontier(run: RunId): Promise<Frontier | null>;
  close(): Promise<void>;
}

/** @throws StorageError when what is stored is of another version, or cannot be read. */
export async function openReading(
  config: Pick<Config, 'storage' | 'objects' | 'engine' | 'redis' | 'crawl' | 'crawlers'>,
): Promise<Reading> {
  const { storage } = config;
  const [ledgerAt, stagingAt, frontierAt] = [ledgerFile(storage), stagingFile(storage), frontierFile(storage)];
  const readOnly = true;
  if (config.objects !== undefined) await makeStorageFolder(storage);
  const faults = new Map<string, StorageError>();
  const shared = await openShared(config, (corpus, fault) => faults.set(corpus, fault));
  const objects = shared?.objects ?? null;
  await foldWhatIsNew(storage, objects);
  const ledger = existsSync(ledgerAt) ? await openSqliteLedger(ledgerAt, { readOnly }) : null;
  const staging = existsSync(stagingAt) ? await openStaging(stagingAt, { readOnly }) : null;
  const archive = await openWarcArchive(join(storage, 'archive'), { segmentBytes: 1, software: `garner/${version}`, readOnly, objects });
  const views: Frontier[] = [];
  const fleets = sharedFrontiers(config);
  return {
    ledger,
    archive,
    segments: archive.segments,
    staging,
    forgotten: openBlocklist(storage),
    faults,
    async frontier(run) {
      const queued = await fleets.frontier(run);
      const view = queued ?? (existsSync(frontierAt) ? await viewSqliteFrontier(frontierAt, run) : null);
      if (view !== null) views.push(view);
      return view;
    },
    async close() {
      for (const view of views) await view.close();
      await ledger?.close();
      await staging?.close();
      await archive.close();
      fleets.close();
      await shared?.close();
    },
  };
}

/** A fleet's history is in journals until somebody reads it. Where nothing can be written, what was read before is shown. */
async function foldWhatIsNew(storage: string, objects: Objects | null): Promise<void> {
  if (objects === null && !existsSync(journalFolder(storage))) return;
  await foldJournals(journalFolder(storage), ledgerFile(storage), objects).catch((error: unknown) => {
    if (!(error instanceof StorageError)) throw error;
  });
}

/** The frontiers on Redis, which is connected to when one is asked for; none when it cannot be reached. */
function sharedFrontiers(config: Pick<Config, 'engine' | 'redis' | 'crawl' | 'crawlers'>) {
  let client: Promise<Redis | null> | null = null;
  const connect = (): Promise<Redis | null> =>
    connectRedis(config.redis.url).catch((error: unknown) => {
      if (error instanceof StorageError) return null;
      throw error;
    });
  return {
    async frontier(run: RunId): Promise<Frontier | null> {
      if (config.engine !== 'redis') return null;
      const redis = await (client ??= connect());
      if (redis === null || !(await isRedisCrawl(redis, run, config.redis.namespace))) return null;
      return openFleetFrontier(config, redis, run);
    },
    close(): void {
      void client?.then((redis) => redis?.disconnect());
    },
  };
}
