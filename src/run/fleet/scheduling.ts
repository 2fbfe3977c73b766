import type { Redis } from 'ioredis';
import type { Calendar } from '../../calendar/calendar.ts';
import { openRedisCalendar } from '../../calendar/redis.ts';
import type { Config } from '../../config/config.ts';
import type { ScheduleConfig } from '../../config/schedule.ts';
import { connectRedis } from '../../redis/connect.ts';
import { openAlarm } from './alarm.ts';
import type { Scheduling } from '../scheduling.ts';
import { unlessSilent } from './silence.ts';

export interface FleetSchedulingOptions {
  /** Of Redis; or a connection, which stays the caller's. */
  readonly url: string | Redis;
  readonly namespace: string;
  readonly schedules: Iterable<ScheduleConfig>;
  /** Default 4: a coordinator requests nothing itself. */
  readonly atOnce?: number;
}

/** For any number of schedulers on any number of machines: the calendar is in Redis, and BullMQ's job schedulers are the alarm clock. */
export async function openFleetScheduling({ url: redis, namespace, schedules, atOnce = 4 }: FleetSchedulingOptions): Promise<Scheduling> {
  const client = typeof redis === 'string' ? await connectRedis(redis) : redis;
  const release = (): void => {
    if (client !== redis) client.disconnect();
  };
  try {
    const calendar = openRedisCalendar(client, { namespace, clock: 'server' });
    const alarm = await openAlarm(client, namespace, schedules);
    return {
      calendar,
      atOnce,
      onRing: alarm.onRing,
      unlessSilent: (stop, work) => unlessSilent(client, stop, work),
      async close() {
        await alarm.close();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** The calendar of a fleet, to be looked at only. */
export async function viewFleetCalendar({ url, namespace }: Config['redis']): Promise<Calendar> {
  const client = await connectRedis(url);
  const calendar = openRedisCalendar(client, { namespace, clock: 'server' });
  return {
    ...calendar,
    async close() {
      await calendar.close();
      client.disconnect();
    },
  };
}
