import type { Config } from '../config/config.ts';
import { corporaOfSchedule, crawlersOfSchedule } from '../config/selection.ts';
import { createHttpClient } from '../fetch/client.ts';
import type { LedgerEntry } from '../ledger/ledger.ts';
import type { RunId } from '../records.ts';
import { StorageInUse } from '../sqlite/storage-error.ts';
import { build, type Built, type BuildOptions, corpusNamed } from './build.ts';
import { strangerAmong } from './contact.ts';
import { crawl, type CrawlOptions, type CrawlSummary } from './crawl.ts';
import { type Engines, openEngines } from './engines.ts';
import type { Occasion, Performed, SchedulerParts } from './schedule.ts';
import { callWebhook } from './webhook.ts';

/** What is heard while a slot is performed. */
export interface PerformHooks {
  /** Another command is at work in the storage folder, and is waited for. */
  readonly waiting?: (because: string) => void;
  readonly recorded?: (entry: LedgerEntry) => void;
  readonly crawled?: (summary: CrawlSummary) => void;
  readonly built?: (built: Built) => void;
}

/** What one performance works with. */
export interface Workshop {
  readonly engines: Engines;
  readonly crawl: (options: CrawlOptions) => Promise<CrawlSummary>;
  /** For builds. */
  readonly demand?: BuildOptions['demand'];
}

export interface PerformParts extends PerformHooks {
  readonly sleep: SchedulerParts['sleep'];
  /**
   * Opens what a performance works with; its engines are closed when that is done. Default: the embedded engines and the crawl of one process.
   *
   * @throws StorageInUse while another command works in the storage folder: it is asked again.
   */
  readonly open?: () => Promise<Workshop>;
}

/** A corpus in what is sent to a webhook. */
interface CorpusNews {
  readonly name: string;
  readonly generation: number;
  readonly captured: number;
  readonly kept: number;
  /** Whether this run brought a new generation. */
  readonly isNew: boolean;
  readonly difference: { readonly since: number; readonly added: number; readonly changed: number; readonly gone: number } | null;
}

interface News {
  crawled: CrawlSummary | null;
  readonly corpora: CorpusNews[];
}

/** How often to ask whether another command has ended. */
const ASK_MS = 2000;

/**
 * What a slot is for: crawls, builds what is to be built, each with its report, and calls the webhook. All of it may be done again after a crash: the
 * run goes on under its id, a build that finds nothing new makes no generation, the webhook knows the run by its id.
 */
export const performer =
  (config: Config, parts: PerformParts) =>
  async (occasion: Occasion): Promise<Performed> => {
    const news: News = { crawled: null, corpora: [] };
    const done = await gather(config, parts, occasion, news);
    const { schedule, at, run, signal } = occasion;
    if (done === 'interrupted' || schedule.webhook === undefined) return done;
    const { name } = schedule;
    const payload = {
      schedule: name,
      slot: new Date(at).toISOString(),
      run,
      ...done,
      crawlers: crawlersOfSchedule(config, schedule),
      outcomes: news.crawled?.outcomes ?? {},
      corpora: news.corpora,
    };
    const client = createHttpClient(config);
    try {
      const fault = await callWebhook(schedule.webhook, run, payload, { client, sleep: parts.sleep, signal });
      if (signal.aborted) return 'interrupted';
      if (fault === null) return done;
      return { ...done, because: [done.because, `the webhook was not reached: ${fault}`].filter(Boolean).join('; ') };
    } finally {
      await client.close();
    }
  };

type Done = Exclude<Performed, 'interrupted'>;

async function gather(config: Config, parts: PerformParts, { schedule, run, signal }: Occasion, news: News): Promise<Done | 'interrupted'> {
  const crawlers = crawlersOfSchedule(config, schedule);
  const stranger = await strangerAmong(
    config,
    crawlers.flatMap((name) => config.crawlers.get(name)?.seeds ?? []),
  );
  if (stranger !== null)
    return { state: 'failed', because: `${stranger} is a public host, and nobody there could reach you: set userAgent.contact` };
  let workshop: Workshop | null = null;
  try {
    workshop = await opened(config, parts, signal);
    if (workshop === null) return 'interrupted';
    const { engines, demand } = workshop;
    const { recorded } = parts;
    news.crawled = await workshop.crawl({
      crawlers,
      ...(schedule.topic !== undefined && { topic: schedule.topic }),
      run,
      signal,
      ...(recorded !== undefined && { recorded }),
    });
    parts.crawled?.(news.crawled);
    const { finished, shortage } = news.crawled;
    if (shortage !== null) return { state: 'failed', because: `nothing more was fetched: ${shortage.because}` };
    if (!finished) return 'interrupted';
    for (const name of corporaOfSchedule(config, schedule)) {
      const corpus = corpusNamed(config, name);
      if (corpus === null) return { state: 'failed', because: `nothing to build is called ${name}` };
      const built = await build(config, engines, { name, ...corpus, signal, ...(demand !== undefined && { demand }) });
      news.corpora.push(newsOf(built, await startOf(engines, run)));
      parts.built?.(built);
    }
    return { state: 'finished' };
  } catch (error) {
    if (signal.aborted) return 'interrupted';
    return { state: 'failed', because: error instanceof Error ? error.message : String(error) };
  } finally {
    await workshop?.engines.close();
  }
}

async function embedded(config: Config): Promise<Workshop> {
  const engines = await openEngines(config, 'schedule');
  return { engines, crawl: (options) => crawl(config, engines, options) };
}

/** The engines, as soon as no other command works in the storage folder; null when it was stopped while waiting. */
async function opened(config: Config, { open, sleep, waiting }: PerformParts, signal: AbortSignal): Promise<Workshop | null> {
  for (let isTold = false; !signal.aborted; isTold = true) {
    try {
      return await (open === undefined ? embedded(config) : open());
    } catch (error) {
      if (!(error instanceof StorageInUse)) throw error;
      if (!isTold) waiting?.(error.message);
      await sleep(ASK_MS, signal);
    }
  }
  return null;
}

const startOf = async ({ ledger }: Engines, run: RunId): Promise<number> =>
  (await ledger.runs()).find((each) => each.run === run)?.startedAt ?? Number.POSITIVE_INFINITY;

function newsOf({ manifest, unchanged, difference }: Built, startedAt: number): CorpusNews {
  const { corpus: name, generation, counts, createdAt } = manifest;
  // A scheduler that died after its build is followed by one that finds nothing to do: what the run brought is news all the same.
  const isNew = !unchanged || Date.parse(createdAt) >= startedAt;
  const { captured, kept } = counts;
  const since = difference === null || !isNew ? null : difference;
  return {
    name,
    generation,
    captured,
    kept,
    isNew,
    difference: since === null ? null : { since: since.generation, added: since.added, changed: since.changed, gone: since.gone },
  };
}
