import { afterEach, describe, expect, test } from 'vitest';
import type { Ledger, LedgerEntry, RunRecord } from '../../src/ledger/ledger.ts';
import type { Digest, FetchId, FetchOutcome, PageUrl, RunId } from '../../src/records.ts';
import { all, ledgerEntry, NOON, outcomes, type PageOutcome, pageOutcome, RUN, unchangedOutcome } from './ledger-entry.ts';
import { standingTests } from './ledger-standing.ts';

/** Opens a ledger over the same storage each time it is called within one test. */
export type OpenLedger = () => Promise<Ledger>;

const idsOf = (entries: readonly LedgerEntry[]): string[] => entries.map(({ fetchId }) => fetchId).sort();

/** What every ledger owes. `fresh` gives storage of its own to each test; `cleanUp` is called after each. */
export function ledgerContract(name: string, fresh: () => OpenLedger, cleanUp: () => Promise<void>): void {
  describe(`${name} keeps the ledger contract`, () => {
    const opened: Ledger[] = [];
    afterEach(async () => {
      for (const ledger of opened.splice(0)) await ledger.close();
      await cleanUp();
    });
    const opener = (): OpenLedger => {
      const open = fresh();
      return async () => {
        const ledger = await open();
        opened.push(ledger);
        return ledger;
      };
    };
    const start = (): Promise<Ledger> => opener()();

    test('an outcome is recorded once, however often it is told', async () => {
      const ledger = await start();
      const entry = ledgerEntry(1);
      expect(await ledger.record(entry)).toBe(true);
      expect(await ledger.record(entry)).toBe(false);
      expect(await ledger.record({ ...entry, outcome: outcomes[6]! })).toBe(false);
      const told = await Promise.all(Array.from({ length: 20 }, () => ledger.record(ledgerEntry(2))));
      expect(told.filter(Boolean)).toHaveLength(1);
      expect(await ledger.byUrl(entry.url)).toEqual([entry]);
      expect(await ledger.outcomes(RUN)).toEqual({ page: 2 });
    });

    test('knows which fetches are on record, and gives a follower what came since it last asked', async () => {
      const open = opener();
      const [one, other] = [await open(), await open()];
      const more = other.follow(RUN);
      expect(await more()).toEqual([]);
      for (let n = 0; n < 300; n += 1) await one.record(ledgerEntry(n));
      expect(idsOf(await more())).toEqual(idsOf(Array.from({ length: 300 }, (_, n) => ledgerEntry(n))));
      expect(await more()).toEqual([]);
      await one.record(ledgerEntry(300));
      await one.record(ledgerEntry(301, { run: 'another' as RunId, fetchId: 'another/1/0' as FetchId }));
      expect(idsOf(await more())).toEqual([ledgerEntry(300).fetchId]);
      expect([await other.isRecorded(ledgerEntry(7).fetchId), await other.isRecorded(ledgerEntry(302).fetchId)]).toEqual([true, false]);
    });

    test('gives entries back as they were recorded, whatever the outcome', async () => {
      const open = opener();
      const first = await open();
      const entries = outcomes.map((outcome, n) =>
        ledgerEntry(n, {
          outcome,
          role: (['page', 'sitemap', 'feed', 'terms'] as const)[n % 4]!,
          via: ([`https://example.org/from`, 'seed', 'sitemap', 'feed', 'import'] as const)[n % 5] as LedgerEntry['via'],
          depth: n,
          durationMs: n,
          bytes: n * 1_000_000_000,
          crawler: `crawler-${n % 2}`,
        }),
      );
      for (const entry of entries) expect(await first.record(entry)).toBe(true);
      await first.close();
      const second = await open();
      expect(await all(second.byRun(RUN))).toEqual(entries);
      for (const entry of entries) expect(await second.byUrl(entry.url)).toEqual([entry]);
      expect(await second.record(entries[0]!)).toBe(false);
    });

    test('byUrl gives the oldest first, over all runs', async () => {
      const ledger = await start();
      const url = 'https://example.org/often' as PageUrl;
      const fetched = [3, 1, 2].map((n) => ledgerEntry(n, { url, run: `run-${n}` as RunId, fetchId: `run-${n}/x` as FetchId }));
      for (const entry of fetched) await ledger.record(entry);
      expect((await ledger.byUrl(url)).map(({ at }) => at - NOON)).toEqual([1, 2, 3]);
      expect(await ledger.byUrl('https://example.org/never' as PageUrl)).toEqual([]);
    });

    test('streams more entries than it reads at a time', async () => {
      const ledger = await start();
      const entries = Array.from({ length: 1500 }, (_, n) => ledgerEntry(n, { run: (n % 3 === 0 ? 'other' : RUN) as RunId }));
      await Promise.all(entries.map((entry) => ledger.record(entry)));
      expect(idsOf(await all(ledger.byRun(RUN)))).toEqual(idsOf(entries.filter(({ run }) => run === RUN)));
      expect(idsOf(await all(ledger.captures({})))).toEqual(idsOf(entries));
      expect(await all(ledger.byRun('none' as RunId))).toEqual([]);
      for await (const entry of ledger.byRun(RUN)) {
        expect(entry.run).toBe(RUN);
        break;
      }
    });

    test('captures are pages that were fetched, by crawler and time', async () => {
      const ledger = await start();
      const entries = [
        ledgerEntry(1, { crawler: 'a' }),
        ledgerEntry(2, { crawler: 'b' }),
        ledgerEntry(3, { crawler: 'c' }),
        ledgerEntry(4, { crawler: 'a', role: 'sitemap' }),
        ledgerEntry(5, { crawler: 'a', outcome: outcomes[6]! }),
        ledgerEntry(6, { crawler: 'a', outcome: outcomes[2]! }),
      ];
      for (const entry of entries) await ledger.record(entry);
      const pathsOf = async (query: Parameters<Ledger['captures']>[0]): Promise<string[]> =>
        (await all(ledger.captures(query))).map(({ url }) => url.slice(-1)).sort();
      expect(await pathsOf({})).toEqual(['1', '2', '3']);
      expect(await pathsOf({ crawlers: ['a', 'c', 'a', 'none'] })).toEqual(['1', '3']);
      expect(await pathsOf({ crawlers: [] })).toEqual([]);
      expect(await pathsOf({ asOf: NOON + 2 })).toEqual(['1', '2']);
    });

    test('counts outcomes by name, deferred ones as history', async () => {
      const ledger = await start();
      for (const [n, outcome] of outcomes.entries()) await ledger.record(ledgerEntry(n, { outcome }));
      await ledger.record(ledgerEntry(50, { run: 'other' as RunId }));
      const final = { page: 2, unchanged: 1, redirect: 1, 'refused robots/disallowed': 1, 'failed http-404': 1, 'failed dns-not-found': 1 };
      expect(await ledger.outcomes(RUN)).toEqual({ ...final, 'deferred http-503': 1 });
      expect(await ledger.finalOutcomes(RUN)).toEqual(final);
      expect(await ledger.outcomes('none' as RunId)).toEqual({});
    });

    test('counts each URL once under the outcome it ended with', async () => {
      const ledger = await start();
      const url = 'https://example.org/twice' as PageUrl;
      const steps = [outcomes[4]!, outcomes[7]!, outcomes[4]!, pageOutcome(9, { url })];
      for (const [n, outcome] of steps.entries()) await ledger.record(ledgerEntry(n, { url, outcome }));
      await ledger.record(ledgerEntry(20, { url, run: 'other' as RunId, outcome: outcomes[6]! }));
      expect(await ledger.outcomes(RUN)).toEqual({ 'deferred http-503': 2, 'failed dns-not-found': 1, page: 1 });
      expect(await ledger.finalOutcomes(RUN)).toEqual({ page: 1 });
      expect(await ledger.finalOutcomes('other' as RunId)).toEqual({ 'failed http-404': 1 });
    });

    test('validators come from the newest page of the crawler, as the newest check left it', async () => {
      const ledger = await start();
      const url = 'https://example.org/page' as PageUrl;
      const of = { url, crawler: 'example.org', role: 'page' } as const;
      expect(await ledger.validators(of)).toBeNull();
      const headers: [string, string][] = [
        ['ETag', 'W/"x"'],
        ['LAST-MODIFIED', 'Tue, 24 Nov 2026 03:00:00 GMT'],
      ];
      const tagged = pageOutcome(2, { url, headers }) as PageOutcome;
      await ledger.record(ledgerEntry(2, { url, outcome: tagged }));
      await ledger.record(ledgerEntry(1, { url }));
      await ledger.record(ledgerEntry(3, { url, outcome: outcomes[6]! }));
      await ledger.record(ledgerEntry(4, { url, outcome: outcomes[2]! }));
      const { capture, location } = tagged;
      const known = { capture, location, robots: 'unavailable', etag: 'W/"x"', lastModified: 'Tue, 24 Nov 2026 03:00:00 GMT' };
      expect(await ledger.validators(of)).toEqual(known);
      await ledger.record(ledgerEntry(5, { url, crawler: 'another' }));
      await ledger.record(ledgerEntry(6, { url, role: 'sitemap' }));
      expect(await ledger.validators(of)).toEqual(known);

      const newer: [string, string][] = [['etag', '"y"']];
      await ledger.record(ledgerEntry(7, { url, outcome: unchangedOutcome(tagged, newer) }));
      const checked = {
        capture: { ...capture, headers: newer },
        location,
        robots: 'sha256:77',
        checkedAt: NOON + 7,
        heardAt: NOON + 7,
        etag: '"y"',
      };
      expect(await ledger.validators(of)).toEqual(checked);
      await ledger.record(ledgerEntry(8, { url }));
      expect((await ledger.validators(of))?.capture.recordId).toContain('000008');
    });

    standingTests(start);

    test('a capture is unharvested until it is said to be', async () => {
      const open = opener();
      const ledger = await open();
      const entries = Array.from({ length: 600 }, (_, n) => ledgerEntry(n, { role: n % 2 === 0 ? 'page' : 'sitemap' }));
      await Promise.all(entries.map((entry) => ledger.record(entry)));
      entries.push(ledgerEntry(999, { outcome: outcomes[2]! }));
      await ledger.record(entries.at(-1)!);
      await ledger.record(ledgerEntry(1000, { outcome: outcomes[6]! }));
      await ledger.record(ledgerEntry(1001, { run: 'other' as RunId }));
      expect(idsOf(await all(ledger.unharvested(RUN)))).toEqual(idsOf(entries));
      await Promise.all(entries.slice(10).map(({ fetchId }) => ledger.harvested(fetchId)));
      await ledger.harvested('never' as FetchId);
      await ledger.close();
      const later = await open();
      expect(idsOf(await all(later.unharvested(RUN)))).toEqual(idsOf(entries.slice(0, 10)));
      // Marking while reading neither skips nor repeats.
      for await (const { fetchId } of later.unharvested(RUN)) await later.harvested(fetchId);
      expect(await all(later.unharvested(RUN))).toEqual([]);
    });

    test('marks for a queue that was lost count no more, in whatever order they come', async () => {
      const open = opener();
      const ledger = await open();
      const [first, second, third, erased] = [1, 2, 3, 4].map((n) => ledgerEntry(n)) as [
        LedgerEntry,
        LedgerEntry,
        LedgerEntry,
        LedgerEntry,
      ];
      const imported = ledgerEntry(5, { via: 'import' });
      const other = ledgerEntry(6, { run: 'other' as RunId });
      const configDigest = 'sha256:cc' as Digest;
      await ledger.startRun({ run: RUN, crawlers: [], configDigest, startedAt: 1, endedAt: null, state: 'running' });
      for (const entry of [first, second, third, erased, imported, other]) await ledger.record(entry);
      for (const { fetchId } of [first, second, other]) await ledger.harvested(fetchId);
      await ledger.moved([{ fetchId: erased.fetchId, to: null, erase: true }]);
      const queue = await ledger.rebuild(RUN, 5000);
      expect(queue).toBe(5000);
      expect(idsOf(await all(ledger.unharvested(RUN)))).toEqual(idsOf([first, second, third]));
      expect(await all(ledger.unharvested(other.run))).toEqual([]);
      await ledger.harvested(first.fetchId, queue);
      // Whoever read it for the queue that was lost is late.
      await ledger.harvested(second.fetchId);
      expect(idsOf(await all(ledger.unharvested(RUN)))).toEqual(idsOf([second, third]));
      // Also where the clock has been set back.
      const next = await ledger.rebuild(RUN, 4000);
      expect(next).toBeGreaterThan(queue);
      await ledger.harvested(third.fetchId, next);
      await ledger.harvested(second.fetchId, queue);
      await ledger.close();
      const later = await open();
      expect(idsOf(await all(later.unharvested(RUN)))).toEqual(idsOf([first, second]));
      expect(await later.runs()).toMatchObject([{ run: RUN, rebuilt: next }]);
      await later.close();
    });

    test('a page that is not due leads on too, what is gone does not', async () => {
      const ledger = await start();
      const refused = (rule: string): LedgerEntry['outcome'] => ({ kind: 'refused', drop: { stage: 'revisit', rule, because: '' } });
      await ledger.record(ledgerEntry(1, { outcome: refused('not-due') }));
      await ledger.record(ledgerEntry(2, { outcome: refused('gone-not-due') }));
      expect(idsOf(await all(ledger.unharvested(RUN)))).toEqual([ledgerEntry(1).fetchId]);
      await ledger.harvested(ledgerEntry(1).fetchId);
      expect(await all(ledger.unharvested(RUN))).toEqual([]);
      await ledger.close();
    });

    test('the history of a URL is that of one crawler and role, the oldest first', async () => {
      const ledger = await start();
      const url = 'https://example.org/page' as PageUrl;
      const own = [2, 1, 3].map((n) => ledgerEntry(n, { url }));
      const others = [ledgerEntry(4, { url, crawler: 'other' }), ledgerEntry(5, { url, role: 'feed' }), ledgerEntry(6)];
      for (const entry of [...own, ...others]) await ledger.record(entry);
      expect((await ledger.history({ url, crawler: 'example.org', role: 'page' })).map(({ at }) => at)).toEqual(
        [1, 2, 3].map((n) => ledgerEntry(n).at),
      );
      await ledger.close();
    });

    test('knows what it names of the archive, what of it is current, and what is there no more', async () => {
      const ledger = await start();
      const url = 'https://example.org/page' as PageUrl;
      const [first, second] = [pageOutcome(1, { url }), pageOutcome(2, { url })] as [PageOutcome, PageOutcome];
      await ledger.record(ledgerEntry(1, { url, outcome: first }));
      await ledger.record(ledgerEntry(2, { url, outcome: second }));
      await ledger.record(ledgerEntry(3, { url, outcome: unchangedOutcome(second, []) }));
      await ledger.record(ledgerEntry(4, { outcome: outcomes[3]! }));
      await ledger.record(ledgerEntry(5, { outcome: outcomes[6]! }));
      const named = await Array.fromAsync(ledger.archived());
      expect(named.map(({ kind, isCurrent, isCollected, body }) => [kind, isCurrent, isCollected, body])).toEqual([
        ['page', false, false, first.capture.recordId],
        ['page', true, false, second.capture.recordId],
        ['unchanged', true, false, second.capture.recordId],
        ['redirect', true, false, null],
      ]);
      const to = { segment: 'elsewhere.warc.gz', offset: 7, length: 9 };
      await ledger.moved([
        { fetchId: named[0]!.fetchId, to: null },
        { fetchId: named[1]!.fetchId, to },
      ]);
      expect(await ledger.collectedAt(first.capture.recordId)).toBeGreaterThan(0);
      expect(await ledger.collectedAt(second.capture.recordId)).toBeNull();
      expect((await ledger.validators({ url, crawler: 'example.org', role: 'page' }))?.location).toEqual(to);
      expect((await Array.fromAsync(ledger.archived())).map(({ isCollected }) => isCollected)).toEqual([true, false, false, false]);
      expect(await ledger.faults()).toEqual([]);
    });

    test('what is erased keeps its outcome and its digests, and loses what the answer said', async () => {
      const ledger = await start();
      const url = 'https://example.org/erased' as PageUrl;
      const page = pageOutcome(1, { url, headers: [['X-Said', 'something']] }) as PageOutcome;
      const leads = ['https://example.org/on' as PageUrl];
      const [first, second] = [
        ledgerEntry(1, { url, outcome: { ...page, leads } }),
        ledgerEntry(2, { url, outcome: { ...unchangedOutcome(page, [['X-Said', 'something else']]), leads } as FetchOutcome }),
      ];
      await ledger.record(first);
      await ledger.record(second);
      await ledger.moved([first, second].map(({ fetchId }) => ({ fetchId, to: null, erase: true })));
      const [now, later] = await ledger.byUrl(url);
      expect(now?.outcome).toEqual({ ...page, capture: { ...page.capture, headers: [] } });
      expect(later?.outcome).toEqual(unchangedOutcome(page, []));
      expect(await ledger.collectedAt(page.capture.recordId)).toBeGreaterThan(0);
      expect(await Array.fromAsync(ledger.unharvested(first.run))).toEqual([]);
    });

    test('runs are kept, newest first, until they end', async () => {
      const open = opener();
      const ledger = await open();
      const run = (n: number): RunRecord => ({
        run: `run-${n}` as RunId,
        crawlers: ['a', 'b'],
        configDigest: `sha256:${'0'.repeat(64)}` as Digest,
        startedAt: NOON + n,
        endedAt: null,
        state: 'running',
      });
      await ledger.record(ledgerEntry(1, { run: run(1).run }));
      expect(await ledger.runs()).toEqual([]);
      for (const n of [1, 3, 2]) await ledger.startRun(run(n));
      await ledger.startRun({ ...run(1), crawlers: ['c'] });
      await ledger.endRun(run(3).run, NOON + 100);
      await ledger.endRun(run(3).run, NOON + 200);
      await ledger.close();
      const later = await open();
      expect(await later.runs()).toEqual([{ ...run(3), endedAt: NOON + 100, state: 'finished' }, run(2), run(1)]);
      expect(await later.outcomes(run(1).run)).toEqual({ page: 1 });
    });
  });
}
