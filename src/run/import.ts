import type { Config } from '../config/config.ts';
import type { DocumentImport } from '../config/import.ts';
import { ahead } from '../corpus/ahead.ts';
import type { Listing } from '../documents/listing.ts';
import type { LedgerEntry } from '../ledger/ledger.ts';
import type { Instant, PageUrl, RunId } from '../records.ts';
import type { Engines } from './engines.ts';
import { openImportRun } from './import/import-run.ts';

export interface ImportOptions {
  readonly source: DocumentImport;
  /** Withdraw what was imported earlier and is not listed now. */
  readonly prune?: boolean;
  readonly clock?: () => Instant;
  /** Aborted: what is being read is finished and kept. */
  readonly signal?: AbortSignal;
  /** Hears of every outcome; `path` is null for a document that is withdrawn. */
  readonly recorded?: (entry: LedgerEntry, path: string | null) => void;
}

export interface ImportSummary {
  readonly run: RunId;
  readonly name: string;
  /** False when it was interrupted: the same command goes on. */
  readonly finished: boolean;
  readonly durationMs: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly failed: number;
  /** Imported earlier, and not among what was listed now. They stay in the corpus unless they were withdrawn. */
  readonly gone: number;
  readonly withdrawn: number;
}

/** Documents in work: so many share one flush of the disk. */
const AT_ONCE = 32;

type Counts = { -readonly [Key in 'added' | 'changed' | 'unchanged' | 'refused' | 'failed' | 'gone' | 'withdrawn']: number };

/**
 * Puts what is listed into the archive as a run of its own, each document under the statement of its import. What is there already, byte for
 * byte, is recorded as unchanged, under what is stated today; so whatever ended an earlier run, the next one does what it left.
 */
export async function importDocuments(
  config: Config,
  engines: Pick<Engines, 'client' | 'ledger' | 'archive' | 'forgotten'>,
  listing: Listing,
  options: ImportOptions,
): Promise<ImportSummary> {
  const { source, clock = Date.now, signal, prune = false } = options;
  const counts: Counts = { added: 0, changed: 0, unchanged: 0, refused: 0, failed: 0, gone: 0, withdrawn: 0 };
  const startedAt = clock();
  const work = await openImportRun(config, engines, options, startedAt);
  for await (const outcome of ahead(listing.all(), AT_ONCE, (listed) => work.take(listed))) {
    counts[outcome] += 1;
    if (signal?.aborted === true) break;
  }
  const finished = signal?.aborted !== true;
  if (finished) {
    for (const url of await goneSince(engines, source.name, listing)) {
      counts.gone += 1;
      if (prune) counts.withdrawn += Number(await work.withdraw(url));
    }
    await engines.ledger.endRun(work.run, clock());
  }
  return { run: work.run, name: source.name, finished, durationMs: clock() - startedAt, ...counts };
}

/** URLs of documents that stand, and that the listing does not have. */
async function goneSince({ ledger }: Pick<Engines, 'ledger'>, name: string, listing: Listing): Promise<ReadonlySet<PageUrl>> {
  const gone = new Set<PageUrl>();
  for await (const { url, withdrawn } of ledger.captures({ crawlers: [name] }))
    if (withdrawn === undefined && !listing.has(url)) gone.add(url);
  return gone;
}
