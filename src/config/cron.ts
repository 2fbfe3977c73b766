import { Cron } from 'croner';
import { nearest } from '../text/nearest.ts';

/** When something happens again and again. */
export interface CronRule {
  /** Minute, hour, day of month, month, day of week; with a field of seconds before them if there are six. */
  readonly cron: string;
  /** IANA name. */
  readonly timeZone: string;
}

/**
 * Reads a pattern. Patterns without wildcard and step are times of day and come once a day, also when clocks are put back; the others are
 * intervals and go on as time does.
 * @throws TypeError or RangeError when it is none.
 */
export const parseCron = ({ cron, timeZone }: CronRule): Cron =>
  new Cron(cron, { paused: true, mode: '5-or-6-parts', fixedTimeRule: 'no-wildcard', timezone: timeZone });

interface Finding {
  readonly message: string;
  readonly suggestion?: string;
}

const FIELDS = 'expected minute, hour, day of month, month and day of week, such as "30 2 * * *"; seconds may stand before them';

/** What is wrong with a pattern; null when it will do. */
export function cronProblem(cron: string): Finding | null {
  const fields = cron.trim().split(/\s+/).length;
  if (fields !== 5 && fields !== 6) return { message: FIELDS };
  try {
    return parseCron({ cron, timeZone: 'UTC' }).nextRun() === null ? { message: 'this time never comes' } : null;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^Cron\w*: /, '') : String(error);
    return { message: `${FIELDS} (${reason})` };
  }
}

/** What is wrong with the name of a time zone; null when it will do. */
export function timeZoneProblem(name: string): Finding | null {
  if (/^[A-Za-z]/.test(name) && isKnown(name)) return null;
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  const city = name.toLowerCase().replaceAll(' ', '_');
  const meant = zones.find((zone) => zone.toLowerCase().split('/').at(-1) === city) ?? nearest(name, zones);
  const message = 'expected a time zone of the IANA database such as UTC, Europe/Berlin or Asia/Kolkata';
  return meant === null ? { message } : { message, suggestion: meant };
}

function isKnown(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
