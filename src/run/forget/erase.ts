import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Segments } from '../../archive/segments.ts';
import type { SurveyedRecord } from '../../archive/survey.ts';
import type { Config } from '../../config/config.ts';
import { remove } from '../../disk/disk.ts';
import { type Blocklist, isPageUrl } from '../../forgotten/blocklist.ts';
import type { Receipt } from '../../forgotten/receipt.ts';
import { eraseHeaders } from '../../ledger/fleet/erase-headers.ts';
import type { Move } from '../../ledger/ledger.ts';
import type { Objects } from '../../objects/objects.ts';
import { compact } from '../../sqlite/compact.ts';
import { StorageError } from '../../sqlite/storage-error.ts';
import { clearPrepared } from '../fleet/slices/prepared.ts';
import { type Engines, journalFolder, ledgerFile, removeJournals, stagingFile } from '../engines.ts';
import { unwantedResults } from '../gc.ts';
import { openScratchIndex, type ScratchIndex } from '../scratch-index.ts';
import { sweepSegments } from '../segments.ts';

type Segment = Receipt['segments'][number];

/** Entries that the ledger is told of at once. */
const BATCH = 256;

/**
 * Takes what is erased out of the archive, and the headers of its answers out of the ledger and the journals of a store. `swept` hears of each segment before it goes.
 *
 * @throws StorageError when a segment is damaged, and might hold it still: everything else is done by then.
 */
export async function eraseFromArchive(
  engines: Pick<Engines, 'ledger' | 'clock' | 'segments'>,
  erased: Blocklist,
  hooks: {
    readonly objects: Objects | null;
    readonly swept: (segment: Segment) => Promise<void>;
    readonly progress: ((what: string) => void) | undefined;
  },
): Promise<void> {
  await sealOpen(engines.segments);
  const index: ScratchIndex<'named' | 'kept' | 'erased' | 'bare'> = openScratchIndex();
  try {
    for await (const { recordId, fetchId, url } of engines.ledger.archived()) {
      index.add('named', recordId, fetchId);
      if (erased.of(url) !== null) index.add('erased', recordId);
    }
    const stays = ({ id, url, belongsTo }: SurveyedRecord): boolean =>
      !(isPageUrl(url) && erased.of(url) !== null) &&
      ![id, belongsTo].some((record) => record !== null && !isStatement(url) && index.has('erased', record));
    const { progress } = hooks;
    const sweeps = sweepSegments(engines, { stays, worth: 0, index, ...(progress !== undefined && { progress }) });
    let next = await sweeps.next();
    for (; next.done !== true; next = await sweeps.next()) await hooks.swept({ removed: next.value.segment, written: next.value.written });
    await eraseEntries(engines, erased, index, hooks.objects);
    if (next.value.length > 0) throw damaged(engines.segments.place, next.value);
  } finally {
    index.close();
  }
}

/** What was stated when documents were imported is evidence for all of them. */
const isStatement = (url: string | null): boolean => url?.startsWith('urn:garner:import:') === true;

/** No other command works in the folder: whoever left a segment open is dead. */
async function sealOpen(segments: Segments): Promise<void> {
  for (const writer of await segments.openWriters()) if (writer !== 'gc') await segments.recover(writer);
}

async function eraseEntries(
  { ledger }: Pick<Engines, 'ledger'>,
  erased: Blocklist,
  index: ScratchIndex<'kept' | 'bare'>,
  objects: Objects | null,
): Promise<void> {
  for await (const { fetchId, url, recordId } of ledger.archived())
    if (erased.of(url) !== null && !index.has('kept', recordId)) index.add('bare', fetchId);
  // Before the ledger is told: then it names them no longer, and who comes after a crash would not know them.
  if (objects !== null) await eraseHeaders(objects, (fetchId) => index.has('bare', fetchId));
  const batch: Move[] = [];
  for await (const { fetchId } of ledger.archived()) {
    if (!index.has('bare', fetchId)) continue;
    batch.push({ fetchId, to: null, erase: true });
    if (batch.length === BATCH) await ledger.moved(batch.splice(0));
  }
  if (batch.length > 0) await ledger.moved(batch);
}

const damaged = (place: string, segments: readonly string[]): StorageError =>
  new StorageError(
    `${segments.map((segment) => `${place}/${segment}`).join(', ')}: damaged, so that what is to be erased may be in there still. ` +
      'Restore it from a copy, or remove it, then give the same command again; everything else is done.',
  );

/** Removes every refined result but those of pages that stay. Returns how many went. */
export async function eraseResults(config: Config, engines: Pick<Engines, 'ledger' | 'staging'>, erased: Blocklist): Promise<number> {
  const { results } = await unwantedResults(config, engines, ({ url }) => erased.of(url) === null);
  await engines.staging.sweep();
  // Why a page was dropped may quote it.
  await clearPrepared(config.storage);
  return results;
}

/** Overwrites what was removed from the database files, free pages and logs included, and removes the journals they were made from. They must not be open. */
export async function compactErased({ storage }: Pick<Config, 'storage'>): Promise<void> {
  const staging = stagingFile(storage);
  compact(staging);
  compact(ledgerFile(storage));
  // All that they tell is in the ledger by now, headers included.
  await removeJournals(journalFolder(storage));
  // Copies that migrations made of results that can be made again.
  for (const name of readdirSync(dirname(staging)))
    if (name.startsWith(`${basename(staging)}.v`)) await remove(join(dirname(staging), name));
}
