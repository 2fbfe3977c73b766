import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { indexFault } from '../archive/check-index.ts';
import { OPEN } from '../archive/segment-name.ts';
import type { Segments } from '../archive/segments.ts';
import { surveyRecords } from '../archive/survey.ts';
import type { Config } from '../config/config.ts';
import { type Fault, verifyCorpus } from '../corpus/verify.ts';
import { type Blocklist, blocklistOf, isPageUrl } from '../forgotten/blocklist.ts';
import { readReceipts, receiptFile } from '../forgotten/receipt.ts';
import { frontierFaults } from '../frontier/sqlite.ts';
import { type Engines, frontierFile, ledgerFile, stagingFile } from './engines.ts';
import { openScratchIndex, type ScratchIndex } from './scratch-index.ts';

export type { Fault } from '../corpus/verify.ts';

export type Verified = 'records' | 'entries' | 'results' | 'rows';

export interface VerifyOptions {
  /** Names of corpora; all when left out. */
  readonly corpora?: readonly string[];
  /** Told how much of what has been looked at. */
  readonly progress?: (what: Verified, count: number) => void;
}

interface Known {
  readonly names: ScratchIndex<'record' | 'collected' | 'document'>;
  readonly seen: (what: Verified, count?: number) => void;
}

const REFETCH = 'restore the segment from a copy, or fetch the page again: what the archive lacks is fetched anew by the next crawl';
const RESTORE = 'restore the file from a copy';
const ERASE = 'it came back with a copy of the archive: put the segment back that stood there after it was erased, or remove this one';

/** Reads all that is stored, and tells of what is not as it should be. Changes nothing. */
export async function* verify(config: Config, engines: Engines, options: VerifyOptions = {}): AsyncGenerator<Fault> {
  const names: Known['names'] = openScratchIndex();
  const counts = new Map<Verified, number>();
  const seen = (what: Verified, count = 1): void => {
    if (count === 0) return;
    counts.set(what, (counts.get(what) ?? 0) + count);
    options.progress?.(what, counts.get(what) ?? 0);
  };
  const known = { names, seen };
  try {
    const receipts = readReceipts(config.storage);
    for (const { id } of receipts.filter(({ finishedAt }) => finishedAt === null))
      yield {
        where: receiptFile(config.storage, id),
        what: 'what was begun has not come to its end',
        remedy: '`garner forget --yes` goes on with it',
      };
    const erased = blocklistOf(receipts.filter(({ erase, finishedAt }) => erase && finishedAt !== null));
    yield* verifyArchive(engines.segments, known, erased);
    yield* verifyLedger(config, engines, known);
    const frontier = frontierFile(config.storage);
    if (existsSync(frontier))
      for (const what of await frontierFaults(frontier))
        yield { where: frontier, what, remedy: 'begin the crawl anew with --fresh; what was fetched is kept' };
    const staging = stagingFile(config.storage);
    for await (const what of engines.staging.faults((count) => seen('results', count)))
      yield { where: staging, what, remedy: `remove ${staging}: the next build makes these results again` };
    yield* verifyCorpora(config, engines, options, known);
  } finally {
    names.close();
  }
}

/** The same record may be there twice: a capture that was imported under two names, or a rewriting that was cut short. `garner gc` keeps one of them. */
async function* verifyArchive(segments: Segments, { names, seen }: Known, erased: Blocklist): AsyncGenerator<Fault> {
  for (const file of await segments.list()) {
    const path = `${segments.place}/${file.segment}${file.isOpen ? OPEN : ''}`;
    for await (const found of surveyRecords(segments, file.segment)) {
      const where = `${path}, byte ${found.offset}`;
      if ('kind' in found) {
        yield { where, what: `${found.length} bytes are no record: ${found.fault}`, remedy: REFETCH };
        continue;
      }
      seen('records');
      const of = found.url === null ? '' : ` (${found.url})`;
      const gone = isPageUrl(found.url) ? erased.of(found.url) : null;
      if (gone !== null) yield { where: where + of, what: `it is there, and yet it was ${gone.because}, with --erase`, remedy: ERASE };
      if (found.fault !== null) yield { where: where + of, what: found.fault, remedy: REFETCH };
      else if (
        found.id !== null &&
        !names.add('record', found.id, found.bodyDigest ?? undefined) &&
        names.note('record', found.id) !== found.bodyDigest
      )
        yield { where: where + of, what: `record ${found.id} is there twice, and not the same`, remedy: REFETCH };
    }
    const index = await indexFault(segments, file);
    const remedy = 'remove the index: records are then found by reading the segment, and `garner gc --all` writes it anew';
    if (index !== null) yield { where: path, what: index, remedy };
  }
}

async function* verifyLedger({ storage }: Config, { ledger }: Engines, { names, seen }: Known): AsyncGenerator<Fault> {
  const file = ledgerFile(storage);
  for (const what of await ledger.faults()) yield { where: file, what, remedy: RESTORE };
  for await (const { url, kind, recordId, body, from, isCollected, digest } of ledger.archived()) {
    seen('entries');
    if (isCollected) names.add('collected', recordId);
    else if (!names.has('record', recordId))
      yield { where: `${file}, ${kind} (${url})`, what: `the archive has no record ${recordId}`, remedy: REFETCH };
    else if (digest !== null && names.note('record', recordId) !== digest)
      yield { where: `${file}, ${kind} (${url})`, what: `record ${recordId} has another body in the archive`, remedy: REFETCH };
    else if (from !== null && !names.has('record', from))
      yield { where: `${file}, ${kind} (${url})`, what: `the archive has no record ${from}, from which it was rendered`, remedy: REFETCH };
    else if (body !== null && body !== recordId && !names.has('record', body) && (await ledger.collectedAt(body)) === null)
      yield { where: `${file}, ${kind} (${url})`, what: `the archive has no record ${body}, whose body it found again`, remedy: REFETCH };
  }
}

async function* verifyCorpora(
  { storage }: Config,
  { forgotten }: Pick<Engines, 'forgotten'>,
  { corpora }: VerifyOptions,
  { names, seen }: Known,
): AsyncGenerator<Fault> {
  const folder = join(storage, 'corpora');
  const all = existsSync(folder) ? readdirSync(folder).filter((name) => existsSync(join(folder, name, 'manifest.json'))) : [];
  for (const name of (corpora ?? all).toSorted()) {
    yield* verifyCorpus(join(folder, name), {
      hasRecord: (id) => names.has('record', id) || names.has('collected', id),
      forgotten: (url) => forgotten.of(url)?.because ?? null,
      isFirst: (id) => names.add('document', `${name}/${id}`),
      row: () => seen('rows'),
    });
  }
}
