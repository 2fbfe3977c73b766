import type { IRequestManager, Request } from '@crawlee/basic';
import type { Settlement } from '../frontier/frontier.ts';
import type { Leased } from '../records.ts';
import { TurnLater, TurnLost } from './fetch.ts';
import type { Turn, VisitQueue } from './visit-queue.ts';

export interface LoopOptions {
  readonly queue: VisitQueue;
  readonly concurrency: number;
  /**
   * Does all that one URL needs, and says when its host may be contacted again; `isOurs` tells whether the host may still be. Throws `TurnLost`
   * when it was not, `TurnLater` when too many others are to send to its address first, and else only for bugs and broken disks: that ends the loop.
   */
  readonly handle: (leased: Leased, isOurs: () => boolean) => Promise<Omit<Settlement, 'url'>>;
  /** Resolves when what was fetched leaves room for more. */
  readonly room: () => Promise<void>;
  /** Whether work outside the queue may still bring new URLs. */
  readonly busy: () => boolean;
}

export interface Loop {
  /** Resolves when the frontier is drained, or after `stop`, when all that was under way has ended. */
  run(): Promise<void>;
  /** No new turns. */
  stop(): void;
  readonly inFlight: number;
}

/**
 * How often Crawlee is told to ask for a turn. Its own polling (Crawlee 3.18) stops for as long as a request that it started runs: one
 * server that does not answer would keep all other hosts waiting.
 */
const POLL_MS = 10;

/** Crawlee samples the memory of the machine by running `ps`. */
const SAMPLE_MS = 10_000;

/**
 * Crawlee drives: it gives the loop, its concurrency and its reaction to an overloaded machine. It stores, retries and delays nothing: a
 * Crawlee request is one leased URL, and its outcome is settled in our frontier before Crawlee hears of it.
 */
export async function createLoop(options: LoopOptions): Promise<Loop> {
  // Crawlee's default storage folder is called as ours; it must never write there, nor clear it.
  process.env['CRAWLEE_PERSIST_STORAGE'] = 'false';
  process.env['CRAWLEE_PURGE_ON_START'] = 'false';
  const { BasicCrawler, Configuration, Request, log, LogLevel } = await import('@crawlee/basic');
  log.setLevel(LogLevel.OFF);

  const { queue, handle, concurrency } = options;
  const turns = new Map<string, Turn>();
  const underWay = new Set<Promise<void>>();
  let serial = 0;
  let failure: unknown;
  // Crawlee forgets a stop that comes before its run.
  let stopped = false;

  const manager: IRequestManager = {
    isEmpty: async () => stopped || !(await queue.ready()),
    isFinished: async () => stopped || (!options.busy() && (await queue.drained())),
    fetchNextRequest: async <T extends object>() => {
      const turn = stopped ? null : await queue.take();
      if (turn === null) return null;
      const id = String((serial += 1));
      turns.set(id, turn);
      return new Request<T>({ url: turn.leased.url, uniqueKey: id, id });
    },
    handledCount: async () => serial - turns.size,
    getTotalCount: () => serial,
    getPendingCount: () => turns.size,
    markRequestHandled: async () => null,
    reclaimRequest: async () => null,
    addRequest: () => Promise.reject(new Error('URLs enter through the frontier')),
    addRequestsBatched: () => Promise.reject(new Error('URLs enter through the frontier')),
    async *[Symbol.asyncIterator]() {
      for (let request = await manager.fetchNextRequest(); request !== null; request = await manager.fetchNextRequest()) yield request;
    },
  };

  const later = (error: unknown): Omit<Settlement, 'url'> => {
    // Others at the same address are first. Whoever waits for them waits in the frontier, and takes no place from hosts elsewhere.
    if (error instanceof TurnLater) return { restMs: 0, waitMs: error.waitMs, retryAt: Date.now() + error.waitMs, spendsAttempt: false };
    throw error;
  };

  const give = async (turn: Turn): Promise<void> => {
    try {
      await queue.finish(turn, await handle(turn.leased, () => queue.holds(turn)).catch(later));
    } catch (error) {
      // The host may have been contacted, and nobody can say when it may be again: then its lease and a rest must go by.
      queue.abandon(turn);
      // Another worker has the URL by now, or will have it. The frontier may think otherwise for a while, and would believe what this one says of it.
      if (!(error instanceof TurnLost)) throw error;
    }
    await options.room();
  };

  const requestHandler = async ({ request }: { request: Request }): Promise<void> => {
    const turn = turns.get(request.uniqueKey);
    if (turn === undefined) throw new Error(`no turn for ${request.url}`);
    const work = give(turn);
    const tracked = work.catch(() => undefined).finally(() => underWay.delete(tracked));
    underWay.add(tracked);
    try {
      await work;
    } catch (error) {
      // It ends the loop. Thrown into Crawlee (3.18), it could become a rejection that nobody handles.
      failure ??= error;
      stop();
    } finally {
      turns.delete(request.uniqueKey);
    }
  };

  // Crawlee 3.18 documents the option `requestManager` and refuses it; the field it would set does the same.
  class FrontierCrawler extends BasicCrawler {
    protected override requestManager = manager;
  }
  const crawler = new FrontierCrawler(
    {
      requestHandler,
      maxRequestRetries: 0,
      // Every step of the handler has its own deadline; Crawlee's would leave a turn unsettled.
      requestHandlerTimeoutSecs: 86_400,
      useSessionPool: false,
      retryOnBlocked: false,
      maxConcurrency: concurrency,
      minConcurrency: Math.min(concurrency, 16),
      autoscaledPoolOptions: { desiredConcurrency: concurrency, loggingIntervalSecs: null },
      statisticsOptions: { saveErrorSnapshots: false, persistenceOptions: { enable: false } },
      statusMessageLoggingInterval: 3600,
    },
    new Configuration({ persistStorage: false, purgeOnStart: false, systemInfoIntervalMillis: SAMPLE_MS }),
  );

  function stop(): void {
    stopped = true;
    crawler.stop();
  }

  return {
    async run() {
      const poll = setInterval(() => void crawler.autoscaledPool?.notify(), POLL_MS);
      try {
        await crawler.run();
      } finally {
        clearInterval(poll);
        await Promise.all(underWay);
      }
      if (failure !== undefined) throw failure;
    },
    stop,
    get inFlight() {
      return turns.size;
    },
  };
}
