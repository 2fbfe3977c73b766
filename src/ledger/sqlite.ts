import type { Headers } from '../records.ts';
import { openReader, openWriter } from '../sqlite/writer.ts';
import type { FactOf, HostFacts } from './host-facts.ts';
import type { CaptureEntry, CaptureQuery, Ledger, LedgerEntry, Validators } from './ledger.ts';
import type { EntryPage } from './sqlite/reading.ts';
import { entryOf, roleOf, rowOf, runOf, runRowOf } from './sqlite/row.ts';
import { captureEntryOf } from './sqlite/standing.ts';
import { store } from './sqlite/store.ts';

/**
 * The embedded ledger, with the host facts beside it: one SQLite file, or `:memory:`, with one writer thread per process. Long results
 * are read a page at a time, each as it is then: entries recorded meanwhile may be among them.
 *
 * @throws StorageError when the file cannot be opened, or was written by a newer Garner.
 */
export async function openSqliteLedger(file: string, { readOnly = false } = {}): Promise<Ledger & HostFacts> {
  const writer = await (readOnly ? openReader : openWriter)(file, store);

  async function* captures({ crawlers, asOf = Number.MAX_SAFE_INTEGER }: CaptureQuery): AsyncGenerator<CaptureEntry> {
    for (const crawler of new Set(crawlers ?? (await writer.call('crawlers')))) {
      for await (const row of rows((after) => writer.call('captures', crawler, asOf, after))) {
        const entry = captureEntryOf(row);
        if (entry !== null) yield entry;
      }
    }
  }

  return {
    record: (entry) => writer.call('record', rowOf(entry)),
    isRecorded: (fetchId) => writer.call('isRecorded', fetchId),
    byUrl: async (url) => (await writer.call('byUrl', url)).map(entryOf),
    history: async ({ url, crawler, role }) =>
      (await writer.call('byUrl', url)).map(entryOf).filter((entry) => entry.crawler === crawler && entry.role === role),
    byRun: (run) => entries((after) => writer.call('byRun', run, after)),
    follow: (run) => {
      let after = 0;
      return async () => {
        const found: LedgerEntry[] = [];
        for (let next: number | null = after; next !== null;) {
          const page: EntryPage = await writer.call('byRun', run, next);
          found.push(...page.rows.map(entryOf));
          after = page.last ?? after;
          next = page.after;
        }
        return found;
      };
    },
    captures,
    validators: async ({ url, crawler, role }) => {
      const row = await writer.call('newestCapture', url, crawler, roleOf(role));
      const entry = row === null ? null : captureEntryOf(row);
      return entry === null ? null : validatorsOf(entry);
    },
    outcomes: (run) => writer.call('outcomes', run, 'entries'),
    finalOutcomes: (run) => writer.call('outcomes', run, 'urls'),
    unharvested: (run) => entries((after) => writer.call('unharvested', run, after)),
    harvested: (fetchId, queue = 0) => writer.call('harvested', fetchId, queue),
    rebuild: (run, now) => writer.call('rebuild', run, now),
    archived: () => rows((after) => writer.call('archived', after)),
    moved: (moves) => writer.call('moved', moves, Date.now()),
    collectedAt: (recordId) => writer.call('collectedAt', recordId),
    faults: () => writer.call('faults'),
    startRun: (run) => writer.call('startRun', runRowOf(run)),
    endRun: (run, at) => writer.call('endRun', run, at),
    runs: async () => (await writer.call('runs')).map(runOf),
    get: (origin, kind) => writer.call('getFact', origin, kind),
    put: (origin, kind, fact) => writer.call('putFact', origin, kind, fact),
    all: async (kind) => (await writer.call('allFacts', kind)).map(({ origin, ...fact }) => [origin as FactOf, fact] as const),
    close: () => writer.close(),
  };
}

interface Page<Row> {
  readonly rows: readonly Row[];
  readonly after: number | null;
}

async function* rows<Row>(read: (after: number) => Promise<Page<Row>>): AsyncGenerator<Row> {
  for (let after: number | null = 0; after !== null;) {
    const page: Page<Row> = await read(after);
    yield* page.rows;
    ({ after } = page);
  }
}

async function* entries(read: (after: number) => Promise<EntryPage>): AsyncGenerator<LedgerEntry> {
  for await (const row of rows(read)) yield entryOf(row);
}

function validatorsOf({ capture, location, robots, hostFiles, leads, checkedAt, heardAt, gone, withdrawn }: CaptureEntry): Validators {
  const [etag, lastModified] = [headerOf(capture.headers, 'etag'), headerOf(capture.headers, 'last-modified')];
  return {
    capture,
    location,
    robots,
    ...(hostFiles !== undefined && { hostFiles }),
    ...(leads !== undefined && { leads }),
    ...(checkedAt !== undefined && { checkedAt }),
    ...(heardAt !== undefined && { heardAt }),
    ...(gone !== undefined && { gone }),
    ...(withdrawn !== undefined && { withdrawn }),
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
  };
}

const headerOf = (headers: Headers, wanted: string): string | undefined => headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
