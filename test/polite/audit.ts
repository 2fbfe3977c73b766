import type { Visit } from './polite-web.ts';

/** The rules in force, in milliseconds. */
export interface Rules {
  readonly delay: number;
  readonly factor: number;
  readonly upTo: number;
  readonly backoff: number;
  readonly perAddress: number;
  /** The address that so many hosts share that its bucket, and not their rests, bounds them. */
  readonly crowded?: string;
}

export interface Audit {
  readonly visits: number;
  readonly hosts: number;
  readonly keys: number;
  /** Visits of a key before its rest was over, by what demanded the rest. */
  readonly early: number;
  /** Visits of a key while another one was under way. */
  readonly concurrent: number;
  /** How many rests each rule demanded, by itself or with others: all of them were kept if nothing is early. */
  readonly demanded: Readonly<Record<'delay' | 'crawl-delay' | 'slow' | 'retry-after' | 'busy' | 'broken', number>>;
  /** The most requests that an address got in any second: twice the rate of its bucket, which may be full at first. */
  readonly busiestSecond: number;
  /** Visits made, and visits that the rules would have allowed in this time. */
  readonly made: number;
  readonly allowed: number;
}

type Demand = keyof Audit['demanded'];

/** Judges a log of requests, in order of their beginning, that was kept from `from` to `to`. */
export function audit(log: readonly Visit[], rules: Rules, from: number, to: number): Audit {
  const visits = log.filter(({ end }) => end <= to).toSorted((a, b) => a.begin - b.begin);
  const demanded = { delay: 0, 'crawl-delay': 0, slow: 0, 'retry-after': 0, busy: 0, broken: 0 };
  let [early, concurrent, allowed, crowd] = [0, 0, 0, 0];
  const byKey = Map.groupBy(visits, ({ key }) => key);
  for (const own of byKey.values()) {
    let failures = 0;
    let busyMs = 0;
    for (const [n, visit] of own.entries()) {
      failures = visit.status === 429 || visit.status >= 500 ? failures + 1 : 0;
      const rests = restsOf(visit, failures, rules);
      for (const { by } of rests) demanded[by] += 1;
      const ms = Math.max(...rests.map(({ least }) => least));
      const usualMs = Math.max(...rests.map(({ usual }) => usual));
      const next = own[n + 1];
      if (next !== undefined && next.begin < visit.end) concurrent += 1;
      else if (next !== undefined && next.begin < visit.end + ms) early += 1;
      busyMs += Math.min(visit.end + usualMs, to) - visit.begin;
    }
    // As many as its visits and rests would have filled the whole time with.
    const most = (own.length * (to - from)) / busyMs;
    if (own[0]?.address === rules.crowded) crowd += most;
    else allowed += most;
  }
  allowed += Math.min(crowd, (rules.perAddress * (to - from)) / 1000);
  return {
    visits: visits.length,
    hosts: new Set(visits.map(({ host }) => host)).size,
    keys: byKey.size,
    early,
    concurrent,
    demanded,
    busiestSecond: busiestSecond(visits),
    made: visits.length,
    allowed: Math.round(allowed),
  };
}

interface Rest {
  readonly by: Demand;
  /** Milliseconds, and on average where chance has a part. */
  readonly least: number;
  readonly usual: number;
}

/** The rests that a visit demands; the longest counts. */
function restsOf({ begin, end, status, retryAfter, crawlDelay }: Visit, failures: number, rules: Rules): readonly Rest[] {
  const fixed = (by: Demand, ms: number): readonly Rest[] => (ms > 0 ? [{ by, least: ms, usual: ms }] : []);
  const drawn = (by: Demand, exponent: number): readonly Rest[] => {
    const full = rules.backoff * 2 ** exponent;
    return [{ by, least: full / 2, usual: (full * 3) / 4 }];
  };
  const slow = Math.min(rules.factor * (end - begin), rules.upTo);
  const isBusy = status === 429 || status === 503;
  return [
    ...fixed('delay', rules.delay),
    ...fixed('crawl-delay', (crawlDelay ?? 0) * 1000),
    // Both ends of a connection measure whole milliseconds.
    ...(slow > rules.delay ? fixed('slow', slow - rules.factor) : []),
    ...fixed('retry-after', (retryAfter ?? 0) * 1000),
    ...(isBusy && retryAfter === undefined ? drawn('busy', failures - 1) : []),
    ...(failures >= 5 ? drawn('broken', failures - 5) : []),
  ];
}

function busiestSecond(visits: readonly Visit[]): number {
  let most = 0;
  for (const own of Map.groupBy(visits, ({ address }) => address).values()) {
    let first = 0;
    for (const [n, { begin }] of own.entries()) {
      while (begin - (own[first]?.begin ?? begin) >= 1000) first += 1;
      most = Math.max(most, n - first + 1);
    }
  }
  return most;
}
