import { Cluster, type Redis } from 'ioredis';
import type { PolitenessKey } from '../../records.ts';
import type { FrontierCounts, HostState, QueuedUrl } from '../frontier.ts';
import { scriptRunner } from '../../redis/scripts.ts';
import type { First } from './partitions.ts';
import { scripts } from './scripts.ts';

type ScriptName = keyof typeof scripts;

const runnerFor = scriptRunner(scripts);

/** What can be asked of one partition. */
export interface PartitionCommands {
  run(script: ScriptName, args: readonly (string | number)[]): Promise<unknown>;
  /** Makes place for the crawl, to which nothing can be added before. */
  begin(crawl: string): Promise<void>;
  /** The host that is ready first, and when; null when none has anything to give. */
  first(crawl: string): Promise<First | null>;
  counts(crawl: string): Promise<FrontierCounts>;
  /** The hosts whose turn comes next. */
  hosts(crawl: string, most: number): Promise<readonly HostState[]>;
  find(crawl: string, url: string, key: string): Promise<QueuedUrl | null>;
  /** Removes all keys of the crawl but the hosts' own. */
  drop(crawl: string): Promise<void>;
}

export function partitionCommands(client: Redis | Cluster, prefix: string): PartitionCommands {
  const runScript = runnerFor(client);
  const run: PartitionCommands['run'] = (script, args) => runScript(script, prefix, args);
  return {
    run,
    async begin(crawl) {
      await client.hsetnx(`${prefix}m:${crawl}`, 'd', 0);
    },
    async first(crawl) {
      const [key, at] = await client.zrange(`${prefix}t:${crawl}`, '0', '0', 'WITHSCORES');
      return key === undefined ? null : { key, at: Number(at) };
    },
    async counts(crawl) {
      const [discovered, leased, settled, keys] = (await client.hmget(`${prefix}m:${crawl}`, 'd', 'l', 's', 'k')).map(Number);
      const counts = { discovered: discovered ?? 0, leased: leased ?? 0, settled: settled ?? 0, keys: keys ?? 0 };
      return { ...counts, queued: counts.discovered - counts.leased - counts.settled };
    },
    async hosts(crawl, most) {
      const answer = (await run('hosts', [crawl, most])) as readonly (string | number)[];
      return Array.from({ length: answer.length / STATE }, (_, n) => stateOf(answer.slice(n * STATE)));
    },
    async find(crawl, url, key) {
      const answer = (await run('find', [crawl, key, url])) as readonly (string | number)[] | null;
      if (answer === null) return null;
      const place = Number(answer[STATE]);
      return { state: place === -1 ? 'leased' : 'queued', notBefore: place > 0 ? place : null, host: stateOf(answer) };
    },
    async drop(crawl) {
      await run('drop', [crawl]);
      for (const kind of 'qnsowlx') await removeAll(client, `${prefix}${kind}:${crawl}:*`);
    },
  };
}

/** Fields of a host's state in an answer. */
const STATE = 4;

const stateOf = ([key, queued, nextAt, leased]: readonly (string | number)[]): HostState => ({
  key: key as PolitenessKey,
  queued: Number(queued),
  nextAt: Number(nextAt),
  isLeased: leased === 1,
});

async function removeAll(client: Redis | Cluster, pattern: string): Promise<void> {
  // A scan goes through one server's keys.
  for (const server of client instanceof Cluster ? client.nodes('master') : [client]) await removeFrom(server, pattern);
}

async function removeFrom(client: Redis, pattern: string): Promise<void> {
  for (let cursor = '0', first = true; first || cursor !== '0'; first = false) {
    const [next, keys] = await client.scan(cursor, 'MATCH', pattern.replaceAll(/[{}[\]?\\]/g, '\\$&'), 'COUNT', 1000);
    if (keys.length > 0) await client.unlink(...keys);
    cursor = next;
  }
}
