import type { Discovery, Instant, Visit } from '../records.ts';
import { sumOf } from './counts.ts';
import type { Frontier, HostState } from './frontier.ts';

export interface SplitFrontierOptions {
  /** Two crawls on one engine, so that a host has one lease and one clock for both. */
  readonly plain: Frontier;
  /** What waits for a browser. */
  readonly browser: Frontier;
  readonly needsBrowser: (found: Discovery) => boolean;
  /** Whose turns are wanted just now. */
  readonly takes: { readonly plain: () => boolean; readonly browser: () => boolean };
}

/** A frontier in two parts, of which who has no browser takes only the one. It is one frontier in all else. */
export function splitFrontier({ plain, browser, needsBrowser, takes }: SplitFrontierOptions): Frontier {
  const both = [plain, browser] as const;
  const of = new WeakMap<Visit, Frontier>();
  /** A visit that was begun elsewhere is known to one part alone. */
  const inPart = async (visit: Visit, act: (part: Frontier) => Promise<boolean>): Promise<boolean> => {
    const known = of.get(visit);
    return known === undefined ? (await act(plain)) || act(browser) : act(known);
  };
  const wanted = (): readonly Frontier[] => [...(takes.browser() ? [browser] : []), ...(takes.plain() ? [plain] : [])];
  return {
    async add(found) {
      const { true: slow = [], false: fast = [] } = Object.groupBy(found, (each) => String(needsBrowser(each)) as 'true' | 'false');
      return (await plain.add(fast)) + (await browser.add(slow));
    },
    async next(now) {
      for (const part of wanted()) {
        const visit = await part.next(now);
        if (visit !== null) of.set(visit, part);
        if (visit !== null) return visit;
      }
      return null;
    },
    settle: (visit, settlement, now) => inPart(visit, (part) => part.settle(visit, settlement, now)),
    renew: (visit, now) => inPart(visit, (part) => part.renew(visit, now)),
    release: (visit, restMs, now) => inPart(visit, (part) => part.release(visit, restMs, now)),
    // The engine ends those of all its crawls.
    reclaim: (now) => plain.reclaim(now),
    async wakeAt() {
      const instants = await Promise.all(wanted().map((part) => part.wakeAt()));
      return earliest(instants);
    },
    async counts() {
      const [first, second] = await Promise.all([plain.counts(), browser.counts()]);
      return sumOf(first, second);
    },
    async hosts(most) {
      const states = (await Promise.all(both.map((part) => part.hosts(most)))).flat();
      const byKey = Map.groupBy(states, ({ key }) => key);
      return [...byKey.values()]
        .flatMap((own) => merged(own))
        .sort((a, b) => a.nextAt - b.nextAt)
        .slice(0, most);
    },
    find: async (url, key) => (await plain.find(url, key)) ?? (await browser.find(url, key)),
    async close() {
      await Promise.all(both.map((part) => part.close()));
    },
  };
}

const earliest = (instants: readonly (Instant | null)[]): Instant | null => {
  const known = instants.filter((instant) => instant !== null);
  return known.length === 0 ? null : Math.min(...known);
};

function merged(states: readonly HostState[]): readonly HostState[] {
  const [first, ...others] = states;
  if (first === undefined) return [];
  return [
    others.reduce(
      (one, other) => ({
        key: one.key,
        queued: one.queued + other.queued,
        nextAt: Math.min(one.nextAt, other.nextAt),
        isLeased: one.isLeased || other.isLeased,
      }),
      first,
    ),
  ];
}
