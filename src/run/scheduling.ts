import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Calendar } from '../calendar/calendar.ts';
import { openSqliteCalendar } from '../calendar/sqlite.ts';
import type { Config } from '../config/config.ts';
import { makeFolder } from '../disk/disk.ts';

/** What schedulers share. */
export interface Scheduling {
  readonly calendar: Calendar;
  /** How many slots one scheduler may perform at a time. */
  readonly atOnce: number;
  /** Calls back when it is time to look at the calendar. A scheduler looks by itself too: a ring may come late, twice, or never. */
  readonly onRing: (wake: () => void) => void;
  /** What the work comes to, which is told to stop by the signal; the calendar may be where nobody answers, which is told of then. */
  unlessSilent<Result>(stop: AbortSignal, work: Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

const calendarFile = ({ storage }: Pick<Config, 'storage'>): string => join(storage, 'schedule.db');

/** Without any server: the calendar is a file of the storage folder, in which one command works at a time. */
export async function openEmbeddedScheduling(config: Pick<Config, 'storage'>): Promise<Scheduling> {
  await makeFolder(config.storage);
  const calendar = await openSqliteCalendar(calendarFile(config));
  return { calendar, atOnce: 1, onRing: () => undefined, unlessSilent: (_, work) => work, close: () => calendar.close() };
}

/** The embedded calendar to be looked at only; null while there is none. */
export const viewCalendar = async (config: Pick<Config, 'storage'>): Promise<Calendar | null> =>
  existsSync(calendarFile(config)) ? openSqliteCalendar(calendarFile(config), { readOnly: true }) : null;
