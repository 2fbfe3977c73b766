import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Calendar, Claim, Claimant } from '../../src/calendar/calendar.ts';
import type { RunId } from '../../src/records.ts';

/** Opens a calendar over the same storage each time it is called within one test. */
export type OpenCalendar = () => Promise<Calendar>;

const by = (owner: string, leaseMs = 100): Claimant => ({ run: `run-of-${owner}` as RunId, owner, leaseMs });
const slot = (at: number, schedule = 's') => ({ schedule, at });
/** Whole instants of this century: they must come back as they were. */
const T = 1_764_300_000_000;

/** What every calendar owes. `fresh` gives storage of its own to each test; `cleanUp` is called after each. */
export function calendarContract(name: string, fresh: () => OpenCalendar, cleanUp: () => Promise<void>, runs = 60): void {
  describe(`${name} keeps the contract of calendars`, () => {
    afterEach(cleanUp);

    test('a slot goes to one of many that want it at once', async () => {
      const open = fresh();
      const calendars = await Promise.all([open(), open(), open()]);
      const claims = await Promise.all(Array.from({ length: 30 }, (_, n) => calendars[n % 3]!.claim(slot(T), by(String(n)), T + 5)));
      const [claim, ...others] = claims.filter((each) => each !== null);
      expect(others).toEqual([]);
      expect(claim).toEqual({ ...slot(T), run: expect.stringMatching(/^run-of-/) as string, claims: 1 });
      expect(await calendars[1].open('s')).toEqual({
        ...slot(T),
        run: claim!.run,
        state: 'claimed',
        because: null,
        owner: claim!.run.replace('run-of-', ''),
        leaseUntil: T + 105,
        claims: 1,
        claimedAt: T + 5,
        endedAt: null,
      });
      for (const calendar of calendars) await calendar.close();
    });

    test('it is settled once, for good, and stays so when all is opened anew', async () => {
      const open = fresh();
      const calendar = await open();
      const claim = (await calendar.claim(slot(T), by('a'), T))!;
      expect(await calendar.settle(claim, { state: 'failed', because: 'dïsk “full”' }, T + 50)).toBe(true);
      expect(await calendar.settle(claim, { state: 'finished' }, T + 51)).toBe(false);
      expect(await calendar.renew(claim, 100, T + 52)).toBe(false);
      expect(await calendar.release(claim, T + 52)).toBe(false);
      expect(await calendar.claim(slot(T), by('b'), T + 10_000)).toBeNull();
      expect(await calendar.skip(slot(T), 'late', T)).toBe(false);
      expect(await calendar.open('s')).toBeNull();
      await calendar.close();
      const later = await open();
      expect(await later.latest('s')).toMatchObject({
        ...slot(T),
        state: 'failed',
        because: 'dïsk “full”',
        run: 'run-of-a',
        owner: 'a',
        leaseUntil: null,
        endedAt: T + 50,
      });
      await later.close();
    });

    test('one whose lease ran out is taken over, and the same run goes on', async () => {
      const calendar = await fresh()();
      const dead = (await calendar.claim(slot(T), by('dead'), T))!;
      expect(await calendar.claim(slot(T), by('heir'), T + 99)).toBeNull();
      const heir = (await calendar.claim(slot(T), by('heir'), T + 100))!;
      expect(heir).toEqual({ ...slot(T), run: 'run-of-dead', claims: 2 });
      expect(await calendar.renew(dead, 100, T + 101)).toBe(false);
      expect(await calendar.settle(dead, { state: 'finished' }, T + 101)).toBe(false);
      expect(await calendar.release(dead, T + 101)).toBe(false);
      expect(await calendar.settle(heir, { state: 'finished' }, T + 150)).toBe(true);
      expect(await calendar.latest('s')).toMatchObject({ run: 'run-of-dead', owner: 'heir', claims: 2, state: 'finished', because: null });
      await calendar.close();
    });

    test('a lease that is renewed holds, also late if nobody has come; one that is given back does not', async () => {
      const calendar = await fresh()();
      const claim = (await calendar.claim(slot(T), by('a'), T))!;
      expect(await calendar.renew(claim, 100, T + 90)).toBe(true);
      expect(await calendar.claim(slot(T), by('b'), T + 150)).toBeNull();
      expect(await calendar.renew(claim, 100, T + 500)).toBe(true);
      expect(await calendar.release(claim, T + 510)).toBe(true);
      expect(await calendar.claim(slot(T), by('b'), T + 510)).toMatchObject({ run: 'run-of-a', claims: 2 });
      await calendar.close();
    });

    test('a schedule has one slot at work, and never goes back; others do not mind', async () => {
      const calendar = await fresh()();
      const claim = (await calendar.claim(slot(T), by('a'), T))!;
      expect(await calendar.claim(slot(T + 10), by('b'), T + 10_000)).toBeNull();
      expect(await calendar.claim(slot(T, 'other'), by('b'), T)).not.toBeNull();
      // What was skipped meanwhile is later than it, and yet it may be settled.
      expect(await calendar.skip(slot(T + 10), 'overlap', T + 11)).toBe(true);
      expect(await calendar.settle(claim, { state: 'finished' }, T + 20)).toBe(true);
      expect(await calendar.claim(slot(T + 10), by('b'), T + 30)).toBeNull();
      expect(await calendar.claim(slot(T + 5), by('b'), T + 30)).toBeNull();
      expect(await calendar.skip(slot(T + 5), 'late', T + 30)).toBe(false);
      expect(await calendar.claim(slot(T + 20), by('b'), T + 30)).not.toBeNull();
      expect((await calendar.list({ schedule: 's', most: 10 })).map(({ at, state }) => [at - T, state])).toEqual([
        [20, 'claimed'],
        [10, 'skipped'],
        [0, 'finished'],
      ]);
      await calendar.close();
    });

    test('lists the newest first, of one schedule or of all', async () => {
      const calendar = await fresh()();
      for (const [schedule, at] of [
        ['b', 1],
        ['a', 1],
        ['a', 2],
        ['b', 3],
      ] as const)
        await calendar.skip(slot(T + at, schedule), 'x', T);
      const told = async (query: { schedule?: string; most: number }) =>
        (await calendar.list(query)).map(({ schedule, at }) => `${schedule}${at - T}`);
      expect(await told({ most: 10 })).toEqual(['b3', 'a2', 'a1', 'b1']);
      expect(await told({ most: 2 })).toEqual(['b3', 'a2']);
      expect(await told({ schedule: 'a', most: 10 })).toEqual(['a2', 'a1']);
      expect(await calendar.latest('none')).toBeNull();
      expect(await calendar.open('none')).toBeNull();
      await calendar.close();
    });

    test('tells since when a rule counts: from its newest slot on record, or from when it became what it is', async () => {
      const open = fresh();
      const calendar = await open();
      expect(await calendar.enter('s', 'hourly', T)).toBe(T);
      expect(await calendar.enter('s', 'hourly', T + 50)).toBe(T);
      await calendar.skip(slot(T + 20), 'x', T + 60);
      expect(await calendar.enter('s', 'hourly', T + 70)).toBe(T + 20);
      expect(await calendar.enter('s', 'daily', T + 80)).toBe(T + 80);
      expect(await calendar.enter('other', 'daily', T + 90)).toBe(T + 90);
      await calendar.close();
      const later = await open();
      expect(await later.enter('s', 'daily', T + 100)).toBe(T + 80);
      await later.close();
    });

    test('whatever schedulers do, no slot is settled twice and no two hold one', async () => {
      const step = fc.record({
        who: fc.nat(2),
        what: fc.constantFrom('claim', 'renew', 'settle', 'release', 'skip', 'die'),
        at: fc.nat(4),
        wait: fc.nat(80),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
          const calendar = await fresh()();
          const claims = new Map<number, Claim>();
          const settled = new Set<number>();
          let [now, holder, until] = [T, -1, 0];
          for (const { who, what, at, wait } of steps) {
            now += wait;
            const own = claims.get(who);
            const owns = who === holder && own !== undefined;
            if (what === 'die') claims.delete(who);
            if (what === 'claim') {
              const claim = await calendar.claim(slot(T + at), by(String(who)), now);
              if (claim === null) continue;
              expect(settled.has(at)).toBe(false);
              expect(holder === -1 || until <= now).toBe(true);
              claims.set(who, claim);
              [holder, until] = [who, now + 100];
            } else if (what === 'skip') {
              if (await calendar.skip(slot(T + at), 'x', now)) {
                expect(settled.has(at)).toBe(false);
                settled.add(at);
              }
            } else if (own !== undefined && what === 'renew') {
              const kept = await calendar.renew(own, 100, now);
              if (kept) expect(owns).toBe(true);
              if (kept) until = now + 100;
            } else if (own !== undefined && what === 'release') {
              if (await calendar.release(own, now)) until = now;
            } else if (own !== undefined && what === 'settle' && (await calendar.settle(own, { state: 'finished' }, now))) {
              expect([owns, settled.has(own.at - T)]).toEqual([true, false]);
              settled.add(own.at - T);
              holder = -1;
            }
          }
          const records = await calendar.list({ schedule: 's', most: 10 });
          expect(new Set(records.filter(({ state }) => state !== 'claimed').map(({ at }) => at - T))).toEqual(settled);
          await calendar.close();
        }),
        { numRuns: runs },
      );
    });
  });
}
