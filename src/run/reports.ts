import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { type Difference, differenceOf } from '../corpus/difference.ts';
import { generationsIn } from '../corpus/generations.ts';
import { type Manifest, readManifest } from '../corpus/manifest.ts';
import { putCompanions } from '../corpus/store/mend.ts';
import { makeFolder, replaceFile } from '../disk/disk.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { RunId } from '../records.ts';
import type { Staging } from '../refine/staging.ts';
import { corpusFigures } from '../report/corpus-figures.ts';
import { corpusReport } from '../report/corpus-report.ts';
import { runFigures } from '../report/run-figures.ts';
import { runReport } from '../report/run-report.ts';
import { StorageError } from '../sqlite/storage-error.ts';
import { version } from '../version.ts';
import { runRights } from './run-rights.ts';
import { openScratchIndex } from './scratch-index.ts';

interface Stored {
  readonly ledger: Ledger;
  /** Null when nothing was ever staged. */
  readonly staging: Pick<Staging, 'get'> | null;
}

/** Writes the report of a run, and returns where it is; null when there is no such run. */
export async function writeRunReport(config: Config, { ledger, staging }: Stored, run: RunId): Promise<string | null> {
  const record = (await ledger.runs()).find((each) => each.run === run);
  if (record === undefined) return null;
  const folder = join(config.storage, 'runs', run);
  await makeFolder(folder);
  const file = join(folder, 'report.html');
  const rights = staging === null ? null : await runRights({ config, ledger, staging }, run);
  await replaceFile(file, await runReport(await runFigures(ledger, record, rights), version));
  return file;
}

/** A corpus's report, and what it says of the generation before; null when there is none, or none that can be read. */
export interface CorpusReport {
  readonly file: string;
  readonly difference: Difference | null;
}

/**
 * Writes the report of a generation under its number, with its difference as JSON, and that of the newest beside the manifest too; other machines get them,
 * and the card that was written before.
 */
export async function writeCorpusReport(folder: string, manifest: Manifest): Promise<CorpusReport> {
  const difference = await withPrevious(folder, manifest);
  const text = await corpusReport(await corpusFigures(folder, manifest, difference));
  await makeFolder(join(folder, 'reports'));
  if (difference !== null)
    await replaceFile(join(folder, 'reports', `${manifest.generation}.difference.json`), `${JSON.stringify(difference, null, 2)}\n`);
  const numbered = join(folder, 'reports', `${manifest.generation}.html`);
  await replaceFile(numbered, text);
  const isNewest = (await readManifest(folder))?.generation === manifest.generation;
  const file = isNewest ? join(folder, 'report.html') : numbered;
  if (isNewest) await replaceFile(file, text);
  await putCompanions(folder, manifest.generation);
  return { file, difference };
}

async function withPrevious(folder: string, manifest: Manifest): Promise<Difference | null> {
  const before = (await generationsIn(folder)).findLast(({ generation }) => generation < manifest.generation);
  if (before === undefined) return null;
  const index = openScratchIndex<'before' | 'seen'>();
  try {
    return await differenceOf(folder, manifest, before, index);
  } catch (error) {
    // What is old and damaged is for `verify` to tell of; it must not keep the new from being told.
    if (error instanceof StorageError) return null;
    throw error;
  } finally {
    index.close();
  }
}
