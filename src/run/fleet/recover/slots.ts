import type { Redis } from 'ioredis';
import { openRedisCalendar } from '../../../calendar/redis.ts';
import type { Config } from '../../../config/config.ts';
import type { RunRecord } from '../../../ledger/ledger.ts';
import type { Instant } from '../../../records.ts';
import { scheduledRunId } from '../../run-id.ts';
import { ruleOf } from '../../schedule.ts';

/** The newest slots of a schedule that are put back. */
const MOST = 1000;
const OWNER = 'recover';

/**
 * Puts the slots of schedules back whose runs are on record: those that have ended, and one that is at work, which whoever looks next goes on with. Slots
 * that were skipped are not on record. A calendar that knows a later slot stays as it is. Returns how many were put back.
 */
export async function recallSlots(
  { schedules, redis: { namespace } }: Pick<Config, 'schedules' | 'redis'>,
  client: Redis,
  runs: readonly RunRecord[],
): Promise<number> {
  const calendar = openRedisCalendar(client, { namespace });
  let count = 0;
  for (const schedule of schedules.values()) {
    const { name } = schedule;
    const known = (await calendar.latest(name))?.at ?? 0;
    const slots = runs
      .flatMap((run) => {
        const at = slotOf(run);
        return at !== null && at > known && scheduledRunId(name, at) === run.run ? [{ at, ...run }] : [];
      })
      .sort((a, b) => a.at - b.at)
      .slice(-MOST);
    if (slots.length > 0) await calendar.enter(name, ruleOf(schedule), slots[0]?.at ?? 0);
    for (const { at, run, startedAt, endedAt } of slots) {
      const claim = await calendar.claim({ schedule: name, at }, { run, owner: OWNER, leaseMs: 0 }, startedAt);
      if (claim === null) continue;
      count += 1;
      if (endedAt !== null) await calendar.settle(claim, { state: 'finished', because: 'put back from the ledger' }, endedAt);
    }
  }
  return count;
}

/** The instant that stands in a run's name, to the second. */
function slotOf({ run }: Pick<RunRecord, 'run'>): Instant | null {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-/.exec(run) ?? [];
  if (year === undefined) return null;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
