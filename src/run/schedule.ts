import type { Calendar, Claim, Slot, SlotEnd, SlotRecord } from '../calendar/calendar.ts';
import { type Due, planOf } from '../calendar/rules.ts';
import { jitterOf, type Slots, slotsOf } from '../calendar/slots.ts';
import type { ScheduleConfig } from '../config/schedule.ts';
import type { Instant, RunId } from '../records.ts';
import { scheduledRunId } from './run-id.ts';

/** A slot whose time has come, with the run that it stands for. */
export interface Occasion {
  readonly schedule: ScheduleConfig;
  readonly at: Instant;
  /** The same for everyone who performs this slot, so that whoever takes it over goes on with it. */
  readonly run: RunId;
  /** Aborted when the scheduler is to end, or has lost the slot to another: then nothing more may be begun. */
  readonly signal: AbortSignal;
}

/** What became of an occasion; `interrupted` when somebody is to go on with it. */
export type Performed = SlotEnd | 'interrupted';

export type ScheduleEvent = Slot &
  (
    | { readonly event: 'begun'; readonly run: RunId; readonly claims: number }
    | ({ readonly event: 'ended'; readonly run: RunId } & SlotEnd)
    | { readonly event: 'given-back' | 'lost'; readonly run: RunId }
    | { readonly event: 'skipped'; readonly because: string }
  );

export interface SchedulerParts {
  readonly schedules: Iterable<ScheduleConfig>;
  readonly calendar: Calendar;
  readonly perform: (occasion: Occasion) => Promise<Performed>;
  /** Names this process among all schedulers. */
  readonly owner: string;
  readonly leaseMs: number;
  /** How many slots may be performed at a time. */
  readonly atOnce: number;
  readonly clock: () => Instant;
  /** Resolves after so many milliseconds, or when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Aborted: what is performed is given back, and nothing more is begun. */
  readonly signal: AbortSignal;
  readonly heard?: (event: ScheduleEvent) => void;
}

/** Between two looks at the calendar, which others may write into. */
const LONGEST_NAP_MS = 30_000;
/** A slot that is found later than this came when nobody looked. */
const GRACE_MS = 60_000;
/** Of more slots that wait, the older ones are passed over without a word. */
const MOST_DUE = 1000;
/** What brings its process down this often is not tried again. */
const MOST_CLAIMS = 20;

interface Entered {
  readonly config: ScheduleConfig;
  readonly slots: Slots;
  readonly since: Instant;
  /** Slots that were seen when they came: they may wait, but were not missed. */
  readonly seen: Set<Instant>;
}

interface Ready {
  readonly config: ScheduleConfig;
  readonly at: Instant;
}

/** As the calendar notes it. */
export const ruleOf = ({ cron, timeZone }: Pick<ScheduleConfig, 'cron' | 'timeZone'>): string => `${cron} ${timeZone}`;

/** Fires slots as they come. Any number of schedulers may share a calendar: it gives each slot to one of them. */
export class Scheduler {
  readonly #parts: SchedulerParts;
  readonly #entered: Entered[] = [];
  readonly #underWay = new Map<string, Promise<void>>();
  #nap = new AbortController();
  #begun = 0;
  /** Slots after this are not asked for. */
  #until: Instant = Number.POSITIVE_INFINITY;
  /** When there may be something to do next. */
  #wakeAt: Instant = 0;

  constructor(parts: SchedulerParts) {
    this.#parts = parts;
  }

  /** Until the signal is aborted and all is given back. */
  async keep(): Promise<void> {
    const { signal, clock, sleep } = this.#parts;
    while (!signal.aborted) {
      this.#nap = new AbortController();
      await this.look();
      await sleep(Math.max(0, this.#wakeAt - clock()), AbortSignal.any([signal, this.#nap.signal]));
    }
    await this.#ended();
  }

  /** Fires what is due by now, and ends. Returns how many slots were begun. */
  async once(): Promise<number> {
    this.#until = this.#parts.clock();
    for (let before = -1; before < this.#begun && !this.#parts.signal.aborted;) {
      before = this.#begun;
      await this.look();
      await this.#ended();
    }
    return this.#begun;
  }

  /** Looks now, not when it would have. */
  wake(): void {
    this.#nap.abort();
  }

  /** Begins what is due and may begin. */
  async look(): Promise<void> {
    if (this.#entered.length === 0) await this.#enter();
    const now = this.#parts.clock();
    this.#wakeAt = now + LONGEST_NAP_MS;
    const ready: Ready[] = [];
    for (const each of this.#entered) ready.push(...(await this.#readyOf(each, now)));
    // The one that has waited longest comes first, whatever its schedule.
    for (const { config, at } of ready.sort((a, b) => a.at - b.at)) {
      if (this.#parts.signal.aborted || this.#underWay.size >= this.#parts.atOnce) return;
      await this.#begin(config, at);
    }
  }

  async #enter(): Promise<void> {
    const { schedules, calendar, clock } = this.#parts;
    for (const config of schedules) {
      const since = await calendar.enter(config.name, ruleOf(config), clock());
      this.#entered.push({ config, slots: slotsOf(config), since, seen: new Set() });
    }
  }

  /** The slot of a schedule that may begin, at most one; what its rules skip is skipped. */
  async #readyOf(entered: Entered, now: Instant): Promise<readonly Ready[]> {
    const { calendar, clock } = this.#parts;
    const { config } = entered;
    const { name: schedule } = config;
    const open = await calendar.open(schedule);
    const { skip, fire } = planOf(this.#due(entered, await calendar.latest(schedule), now), config, open !== null);
    for (const { at, because } of skip) {
      if (await calendar.skip({ schedule, at }, because, clock())) this.#hear({ event: 'skipped', schedule, at, because });
    }
    if (this.#underWay.has(schedule)) return [];
    if (open !== null) this.#wakeBy(open.leaseUntil ?? now, now);
    const at = open?.at ?? fire;
    return at === null ? [] : [{ config, at }];
  }

  /** The slots that came since the newest one on record. */
  #due({ config, slots, since, seen }: Entered, latest: SlotRecord | null, now: Instant): readonly Due[] {
    const { name, jitter } = config;
    const from = Math.max(since, latest?.at ?? 0);
    for (const at of seen) if (at <= from) seen.delete(at);
    const due: Due[] = [];
    for (const at of slots.between(from, Math.min(now, this.#until), MOST_DUE)) {
      const begins = at + jitterOf(name, at, jitter);
      if (begins > now) {
        this.#wakeBy(begins, now);
        break;
      }
      if (now - begins <= GRACE_MS) seen.add(at);
      due.push({ at, isMissed: !seen.has(at) });
    }
    const next = slots.next(Math.max(from, now));
    if (next !== null) this.#wakeBy(next + jitterOf(name, next, jitter), now);
    return due;
  }

  #wakeBy(at: Instant, now: Instant): void {
    if (at > now) this.#wakeAt = Math.min(this.#wakeAt, at);
  }

  async #begin(config: ScheduleConfig, at: Instant): Promise<void> {
    const { calendar, owner, leaseMs, clock } = this.#parts;
    const { name: schedule } = config;
    const claim = await calendar.claim({ schedule, at }, { run: scheduledRunId(schedule, at), owner, leaseMs }, clock());
    if (claim === null) return;
    this.#begun += 1;
    this.#hear({ event: 'begun', ...claim });
    const under = this.#perform(config, claim).finally(() => {
      this.#underWay.delete(schedule);
      this.wake();
    });
    this.#underWay.set(schedule, under);
    under.catch(() => undefined);
  }

  async #perform(config: ScheduleConfig, claim: Claim): Promise<void> {
    const { calendar, perform, clock, signal } = this.#parts;
    const { schedule, at, run, claims } = claim;
    const [lost, done] = [new AbortController(), new AbortController()];
    const keeping = this.#keepLease(claim, lost, done.signal);
    const performing =
      claims > MOST_CLAIMS
        ? Promise.resolve<Performed>({ state: 'failed', because: `it was begun ${MOST_CLAIMS} times, and never came to its end` })
        : perform({ schedule: config, at, run, signal: AbortSignal.any([signal, lost.signal]) }).catch(failureOf(signal, lost.signal));
    try {
      const performed = await performing;
      done.abort();
      await keeping;
      const isOurs =
        performed === 'interrupted' ? await calendar.release(claim, clock()) : await calendar.settle(claim, performed, clock());
      if (!isOurs) this.#hear({ event: 'lost', schedule, at, run });
      else if (performed === 'interrupted') this.#hear({ event: 'given-back', schedule, at, run });
      else this.#hear({ event: 'ended', schedule, at, run, ...performed });
    } finally {
      done.abort();
    }
  }

  /** Renews the lease until all is done; a slot whose lease cannot be kept is lost. */
  async #keepLease(claim: Claim, lost: AbortController, done: AbortSignal): Promise<void> {
    const { calendar, clock, sleep, leaseMs } = this.#parts;
    const pause = leaseMs / 3;
    let keptAt = clock();
    while (!done.aborted) {
      await sleep(pause, done);
      if (done.aborted) return;
      const askedAt = clock();
      // A calendar that does not answer is as good as one that says no, once the lease has run out.
      const answer = await Promise.race([calendar.renew(claim, leaseMs, askedAt).catch(() => null), sleep(pause, done).then(() => null)]);
      if (answer === true) keptAt = askedAt;
      if (answer === false || clock() - keptAt >= leaseMs) return lost.abort();
    }
  }

  async #ended(): Promise<void> {
    await Promise.all(this.#underWay.values());
  }

  #hear(event: ScheduleEvent): void {
    this.#parts.heard?.(event);
  }
}

/** What is thrown while all is being given back is no failure of the run. */
const failureOf =
  (...signals: readonly AbortSignal[]) =>
  (error: unknown): Performed =>
    signals.some(({ aborted }) => aborted)
      ? 'interrupted'
      : { state: 'failed', because: error instanceof Error ? error.message : String(error) };
