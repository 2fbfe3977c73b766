import type { HttpClient } from '../fetch/fetch.ts';
import { createLoop, type Loop } from '../fetch/loop.ts';
import { lostWhenClosed } from '../fetch/lost-when-closed.ts';
import type { VisitQueue } from '../fetch/visit-queue.ts';
import type { HostFacts } from '../ledger/host-facts.ts';
import type { Leased } from '../records.ts';
import { traced } from '../telemetry/telemetry.ts';
import { RenderNeed } from '../render/need.ts';
import type { FetchParts } from './attempt.ts';
import type { Engines } from './engines.ts';
import { fetchUrl } from './fetch-url.ts';
import { HostFilesDesk } from './host-files-desk.ts';
import { NotFoundDesk } from './not-found-desk.ts';
import { RobotsDesk } from './robots-desk.ts';

/** What a run has of its own, and what only the process that works on it can say. */
export interface RunLoopParts extends Omit<
  FetchParts,
  | 'client'
  | 'archive'
  | 'ledger'
  | 'staging'
  | 'forgotten'
  | 'blocked'
  | 'robots'
  | 'hostFiles'
  | 'notFound'
  | 'need'
  | 'clock'
  | 'stamp'
  | 'random'
> {
  readonly engines: Pick<Engines, 'client' | 'archive' | 'clock' | 'ledger' | 'staging' | 'forgotten' | 'blocked'>;
  readonly queue: VisitQueue;
  /** Whether an earlier process recorded the URL's outcome, and died before it told the frontier. */
  readonly isOnRecord: (leased: Leased) => Promise<boolean>;
  /** Restarts of the queue's server so far: each may have forgotten what it was told last. Default: none. */
  readonly restarts?: () => number;
  /** Is told of a URL for as long as it is worked on. */
  readonly during: <Result>(leased: Leased, work: () => Promise<Result>) => Promise<Result>;
  /** Resolves when what was fetched leaves room for more. */
  readonly room: () => Promise<void>;
  /** Whether work outside the queue may still bring new URLs. */
  readonly busy: () => boolean;
}

/** A longer wait for a turn at an address is spent in the frontier. */
const PATIENCE_MS = 50;

/** The loop in which one process fetches for one run, whoever else does. */
export async function createRunLoop({
  engines,
  queue,
  isOnRecord,
  restarts = () => 0,
  during,
  room,
  busy,
  ...own
}: RunLoopParts): Promise<Loop> {
  const { archive, ledger, staging, forgotten, blocked, clock: stamp } = engines;
  const facts: HostFacts = ledger;
  const sending = lostWhenClosed(engines.client);
  const client: HttpClient = {
    ...sending,
    fetch: (request) =>
      traced(
        'request',
        () => ({ 'url.full': request.url }),
        () => sending.fetch({ patienceMs: PATIENCE_MS, ...request }),
      ),
  };
  const robots = new RobotsDesk({ config: own.config, client, facts, clock: Date.now, restarts });
  const hostFiles = new HostFilesDesk({ config: own.config, client, facts, robots, clock: Date.now });
  const notFound = new NotFoundDesk({ client, facts, robots, clock: Date.now });
  const need = new RenderNeed();
  const parts: FetchParts = {
    ...own,
    client,
    archive,
    ledger,
    staging,
    forgotten,
    blocked,
    robots,
    hostFiles,
    notFound,
    need,
    clock: Date.now,
    stamp,
    random: Math.random,
  };
  return createLoop({
    queue,
    concurrency: own.config.crawl.concurrency,
    handle: (leased, isOurs) =>
      traced(
        'visit',
        () => ({ 'url.full': leased.url, 'garner.crawler': leased.crawler, 'garner.role': leased.role }),
        () => during(leased, async () => ((await isOnRecord(leased)) ? { restMs: 0 } : fetchUrl(parts, leased, isOurs))),
      ),
    room,
    busy,
  });
}
