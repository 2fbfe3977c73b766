import type { PageUrl, Headers } from '../records.ts';
import { openWriter } from '../sqlite/writer.ts';
import type { HostFacts } from './host-facts.ts';
import type { CaptureQuery, Ledger, LedgerEntry, Validators } from './ledger.ts';
import type { EntryPage } from './sqlite/reading.ts';
import { entryOf, rowOf, runOf } from './sqlite/row.ts';
import { store } from './sqlite/store.ts';

/**
 * The embedded ledger, with the host facts beside it: one SQLite file, or `:memory:`, with one writer thread per process. Long results
 * are read a page at a time, each as it is then: entries recorded meanwhile may be among them.
 *
 * @throws StorageError when the file cannot be opened, or was written by a newer Garner.
 */
export async function openSqliteLedger(file: string): Promise<Ledger & HostFacts> {
  const writer = await openWriter(file, store);

  async function* captures({ crawlers, asOf = Number.MAX_SAFE_INTEGER }: CaptureQuery): AsyncGenerator<LedgerEntry> {
    for (const crawler of new Set(crawlers ?? (await writer.call('crawlers')))) {
      yield* pages((after) => writer.call('captures', crawler, asOf, after));
    }
  }

  return {
    record: (entry) => writer.call('record', rowOf(entry)),
    byUrl: async (url) => (await writer.call('byUrl', url)).map(entryOf),
    byRun: (run) => pages((after) => writer.call('byRun', run, after)),
    captures,
    validators: async (url: PageUrl) => {
      const row = await writer.call('newestPage', url);
      return row === null ? null : validatorsOf(entryOf(row));
    },
    outcomes: (run) => writer.call('outcomes', run, 'entries'),
    finalOutcomes: (run) => writer.call('outcomes', run, 'urls'),
    unharvested: (run) => pages((after) => writer.call('unharvested', run, after)),
    harvested: (fetchId) => writer.call('harvested', fetchId),
    startRun: ({ run, crawlers, configDigest, startedAt, endedAt }) =>
      writer.call('startRun', { run, crawlers: JSON.stringify(crawlers), configDigest, startedAt, endedAt }),
    endRun: (run, at) => writer.call('endRun', run, at),
    runs: async () => (await writer.call('runs')).map(runOf),
    get: (origin, kind) => writer.call('getFact', origin, kind),
    put: (origin, kind, fact) => writer.call('putFact', origin, kind, fact),
    close: () => writer.close(),
  };
}

async function* pages(read: (after: number) => Promise<EntryPage>): AsyncGenerator<LedgerEntry> {
  for (let after: number | null = 0; after !== null;) {
    const page: EntryPage = await read(after);
    for (const row of page.rows) yield entryOf(row);
    ({ after } = page);
  }
}

function validatorsOf({ outcome }: LedgerEntry): Validators | null {
  if (outcome.kind !== 'page') return null;
  const { recordId, bodyDigest, headers } = outcome.capture;
  const [etag, lastModified] = [headerOf(headers, 'etag'), headerOf(headers, 'last-modified')];
  return { recordId, bodyDigest, ...(etag !== undefined && { etag }), ...(lastModified !== undefined && { lastModified }) };
}

const headerOf = (headers: Headers, wanted: string): string | undefined => headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
