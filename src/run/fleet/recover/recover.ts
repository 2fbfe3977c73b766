import { existsSync } from 'node:fs';
import type { Config } from '../../../config/config.ts';
import { restRedisHosts } from '../../../frontier/redis.ts';
import { viewSqliteFrontier } from '../../../frontier/sqlite.ts';
import type { HostFactKind } from '../../../ledger/host-facts.ts';
import type { RunRecord } from '../../../ledger/ledger.ts';
import type { RunId } from '../../../records.ts';
import { frontierFile } from '../../engines.ts';
import { compileRules } from '../../rules.ts';
import { openAlarm } from '../alarm.ts';
import type { FleetEngines } from '../engines.ts';
import { openFleetFrontier } from '../frontier.ts';
import { lostMs, rebuildQueue } from '../rebuild.ts';
import { FleetDaily } from '../spending.ts';
import { wishOf } from '../wish.ts';
import { hostsOnRecord } from './hosts.ts';
import { recallSlots } from './slots.ts';

/** A run that has not come to its end. */
export interface UnfinishedRun {
  readonly run: RunId;
  readonly crawlers: readonly string[];
  /** Its queue was made anew, or why not. */
  readonly left: string | null;
  /** Pages that are read once more for the links in them. */
  readonly pages: number;
}

/** What was put back into Redis. */
export interface Recovered {
  /** What was learnt of hosts: robots.txt, quarantine and the like. */
  readonly facts: number;
  /** Hosts that may not be contacted yet. */
  readonly resting: number;
  /** Hosts that have been asked for something today. */
  readonly asked: number;
  /** Slots of schedules. */
  readonly slots: number;
  readonly runs: readonly UnfinishedRun[];
  /** Milliseconds from now in which nothing is begun, since requests may be under way. */
  readonly quietMs: number;
}

const FACTS: readonly HostFactKind[] = ['robots', 'rights', 'host-files', 'terms', 'quarantine', 'not-found', 'crawl'];

/** Runs that Redis knows of: none when it has lost all. */
export async function runsInRedis({ registry }: Pick<FleetEngines, 'registry'>): Promise<readonly RunId[]> {
  return (await registry.runs()).map(({ run }) => run);
}

/**
 * Puts into Redis what it has lost and what is on record: journals, archive and ledger. It only adds, so that it may be done again, and beside workers. Runs
 * wait, announced as paused, for the command that goes on with them; meanwhile their pages are read by whoever refines.
 */
export async function recover(config: Config, engines: FleetEngines, said: (text: string) => void): Promise<Recovered> {
  const { ledger, redis, restarts, queue } = engines;
  const { namespace } = config.redis;
  const quietMs = lostMs(config);
  await restarts.hush(quietMs);
  let facts = 0;
  for (const kind of FACTS) facts += await ledger.recallFacts(kind);
  const { rests, today } = await hostsOnRecord(config, ledger, Date.now());
  await restRedisHosts(redis, rests, config.redis);
  const daily = new FleetDaily(redis, namespace, Date.now);
  for (const [key, spent] of today) await daily.atLeast(key, spent);
  const runs = await ledger.runs();
  const slots = await recallSlots(config, redis, runs);
  if (config.schedules.size > 0) await (await openAlarm(redis, namespace, config.schedules.values())).close();
  queue.nextRound();
  const unfinished: UnfinishedRun[] = [];
  for (const run of runs.filter(({ state }) => state === 'running')) {
    said(`Reading what is on record of run ${run.run}.`);
    unfinished.push(await recoverRun(config, engines, run));
  }
  return { facts, resting: rests.size, asked: today.size, slots, runs: unfinished, quietMs };
}

async function recoverRun(config: Config, engines: FleetEngines, { run, crawlers }: RunRecord): Promise<UnfinishedRun> {
  const { ledger, registry, redis, restarts, name } = engines;
  const left = (because: string): UnfinishedRun => ({ run, crawlers, left: because, pages: 0 });
  const unknown = crawlers.filter((each) => !config.crawlers.has(each));
  if (unknown.length > 0) return left(`no crawler is called ${unknown.join(' or ')}`);
  if (await isEmbedded(config, run)) return left('its queue is in frontier.db, where the same command finds it');
  const holder = `${name} ${process.pid} ${Date.now()}`;
  if (!(await registry.coordinate(run, holder))) return left('a crawl is at work on it');
  try {
    return await registry.holding(run, holder, async () => {
      const rules = compileRules(config, crawlers);
      const frontier = await openFleetFrontier(config, redis, run);
      const life = await restarts.look();
      const wish = await wishOf(ledger, run);
      const rebuilt = await ledger.rebuild(run, Date.now());
      await registry.announce({ run, crawlers, ...wish, digest: config.digest, rebuilt, life, state: 'paused' });
      return { run, crawlers, left: null, pages: await rebuildQueue(config, engines, { run, rules, frontier, queue: rebuilt }) };
    });
  } finally {
    await registry.letGo(run, holder);
  }
}

async function isEmbedded({ storage }: Config, run: RunId): Promise<boolean> {
  const file = frontierFile(storage);
  const view = existsSync(file) ? await viewSqliteFrontier(file, run) : null;
  await view?.close();
  return view !== null;
}
