import type { Instant } from '../records.ts';

/** What a schedule does about slots that it can not have one after another. */
export interface SlotRules {
  readonly overlap: 'skip' | 'queue';
  readonly missed: 'once' | 'all' | 'skip';
}

/** Slots of one schedule that nobody has had yet, oldest first. */
export interface Due {
  readonly at: Instant;
  /** Nobody was there when it came. */
  readonly isMissed: boolean;
}

/** What is to be done now, in this order. */
export interface Plan {
  readonly skip: readonly { readonly at: Instant; readonly because: string }[];
  /** Null when nothing is to begin. */
  readonly fire: Instant | null;
}

/**
 * The rules of overlap and of what was missed. Slots are dealt with from the oldest on, so that the newest one on record says how far its schedule
 * has come: what stands behind one that waits is left for later.
 *
 * - overlap `skip`: a slot that comes while an earlier one is at work is skipped; `queue`: it waits.
 * - missed `once`: of all that wait, only the newest fires; `all`: each, one after another; `skip`: none of those that were missed.
 */
export function planOf(due: readonly Due[], { overlap, missed }: SlotRules, isBusy: boolean): Plan {
  const faultOf = ({ isMissed }: Due): string | null => {
    if (isMissed) return missed === 'skip' ? 'missed: no scheduler ran at its time' : null;
    return isBusy && overlap === 'skip' ? 'overlap: the run before it was still at work' : null;
  };
  const judged = due.map((each) => ({ at: each.at, because: faultOf(each) }));
  const next = missed === 'all' ? judged.find(({ because }) => because === null) : judged.findLast(({ because }) => because === null);
  const passed = next === undefined ? judged : judged.filter(({ at }) => at < next.at);
  return {
    skip: passed.map(({ at, because }) => ({ at, because: because ?? 'superseded: a later one took its place' })),
    fire: isBusy ? null : (next?.at ?? null),
  };
}
