import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Archive } from '../archive/archive.ts';
import type { Segments } from '../archive/segments.ts';
import { openWarcArchive, type WarcArchive, type WarcArchiveOptions } from '../archive/warc-archive.ts';
import type { Config } from '../config/config.ts';
import { makeFolder, remove } from '../disk/disk.ts';
import { createHttpClient } from '../fetch/client.ts';
import type { HttpClient } from '../fetch/fetch.ts';
import { type Blocklist, openBlocklist } from '../forgotten/blocklist.ts';
import { JOURNAL } from '../ledger/fleet/journal.ts';
import type { HostFacts } from '../ledger/host-facts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { foldJournals, openFleetLedger } from '../ledger/fleet.ts';
import { openSqliteLedger } from '../ledger/sqlite.ts';
import type { Objects } from '../objects/objects.ts';
import { createRefinePool, type RefinePool } from '../refine/pool.ts';
import { openStaging, type Staging } from '../refine/staging.ts';
import type { Instant } from '../records.ts';
import { compact } from '../sqlite/compact.ts';
import { StorageError } from '../sqlite/storage-error.ts';
import { version } from '../version.ts';
import { type Blocked, openBlocked } from './blocked.ts';
import { closeAll } from './close-all.ts';
import { type LockMode, lockStorage } from './lock.ts';
import { openShared, type SharedStorage } from './shared-storage.ts';

/** What a command works with, all of it in one storage folder and under its lock. */
export interface Engines {
  /** What goes on record as the time: of runs, requests, outcomes, builds. Rests and leases go by the system's clock, whatever this one says. */
  readonly clock: () => Instant;
  readonly client: HttpClient;
  readonly ledger: Ledger & HostFacts;
  readonly archive: Archive;
  /** Where the archive has its records. */
  readonly segments: Segments;
  readonly staging: Staging;
  readonly pool: RefinePool;
  /** What must not come back, as it stood when the command began. */
  readonly forgotten: Blocklist;
  readonly blocked: Blocked;
  close(): Promise<void>;
}

export interface EnginesOptions {
  readonly clock?: () => Instant;
  /** `shared` for a command that reads the archive and adds nothing to it, so that it may work beside others. */
  readonly mode?: LockMode;
}

export const frontierFile = (storage: string): string => join(storage, 'frontier.db');
export const ledgerFile = (storage: string): string => join(storage, 'ledger.db');
export const stagingFile = (storage: string): string => join(storage, 'refined', 'refined.db');
/** Where the processes of a fleet write what the ledger is then made of. */
export const journalFolder = (storage: string): string => join(storage, 'journals');

/** A writer's name that no process of another machine has, be their machines called the same or not. */
export const sharedName = (name: string): string => `${name}-${randomBytes(4).toString('hex')}`;

/** Removes what the ledger was made from: a store that machines share, or the ledger itself, has it. */
export async function removeJournals(folder: string): Promise<void> {
  if (existsSync(folder)) for (const name of readdirSync(folder)) if (name.endsWith(JOURNAL)) await remove(join(folder, name));
}

/** Takes what another machine has erased out of what this one has of its own. Nobody else may be at work in the folder. */
async function settleErasure(storage: string, shared: SharedStorage): Promise<void> {
  await removeJournals(journalFolder(storage));
  await foldJournals(journalFolder(storage), ledgerFile(storage), shared.objects);
  compact(ledgerFile(storage));
  const staging = await openStaging(stagingFile(storage));
  await staging.forget();
  await staging.close();
  compact(stagingFile(storage));
  await shared.settled();
}

/** The ledger of this process alone, with all that a fleet has told before. In a store that machines share, it tells them too. */
async function openFoldedLedger(storage: string, objects: Objects | null, clock: () => Instant): Promise<Ledger & HostFacts> {
  const files = { journals: journalFolder(storage), index: ledgerFile(storage) };
  if (objects !== null) return openFleetLedger({ ...files, client: null, writer: sharedName('main'), objects, clock });
  if (existsSync(journalFolder(storage))) await foldJournals(journalFolder(storage), ledgerFile(storage));
  return openSqliteLedger(ledgerFile(storage));
}

/** Whether there is anything to look at: who only looks makes no storage folder. */
export const isStored = ({ storage, objects }: Pick<Config, 'storage' | 'objects'>): boolean =>
  objects !== undefined || existsSync(storage);

/** @throws StorageError when the folder cannot be made, written or locked, or holds what a newer Garner wrote. */
export async function openEngines(config: Config, command: string, options: EnginesOptions = {}): Promise<Engines> {
  const { clock = Date.now, mode = 'exclusive' } = options;
  const closers: (() => Promise<void> | void)[] = [];
  const close = (): Promise<void> => closeAll(closers);
  try {
    await makeStorageFolder(config.storage);
    const lock = lockStorage(config.storage, command, mode);
    closers.push(() => lock.release());
    const shared = await openShared(config);
    closers.push(() => shared?.close());
    const forgotten = openBlocklist(config.storage);
    const blocked = await openBlocked(config);
    const objects = shared?.objects ?? null;
    await makeStorageFolder(join(config.storage, 'refined'));
    if (shared?.erased === true && mode === 'exclusive') await settleErasure(config.storage, shared);
    const ledger = await openFoldedLedger(config.storage, objects, clock);
    closers.push(() => ledger.close());
    const archive = await openArchive(config, { clock, readOnly: mode === 'shared', objects });
    closers.push(() => archive.close());
    const staging = await openStaging(stagingFile(config.storage));
    closers.push(() => staging.close());
    const pool = openPool(config);
    closers.push(() => pool.close());
    const client = createHttpClient({ ...config, clock });
    closers.push(() => client.close());
    return { clock, client, ledger, archive, segments: archive.segments, staging, pool, forgotten, blocked, close };
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}

/** The archive of the storage folder, as all who write into it open it. */
export async function openArchive(
  { storage, archive: { segment: segmentBytes }, userAgent: { contact } }: Pick<Config, 'storage' | 'archive' | 'userAgent'>,
  options: Pick<WarcArchiveOptions, 'clock' | 'writer' | 'readOnly' | 'objects'>,
): Promise<WarcArchive> {
  const folder = await makeStorageFolder(join(storage, 'archive'));
  const software = `garner/${version}`;
  return openWarcArchive(folder, { segmentBytes, software, ...(contact !== undefined && { operator: contact }), ...options });
}

export function openPool({ refine }: Config): RefinePool {
  const { workers, deadline, memory } = refine;
  return createRefinePool({ deadlineMs: deadline, memoryBytes: memory, ...(workers !== undefined && { workers }) });
}

export async function makeStorageFolder(folder: string): Promise<string> {
  try {
    await makeFolder(folder);
    return folder;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StorageError(
      `${folder} cannot be made: ${reason}. Make its parent writable, or set another \`storage\` in config/garner.yaml.`,
    );
  }
}
