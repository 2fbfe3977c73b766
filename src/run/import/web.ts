import type { Config } from '../../config/config.ts';
import type { CrawlerConfig } from '../../config/crawler.ts';
import type { ImportConfig } from '../../config/import.ts';
import type { CaptureFilter } from '../../archive/index-line.ts';
import { ahead } from '../../corpus/ahead.ts';
import type { LedgerEntry } from '../../ledger/ledger.ts';
import type { RunId } from '../../records.ts';
import type { QueryRules } from '../../url/canonical.ts';
import { runIdOf } from '../run-id.ts';
import { Downloads } from './web/download.ts';
import { indexPlaces } from './web/index-places.ts';
import { Places, type Place } from './web/places.ts';
import { RecordSource } from './web/record-source.ts';
import { Room } from './room.ts';
import { Spool } from './web/spool.ts';
import { surveyWarc } from './web/survey.ts';
import { Wanted } from './web/wanted.ts';
import { takeRecord } from './web/take-record.ts';
import { takeRevisit } from './web/take-revisit.ts';
import { type Flaw, warcFiles } from './web/unpack.ts';
import { type WebEnding, WebRun, type WebStores } from './web/web-run.ts';
import { webSourceOf } from './web/web-source.ts';

export type { Flaw } from './web/unpack.ts';

export interface WebImportOptions {
  /** Of the run: of what is imported to, or of the topic that has it. */
  readonly name: string;
  readonly sources: readonly (ImportConfig | CrawlerConfig)[];
  /** Files or URLs: WARC, compressed or not, or WACZ. */
  readonly archives: readonly string[];
  /** CDXJ files or URLs of such: of the WARC files that they name, only the records that are wanted are read. */
  readonly indexes: readonly string[];
  /** What the names of files in an index are below: a folder or a URL. Default: the folder of the index. */
  readonly prefix?: string;
  readonly filter: CaptureFilter;
  readonly signal: AbortSignal;
  /** Called when all archives have been looked at, before anything is imported. */
  readonly begin?: () => Promise<void>;
  readonly recorded: (entry: LedgerEntry) => void;
  /** Hears of what cannot be read. */
  readonly flawed: (flaw: Flaw) => void;
  /** Hears how far it has come. */
  readonly progress: (done: WebProgress) => void;
}

export interface WebProgress {
  /** Found so far; and imported, once all are found. */
  readonly found: number;
  readonly imported: number | null;
}

export interface WebImportSummary extends Readonly<Record<WebEnding, number>> {
  readonly run: RunId;
  readonly name: string;
  /** False when it was interrupted: the same command goes on. */
  readonly finished: boolean;
  readonly durationMs: number;
  /** Records that were read, by their type. */
  readonly records: Readonly<Record<string, number>>;
  /** Stretches and files that could not be read. */
  readonly flaws: number;
  /** Fields of the filter that no capture had. */
  readonly unheard: readonly string[];
}

/** Records in work: so many share one flush of the disk. */
const AT_ONCE = 32;
/** Bytes of records in memory at once, as far as can be told before they are unpacked. */
const ROOM_BYTES = 128 * 2 ** 20;
const UNPACKED = 8;
/** Bytes of one record: heads, and a body that is larger while it is encoded. */
const MOST_OVER_BODY = 64 * 2 ** 20;

/**
 * Puts the pages of web archives into ours, as a run: each with its outcome, judged by what its host said at the time as far as the archives tell. They
 * are read twice: first for where everything is, since robots.txt may stand behind the pages. What is on record already is left as it is, so
 * the same command goes on with what an earlier one has left.
 *
 * @throws DownloadError when an archive or an index cannot be had from its URL
 */
export async function importWeb(config: Config, stores: WebStores, options: WebImportOptions): Promise<WebImportSummary> {
  const startedAt = stores.clock();
  const begunAt = performance.now();
  const { name, signal } = options;
  const source = webSourceOf(name, options.sources);
  const maxRecord = config.limits.body + MOST_OVER_BODY;
  const downloads = new Downloads(config, stores.client);
  const places = new Places();
  const records = new RecordSource(downloads, maxRecord);
  const wanted = new Wanted(options.filter);
  const spool = await Spool.open(config.storage, config.disk.reserve);
  try {
    const surveyed = await findRecords({ ...options, wanted, spool, downloads, places, query: source.query, maxRecord });
    await options.begin?.();
    const run = await beginRun(config, stores, name, startedAt);
    const { recorded } = options;
    const work = new WebRun({ config, stores, source, places, records, run, startedAt, nameOf: surveyed.nameOf, recorded });
    const ended = await takeAll(work, maxRecord, options);
    if (!signal.aborted) await stores.ledger.endRun(run, stores.clock());
    const { types, flaws } = surveyed;
    const durationMs = Math.round(performance.now() - begunAt);
    return { run, name, finished: !signal.aborted, durationMs, records: types, flaws, unheard: wanted.unheard, ...ended };
  } finally {
    await records.close();
    await spool.close();
    places.close();
  }
}

interface Search extends Pick<WebImportOptions, 'archives' | 'indexes' | 'prefix' | 'signal' | 'flawed' | 'progress'> {
  readonly wanted: Wanted;
  readonly spool: Spool;
  readonly downloads: Downloads;
  readonly places: Places;
  readonly query: QueryRules;
  readonly maxRecord: number;
}

interface Surveyed {
  readonly types: Readonly<Record<string, number>>;
  readonly flaws: number;
  /** What a file is called to people, by its path. */
  readonly nameOf: (path: string) => string;
}

/** Takes note of where all records are. What a URL names is fetched first. */
async function findRecords({ archives, indexes, spool, downloads, places, flawed, ...search }: Search): Promise<Surveyed> {
  const names = new Map<string, string>();
  const counted = new Map<string, number>();
  let flaws = 0;
  const tell = (flaw: Flaw): void => {
    flaws += 1;
    flawed(flaw);
  };
  const pathOf = async (place: string): Promise<string> => (isUrl(place) ? await spool.whole(downloads.whole(place)) : place);
  for (const archive of archives)
    for await (const file of warcFiles(await pathOf(archive), spool, tell, archive)) {
      if (search.signal.aborted) break;
      names.set(file.path, file.name);
      const named = (unpacked: string): void => void names.set(unpacked, file.name);
      const found = await surveyWarc(file, places, { ...search, spool, tell, named });
      for (const [type, count] of found) counted.set(type, (counted.get(type) ?? 0) + count);
      search.progress({ found: places.count(), imported: null });
    }
  for (const index of indexes) {
    await indexPlaces(places, await pathOf(index), { ...search, name: index, tell });
    search.progress({ found: places.count(), imported: null });
  }
  const types = Object.fromEntries([...counted].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { types, flaws, nameOf: (path) => names.get(path) ?? path };
}

const isUrl = (place: string): boolean => /^https?:\/\//i.test(place);

/** First what has a body, then revisits, which name such. */
async function takeAll(
  work: WebRun,
  maxRecord: number,
  { signal, progress }: Pick<WebImportOptions, 'signal' | 'progress'>,
): Promise<Readonly<Record<WebEnding, number>>> {
  const { places } = work.parts;
  const ended: Record<WebEnding, number> = { added: 0, unchanged: 0, redirect: 0, refused: 0, failed: 0, 'host-file': 0, beside: 0 };
  const found = places.count();
  const room = new Room(ROOM_BYTES);
  let imported = 0;
  for (const [kind, take] of [
    ['bodies', takeRecord],
    ['revisits', takeRevisit],
  ] as const) {
    const inRoom = async (place: Place): Promise<WebEnding> => {
      const bytes = Math.min(place.length * UNPACKED, maxRecord);
      await room.enter(bytes);
      try {
        return await take(work, place);
      } finally {
        room.leave(bytes);
      }
    };
    for await (const ending of ahead(signal.aborted ? [] : places.all(kind), AT_ONCE, inRoom)) {
      ended[ending] += 1;
      progress({ found, imported: (imported += 1) });
      if (signal.aborted) break;
    }
  }
  return ended;
}

/** A run of its own, which is no crawl's: an earlier one that did not end is over. */
async function beginRun(config: Config, { ledger }: WebStores, name: string, startedAt: number): Promise<RunId> {
  const crawlers = [`import ${name}`];
  for (const open of await ledger.runs())
    if (open.state === 'running' && open.crawlers.join(' ') === crawlers.join(' ')) await ledger.endRun(open.run, startedAt);
  const run = runIdOf(startedAt, config.digest, crawlers);
  await ledger.startRun({ run, crawlers, configDigest: config.digest, startedAt, endedAt: null, state: 'running' });
  return run;
}
