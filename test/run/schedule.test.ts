import { describe, expect, onTestFinished, test } from 'vitest';
import type { Calendar } from '../../src/calendar/calendar.ts';
import { jitterOf } from '../../src/calendar/slots.ts';
import { openSqliteCalendar } from '../../src/calendar/sqlite.ts';
import type { ScheduleConfig } from '../../src/config/schedule.ts';
import { scheduledRunId } from '../../src/run/run-id.ts';
import { type Occasion, type Performed, Scheduler, type SchedulerParts } from '../../src/run/schedule.ts';

const START = Date.parse('2026-11-28T00:00:30Z');
const MINUTE = 60_000;
const hourly: ScheduleConfig = {
  name: 'hourly',
  cron: '0 * * * *',
  timeZone: 'UTC',
  crawlers: ['a.test'],
  overlap: 'skip',
  missed: 'once',
  jitter: 0,
};
const minutely = { ...hourly, name: 'minutely', cron: '* * * * *' };

let serial = 0;

interface World {
  readonly calendar: Calendar;
  now: number;
  /** Minutes after the start of this day, of what is on record. */
  story(): Promise<readonly string[]>;
  scheduler(schedules: readonly ScheduleConfig[], parts?: Partial<SchedulerParts>): Actor;
}

interface Actor {
  readonly scheduler: Scheduler;
  readonly stop: AbortController;
  /** What is being performed, in the order in which it was begun. */
  readonly occasions: readonly (Occasion & { end(performed?: Performed | Error): Promise<void> })[];
  readonly events: readonly string[];
}

/** A calendar and a clock for some schedulers, all of whose performances end when the test says so. */
async function world(): Promise<World> {
  const name = `:memory:schedule-${(serial += 1)}`;
  const calendar = await openSqliteCalendar(name);
  onTestFinished(() => calendar.close());
  const self: World = {
    calendar,
    now: START,
    async story() {
      const records = await calendar.list({ most: 100 });
      return records
        .toReversed()
        .map(
          ({ at, state, because, claims }) =>
            `${new Date(at).toISOString().slice(11, 16)} ${state}${because === null ? '' : ` ${because.split(':')[0]}`}${claims > 1 ? ` ${claims}` : ''}`,
        );
    },
    scheduler(schedules, parts = {}) {
      const stop = new AbortController();
      const [occasions, events]: [Actor['occasions'][number][], string[]] = [[], []];
      const owner = `owner-${(serial += 1)}`;
      const scheduler = new Scheduler({
        schedules,
        calendar,
        owner,
        leaseMs: 10 * MINUTE,
        atOnce: 1,
        clock: () => self.now,
        // Leases are renewed by hand.
        sleep: (_, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
        signal: stop.signal,
        heard: ({ event }) => events.push(event),
        perform: (occasion) =>
          new Promise<Performed>((resolve, reject) => {
            const end = async (performed: Performed | Error = { state: 'finished' }): Promise<void> => {
              if (performed instanceof Error) reject(performed);
              else resolve(performed);
              await expect.poll(() => events.at(-1)).toMatch(/ended|given-back|lost/);
            };
            occasions.push({ ...occasion, end });
          }),
        ...parts,
      });
      return { scheduler, stop, occasions, events };
    },
  };
  return self;
}

const to = (text: string): number => Date.parse(`2026-11-28T${text}Z`);

test('a slot fires when it comes, once, under the run that its name and time make', async () => {
  const w = await world();
  const { scheduler, occasions, events } = w.scheduler([hourly]);
  await scheduler.look();
  expect(occasions).toHaveLength(0);
  w.now = to('01:00:00');
  await scheduler.look();
  await scheduler.look();
  expect(occasions.map(({ run, at }) => [run, at])).toEqual([[scheduledRunId('hourly', w.now), w.now]]);
  await occasions[0]!.end();
  await scheduler.look();
  w.now = to('01:59:59');
  await scheduler.look();
  expect(events).toEqual(['begun', 'ended']);
  expect(await w.story()).toEqual(['01:00 finished']);
});

test('of two schedulers one has it; the other takes over when the first is dead, and goes on with the same run', async () => {
  const w = await world();
  const [one, other] = [w.scheduler([hourly]), w.scheduler([hourly])];
  await one.scheduler.look();
  await other.scheduler.look();
  w.now = to('01:00:00');
  await Promise.all([one.scheduler.look(), other.scheduler.look()]);
  expect(one.occasions.length + other.occasions.length).toBe(1);
  const [dead, heir] = one.occasions.length === 1 ? [one, other] : [other, one];
  w.now += 9 * MINUTE;
  await heir.scheduler.look();
  expect(heir.occasions).toHaveLength(0);
  w.now += MINUTE;
  await heir.scheduler.look();
  expect(heir.occasions[0]).toMatchObject({ run: dead.occasions[0]!.run, at: dead.occasions[0]!.at });
  // It was not dead, only slow: what it has done is not counted.
  await dead.occasions[0]!.end({ state: 'failed', because: 'x' });
  expect(dead.events.at(-1)).toBe('lost');
  await heir.occasions[0]!.end();
  expect(await w.story()).toEqual(['01:00 finished 2']);
});

describe('what comes while a run is at work', () => {
  test('is skipped', async () => {
    const w = await world();
    const { scheduler, occasions } = w.scheduler([hourly]);
    for (const time of ['00:59:00', '01:00:00', '02:00:00', '03:00:00']) {
      w.now = to(time);
      await scheduler.look();
    }
    await occasions[0]!.end();
    w.now = to('04:00:00');
    await scheduler.look();
    expect(occasions).toHaveLength(2);
    expect(await w.story()).toEqual(['01:00 finished', '02:00 skipped overlap', '03:00 skipped overlap', '04:00 claimed']);
  });

  test('or waits: the newest, or each', async () => {
    for (const [missed, expected] of [
      ['once', ['01:00 finished', '02:00 skipped superseded', '03:00 claimed']],
      ['skip', ['01:00 finished', '02:00 skipped superseded', '03:00 claimed']],
      ['all', ['01:00 finished', '02:00 claimed']],
    ] as const) {
      const w = await world();
      const { scheduler, occasions } = w.scheduler([{ ...hourly, overlap: 'queue', missed }]);
      for (const time of ['00:59:00', '01:00:00', '02:00:00', '03:00:00', '03:30:00']) {
        w.now = to(time);
        await scheduler.look();
      }
      await occasions[0]!.end();
      await scheduler.look();
      expect([missed, await w.story()]).toEqual([missed, expected]);
    }
  });
});

test.each([
  ['once', ['01:00 skipped superseded', '02:00 skipped superseded', '03:00 claimed']],
  ['all', ['01:00 claimed']],
  ['skip', ['01:00 skipped missed', '02:00 skipped missed', '03:00 skipped missed']],
] as const)('what was missed while no scheduler ran: %s', async (missed, expected) => {
  const w = await world();
  await w.scheduler([{ ...hourly, missed }]).scheduler.look();
  w.now = to('03:30:00');
  await w.scheduler([{ ...hourly, missed }]).scheduler.look();
  expect(await w.story()).toEqual(expected);
});

test('a new schedule, and a new time, count from when they are first seen', async () => {
  const w = await world();
  await w.scheduler([hourly]).scheduler.look();
  w.now = to('03:30:00');
  const changed = w.scheduler([
    { ...hourly, cron: '15 * * * *' },
    { ...hourly, name: 'new' },
  ]);
  await changed.scheduler.look();
  expect(await w.story()).toEqual([]);
  w.now = to('04:15:00');
  await changed.scheduler.look();
  expect(await w.story()).toEqual(['04:00 claimed']);
  await changed.occasions[0]!.end();
  await changed.scheduler.look();
  // Due in time, though another schedule had its turn first.
  expect(await w.story()).toEqual(['04:00 finished', '04:15 claimed']);
});

test('jitter puts a slot off, by the same for everyone', async () => {
  const w = await world();
  const jitter = 30 * MINUTE;
  const slot = to('01:00:00');
  const late = jitterOf('hourly', slot, jitter);
  const { scheduler, occasions } = w.scheduler([{ ...hourly, jitter }]);
  await scheduler.look();
  w.now = slot + late - 1;
  await scheduler.look();
  expect(occasions).toHaveLength(0);
  w.now = slot + late;
  await scheduler.look();
  expect(occasions[0]).toMatchObject({ at: slot, run: scheduledRunId('hourly', slot) });
});

test('a run that fails is a slot that failed; the next one fires', async () => {
  const w = await world();
  const { scheduler, occasions } = w.scheduler([hourly]);
  await scheduler.look();
  w.now = to('01:00:00');
  await scheduler.look();
  await occasions[0]!.end(new Error('disk: full'));
  w.now = to('02:00:00');
  await scheduler.look();
  expect(await w.story()).toEqual(['01:00 failed disk', '02:00 claimed']);
});

test('stopping gives back what is at work, and the next start goes on with it at once', async () => {
  const w = await world();
  const first = w.scheduler([hourly]);
  await first.scheduler.look();
  w.now = to('01:00:00');
  const kept = first.scheduler.keep();
  await expect.poll(() => first.occasions.length).toBe(1);
  first.stop.abort();
  expect(first.occasions[0]!.signal.aborted).toBe(true);
  await first.occasions[0]!.end(new Error('aborted'));
  await kept;
  expect(first.events).toEqual(['begun', 'given-back']);
  const second = w.scheduler([hourly]);
  await second.scheduler.look();
  expect(second.occasions[0]).toMatchObject({ run: first.occasions[0]!.run });
  await second.occasions[0]!.end();
  expect(await w.story()).toEqual(['01:00 finished 2']);
});

test('a lease is renewed while there is work; one that cannot be kept stops it', async () => {
  const w = await world();
  const naps: (() => void)[] = [];
  const sleep = (_: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      naps.push(resolve);
      signal.addEventListener('abort', () => resolve());
    });
  const { scheduler, occasions } = w.scheduler([hourly], { sleep });
  await scheduler.look();
  w.now = to('01:00:00');
  await scheduler.look();
  w.now += 4 * MINUTE;
  naps.shift()!();
  await expect.poll(async () => (await w.calendar.open('hourly'))?.leaseUntil).toBe(w.now + 10 * MINUTE);
  w.now += 20 * MINUTE;
  const heir = w.scheduler([hourly]);
  await heir.scheduler.look();
  expect(heir.occasions).toHaveLength(1);
  await expect
    .poll(() => {
      naps.shift()?.();
      return occasions[0]!.signal.aborted;
    })
    .toBe(true);
});

test('what brings its process down again and again is given up', async () => {
  const w = await world();
  await w.scheduler([hourly]).scheduler.look();
  for (let n = 0; n < 20; n += 1) {
    w.now = to('01:00:00') + n * 10 * MINUTE;
    const { scheduler, occasions } = w.scheduler([hourly]);
    await scheduler.look();
    expect(occasions).toHaveLength(1);
  }
  w.now += 10 * MINUTE;
  const last = w.scheduler([hourly]);
  await last.scheduler.look();
  await expect.poll(() => last.events.at(-1)).toBe('ended');
  expect(last.occasions).toHaveLength(0);
  expect((await w.story())[0]).toBe('01:00 failed it was begun 20 times, and never came to its end 21');
});

test('one at a time: schedules that are due together take turns', async () => {
  const w = await world();
  const { scheduler, occasions } = w.scheduler([hourly, minutely]);
  await scheduler.look();
  w.now = to('01:00:00');
  await scheduler.look();
  expect(occasions.map(({ schedule }) => schedule.name)).toEqual(['hourly']);
  await occasions[0]!.end();
  await scheduler.look();
  expect(occasions.map(({ schedule }) => schedule.name)).toEqual(['hourly', 'minutely']);
});

test('once: fires all that is due, and ends', async () => {
  const w = await world();
  const perform = async (): Promise<Performed> => ({ state: 'finished' });
  expect(await w.scheduler([hourly, minutely], { perform }).scheduler.once()).toBe(0);
  w.now = to('02:00:00');
  expect(await w.scheduler([hourly, minutely], { perform }).scheduler.once()).toBe(2);
  expect(await w.scheduler([hourly, minutely], { perform }).scheduler.once()).toBe(0);
});
