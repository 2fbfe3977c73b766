import { type ConnectionOptions, Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { ScheduleConfig } from '../../config/schedule.ts';
import { leave } from '../../redis/leave.ts';

export interface Alarm {
  readonly onRing: (wake: () => void) => void;
  close(): Promise<void>;
}

export const ALARMS = 'alarms';

/**
 * BullMQ's job schedulers as an alarm clock: each slot rings at one of the processes that listen. They fire twice or late when processes die (once in
 * 24 rounds of killing), so what a ring means is left to the calendar. A pattern that BullMQ does not understand rings never.
 */
export async function openAlarm(client: Redis, namespace: string, schedules: Iterable<ScheduleConfig>): Promise<Alarm> {
  // A connection that waits for as long as it takes, which is what BullMQ demands.
  const own = client.duplicate({ maxRetriesPerRequest: null });
  own.on('error', () => undefined);
  const options = { connection: own as ConnectionOptions, prefix: `{${namespace}}` };
  const queue = new Queue(ALARMS, options);
  // A lost connection is mended by itself; schedulers look at the calendar all the same.
  queue.on('error', () => undefined);
  const wakes = new Set<() => void>();
  const wanted = new Set<string>();
  try {
    for (const { name, cron, timeZone } of schedules) {
      wanted.add(name);
      await queue
        .upsertJobScheduler(name, { pattern: cron, tz: timeZone }, { name: 'ring', opts: { removeOnComplete: true, removeOnFail: true } })
        .catch(() => undefined);
    }
    for (const { key } of await queue.getJobSchedulers()) if (!wanted.has(key)) await queue.removeJobScheduler(key);
  } catch (error) {
    await leave(queue.close());
    own.disconnect();
    throw error;
  }
  const worker = new Worker(
    ALARMS,
    async () => {
      for (const wake of wakes) wake();
    },
    { ...options, concurrency: 1, maxStalledCount: 1_000_000, removeOnComplete: { count: 0 }, removeOnFail: { count: 0 } },
  );
  worker.on('error', () => undefined);
  return {
    onRing: (wake) => void wakes.add(wake),
    async close() {
      await worker.close(true);
      await leave(queue.close());
      own.disconnect();
    },
  };
}
