import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LedgerEntry } from '../../src/ledger/ledger.ts';
import type { RunId } from '../../src/records.ts';
import { Ending } from '../../src/run/fleet/ending.ts';
import type { FleetEngines } from '../../src/run/fleet/engines.ts';
import type { FleetFrontier } from '../../src/run/fleet/frontier.ts';
import type { RefineJob } from '../../src/run/fleet/refine-queue.ts';
import { ledgerEntry } from '../contracts/ledger-entry.ts';

const RUN = 'run' as RunId;

/** A run of which all was fetched, and what is left of it besides. */
function surroundings() {
  const state = {
    discovered: 5,
    settled: 5,
    waiting: 0,
    life: 'first',
    failed: 0,
    unharvested: [] as LedgerEntry[],
    /** Of what no page names, what the queue has forgotten. */
    unknown: 0,
    taken: [] as string[],
  };
  const engines = {
    ledger: {
      async *unharvested() {
        yield* state.unharvested;
      },
      async *byRun() {},
      validators: async () => ({}),
    },
    memory: { isFull: false },
    queue: {
      counts: async () => ({ waiting: state.waiting, failed: state.failed }),
      failed: async () =>
        Array.from({ length: state.failed }, () => ({
          url: 'http://a.test/',
          reason: 'it is torn',
          forget: async () => void state.taken.push('failed'),
        })),
      nextRound: () => undefined,
      give: async ({ entry, queue }: RefineJob) => void state.taken.push(`${entry.url} ${queue}`),
    },
    restarts: { look: async () => state.life },
  } as unknown as FleetEngines;
  const frontier = {
    counts: async () => state,
    add: async () => {
      const added = state.unknown;
      state.unknown = 0;
      return added;
    },
  } as unknown as FleetFrontier;
  return { state, ending: new Ending(engines, { run: RUN, rules: new Map(), frontier, queue: 7 }) };
}

describe('the end of a run', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  test('comes when all is fetched and read', async () => {
    const { state, ending } = surroundings();
    state.settled = 4;
    expect(await ending.hasCome('first')).toBe(false);
    state.settled = 5;
    state.waiting = 1;
    expect(await ending.hasCome('first')).toBe(false);
    state.waiting = 0;
    expect(await ending.hasCome('first')).toBe(true);
  });

  test('does not come in a life of the server that nobody has seen to', async () => {
    const { state, ending } = surroundings();
    state.life = 'second';
    expect(await ending.hasCome('first')).toBe(false);
    expect(await ending.hasCome('second')).toBe(true);
  });

  test('waits for marks that are on their way, and has pages read again that get none', async () => {
    const { state, ending } = surroundings();
    state.unharvested = [ledgerEntry(1)];
    expect(await ending.hasCome('first')).toBe(false);
    vi.advanceTimersByTime(4000);
    expect(await ending.hasCome('first')).toBe(false);
    expect(state.taken).toEqual([]);
    vi.advanceTimersByTime(2000);
    expect(await ending.hasCome('first')).toBe(false);
    expect(state.taken).toEqual([`${ledgerEntry(1).url} 7`]);
    state.unharvested = [];
    expect(await ending.hasCome('first')).toBe(true);
  });

  test('does not come while the queue has forgotten what no page names', async () => {
    const { state, ending } = surroundings();
    state.unknown = 1;
    expect(await ending.hasCome('first')).toBe(false);
    expect(await ending.hasCome('first')).toBe(true);
  });

  test('has pages read again whose reading has failed, and says so when it fails for good', async () => {
    const { state, ending } = surroundings();
    state.failed = 1;
    for (let round = 1; round <= 3; round += 1) {
      expect(await ending.hasCome('first')).toBe(false);
      vi.advanceTimersByTime(6000);
      expect(await ending.hasCome('first')).toBe(false);
      expect(state.taken).toHaveLength(round);
    }
    expect(await ending.hasCome('first')).toBe(false);
    vi.advanceTimersByTime(6000);
    await expect(ending.hasCome('first')).rejects.toThrow(
      'A page could not be read, the last one http://a.test/: it is torn. Mend that, then give the same command again.',
    );
  });
});
