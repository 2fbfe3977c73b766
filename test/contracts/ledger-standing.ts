import { expect, test } from 'vitest';
import type { CaptureEntry, Ledger, LedgerEntry } from '../../src/ledger/ledger.ts';
import type { FetchOutcome, Headers, PageUrl } from '../../src/records.ts';
import { all, ledgerEntry, NOON, outcomes, type PageOutcome, pageOutcome, unchangedOutcome } from './ledger-entry.ts';

/** What a ledger owes of how pages stand. */
export function standingTests(start: () => Promise<Ledger>): void {
  test('a capture stands as later visits left it', async () => {
    const ledger = await start();
    const url = 'https://example.org/page' as PageUrl;
    const standing = async (asOf?: number): Promise<unknown> => {
      const [first, ...more] = await all(ledger.captures(asOf === undefined ? {} : { asOf }));
      expect(more).toEqual([]);
      const { capture, robots, checkedAt, withdrawn } = first as CaptureEntry;
      return [capture.headers, robots, checkedAt, withdrawn?.rule];
    };
    const page = pageOutcome(1, { url, headers: [['ETag', '"x"']] }) as PageOutcome;
    await ledger.record(ledgerEntry(1, { url, outcome: page }));
    expect(await standing()).toEqual([[['ETag', '"x"']], 'unavailable', undefined, undefined]);
    // What is said about another capture, by another crawler or for another reason changes nothing.
    await ledger.record(ledgerEntry(2, { url, outcome: outcomes[2]! }));
    await ledger.record(ledgerEntry(3, { url, outcome: outcomes[5]!, crawler: 'another' }));
    await ledger.record(ledgerEntry(4, { url, outcome: outcomes[7]! }));
    expect(await standing()).toEqual([[['ETag', '"x"']], 'unavailable', undefined, undefined]);
    await ledger.record(ledgerEntry(5, { url, outcome: unchangedOutcome(page, [['ETag', '"y"']]) }));
    expect(await standing()).toEqual([[['ETag', '"y"']], 'sha256:77', NOON + 5, undefined]);
    await ledger.record(ledgerEntry(6, { url, outcome: outcomes[5]! }));
    expect(await standing()).toEqual([[['ETag', '"y"']], 'sha256:77', NOON + 5, 'disallowed']);
    await ledger.record(ledgerEntry(7, { url, outcome: unchangedOutcome(page, []) }));
    expect(await standing()).toEqual([[], 'sha256:77', NOON + 7, undefined]);
    const byHead: FetchOutcome = { kind: 'refused', drop: { stage: 'rights', rule: 'noai', because: 'header X-Robots-Tag: noai' } };
    await ledger.record(ledgerEntry(8, { url, outcome: byHead }));
    expect(await standing()).toEqual([[], 'sha256:77', NOON + 7, 'noai']);
    expect(await standing(NOON + 6)).toEqual([[['ETag', '"y"']], 'sha256:77', NOON + 5, 'disallowed']);
    expect(await standing(NOON + 4)).toEqual([[['ETag', '"x"']], 'unavailable', undefined, undefined]);
  });

  test('it is known since when what stands was heard', async () => {
    const ledger = await start();
    const url = 'https://example.org/page' as PageUrl;
    const page = pageOutcome(1, { url, headers: [['X-Robots-Tag', 'noarchive']] }) as PageOutcome;
    await ledger.record(ledgerEntry(1, { url, outcome: page }));
    const { robots } = page;
    const heard = async (n: number, headers: Headers, over: { robots?: string; crawler?: string } = {}): Promise<unknown> => {
      const { crawler = 'example.org', ...said } = over;
      await ledger.record(
        ledgerEntry(n, { url, crawler, outcome: { ...unchangedOutcome(page, headers), robots, ...said } as FetchOutcome }),
      );
      const [capture] = await all(ledger.captures({}));
      const { checkedAt, heardAt } = capture as CaptureEntry;
      expect((await ledger.validators({ url, crawler: 'example.org', role: 'page' }))?.heardAt).toBe(heardAt);
      return [checkedAt, heardAt];
    };
    const same: Headers = [['X-Robots-Tag', 'noarchive']];
    const other: Headers = [['X-Robots-Tag', 'noai']];
    expect(await heard(2, [...same, ['Date', 'Tue, 24 Nov 2026 12:00:02 GMT']])).toEqual([NOON + 2, undefined]);
    expect(await heard(3, other)).toEqual([NOON + 3, NOON + 3]);
    expect(await heard(4, [...other, ['ETag', '"x"']])).toEqual([NOON + 4, NOON + 3]);
    expect(await heard(5, same, { crawler: 'another' })).toEqual([NOON + 4, NOON + 3]);
    expect(await heard(6, other, { robots: 'sha256:77' })).toEqual([NOON + 6, NOON + 6]);
    expect(await heard(8, same)).toEqual([NOON + 8, NOON + 8]);
    // One that comes late was heard when it was heard.
    expect(await heard(7, same)).toEqual([NOON + 8, NOON + 7]);
  });

  test('where its scripts wanted to go is what the newest answer brought', async () => {
    const ledger = await start();
    const url = 'https://example.org/page' as PageUrl;
    const [one, other] = ['https://example.org/one', 'https://example.org/other'] as [PageUrl, PageUrl];
    const page = pageOutcome(1, { url }) as PageOutcome;
    const after = async (n: number, outcome: FetchOutcome): Promise<unknown> => {
      await ledger.record(ledgerEntry(n, { url, outcome }));
      expect((await ledger.byUrl(url)).at(-1)?.outcome).toEqual(outcome);
      const [capture] = await all(ledger.captures({}));
      const { leads } = capture as CaptureEntry;
      expect((await ledger.validators({ url, crawler: 'example.org', role: 'page' }))?.leads).toEqual(leads);
      return leads;
    };
    expect(await after(1, { ...page, leads: [one, other] })).toEqual([one, other]);
    expect(await after(2, { ...unchangedOutcome(page, []), leads: [other] } as FetchOutcome)).toEqual([other]);
    expect(await after(3, unchangedOutcome(page, []))).toBeUndefined();
  });

  test('a page is gone from the first 404 or 410 on that no sign of life follows', async () => {
    const ledger = await start();
    const url = 'https://example.org/page' as PageUrl;
    const gone = async (asOf?: number): Promise<unknown> => {
      const [capture] = await all(ledger.captures(asOf === undefined ? {} : { asOf }));
      return (capture as CaptureEntry).gone;
    };
    const answered = (n: number, status: number, over: Partial<LedgerEntry> = {}) => {
      const outcome: FetchOutcome = { kind: 'failed', reason: `http-${status}`, because: '', status };
      return ledger.record(ledgerEntry(n, { url, outcome, ...over }));
    };
    const page = pageOutcome(1, { url });
    await ledger.record(ledgerEntry(1, { url, outcome: page }));
    // Another failure, crawler or role says nothing of the page.
    await answered(2, 500);
    await answered(3, 404, { crawler: 'another' });
    await answered(4, 404, { role: 'sitemap' });
    expect(await gone()).toBeUndefined();
    await answered(5, 404);
    expect(await gone()).toEqual({ status: 404, since: NOON + 5, at: NOON + 5 });
    await answered(6, 503);
    await answered(7, 404);
    expect(await gone()).toEqual({ status: 404, since: NOON + 5, at: NOON + 7 });
    await ledger.record(ledgerEntry(8, { url, outcome: unchangedOutcome(page as PageOutcome, []) }));
    expect(await gone()).toBeUndefined();
    await answered(9, 404);
    await answered(10, 410);
    const last = { status: 410, since: NOON + 9, at: NOON + 10 };
    expect(await gone()).toEqual(last);
    expect((await ledger.validators({ url, crawler: 'example.org', role: 'page' }))?.gone).toEqual(last);
    await ledger.record(ledgerEntry(11, { url, outcome: outcomes[3]! }));
    expect(await gone()).toBeUndefined();
    expect(await gone(NOON + 9)).toEqual({ status: 404, since: NOON + 9, at: NOON + 9 });
    expect(await gone(NOON + 6)).toEqual({ status: 404, since: NOON + 5, at: NOON + 5 });
  });
}
