import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FetchId } from '../../src/records.ts';
import { HarvestMarks } from '../../src/run/fleet/harvest-marks.ts';

const SAFE_MS = 3000;
const id = (n: number): FetchId => `run/${n}` as FetchId;

/** A server that can be restarted, or be away, and a ledger that may fail. */
function surroundings() {
  const state = {
    server: 'first',
    known: 'first' as string | null,
    isAway: false,
    failure: null as Error | null,
    marked: [] as FetchId[],
    failed: [] as unknown[],
  };
  const restarts = {
    get life() {
      return state.known;
    },
    async look() {
      if (state.isAway) throw new Error('connection lost');
      return (state.known = state.server);
    },
  };
  const ledger = {
    async harvested(fetchId: FetchId) {
      if (state.failure !== null) throw state.failure;
      state.marked.push(fetchId);
    },
  };
  return { state, marks: new HarvestMarks({ restarts, ledger, failed: (error) => state.failed.push(error) }) };
}

describe('marks of harvested pages', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  test('are written when the server cannot forget the links any more, and not before', async () => {
    const { state, marks } = surroundings();
    marks.begin(id(1))();
    await vi.advanceTimersByTimeAsync(2000);
    marks.begin(id(2))();
    expect(state.marked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(state.marked).toEqual([id(1)]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(state.marked).toEqual([id(1), id(2)]);
    marks.begin(id(3))();
    await vi.advanceTimersByTimeAsync(SAFE_MS);
    expect(state.marked).toHaveLength(3);
  });

  test('are not written for links that a restarted server may have forgotten', async () => {
    const { state, marks } = surroundings();
    marks.begin(id(1))();
    await vi.advanceTimersByTimeAsync(1000);
    state.isAway = true;
    await vi.advanceTimersByTimeAsync(4000);
    const second = marks.begin(id(2));
    Object.assign(state, { isAway: false, server: 'second', known: 'second' });
    second();
    await vi.advanceTimersByTimeAsync(1000);
    marks.begin(id(3))();
    await vi.advanceTimersByTimeAsync(SAFE_MS);
    expect(state.marked).toEqual([id(3)]);
  });

  test('wait for a server that is away and comes back as it was', async () => {
    const { state, marks } = surroundings();
    marks.begin(id(1))();
    state.isAway = true;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(state.marked).toEqual([]);
    state.isAway = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(state.marked).toEqual([id(1)]);
  });

  test('that cannot be written are told of, once', async () => {
    const { state, marks } = surroundings();
    state.failure = new Error('the disk is full');
    marks.begin(id(1))();
    await vi.advanceTimersByTimeAsync(SAFE_MS);
    await vi.advanceTimersByTimeAsync(SAFE_MS);
    expect(state.failed).toEqual([state.failure]);
  });

  test('of a process that ends are left to others', async () => {
    const { state, marks } = surroundings();
    marks.begin(id(1))();
    marks.close();
    await vi.advanceTimersByTimeAsync(SAFE_MS);
    expect(state.marked).toEqual([]);
  });
});
