import { existsSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import type { Segments } from '../archive/segments.ts';
import type { Config } from '../config/config.ts';
import type { Manifest } from '../corpus/manifest.ts';
import type { FrontierCounts, HostState } from '../frontier/frontier.ts';
import type { OutcomeCounts, RunRecord } from '../ledger/ledger.ts';
import type { Instant, RunId } from '../records.ts';
import { StorageError } from '../sqlite/storage-error.ts';
import { corporaOf, faultOnly } from './corpora.ts';
import type { FleetStatus } from './fleet/status.ts';
import { frontierFile, ledgerFile, makeStorageFolder, stagingFile } from './engines.ts';
import { type Holder, lockHolders } from './lock.ts';
import { openReading, type Reading } from './reading.ts';

export interface OpenRun extends RunRecord {
  readonly outcomes: OutcomeCounts;
  readonly frontier: FrontierCounts | null;
  /** Whose turn comes next. */
  readonly hosts: readonly HostState[];
}

export interface CorpusState {
  readonly name: string;
  readonly generation: number;
  readonly createdAt: string;
  readonly kept: number;
  readonly captured: number;
  readonly bytes: number;
}

/** What is going on in a storage folder, and what is there. Sizes in bytes. */
export interface Status {
  readonly at: Instant;
  readonly storage: string;
  /** The commands that work in it now. */
  readonly working: readonly Holder[];
  /** Runs that have not come to their end. */
  readonly open: readonly OpenRun[];
  readonly lastRun: RunRecord | null;
  readonly archive: { readonly segments: number; readonly bytes: number };
  readonly databases: Readonly<Record<'frontier' | 'ledger' | 'refined', number>>;
  readonly disk: { readonly free: number; readonly reserve: number; readonly quota: number | null };
  readonly corpora: readonly CorpusState[];
  /** What is damaged: its file, and what to do. */
  readonly faults: readonly string[];
  /** Null with the embedded engine. */
  readonly fleet: FleetStatus | null;
}

const HOSTS = 8;

/** Reads without a lock, so that it can be asked for at any time; null while there is no storage folder. */
export async function statusOf(config: Config): Promise<Status | null> {
  const { storage, disk } = config;
  if (config.objects !== undefined) await makeStorageFolder(storage);
  if (!existsSync(storage)) return null;
  const reading = await openReading(config);
  const faults = new Set<string>();
  try {
    const runs = (await reading.ledger?.runs()) ?? [];
    const open: OpenRun[] = [];
    for (const run of runs.filter(({ state }) => state === 'running')) {
      const queue = await queueOf(reading, run.run).catch(faultOnly);
      if (queue instanceof StorageError) faults.add(queue.message);
      open.push({
        ...run,
        outcomes: (await reading.ledger?.outcomes(run.run)) ?? {},
        ...(queue instanceof StorageError ? { frontier: null, hosts: [] } : queue),
      });
    }
    const corpora = [...(await corporaOf(storage, reading.faults))];
    for (const [, corpus] of corpora) if (corpus instanceof StorageError) faults.add(corpus.message);
    const { bavail, bsize } = await statfs(storage);
    return {
      at: Date.now(),
      storage,
      working: lockHolders(storage),
      open,
      lastRun: runs.find(({ state }) => state === 'finished') ?? null,
      archive: await archiveOf(reading.segments),
      databases: {
        frontier: databaseBytes(frontierFile(storage)),
        ledger: databaseBytes(ledgerFile(storage)),
        refined: databaseBytes(stagingFile(storage)),
      },
      disk: { free: bavail * bsize, reserve: disk.reserve, quota: disk.archive ?? null },
      corpora: corpora.flatMap(([name, corpus]) => (corpus instanceof StorageError ? [] : [stateOf(name, corpus)])),
      faults: [...faults],
      // Only who has a fleet loads what it needs.
      fleet: config.engine === 'redis' ? await (await import('./fleet/status.ts')).fleetStatus(config) : null,
    };
  } finally {
    await reading.close();
  }
}

/** What waits of an unfinished run. */
async function queueOf(reading: Reading, run: RunId): Promise<Pick<OpenRun, 'frontier' | 'hosts'>> {
  const frontier = await reading.frontier(run);
  return { frontier: (await frontier?.counts()) ?? null, hosts: (await frontier?.hosts(HOSTS)) ?? [] };
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
const databaseBytes = (file: string): number => sizeOf(file) + sizeOf(`${file}-wal`);

export async function archiveOf(segments: Segments): Promise<Status['archive']> {
  const files = await segments.list();
  return { segments: files.length, bytes: files.reduce((sum, { bytes, indexBytes }) => sum + bytes + (indexBytes ?? 0), 0) };
}

function stateOf(name: string, { generation, createdAt, counts, shards }: Manifest): CorpusState {
  const bytes = shards.reduce((sum, shard) => sum + shard.bytes, 0);
  return { name, generation, createdAt, kept: counts.kept, captured: counts.captured, bytes };
}
