import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load.ts';
import { journalName } from '../../src/ledger/fleet/journal.ts';
import type { Drop } from '../../src/records.ts';
import { queueOptions } from '../../src/redis/queue.ts';
import { journalFolder } from '../../src/run/engines.ts';
import { type FleetEngines, openFleetEngines } from '../../src/run/fleet/engines.ts';
import { refineQueueName } from '../../src/run/fleet/refine-queue.ts';
import { FleetRun } from '../../src/run/fleet/run.ts';
import { work } from '../../src/run/fleet/work.ts';
import { loopbackSettings, makeProject, type Project, until } from '../cli/project.ts';
import { exchange } from '../contracts/exchange.ts';
import { ledgerEntry, NOON, RUN } from '../contracts/ledger-entry.ts';
import { redisIsThere, startRedis, type TestRedis } from '../redis/server.ts';

/** Puts the n-th page of a run that is under way into the queue of pages to be read. */
async function givePage({ digest }: Config, { archive, registry, restarts, queue }: FleetEngines, n: number): Promise<void> {
  const life = await restarts.look();
  await registry.announce({ run: RUN, crawlers: ['example.org'], digest, rebuilt: null, life, state: 'running' });
  const response = exchange(n, '<title>One</title><p>A page.</p>');
  const { url, at, status, headers } = response;
  const { recordId, bodyDigest, location } = await archive.write(response);
  const entry = ledgerEntry(n, { url: url as typeof entry.url });
  const capture = { recordId, url: entry.url, finalUrl: entry.url, at, status, headers, bodyDigest };
  const page = { capture, location, robots: 'unavailable' };
  await queue.give({ entry: { ...entry, outcome: { kind: 'page', ...page } }, page, queue: 0 });
}

describe.runIf(redisIsThere())('a worker that only refines', () => {
  let redis: TestRedis;
  let project: Project;
  beforeAll(async () => {
    redis = await startRedis();
    project = await makeProject({
      settings: { ...loopbackSettings(1), engine: 'redis', redis: { url: redis.url, namespace: 'refine-only' } },
      crawlers: { 'example.org': { seeds: ['https://example.org/page/1'] } },
    });
  });
  afterEach(() => void vi.useRealTimers());
  afterAll(async () => {
    await project.dispose();
    await redis.close();
  });

  test('that cannot tell that it is there takes no pages either', async () => {
    const config = loadConfig(project.folder, process.env);
    const engines = await openFleetEngines(config, 'work');
    const client = redis.connect();
    const queue = new Queue(refineQueueName(config.digest), queueOptions(config.redis));
    await client.config('SET', 'maxmemory', '1');
    const { signal } = new AbortController();
    await expect(work(config, engines, { roles: ['refine'], signal, said: () => undefined })).rejects.toThrow(/OOM/);
    await client.config('SET', 'maxmemory', '0');
    await expect.poll(() => queue.getWorkersCount()).toBe(0);
    await queue.close();
    await engines.close();
  });

  test('ends when it cannot say what it has read, and why', async () => {
    const config = loadConfig(project.folder, process.env);
    const engines = await openFleetEngines(config, 'work', { clock: () => NOON });
    // The journal is opened when something is told, and must be new.
    const journal = join(journalFolder(config.storage), journalName(engines.name, NOON));
    await writeFile(journal, '');
    await givePage(config, engines, 1);
    vi.useFakeTimers({ toFake: ['performance'] });
    const read = vi.fn<(drop: Drop | null) => void>();
    const worked = work(config, engines, { roles: ['refine'], signal: new AbortController().signal, said: () => undefined, refined: read });
    await until(() => read.mock.calls.some(([drop]) => drop === null));
    // Long enough that Redis has the links for good.
    vi.advanceTimersByTime(3000);
    await expect(worked).rejects.toThrow(`${journal} cannot be written`);
    await engines.close();
  });

  test('leaves a run when it is over, and what it has joined when it ends', async () => {
    const config = loadConfig(project.folder, process.env);
    const engines = await openFleetEngines(config, 'work');
    const leave = vi.spyOn(FleetRun.prototype, 'leave');
    onTestFinished(() => leave.mockRestore());
    const stop = new AbortController();
    let read = 0;
    const worked = work(config, engines, {
      roles: ['refine'],
      signal: stop.signal,
      said: () => undefined,
      refined: (drop) => void (read += drop === null ? 1 : 0),
    });
    await givePage(config, engines, 3);
    await until(() => read === 1);
    expect(leave).not.toHaveBeenCalled();
    await engines.registry.withdraw(RUN);
    await until(() => leave.mock.calls.length === 1);
    await givePage(config, engines, 4);
    await until(() => read === 2);
    stop.abort();
    await worked;
    expect(leave).toHaveBeenCalledTimes(2);
    await engines.close();
  });

  test('reads the pages of a run that it could not join the first time', async () => {
    const config = loadConfig(project.folder, process.env);
    const engines = await openFleetEngines(config, 'work');
    const client = redis.connect();
    const names = 'refine-only:crawls';
    await client.hset(names, 'another run', '1');
    await client.rename(names, 'aside');
    await client.set(names, 'what a frontier cannot be opened by');
    await givePage(config, engines, 2);
    const stop = new AbortController();
    const read = vi.fn<(drop: Drop | null) => void>();
    const worked = work(config, engines, { roles: ['refine'], signal: stop.signal, said: () => undefined, refined: read });
    const queue = new Queue(refineQueueName(config.digest), queueOptions(config.redis));
    await expect.poll(() => queue.getDelayedCount()).toBe(1);
    await client.rename('aside', names);
    await expect.poll(() => read.mock.calls).toContainEqual([null]);
    stop.abort();
    await worked;
    await queue.close();
    await engines.close();
  });
});
