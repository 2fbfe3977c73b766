import { createHash } from 'node:crypto';
import { type CronRule, parseCron } from '../config/cron.ts';
import type { Instant } from '../records.ts';

/** The instants of a cron pattern, in order. */
export interface Slots {
  /** The first after an instant; null when there is none. */
  next(after: Instant): Instant | null;
  /** Those after one instant, up to another; of more than `most` the newest. Oldest first. */
  between(after: Instant, until: Instant, most: number): readonly Instant[];
}

/**
 * A time of day that the clocks leave out comes at the end of the gap, and one that they show twice comes the first time; an interval goes on
 * as time does. So nothing comes twice, and no day is lost.
 */
export function slotsOf(rule: CronRule): Slots {
  const cron = parseCron(rule);
  const next = (after: Instant): Instant | null => cron.nextRun(new Date(after))?.getTime() ?? null;
  const from = (after: Instant, until: Instant): Instant[] => {
    const found: Instant[] = [];
    for (let at = next(after); at !== null && at <= until; at = next(at)) found.push(at);
    return found;
  };
  return {
    next,
    between(after, until, most) {
      // Looking back further and further finds the newest of a pattern of any pace without walking through all that were missed.
      for (let back = most * 1000; ; back *= 2) {
        const found = from(Math.max(after, until - back), until);
        if (found.length >= most || until - back <= after) return found.slice(-most);
      }
    },
  };
}

/** How much later than its instant a slot begins: less than `jitter` milliseconds, and the same whoever asks. */
export function jitterOf(schedule: string, at: Instant, jitter: number): number {
  const drawn = createHash('sha256').update(`${schedule} ${at}`).digest().readUInt32BE();
  return Math.floor((drawn / 2 ** 32) * jitter);
}
