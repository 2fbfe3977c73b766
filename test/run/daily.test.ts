import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Redis } from 'ioredis';
import { openSqliteLedger } from '../../src/ledger/sqlite.ts';
import { DAY_MS, type PolitenessKey } from '../../src/records.ts';
import { closedByHours, closedToday, type DailySpending, LocalDaily } from '../../src/run/daily.ts';
import { FleetDaily } from '../../src/run/fleet/spending.ts';
import { redisIsThere, startRedis, type TestRedis } from '../redis/server.ts';

const [one, other] = ['one.test', 'other.test'] as PolitenessKey[] as [PolitenessKey, PolitenessKey];
const noon = Date.UTC(2026, 10, 28, 12);

const NOTHING = { pages: 0, bytes: 0 };

/** What every count of a day owes; `open` gives a new one over the same storage. */
async function contract(open: (clock: () => number) => DailySpending): Promise<void> {
  let now = noon;
  const clock = (): number => now;
  const daily = open(clock);
  expect(await daily.of(one)).toEqual(NOTHING);
  await daily.add(one, { pages: 1, bytes: 500 });
  await daily.add(one, { pages: 0, bytes: 7 });
  await daily.add(other, { pages: 2, bytes: 1 });
  // A restart forgets nothing, and what another process counts is the same count.
  const again = open(clock);
  expect([await again.of(one), await again.of(other)]).toEqual([
    { pages: 1, bytes: 507 },
    { pages: 2, bytes: 1 },
  ]);
  await again.add(one, { pages: 1, bytes: 0 });
  expect(await daily.of(one)).toEqual({ pages: 2, bytes: 507 });
  now = Date.UTC(2026, 10, 29);
  expect([await daily.of(one), await again.of(one)]).toEqual([NOTHING, NOTHING]);
}

test('one process counts a day on record', async () => {
  const ledger = await openSqliteLedger(':memory:');
  await contract((clock) => new LocalDaily(ledger, clock));
  await ledger.close();
});

describe.runIf(redisIsThere())('a fleet', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());

  test('counts a day for all its workers', async () => {
    const client = new Redis(redis.url);
    await contract((clock) => new FleetDaily(client, 'daily', clock));
    client.disconnect();
  });
});

test('a day that is used up ends at midnight', () => {
  const midnight = Math.ceil(noon / DAY_MS) * DAY_MS;
  expect(closedToday(one, { pages: 3 }, { pages: 2, bytes: 1e9 }, noon)).toBeNull();
  expect(closedToday(one, { pages: 3 }, { pages: 3, bytes: 0 }, noon)).toMatchObject({ until: midnight });
  expect(closedToday(one, { bytes: 10 }, { pages: 3, bytes: 10 }, noon)?.because).toContain('one.test has sent 10 bytes today');
  expect(closedToday(one, {}, { pages: 1e6, bytes: 1e12 }, noon)).toBeNull();
});

test('hours say whose clock they go by', () => {
  expect(closedByHours(one, undefined, noon)).toBeNull();
  expect(closedByHours(one, { from: '22:00', to: '06:00', zone: 'Europe/Berlin' }, noon)).toEqual({
    until: Date.UTC(2026, 10, 28, 21),
    because: 'one.test is contacted from 22:00 to 06:00 (Europe/Berlin) alone',
  });
});
