import type { SlotRecord } from '../calendar/calendar.ts';
import { slotsOf } from '../calendar/slots.ts';
import type { ScheduleConfig } from '../config/schedule.ts';
import type { Instant } from '../records.ts';
import { secondsText } from './progress/figures.ts';

/** A schedule with the times that come next. */
export interface Upcoming {
  readonly schedule: ScheduleConfig;
  readonly next: readonly Instant[];
}

/** The next so many slots of each schedule. */
export function upcoming(schedules: Iterable<ScheduleConfig>, now: Instant, most: number): readonly Upcoming[] {
  return [...schedules].map((schedule) => {
    const slots = slotsOf(schedule);
    const next: Instant[] = [];
    for (let at = slots.next(now); at !== null && next.length < most; at = slots.next(at)) next.push(at);
    return { schedule, next };
  });
}

/** `2026-11-29 02:30 GMT+1`, as clocks show it there. */
const timeText = (at: Instant, timeZone: string): string =>
  new Date(at).toLocaleString('sv', { timeZone, timeZoneName: 'shortOffset' }).replace(/:00 /, ' ').replace('−', '-');

/** What comes next, schedule by schedule. */
export function upcomingLines(all: readonly Upcoming[], now: Instant): readonly string[] {
  const width = Math.max(...all.map(({ schedule }) => schedule.name.length));
  return all.flatMap(({ schedule: { name, cron, timeZone, jitter }, next }) => [
    `${name.padEnd(width)}  ${cron}, ${timeZone}${jitter === 0 ? '' : `, up to ${secondsText(jitter)} later`}`,
    ...(next.length === 0 ? [`${' '.repeat(width)}  never again`] : []),
    ...next.map((at, n) => `${' '.repeat(width)}  ${timeText(at, timeZone)}${n === 0 ? `, in ${secondsText(at - now)}` : ''}`),
  ]);
}

/** What became of slots, a line for each. */
export function pastLines(records: readonly SlotRecord[], schedules: ReadonlyMap<string, ScheduleConfig>): readonly string[] {
  const width = Math.max(0, ...records.map(({ schedule }) => schedule.length));
  return records.map(({ schedule, at, state, run, because, claims }) => {
    const time = timeText(at, schedules.get(schedule)?.timeZone ?? 'UTC');
    const what = [
      state === 'claimed' ? 'at work' : state,
      ...(run === null ? [] : [run]),
      ...(claims > 1 ? [`begun ${claims} times`] : []),
      ...(because === null ? [] : [because]),
    ];
    return `${schedule.padEnd(width)}  ${time}  ${what.join(', ')}`;
  });
}
