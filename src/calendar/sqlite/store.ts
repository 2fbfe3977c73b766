import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '../../records.ts';
import type { Store } from '../../sqlite/store.ts';
import type { Claim, Claimant, Slot, SlotEnd, SlotRecord } from '../calendar.ts';
import { schema } from './schema.ts';

const RECORD = `SELECT schedule, at, run, state, because, owner, lease_until AS leaseUntil, claims, claimed_at AS claimedAt, ended_at AS endedAt
  FROM slots`;

/** Slots that each schedule keeps on record, the newest. */
const KEPT = 10_000;

function operations(db: DatabaseSync) {
  const entered = db.prepare('SELECT rule, since FROM schedules WHERE name = ?');
  const enter = db.prepare('INSERT OR REPLACE INTO schedules(name, rule, since) VALUES (?, ?, ?)');
  const latest = db.prepare(`${RECORD} WHERE schedule = ? ORDER BY at DESC LIMIT 1`);
  const open = db.prepare(`${RECORD} WHERE schedule = ? AND state = 'claimed'`);
  const insert = db.prepare(`INSERT INTO slots(schedule, at, state, run, owner, lease_until, claims, claimed_at)
    VALUES (?, ?, 'claimed', ?, ?, ?, 1, ?)`);
  const takeOver = db.prepare('UPDATE slots SET owner = ?, lease_until = ?, claims = claims + 1 WHERE schedule = ? AND at = ?');
  const held = `schedule = ? AND at = ? AND claims = ? AND state = 'claimed'`;
  const renew = db.prepare(`UPDATE slots SET lease_until = ? WHERE ${held}`);
  const settle = db.prepare(`UPDATE slots SET state = ?, because = ?, lease_until = NULL, ended_at = ? WHERE ${held}`);
  const skip = db.prepare(`INSERT INTO slots(schedule, at, state, because, claims, ended_at) VALUES (?, ?, 'skipped', ?, 0, ?)`);
  const forget = db.prepare(`DELETE FROM slots WHERE schedule = ? AND state <> 'claimed'
    AND at <= (SELECT at FROM slots WHERE schedule = ? ORDER BY at DESC LIMIT 1 OFFSET ?)`);
  const list = db.prepare(`${RECORD} ORDER BY at DESC, schedule LIMIT ?`);
  const listOf = db.prepare(`${RECORD} WHERE schedule = ? ORDER BY at DESC LIMIT ?`);

  const latestOf = (schedule: string): SlotRecord | null => (latest.get(schedule) as SlotRecord | undefined) ?? null;
  const openOf = (schedule: string): SlotRecord | null => (open.get(schedule) as SlotRecord | undefined) ?? null;
  return {
    enter(schedule: string, rule: string, now: Instant): Instant {
      const known = entered.get(schedule) as { rule: string; since: Instant } | undefined;
      if (known?.rule !== rule) enter.run(schedule, rule, now);
      return Math.max(known?.rule === rule ? known.since : now, latestOf(schedule)?.at ?? 0);
    },
    claim({ schedule, at }: Slot, { run, owner, leaseMs }: Claimant, now: Instant): Claim | null {
      const busy = openOf(schedule);
      if (busy !== null) {
        if (busy.at !== at || busy.run === null || (busy.leaseUntil ?? 0) > now) return null;
        takeOver.run(owner, now + leaseMs, schedule, at);
        return { schedule, at, run: busy.run, claims: busy.claims + 1 };
      }
      if ((latestOf(schedule)?.at ?? -Infinity) >= at) return null;
      insert.run(schedule, at, run, owner, now + leaseMs, now);
      forget.run(schedule, schedule, KEPT);
      return { schedule, at, run, claims: 1 };
    },
    renew: ({ schedule, at, claims }: Claim, leaseMs: number, now: Instant): boolean =>
      renew.run(now + leaseMs, schedule, at, claims).changes === 1,
    settle: ({ schedule, at, claims }: Claim, { state, because }: SlotEnd, now: Instant): boolean =>
      settle.run(state, because ?? null, now, schedule, at, claims).changes === 1,
    skip({ schedule, at }: Slot, because: string, now: Instant): boolean {
      if ((latestOf(schedule)?.at ?? -Infinity) >= at) return false;
      skip.run(schedule, at, because, now);
      forget.run(schedule, schedule, KEPT);
      return true;
    },
    latest: latestOf,
    open: openOf,
    list: (schedule: string | null, most: number): readonly SlotRecord[] =>
      (schedule === null ? list.all(most) : listOf.all(schedule, most)) as unknown as readonly SlotRecord[],
  };
}

type CalendarOperations = ReturnType<typeof operations>;

/** What a scheduler has been told must outlive the machine, or a slot might fire again. */
export const store: Store<CalendarOperations> = {
  module: import.meta.url,
  schema,
  durable: ['enter', 'claim', 'settle', 'skip'],
  operations,
};
