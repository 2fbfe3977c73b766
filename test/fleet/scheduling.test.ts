import { afterAll, describe, expect, test } from 'vitest';
import type { ScheduleConfig } from '../../src/config/schedule.ts';
import { openFleetScheduling } from '../../src/run/fleet/scheduling.ts';
import { redisIsThere, startRedis } from '../redis/server.ts';

const schedule: ScheduleConfig = {
  name: 'each-second',
  cron: '* * * * * *',
  timeZone: 'Europe/Berlin',
  crawlers: ['a.test'],
  overlap: 'skip',
  missed: 'once',
  jitter: 0,
};

describe.runIf(redisIsThere())('the alarm clock of a fleet', async () => {
  const redis = await startRedis();
  const client = redis.connect();
  afterAll(() => redis.close());

  test('rings at each slot at one of those who listen; what is no schedule any more is quiet', async () => {
    const options = { url: redis.url, namespace: 'alarms' };
    const gone = await openFleetScheduling({ ...options, schedules: [schedule, { ...schedule, name: 'gone' }] });
    await gone.close();
    const both = await Promise.all([1, 2].map(() => openFleetScheduling({ ...options, schedules: [schedule] })));
    let rings = 0;
    for (const each of both) each.onRing(() => (rings += 1));
    await expect.poll(() => rings, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
    const [, names] = await client.scan('0', 'MATCH', '{alarms}:*repeat:*', 'COUNT', 1000);
    expect(names.filter((name) => name.includes('gone'))).toEqual([]);
    expect(names.some((name) => name.includes('each-second'))).toBe(true);
    for (const each of both) await each.close();
  });

  test('a pattern that only the calendar understands does not hinder it', async () => {
    const scheduling = await openFleetScheduling({
      url: client,
      namespace: 'odd',
      schedules: [{ ...schedule, cron: '0 0 * * MON#1,FRI#L' }],
    });
    expect(await scheduling.calendar.enter('odd', 'x', 1)).toBe(1);
    await scheduling.close();
    expect(await client.ping()).toBe('PONG');
  });
});
