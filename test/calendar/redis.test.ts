import { afterAll, describe, expect, test } from 'vitest';
import { openRedisCalendar } from '../../src/calendar/redis.ts';
import type { RunId } from '../../src/records.ts';
import { calendarContract } from '../contracts/calendar.ts';
import { redisIsThere, startRedis } from '../redis/server.ts';

describe.runIf(redisIsThere())('on Redis', async () => {
  const redis = await startRedis();
  const client = redis.connect();
  afterAll(() => redis.close());
  let serial = 0;

  calendarContract(
    'Redis',
    () => {
      const namespace = `calendar${(serial += 1)}`;
      return async () => openRedisCalendar(client, { namespace });
    },
    async () => undefined,
  );

  test('its own clock counts for leases when it is asked to', async () => {
    const calendar = openRedisCalendar(client, { namespace: 'clock', clock: 'server' });
    const by = { run: 'r' as RunId, owner: 'a', leaseMs: 60_000 };
    await calendar.claim({ schedule: 's', at: 1000 }, by, 0);
    expect(await calendar.claim({ schedule: 's', at: 1000 }, by, Date.now() * 2)).toBeNull();
    expect((await calendar.open('s'))!.leaseUntil!).toBeGreaterThan(Date.now() + 50_000);
  });

  test('what is old is forgotten, and does not come back', async () => {
    const calendar = openRedisCalendar(client, { namespace: 'old', kept: 3 });
    for (let at = 1; at <= 6; at += 1) await calendar.skip({ schedule: 's', at }, 'x', at);
    expect((await calendar.list({ schedule: 's', most: 10 })).map(({ at }) => at)).toEqual([6, 5, 4]);
    expect(await calendar.skip({ schedule: 's', at: 1 }, 'x', 9)).toBe(false);
  });
});
