/**
 * A scheduler as a process of its own, which its test kills: `node scheduler-child.ts <storage folder> <url of Redis, or -> <file>`. A slot a second, none
 * of which may be lost. A run is a line in the file when it begins and one when it ends.
 */
import { appendFileSync } from 'node:fs';
import { setTimeout as sleepFor } from 'node:timers/promises';
import type { ScheduleConfig } from '../../src/config/schedule.ts';
import { Scheduler } from '../../src/run/schedule.ts';
import { openEmbeddedScheduling } from '../../src/run/scheduling.ts';

const [, , storage = '', url = '-', file = ''] = process.argv;
const schedule: ScheduleConfig = {
  name: 'each-second',
  cron: '* * * * * *',
  timeZone: 'Europe/Berlin',
  crawlers: ['a.test'],
  overlap: 'queue',
  missed: 'all',
  jitter: 100,
};
const scheduling =
  url === '-'
    ? await openEmbeddedScheduling({ storage })
    : await (await import('../../src/run/fleet/scheduling.ts')).openFleetScheduling({ url, namespace: 'proof', schedules: [schedule] });
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
const sleep = (ms: number, signal: AbortSignal): Promise<void> => sleepFor(ms, undefined, { signal }).catch(() => undefined);
const scheduler = new Scheduler({
  schedules: [schedule],
  calendar: scheduling.calendar,
  atOnce: scheduling.atOnce,
  owner: String(process.pid),
  leaseMs: 500,
  clock: Date.now,
  sleep,
  signal: stop.signal,
  perform: async ({ at, run }) => {
    appendFileSync(file, `begun ${at} ${run} ${process.pid}\n`);
    await sleepFor(50 + Math.random() * 600);
    appendFileSync(file, `ended ${at} ${run} ${process.pid}\n`);
    return { state: 'finished' };
  },
});
scheduling.onRing(() => scheduler.wake());
await scheduler.keep();
await scheduling.close();
process.exit();
