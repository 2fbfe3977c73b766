import { closedUntil } from '../calendar/hours.ts';
import type { Hours } from '../config/manners.ts';
import type { HostFacts } from '../ledger/host-facts.ts';
import { DAY_MS, type Instant, type PolitenessKey } from '../records.ts';

/** What one host may be asked for in a day. */
export interface DailyLimits {
  readonly pages?: number | undefined;
  readonly bytes?: number | undefined;
}

export interface DailySpent {
  readonly pages: number;
  readonly bytes: number;
}

/** Until when a host is left alone, and why. */
export interface Closed {
  readonly until: Instant;
  readonly because: string;
}

type Maybe<Value> = Value | Promise<Value>;

/** What hosts have given since midnight (UTC), over all crawls and processes; a restart forgets nothing. */
export interface DailySpending {
  of(key: PolitenessKey): Maybe<DailySpent>;
  add(key: PolitenessKey, spent: DailySpent): Maybe<void>;
}

const dayOf = (at: Instant): number => Math.floor(at / DAY_MS);

/** When the host may be asked again, and why not before; null while something is left of its day. */
export function closedToday(
  key: PolitenessKey,
  { pages = Number.POSITIVE_INFINITY, bytes = Number.POSITIVE_INFINITY }: DailyLimits,
  spent: DailySpent,
  now: Instant,
): Closed | null {
  const until = (dayOf(now) + 1) * DAY_MS;
  if (spent.pages >= pages) return { until, because: `${key} was asked for the ${pages} pages of a day (daily.pages)` };
  if (spent.bytes >= bytes) return { until, because: `${key} has sent ${spent.bytes} bytes today; daily.bytes is ${bytes}` };
  return null;
}

/** Outside of the hours in which a host may be contacted, when they begin; null within them. */
export function closedByHours(key: PolitenessKey, hours: Hours | undefined, now: Instant): Closed | null {
  const until = hours === undefined ? null : closedUntil(hours, now);
  if (hours === undefined || until === null) return null;
  return { until, because: `${key} is contacted from ${hours.from} to ${hours.to} (${hours.zone}) alone` };
}

export const hasDailyLimits = ({ pages, bytes }: DailyLimits): boolean => (pages ?? bytes) !== undefined;

const NOTHING: DailySpent = { pages: 0, bytes: 0 };

/** On record in the ledger, as a fact about the host. One visit at a time writes to it: that of the host. */
export class LocalDaily implements DailySpending {
  readonly #facts: HostFacts;
  readonly #clock: () => Instant;

  constructor(facts: HostFacts, clock: () => Instant) {
    this.#facts = facts;
    this.#clock = clock;
  }

  async of(key: PolitenessKey): Promise<DailySpent> {
    const fact = await this.#facts.get(key, 'daily');
    return fact === null || fact.expires <= this.#clock() ? NOTHING : (JSON.parse(fact.value) as DailySpent);
  }

  async add(key: PolitenessKey, { pages, bytes }: DailySpent): Promise<void> {
    const before = await this.of(key);
    const at = this.#clock();
    const value = JSON.stringify({ pages: before.pages + pages, bytes: before.bytes + bytes });
    await this.#facts.put(key, 'daily', { value, at, expires: (dayOf(at) + 1) * DAY_MS });
  }
}
