import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { loopbackSettings, makeProject, type Project, until } from '../cli/project.ts';
import { loadConfig } from '../../src/config/load.ts';
import { exchange } from '../contracts/exchange.ts';
import { ledgerEntry } from '../contracts/ledger-entry.ts';
import { startObjectStore, type TestObjectStore } from '../objects/store.ts';
import { redisIsThere, startRedis, type TestRedis } from '../redis/server.ts';
import { coordinate } from '../../src/run/fleet/coordinate.ts';
import { type FleetEngines, openFleetEngines } from '../../src/run/fleet/engines.ts';
import { aloneInFleet, lockFleet } from '../../src/run/fleet/lock.ts';
import type { RunId } from '../../src/records.ts';
import { work } from '../../src/run/fleet/work.ts';

describe.runIf(redisIsThere())('what must be alone in a fleet', () => {
  let redis: TestRedis;
  let store: TestObjectStore;
  const projects: Project[] = [];
  const namespace = 'alone';
  /** A machine with a folder of its own, which shares the store. */
  const machine = async (engine: 'redis' | 'embedded'): Promise<Project> => {
    const project = await makeProject({
      settings: { ...loopbackSettings(1), engine, redis: { url: redis.url, namespace }, objects: store.settings() },
      crawlers: { 'tree.test': { seeds: ['http://tree.test/'] } },
    });
    projects.push(project);
    return project;
  };
  const KEY = `${namespace}:fleet:at-work`;

  beforeAll(async () => {
    [redis, store] = await Promise.all([startRedis(), startObjectStore()]);
  });
  afterAll(async () => {
    for (const project of projects) await project.dispose();
    await Promise.all([redis.close(), store.close()]);
  });

  test('gc and forget refuse while a worker of another machine lives, name it, and begin when it has left', async () => {
    const [one, other, embedded] = [await machine('redis'), await machine('redis'), await machine('embedded')];
    const client = redis.connect();
    const worker = one.start('work', '--role', 'fetch');
    await until(async () => worker.child.exitCode !== null || (await client.zcard(KEY)) > 0);
    const refused = await Promise.all([other.run('gc'), embedded.run('forget', 'tree.test', '--yes')]);
    const named = new RegExp(`^garner: the fleet is at work: garner work \\(\\S+, process ${worker.child.pid}, since [^)]+\\)\\. Stop it `);
    for (const { code, stderr } of refused) expect([code, stderr]).toEqual([5, expect.stringMatching(named)]);
    expect((await other.run('gc', '--dry-run')).code).toBe(0);
    worker.child.kill('SIGTERM');
    expect((await worker.ended).code).toBe(0);
    const begun = [await other.run('gc'), await embedded.run('forget', 'tree.test', '--yes')];
    expect(begun.map(({ code }) => code)).toEqual([0, 0]);
  });

  test('a worker refuses to begin beside them, and they go by the clock of Redis when one is killed', async () => {
    const one = await machine('redis');
    const client = redis.connect();
    const lock = await lockFleet(client, namespace, 'gc', 'exclusive');
    const { code, stderr } = await one.run('work', '--role', 'fetch');
    expect([code, stderr]).toEqual([
      5,
      expect.stringMatching(/^garner: garner gc \(.*\) must be alone in the storage of the fleet\. Wait until it ends\.\n$/),
    ]);
    await lock.release();
    const shared = await lockFleet(client, namespace, 'work', 'shared');
    await expect(lockFleet(client, namespace, 'gc', 'exclusive')).rejects.toThrow(/the fleet is at work: garner work/);
    // As if its process had not told of itself for so long.
    const [member] = await client.zrange(KEY, '0', '-1');
    const [seconds, micros] = await client.time();
    const leftMs = Number(await client.zscore(KEY, member!)) - (Number(seconds) * 1000 + Number(micros) / 1000);
    expect(leftMs).toBeGreaterThan(0);
    expect(leftMs).toBeLessThanOrEqual(15_000);
    await client.zadd(KEY, '1', member!);
    await (await lockFleet(client, namespace, 'gc', 'exclusive')).release();
    await shared.release();
  });

  test('without a fleet, none but a Redis that the config names is asked', async () => {
    const named = loadConfig((await machine('embedded')).folder, process.env);
    const client = redis.connect();
    // As if it answered at the address that is meant where none is named.
    const unnamed = { ...named, redis: { ...loadConfig(import.meta.dirname).redis, url: redis.url, namespace } };
    expect(await aloneInFleet(unnamed, 'gc')).toBeNull();
    const alone = await aloneInFleet(named, 'gc');
    expect(await client.zcard(KEY)).toBe(1);
    await alone!.release();
  });

  test('two crawls that begin at the same moment begin one run', async () => {
    const config = loadConfig((await machine('redis')).folder, process.env);
    const engines: FleetEngines[] = [];
    for (const at of [1000, 2000]) engines.push(await openFleetEngines(config, 'crawl', { clock: () => at }));
    const signal = AbortSignal.abort();
    const summaries = await Promise.all(engines.map((each) => coordinate(config, each, { crawlers: ['tree.test'], signal })));
    expect(summaries.map(({ resumed }) => resumed).toSorted((a, b) => Number(a) - Number(b))).toEqual([false, true]);
    expect(await engines[0]!.ledger.runs()).toMatchObject([{ run: summaries[0]!.run, state: 'running' }]);
    await engines[0]!.registry.withdraw(summaries[0]!.run);
    for (const each of engines) await each.close();
  });

  test('a crawl that has much to read before it can look for its run keeps no other one waiting', async () => {
    const config = loadConfig((await machine('redis')).folder, process.env);
    const [slow, quick] = [await openFleetEngines(config, 'crawl'), await openFleetEngines(config, 'crawl')];
    const { promise: isRead, resolve } = Promise.withResolvers<void>();
    let reads = 0;
    const runs = async () => {
      if ((reads += 1) === 1) await isRead;
      return slow.ledger.runs();
    };
    const options = { crawlers: ['tree.test'], fresh: true, signal: AbortSignal.abort() };
    const waiting = coordinate(config, { ...slow, ledger: { ...slow.ledger, runs } }, options);
    await until(() => reads === 1);
    const { run } = await coordinate(config, quick, options).finally(resolve);
    const { run: next } = await waiting;
    expect((await quick.ledger.runs()).filter(({ state }) => state === 'running').map((each) => each.run)).toEqual([next]);
    for (const each of [run, next]) await quick.registry.withdraw(each);
    for (const each of [slow, quick]) await each.close();
  });

  test('nobody else ends a run that a crawl has just begun', async () => {
    const config = loadConfig((await machine('redis')).folder, process.env);
    const [first, second] = [await openFleetEngines(config, 'crawl'), await openFleetEngines(config, 'crawl')];
    const options = { crawlers: ['tree.test'], fresh: true, signal: AbortSignal.abort() };
    const letGo = first.registry.letGo.bind(first.registry);
    let refused: unknown;
    vi.spyOn(first.registry, 'letGo').mockImplementationOnce(async (...held) => {
      await letGo(...held);
      refused = await coordinate(config, second, options).catch((error: unknown) => error);
    });
    const { run } = await coordinate(config, first, options);
    expect(refused).toMatchObject({
      name: 'StorageError',
      message: expect.stringContaining(`run ${run} is coordinated by ${first.name} `) as string,
    });
    expect((await second.ledger.runs()).filter(({ state }) => state === 'running').map((each) => each.run)).toEqual([run]);
    await first.registry.withdraw(run);
    for (const each of [first, second]) await each.close();
  });

  test('a run that came to its end while a crawl waited for it is not begun again', async () => {
    const config = loadConfig((await machine('redis')).folder, process.env);
    const engines = await openFleetEngines(config, 'crawl');
    const { ledger, registry } = engines;
    const [run, crawlers, elsewhere] = ['meanwhile' as RunId, ['tree.test'], 'elsewhere 7 0'];
    await ledger.startRun({ run, crawlers, configDigest: config.digest, startedAt: 1000, endedAt: null, state: 'running' });
    expect(await registry.coordinate(run, elsewhere)).toBe(true);
    const waiting = coordinate(config, engines, { crawlers, run, signal: AbortSignal.abort() });
    // Long enough to have seen that it is under way.
    await sleep(1500);
    await ledger.endRun(run, 2000);
    await registry.letGo(run, elsewhere);
    expect(await waiting).toMatchObject({ run, finished: true });
    expect([await registry.runs(), await registry.coordinator(run)]).toEqual([[], null]);
    await engines.close();
  });

  describe('who was taken for dead', () => {
    afterEach(() => void vi.useRealTimers());

    /** As if a process had been frozen for 16 s: its locks have run out, and it is not sure of them any more. */
    const freeze = async (client: Redis): Promise<void> => {
      for (const member of await client.zrange(KEY, '0', '-1')) await client.zadd(KEY, '1', member);
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 16_000 });
    };

    test('hears who is alone, or has been, and is lost', async () => {
      const client = redis.connect();
      const [beside, after] = [await lockFleet(client, namespace, 'work', 'shared'), await lockFleet(client, namespace, 'work', 'shared')];
      await freeze(client);
      const gc = await lockFleet(client, namespace, 'gc', 'exclusive');
      await expect(beside.demand()).rejects.toThrow(/this process was taken for dead .* garner gc \(.*\) has begun to work in .* again\.$/);
      await gc.release();
      await expect(after.demand()).rejects.toThrow(/garner gc \(.*\) has worked in/);
      expect([beside.lost.aborted, after.lost.aborted]).toEqual([true, true]);
      await Promise.all([beside.release(), after.release()]);
    });

    test('goes on when nobody was alone meanwhile, be Redis empty or not', async () => {
      const client = redis.connect();
      await (await lockFleet(client, namespace, 'gc', 'exclusive')).release();
      const shared = await lockFleet(client, namespace, 'work', 'shared');
      await freeze(client);
      await shared.demand();
      await client.flushall();
      vi.setSystemTime(Date.now() + 16_000);
      await shared.demand();
      await expect(lockFleet(client, namespace, 'gc', 'exclusive')).rejects.toThrow(/the fleet is at work/);
      await client.flushall();
      await (await lockFleet(client, namespace, 'forget', 'exclusive')).release();
      vi.setSystemTime(Date.now() + 16_000);
      await expect(shared.demand()).rejects.toThrow(/garner forget \(.*\) has worked in/);
      await shared.release();
    });

    test('and must be alone never goes on', async () => {
      const client = redis.connect();
      const gc = await lockFleet(client, namespace, 'gc', 'exclusive');
      await gc.demand();
      await freeze(client);
      await (await lockFleet(client, namespace, 'work', 'shared')).release();
      await expect(gc.demand()).rejects.toThrow(/others may have begun to work/);
      await gc.release();
    });

    test('puts nothing on record or into the archive, and a worker ends', async () => {
      const one = await machine('redis');
      const client = redis.connect();
      const config = loadConfig(one.folder, process.env);
      const engines = await openFleetEngines(config, 'work');
      const { ledger, archive } = engines;
      expect(await ledger.record(ledgerEntry(1))).toBe(true);
      const signal = new AbortController();
      const worked = work(config, engines, { roles: ['fetch'], signal: signal.signal, said: () => undefined });
      await freeze(client);
      await (await lockFleet(client, namespace, 'gc', 'exclusive')).release();
      const refused = await Promise.allSettled([
        archive.write(exchange(1, 'late')),
        ledger.record(ledgerEntry(2)),
        ledger.harvested(ledgerEntry(1).fetchId),
      ]);
      expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
      await expect(worked).rejects.toThrow(/garner gc \(.*\) has worked in/);
      expect((await ledger.byUrl(ledgerEntry(2).url)).length).toBe(0);
      await engines.close();
    });
  });
});
