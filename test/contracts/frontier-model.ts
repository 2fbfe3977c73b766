import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HostOrder } from '../../src/frontier/frontier.ts';
import type { Discovery, Instant, PageUrl, Visit } from '../../src/records.ts';
import { discovery } from './discovery.ts';
import type { OpenFrontier } from './frontier.ts';

const LEASE = 400;
const VISIT_URLS = 3;
const HOLD = 50;
const CRAWLS = ['one', 'two'] as const;

type Step =
  | { readonly do: 'add'; readonly crawl: number; readonly host: number; readonly pages: readonly number[]; readonly priority: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'next'; readonly crawl: number }
  | {
      readonly do: 'settle';
      readonly visit: number;
      readonly url: number;
      readonly restMs: number;
      /** By how much longer than its rest the host waits. */
      readonly waitsMs: number;
      readonly retryMs: number | null;
      readonly spends: boolean;
    }
  | { readonly do: 'reclaim'; readonly crawl: number }
  | { readonly do: 'renew'; readonly visit: number }
  | { readonly do: 'release'; readonly visit: number; readonly restMs: number };

const crawl = fc.nat({ max: CRAWLS.length - 1 });
const restMs = fc.constantFrom(0, 30, 120, 700);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('add'),
      crawl,
      host: fc.nat({ max: 3 }),
      pages: fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 4 }),
      priority: fc.constantFrom(1, 128, 255),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.constantFrom(1, 29, 120, 401) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('next'), crawl }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('settle'),
      visit: fc.nat({ max: 5 }),
      url: fc.nat({ max: VISIT_URLS - 1 }),
      restMs,
      waitsMs: fc.constantFrom(0, -20, -200, 150),
      retryMs: fc.option(fc.constantFrom(0, 100, 900)),
      spends: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reclaim'), crawl }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('renew'), visit: fc.nat({ max: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('release'), visit: fc.nat({ max: 5 }), restMs }) },
);

interface Known {
  readonly discovery: Discovery;
  readonly serial: number;
  state: 'queued' | 'leased' | 'settled';
  notBefore: Instant;
  attempt: number;
  deaths: number;
}

interface Lease {
  readonly crawl: number;
  readonly visit: Visit;
  until: Instant;
}

interface Clock {
  restUntil: Instant;
  lastRest: number | null;
  lease: Lease | null;
}

/** The frontier as simple as it can be told: everything in arrays, searched from end to end. */
class Model {
  readonly #clocks = new Map<string, Clock>();
  readonly #crawls = CRAWLS.map(() => new Map<string, Known>());
  #serial = 0;

  clock(key: string): Clock {
    let clock = this.#clocks.get(key);
    if (clock === undefined) this.#clocks.set(key, (clock = { restUntil: 0, lastRest: null, lease: null }));
    return clock;
  }

  of(crawl: number): Known[] {
    return [...(this.#crawls[crawl]?.values() ?? [])];
  }

  known(crawl: number, url: string): Known {
    return this.#crawls[crawl]!.get(url)!;
  }

  add(crawl: number, found: Discovery): number {
    if (this.#crawls[crawl]!.has(found.url)) return 0;
    this.#crawls[crawl]!.set(found.url, {
      discovery: found,
      serial: (this.#serial += 1),
      state: 'queued',
      notBefore: 0,
      attempt: 0,
      deaths: 0,
    });
    return 1;
  }

  freeAt({ restUntil, lastRest, lease }: Clock): Instant {
    return lease === null ? restUntil : Math.max(restUntil, lease.until + (lastRest ?? 0));
  }

  /** When the key could be given to the crawl; null when it has nothing. */
  readyAt(crawl: number, key: string): Instant | null {
    const clock = this.clock(key);
    const held = clock.lease?.crawl === crawl;
    const waits = this.of(crawl).filter((each) => each.discovery.key === key && each.state !== 'settled');
    const times = waits.map((each) => (each.state === 'leased' ? 0 : each.notBefore));
    if (held) return this.freeAt(clock);
    return times.length === 0 ? null : Math.max(this.freeAt(clock), Math.min(...times));
  }

  wakeAt(crawl: number): Instant | null {
    const keys = new Set(this.of(crawl).map((each) => each.discovery.key));
    const times = [...keys].map((key) => this.readyAt(crawl, key)).filter((time) => time !== null);
    return times.length === 0 ? null : Math.min(...times);
  }

  /** Whether none that is ready promises more; the patience of those that wait is longer than any run here, and so makes only ties differ. */
  isBest(crawl: number, key: string, now: Instant): boolean {
    const promise = (of: string): number => {
      const own = this.of(crawl).filter((each) => each.discovery.key === of && each.state === 'queued' && each.notBefore <= now);
      return Math.max(...own.map((each) => each.discovery.priority));
    };
    const keys = new Set(this.of(crawl).map((each) => each.discovery.key));
    // Of who held one that died, it is not known what came back.
    const ready = [...keys].filter((of) => this.clock(of).lease === null && (this.readyAt(crawl, of) ?? now + 1) <= now);
    return this.clock(key).lease !== null || ready.every((of) => promise(of) <= promise(key));
  }

  /** What a visit of the key would hold now. */
  offer(crawl: number, key: string, now: Instant): string[] {
    const { lastRest } = this.clock(key);
    const best = this.of(crawl)
      .filter((each) => each.discovery.key === key && each.state === 'queued' && each.notBefore <= now)
      .sort((a, b) => b.discovery.priority - a.discovery.priority || a.serial - b.serial)
      .slice(0, lastRest !== null && lastRest <= HOLD ? VISIT_URLS : 1);
    const suspect = best.findIndex(({ deaths }) => deaths > 0);
    return (suspect === -1 ? best : best.slice(0, Math.max(1, suspect))).map((each) => each.discovery.url);
  }

  alive({ visit, until }: Lease, now: Instant): boolean {
    return this.clock(visit.key).lease?.visit.fence === visit.fence && until > now;
  }

  rest(key: string, restMs: number, now: Instant, waitMs = restMs): void {
    const clock = this.clock(key);
    clock.restUntil = Math.max(clock.restUntil, now + waitMs);
    clock.lastRest = restMs > 0 ? restMs : waitMs > 0 ? clock.lastRest : (clock.lastRest ?? 0);
  }

  /** What a request of a lease that was lost leaves behind. */
  restLate(key: string, waitMs: number, now: Instant): void {
    const clock = this.clock(key);
    if (waitMs > 0) clock.restUntil = Math.max(clock.restUntil, now + waitMs);
  }

  reclaim(now: Instant): number {
    const held = [...this.#clocks.values()].filter(({ lease }) => lease !== null);
    for (const clock of held) {
      const lease = clock.lease!;
      lease.until = Math.min(lease.until, now);
      clock.restUntil = this.freeAt(clock);
      this.end(lease);
    }
    return held.length;
  }

  end(lease: Lease): void {
    for (const each of this.of(lease.crawl)) if (each.discovery.key === lease.visit.key && each.state === 'leased') each.state = 'queued';
    this.clock(lease.visit.key).lease = null;
  }
}

async function run(open: OpenFrontier, order: HostOrder, steps: readonly Step[]): Promise<void> {
  const frontiers = await Promise.all(CRAWLS.map((crawl) => open({ crawl, leaseMs: LEASE, visitUrls: VISIT_URLS, order })));
  const model = new Model();
  const leases: Lease[] = [];
  let now = 1000;

  for (const step of steps) {
    if (step.do === 'wait') now += step.ms;
    if (step.do === 'add') {
      const found = step.pages.map((page) => discovery(`h${step.host}`, String(page), { priority: step.priority }));
      const added = found.reduce((sum, each) => sum + model.add(step.crawl, each), 0);
      expect(await frontiers[step.crawl]!.add(found)).toBe(added);
    }
    if (step.do === 'next') {
      const wake = model.wakeAt(step.crawl);
      const visit = await frontiers[step.crawl]!.next(now);
      expect(visit !== null, `wakes at ${wake}, now ${now}`).toBe(wake !== null && wake <= now);
      if (visit === null) continue;
      const clock = model.clock(visit.key);
      expect(model.readyAt(step.crawl, visit.key)).toBeLessThanOrEqual(now);
      if (order === 'promise') expect(model.isBest(step.crawl, visit.key, now)).toBe(true);
      if (clock.lease !== null) {
        expect(clock.lease.until, 'no two live visits share a key').toBeLessThanOrEqual(now);
        clock.restUntil = model.freeAt(clock);
        for (const { url } of clock.lease.visit.urls) {
          const known = model.known(clock.lease.crawl, url);
          if (known.state === 'leased') known.deaths += 1;
        }
        model.end(clock.lease);
      }
      expect(visit.urls.map(({ url }) => url)).toEqual(model.offer(step.crawl, visit.key, now));
      for (const { url, attempt, deaths } of visit.urls) {
        const known = model.known(step.crawl, url);
        expect([attempt, deaths]).toEqual([known.attempt, known.deaths]);
        known.state = 'leased';
      }
      clock.lease = { crawl: step.crawl, visit, until: now + LEASE };
      leases.unshift(clock.lease);
    }
    if (step.do === 'reclaim') expect(await frontiers[step.crawl]!.reclaim(now)).toBe(model.reclaim(now));
    const lease = 'visit' in step ? leases[step.visit] : undefined;
    if (lease === undefined) continue;
    const frontier = frontiers[lease.crawl]!;
    const alive = model.alive(lease, now);
    if (step.do === 'renew') {
      expect(await frontier.renew(lease.visit, now)).toBe(alive);
      if (alive) lease.until = now + LEASE;
    }
    if (step.do === 'release') {
      expect(await frontier.release(lease.visit, step.restMs, now)).toBe(alive);
      if (!alive) {
        model.restLate(lease.visit.key, step.restMs, now);
        continue;
      }
      model.rest(lease.visit.key, step.restMs, now);
      model.end(lease);
    }
    if (step.do === 'settle') {
      const url = lease.visit.urls[step.url]?.url ?? ('https://nowhere.test/' as PageUrl);
      const waitMs = Math.max(0, step.restMs + step.waitsMs);
      const retryAt = step.retryMs === null ? null : now + step.retryMs;
      const settled = await frontier.settle(
        lease.visit,
        { url, restMs: step.restMs, waitMs, spendsAttempt: step.spends, ...(retryAt !== null && { retryAt }) },
        now,
      );
      const isHeld = lease.visit.urls[step.url] !== undefined && model.known(lease.crawl, url).state === 'leased';
      expect(settled).toBe(alive && isHeld);
      if (!settled) {
        model.restLate(lease.visit.key, waitMs, now);
        continue;
      }
      const known = model.known(lease.crawl, url);
      known.state = retryAt === null ? 'settled' : 'queued';
      known.notBefore = retryAt ?? 0;
      if (retryAt !== null && step.spends) known.attempt += 1;
      model.rest(lease.visit.key, step.restMs, now, waitMs);
      if (!lease.visit.urls.some((each) => model.known(lease.crawl, each.url).state === 'leased')) model.end(lease);
    }
  }

  for (const [crawl, frontier] of frontiers.entries()) {
    const all = model.of(crawl);
    const count = (state: Known['state']): number => all.filter((each) => each.state === state).length;
    expect(await frontier.counts()).toEqual({
      discovered: all.length,
      queued: count('queued'),
      leased: count('leased'),
      settled: count('settled'),
      keys: new Set(all.map((each) => each.discovery.key)).size,
    });
    await frontier.close();
  }
}

/** Random workers of two crawls over four hosts, in virtual time, against the model above. */
export function frontierModelTest(opener: () => OpenFrontier, runs: number): void {
  test('any order of operations agrees with the simplest model', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom<HostOrder>('turns', 'promise'), fc.array(step, { minLength: 5, maxLength: 80 }), (order, steps) =>
        run(opener(), order, steps),
      ),
      { numRuns: runs },
    );
  });

  test('workers that run at the same time never hold a key together', async () => {
    const open = opener();
    const frontiers = await Promise.all(CRAWLS.map((crawl) => open({ crawl, leaseMs: 60_000 })));
    const hosts = Array.from({ length: 10 }, (_, host) => `h${host}`);
    await Promise.all(
      frontiers.map((each) => each.add(hosts.flatMap((host) => Array.from({ length: 20 }, (_, page) => discovery(host, String(page)))))),
    );
    const held = new Set<string>();
    let visits = 0;
    let now = 0;
    const worker = async (frontier: (typeof frontiers)[number]): Promise<void> => {
      for (let idle = 0; idle < 50;) {
        now += 1;
        const visit = await frontier.next(now);
        if (visit === null) {
          idle += 1;
          continue;
        }
        idle = 0;
        visits += 1;
        expect(held.has(visit.key)).toBe(false);
        held.add(visit.key);
        await new Promise(setImmediate);
        const results = visit.urls.map(({ url }, n) => {
          if (n === visit.urls.length - 1) held.delete(visit.key);
          return frontier.settle(visit, { url, restMs: 0 }, now);
        });
        expect((await Promise.all(results)).every(Boolean)).toBe(true);
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, n) => worker(frontiers[n % frontiers.length]!)));
    for (const frontier of frontiers) expect(await frontier.counts()).toMatchObject({ queued: 0, leased: 0, settled: 200 });
    expect(visits).toBeGreaterThan(10);
  });
}
