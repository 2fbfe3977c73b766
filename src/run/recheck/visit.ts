import type { Config } from '../../config/config.ts';
import { VisitQueue } from '../../fetch/visit-queue.ts';
import { openSqliteFrontier } from '../../frontier/sqlite.ts';
import type { LedgerEntry } from '../../ledger/ledger.ts';
import { DAY_MS, type Discovery, type RunId } from '../../records.ts';
import { LocalListed } from '../listed.ts';
import { LocalBudget } from '../budget.ts';
import { lookAt, type Shortage, watchDisk } from '../disk-watch.ts';
import { type Engines, frontierFile } from '../engines.ts';
import { LocalDaily } from '../daily.ts';
import { LocalHostHealth } from '../host-health.ts';
import { openRun } from '../open-run.ts';
import { openRenderer } from '../open-renderer.ts';
import { hasEnded } from '../past.ts';
import { writeRunReport } from '../reports.ts';
import { compileRules, type CrawlerRules, limitsOf } from '../rules.ts';
import { createRunLoop } from '../run-loop.ts';
import { sweepQueues } from '../sweep-queues.ts';
import { factsSince } from './fresh-facts.ts';

export interface VisitOptions {
  /** Names the run: an interrupted one is gone on with. */
  readonly name: string;
  /** Of crawlers that the config has. */
  readonly pages: AsyncIterable<Discovery>;
  readonly signal?: AbortSignal;
  readonly recorded?: (entry: LedgerEntry) => void;
}

export interface Visited {
  readonly run: RunId;
  /** False when it was interrupted or ran out of room: the same command goes on with it. */
  readonly finished: boolean;
  readonly shortage: Shortage | null;
}

/** Discoveries that are put into the frontier at once. */
const BATCH = 1024;

/**
 * Visits pages once more, as a run of its own and as a crawl would: in turns of their hosts, which are asked for their robots.txt and the files that
 * speak for them first, however lately they were asked. Follows no link and no redirect; what the hosts say goes on record.
 */
export async function visitAgain(config: Config, engines: Engines, options: VisitOptions): Promise<Visited> {
  const { ledger } = engines;
  const since = engines.clock() - DAY_MS;
  // What was heard longer ago is not what they say today.
  const open = (await ledger.runs()).find(({ crawlers, state }) => state === 'running' && crawlers.join(' ') === options.name);
  const fresh = open !== undefined && open.startedAt < since;
  const { record, resumed } = await openRun(config, engines, [options.name], { fresh });
  const { run } = record;
  await sweepQueues(config, engines);
  const frontier = await openSqliteFrontier(frontierFile(config.storage), { crawl: run, leaseMs: config.crawl.lease });
  let visited: Visited;
  try {
    await frontier.reclaim(Date.now());
    const names = new Set<string>();
    const batch: Discovery[] = [];
    for await (const page of options.pages) {
      names.add(page.crawler);
      if (batch.push(page) === BATCH) await frontier.add(batch.splice(0));
    }
    await frontier.add(batch);
    const rules = rulesOf(config, [...names]);
    const queue = new VisitQueue(frontier, Date.now);
    const renderer = await openRenderer(config, engines.client, rules);
    const loop = await createRunLoop({
      run,
      config,
      rules,
      engines: { ...engines, ledger: { ...ledger, ...factsSince(ledger, record.startedAt) } },
      queue,
      budget: new LocalBudget(limitsOf(rules)),
      health: new LocalHostHealth(),
      daily: new LocalDaily(ledger, Date.now),
      held: () => undefined,
      renderer,
      handOver: null,
      recall: async () => null,
      // Its links were followed when it was crawled.
      harvest: { take: (entry) => ledger.harvested(entry.fetchId), caughtUp: () => undefined },
      traps: null,
      listed: new LocalListed(),
      revisitAll: true,
      // What other hosts say of them is asked anew, too.
      add: async (found) => {
        await frontier.add(found.filter(({ role }) => role === 'terms'));
        queue.woken();
      },
      recorded: options.recorded ?? (() => undefined),
      isOnRecord: async ({ url }) => resumed && (await hasEnded(ledger, run, url)),
      during: (_, work) => work(),
      room: async () => undefined,
      busy: () => false,
    });
    const stop = (): void => loop.stop();
    options.signal?.addEventListener('abort', stop);
    if (options.signal?.aborted === true) stop();
    const disk = await watchDisk(lookAt(config, engines.segments), config.disk, stop);
    try {
      await loop.run();
      const finished = options.signal?.aborted !== true && (await queue.drained());
      if (finished) await ledger.endRun(run, engines.clock());
      await writeRunReport(config, engines, run);
      visited = { run, finished, shortage: finished ? null : disk.shortage() };
    } finally {
      disk.close();
      options.signal?.removeEventListener('abort', stop);
      await queue.close();
      await renderer?.close();
    }
  } finally {
    await frontier.close();
  }
  await sweepQueues(config, engines);
  return visited;
}

/** The crawlers' own manners, for pages that are known already: in scope, however many. */
function rulesOf(config: Config, names: readonly string[]): ReadonlyMap<string, CrawlerRules> {
  const boundless = { pages: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };
  return new Map(
    [...compileRules(config, names)].map(([name, rules]) => {
      const own = { ...rules.config, sitemaps: false, limits: { ...rules.config.limits, ...boundless } };
      return [name, { ...rules, config: own, outOfScope: () => null }] as const;
    }),
  );
}
