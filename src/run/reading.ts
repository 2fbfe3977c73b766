import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Archive } from '../archive/archive.ts';
import { openWarcArchive } from '../archive/warc-archive.ts';
import type { Config } from '../config/config.ts';
import type { Frontier } from '../frontier/frontier.ts';
import { viewSqliteFrontier } from '../frontier/sqlite.ts';
import type { HostFacts } from '../ledger/host-facts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { openSqliteLedger } from '../ledger/sqlite.ts';
import type { RunId } from '../records.ts';
import { openStaging, type Staging } from '../refine/staging.ts';
import { version } from '../version.ts';

/** What is stored, to be looked at only: no lock, nothing written, and another command may be at work. */
export interface Reading {
  /** Null while nothing was ever crawled. */
  readonly ledger: (Ledger & HostFacts) | null;
  readonly archive: Archive;
  readonly staging: Staging | null;
  /** Of an unfinished run; null when there is none. */
  frontier(run: RunId): Promise<Frontier | null>;
  close(): Promise<void>;
}

/** @throws StorageError when what is stored is of another version, or cannot be read. */
export async function openReading({ storage }: Pick<Config, 'storage'>): Promise<Reading> {
  const [ledgerFile, stagingFile, frontierFile] = ['ledger.db', join('refined', 'refined.db'), 'frontier.db'].map((file) =>
    join(storage, file),
  );
  const readOnly = true;
  const ledger = existsSync(ledgerFile ?? '') ? await openSqliteLedger(ledgerFile ?? '', { readOnly }) : null;
  const staging = existsSync(stagingFile ?? '') ? await openStaging(stagingFile ?? '', { readOnly }) : null;
  const archive = await openWarcArchive(join(storage, 'archive'), { segmentBytes: 1, software: `garner/${version}`, readOnly });
  const views: Frontier[] = [];
  return {
    ledger,
    archive,
    staging,
    async frontier(run) {
      if (!existsSync(frontierFile ?? '')) return null;
      const view = await viewSqliteFrontier(frontierFile ?? '', run);
      if (view !== null) views.push(view);
      return view;
    },
    async close() {
      for (const view of views) await view.close();
      await ledger?.close();
      await staging?.close();
      await archive.close();
    },
  };
}
