import { DAY_MS, type Instant } from '../records.ts';

/** One time that a page was asked for, and what that showed of it. */
export interface Look {
  readonly at: Instant;
  /** `changed`: it has another text than before, or is new. `same`: not so. `gone`: the host says that it is no more, and `gone for good` that it will not be. */
  readonly found: 'changed' | 'same' | 'gone' | 'gone for good';
}

/** How long a page may wait, in milliseconds. */
export interface RevisitBounds {
  readonly min: number;
  readonly max: number;
}

/**
 * How long a page waits for its next visit: `min` when it was seen once, then half as long after each change and twice as long after each visit that
 * found none, within the bounds. What is gone is looked for ever more seldom; where the host says for good (410), as seldom as can be.
 */
export function intervalOf(looks: readonly Look[], { min, max }: RevisitBounds): number {
  let interval = min;
  for (const { found } of looks.slice(1)) {
    interval = found === 'changed' ? interval / 2 : interval * 2;
    interval = Math.min(max, Math.max(min, interval));
  }
  return looks.at(-1)?.found === 'gone for good' ? max : interval;
}

/**
 * From when on a page is asked for again. A sitemap that dates its last change after the last visit makes it due at once; one that dates it before lets it
 * wait as long as can be, for it would have said so. A date without a time counts until its day is over. Of a page that was never asked for, 0.
 */
export function dueAt(looks: readonly Look[], lastModified: Instant | null, bounds: RevisitBounds): Instant {
  const last = looks.at(-1)?.at;
  if (last === undefined) return 0;
  if (lastModified === null) return last + intervalOf(looks, bounds);
  const until = lastModified % DAY_MS === 0 ? lastModified + DAY_MS : lastModified;
  return until > last ? 0 : last + bounds.max;
}
