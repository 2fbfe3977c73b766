import type { Redis } from 'ioredis';
import type { Instant, RunId } from '../records.ts';
import { scriptRunner } from '../redis/scripts.ts';
import type { Calendar, SlotRecord } from './calendar.ts';
import { scripts } from './redis/scripts.ts';

export interface RedisCalendarOptions {
  /** What all keys begin with. Default `garner`. */
  readonly namespace?: string;
  /** `server`: the clock of Redis counts for leases, whatever instants are passed in. Default `caller`. */
  readonly clock?: 'server' | 'caller';
  /** Slots that each schedule keeps on record, the newest. Default 10,000. */
  readonly kept?: number;
}

const runnerFor = scriptRunner(scripts);

/**
 * The distributed calendar, for all schedulers of a namespace: every operation is one Lua script over the keys of one schedule. The connection stays
 * the caller's.
 */
export function openRedisCalendar(client: Redis, options: RedisCalendarOptions = {}): Calendar {
  const { namespace = 'garner', kept = 10_000 } = options;
  const names = `${namespace}:schedules`;
  const at = (now: Instant): string => (options.clock === 'server' ? '' : String(now));
  const runScript = runnerFor(client);
  const run = (script: keyof typeof scripts, schedule: string, args: readonly (string | number)[]): Promise<unknown> =>
    runScript(script, `${namespace}:{schedule:${schedule}}:`, args);
  const noted = new Set<string>();
  /** Lists go over all schedules that were ever noted. */
  const note = async (schedule: string): Promise<void> => {
    if (noted.has(schedule)) return;
    await client.sadd(names, schedule);
    noted.add(schedule);
  };
  const is = async (answer: Promise<unknown>): Promise<boolean> => Number(await answer) === 1;
  const records = async (schedule: string, most: number): Promise<readonly SlotRecord[]> =>
    ((await run('list', schedule, [most])) as readonly string[]).map((text) => recordOf(schedule, text));
  return {
    async enter(schedule, rule, now) {
      await note(schedule);
      return Number(await run('enter', schedule, [rule, now]));
    },
    async claim({ schedule, at: slot }, by, now) {
      await note(schedule);
      const answer = (await run('claim', schedule, [slot, by.run, by.owner, by.leaseMs, at(now), kept])) as
        | readonly [string, number]
        | null;
      return answer === null ? null : { schedule, at: slot, run: answer[0] as RunId, claims: answer[1] };
    },
    renew: (claim, leaseMs, now) => is(run('renew', claim.schedule, [claim.at, claim.claims, leaseMs, at(now)])),
    settle: (claim, { state, because }, now) => is(run('settle', claim.schedule, [claim.at, claim.claims, state, because ?? '', at(now)])),
    release: (claim, now) => is(run('renew', claim.schedule, [claim.at, claim.claims, 0, at(now)])),
    async skip({ schedule, at: slot }, because, now) {
      await note(schedule);
      return is(run('skip', schedule, [slot, because, at(now), kept]));
    },
    latest: async (schedule) => (await records(schedule, 1))[0] ?? null,
    async open(schedule) {
      const text = (await run('open', schedule, [])) as string | null;
      return text === null ? null : recordOf(schedule, text);
    },
    async list({ schedule, most }) {
      const schedules = schedule === undefined ? await client.smembers(names) : [schedule];
      const found = await Promise.all(schedules.map((each) => records(each, most)));
      return found
        .flat()
        .sort((a, b) => b.at - a.at || (a.schedule < b.schedule ? -1 : 1))
        .slice(0, most);
    },
    close: async () => undefined,
  };
}

type Stored = Partial<Readonly<Record<Exclude<keyof SlotRecord, 'schedule'>, unknown>>>;

function recordOf(schedule: string, text: string): SlotRecord {
  const { at, run, state, because, owner, leaseUntil, claims, claimedAt, endedAt } = JSON.parse(text) as Stored;
  const number = (value: unknown): number | null => (value === undefined ? null : Number(value));
  const string = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return {
    schedule,
    at: Number(at),
    run: string(run) as RunId | null,
    state: string(state) as SlotRecord['state'],
    because: string(because),
    owner: string(owner),
    leaseUntil: number(leaseUntil),
    claims: Number(claims),
    claimedAt: number(claimedAt),
    endedAt: number(endedAt),
  };
}
