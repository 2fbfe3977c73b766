import { appendFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openFleetLedger } from '../../src/ledger/fleet.ts';
import { journalName } from '../../src/ledger/fleet/journal.ts';
import type { Instant, Origin } from '../../src/records.ts';
import type { LedgerEntry } from '../../src/ledger/ledger.ts';
import { openSqliteLedger } from '../../src/ledger/sqlite.ts';
import { hostFactsContract } from '../contracts/host-facts.ts';
import { ledgerContract } from '../contracts/ledger.ts';
import { ledgerEntry, NOON, pageOutcome, RUN } from '../contracts/ledger-entry.ts';
import type { Redis } from 'ioredis';
import { projectSchema } from '../../src/config/project.ts';
import { openObjects } from '../../src/objects/open.ts';
import { startObjectStore } from '../objects/store.ts';
import { redisIsThere, startRedis } from '../redis/server.ts';

type Opened = ReturnType<typeof openFleetLedger>;

describe.runIf(redisIsThere())('over Redis and journals', async () => {
  const redis = await startRedis();
  const client = redis.connect();
  const folders: string[] = [];
  let serial = 0;
  afterAll(async () => {
    await redis.close();
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  });

  const store = await startObjectStore();
  afterAll(() => store.close());

  /** Opens ledgers of machines that share no disk, each with a folder of its own. */
  function apart(client: Redis | null): () => Opened {
    const namespace = `ledger${(serial += 1)}`;
    const { objects } = projectSchema.parse({ objects: store.settings(namespace) });
    let opened = 0;
    return async () => {
      const folder = await mkdtemp(join(tmpdir(), 'garner-fleet-'));
      folders.push(folder);
      const writer = `w${(opened += 1)}`;
      const shared = await openObjects(objects);
      const ledger = await openFleetLedger({
        client,
        namespace,
        writer,
        objects: shared,
        journals: join(folder, 'journals'),
        index: join(folder, 'ledger.db'),
      });
      return { ...ledger, close: () => ledger.close().then(() => shared?.close()) };
    };
  }

  /** Opens ledgers over one folder; each has an index of its own, as machines have, or they share one, as processes of a machine do. */
  function fleet(ownIndex: boolean): (clock?: () => Instant) => Opened {
    const namespace = `ledger${(serial += 1)}`;
    const folder = mkdtemp(join(tmpdir(), 'garner-fleet-'));
    let opened = 0;
    return async (clock = Date.now) => {
      const at = await folder;
      folders.push(at);
      const writer = `w${(opened += 1)}`;
      return openFleetLedger({
        client,
        namespace,
        writer,
        journals: join(at, 'ledger'),
        index: join(at, ownIndex ? `${writer}.db` : 'ledger.db'),
        clock,
      });
    };
  }

  for (const [name, ownIndex] of [
    ['a fleet on one machine', false],
    ['a fleet of machines', true],
  ] as const) {
    ledgerContract(
      name,
      () => fleet(ownIndex),
      async () => undefined,
    );
    hostFactsContract(
      name,
      () => fleet(ownIndex),
      async () => undefined,
    );
  }

  for (const [name, by] of [
    ['a fleet without a common disk', client],
    ['one process after the other, without a common disk', null],
  ] as const) {
    ledgerContract(
      name,
      () => apart(by),
      async () => undefined,
    );
    hostFactsContract(
      name,
      () => apart(by),
      async () => undefined,
    );
  }

  test('what several record is one history, and each knows at once what another has recorded', async () => {
    const open = fleet(true);
    const [one, other] = await Promise.all([open(), open()]);
    const told = await Promise.all(Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? one : other).record(ledgerEntry(n % 10))));
    expect(told.filter(Boolean)).toHaveLength(10);
    for (const ledger of [one, other]) {
      expect(await ledger.outcomes(RUN)).toEqual({ page: 10 });
      await ledger.close();
    }
  });

  test('a line that a crash cut short is not read, and Redis that was flushed loses nothing', async () => {
    const open = fleet(false);
    const ledger = await open();
    for (let n = 0; n < 5; n += 1) await ledger.record(ledgerEntry(n));
    await ledger.close();
    const folder = join(folders.at(-1)!, 'ledger');
    const [journal] = await readdir(folder);
    await appendFile(join(folder, journal!), '{"entry":{"fetchId":"half');
    await client.flushall();
    const again = await open();
    expect(await again.outcomes(RUN)).toEqual({ page: 5 });
    await again.record(ledgerEntry(2));
    await again.record(ledgerEntry(6));
    expect(await again.outcomes(RUN)).toEqual({ page: 6 });
    await again.close();
  });

  test('a page that one process reads before another one has told of it here is harvested all the same', async () => {
    const open = fleet(true);
    const [reader, fetcher, third] = [await open(), await open(), await open()];
    await third.runs();
    for (let n = 0; n < 20; n += 1) {
      await fetcher.record(ledgerEntry(n));
      await reader.harvested(ledgerEntry(n).fetchId);
    }
    expect(await Array.fromAsync(third.unharvested(RUN))).toEqual([]);
    for (const each of [reader, fetcher, third]) await each.close();
  });

  test('what is learnt of a host is on record before anybody knows it', async () => {
    const open = fleet(true);
    const clock = (): number => NOON;
    const [one, other] = [await open(clock), await open(clock)];
    // The journal of one cannot be made.
    await writeFile(join(folders.at(-1)!, 'ledger', journalName('w1', NOON)), '');
    const host = 'https://example.org' as Origin;
    const fact = { value: '{}', at: NOON, expires: NOON + 1000 };
    await expect(one.put(host, 'robots', fact)).rejects.toThrow('cannot be written');
    expect(await other.get(host, 'robots')).toBeNull();
    await other.put(host, 'robots', fact);
    await other.put(host, 'robots', { ...fact, value: '"older"', at: NOON - 1 });
    await client.flushall();
    for (const each of [one, other]) {
      expect(await each.get(host, 'robots')).toEqual(fact);
      await each.close();
    }
  });

  test('Redis knows of a host for longer than any fact holds, and then the history does', async () => {
    const ledger = await fleet(false)();
    const host = 'https://day.example' as Origin;
    const fact = { value: '{}', at: NOON, expires: Number.MAX_SAFE_INTEGER };
    await ledger.put(host, 'robots', fact);
    const [key] = await client.keys(`*:fact:robots:${host}`);
    const leftMs = await client.pttl(key!);
    expect(leftMs).toBeGreaterThan(24 * 3_600_000);
    expect(leftMs).toBeLessThan(48 * 3_600_000);
    await client.pexpire(key!, 1);
    await expect.poll(() => client.exists(key!)).toBe(0);
    expect(await ledger.get(host, 'robots')).toEqual(fact);
    await ledger.close();
  });

  test('of a fetch that two have told, all keep the one that was made first, whichever they read first', async () => {
    const open = fleet(true);
    // Journals are read in the order of their names.
    const [first, second] = [await open(() => NOON), await open(() => NOON - 1)];
    const later = { at: NOON + 5000 };
    const failed: LedgerEntry['outcome'] = { kind: 'failed', reason: 'timeout', because: '' };
    const pairs: readonly (readonly [LedgerEntry, LedgerEntry])[] = [
      [ledgerEntry(1), ledgerEntry(1, { ...later, outcome: pageOutcome(11) })],
      [ledgerEntry(2), ledgerEntry(2, { ...later, outcome: failed })],
      [ledgerEntry(3, { outcome: failed }), ledgerEntry(3, later)],
      [ledgerEntry(4, { at: NOON }), ledgerEntry(4, { at: NOON, outcome: pageOutcome(14) })],
    ];
    for (const [entry] of pairs) await first.record(entry);
    const early = await open();
    expect(await early.outcomes(RUN)).toEqual({ page: 3, 'failed timeout': 1 });
    // Redis had not heard of it.
    await client.flushall();
    for (const [, entry] of pairs) await second.record(entry);
    await second.harvested(ledgerEntry(1).fetchId);
    const late = await open();
    for (const ledger of [early, late]) {
      const entries = await Array.fromAsync(ledger.byRun(RUN));
      expect(new Map(entries.map((entry) => [entry.fetchId, entry]))).toEqual(new Map(pairs.map(([entry]) => [entry.fetchId, entry])));
      expect(await ledger.outcomes(RUN)).toEqual({ page: 3, 'failed timeout': 1 });
      expect(await ledger.finalOutcomes(RUN)).toEqual({ page: 3, 'failed timeout': 1 });
      expect(new Set((await Array.fromAsync(ledger.unharvested(RUN))).map(({ url }) => url.at(-1)))).toEqual(new Set(['2', '4']));
      expect(await Array.fromAsync(ledger.captures({}))).toHaveLength(3);
      expect(await ledger.faults()).toEqual([]);
    }
    for (const each of [first, second, early, late]) await each.close();
  });

  test('the embedded ledger reads on where the fleet has written', async () => {
    const ledger = await fleet(false)();
    await ledger.record(ledgerEntry(1));
    await ledger.outcomes(RUN);
    await ledger.close();
    const embedded = await openSqliteLedger(join(folders.at(-1)!, 'ledger.db'));
    expect(await embedded.outcomes(RUN)).toEqual({ page: 1 });
    await embedded.close();
  });

  test('the ids of a run that is over take no memory', async () => {
    const ledger = await fleet(false)();
    for (let n = 0; n < 50; n += 1) await ledger.record(ledgerEntry(n));
    expect(await client.keys(`ledger${serial}:*fetched*`)).not.toEqual([]);
    await ledger.endRun(RUN, 1);
    expect(await client.keys(`ledger${serial}:*fetched*`)).toEqual([]);
    await ledger.close();
  });
});
