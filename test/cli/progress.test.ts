import stringWidth from 'string-width';
import { expect, test, vi } from 'vitest';
import { crawlView, timeLeft, waitsFor } from '../../src/cli/progress/crawl-view.ts';
import { bar, secondsText } from '../../src/cli/progress/figures.ts';
import { CrawlTally } from '../../src/cli/progress/tally.ts';
import type { CrawlSnapshot } from '../../src/run/watch.ts';
import type { LedgerEntry } from '../../src/ledger/ledger.ts';
import type { PolitenessKey, RunId } from '../../src/records.ts';

const host = (key: string, nextAt: number, queued: number) => ({ key: key as PolitenessKey, nextAt, queued, isLeased: false });

const snapshot: CrawlSnapshot = {
  run: '20261127T150214Z-2b1f44' as RunId,
  at: 10_000,
  frontier: { discovered: 1_234_567, queued: 234_567, leased: 12, settled: 999_988, keys: 60 },
  hosts: [host('recycling-guide.test', 9000, 12), host('xn--fiqs8s垃圾分类网站的名字很长很长很长很长.test', 12_500, 3_000_000)],
  underWay: [
    { url: `http://one.test/${'very-long-path/'.repeat(20)}`, since: 4000 },
    { url: 'http://two.test/\u001B[31mred', since: 9990 },
  ],
  backlog: 7,
  drops: { 'rights/noai': 12, 'extract/no-text': 1234, 'dedup/exact': 5 },
  budgets: [{ crawler: 'one.test', pagesLeft: 100, bytesLeft: 1e9 }],
  workers: [{ name: 'box-1', fetching: 3, refining: 1 }],
};

test.each([40, 80, 120, 20])('a crawl fits a terminal of %i columns, whatever is in it', (columns) => {
  for (const rows of [6, 12, 24, 60]) {
    const lines = crawlView(snapshot, new CrawlTally(), columns, rows);
    expect(lines.filter((line) => line !== '').length).toBeLessThanOrEqual(Math.max(rows, 8));
    expect(lines.join('')).not.toMatch(/[\u0000-\u001F]/);
    // What names something from outside is cut by whoever draws; all else fits by itself.
    for (const line of lines.slice(0, 6)) if (columns >= 40) expect([line, stringWidth(line) < columns]).toEqual([line, true]);
  }
});

test('a crawl that has not begun is shown too', () => {
  const empty = { ...snapshot, frontier: null, hosts: [], underWay: [], drops: {}, backlog: 0, budgets: [] };
  const text = crawlView(empty, new CrawlTally(), 80, 24).join('\n');
  expect(text).toMatch(/dropped +nothing yet/);
  expect(text).not.toMatch(/NaN|Infinity|undefined/);
});

test('the time left is that of the queue or of the budget, whichever is shorter', () => {
  const frontier = { discovered: 1100, queued: 1000, leased: 0, settled: 100, keys: 1 };
  expect(timeLeft({ ...snapshot, frontier, budgets: [{ crawler: 'a', pagesLeft: 1e9, bytesLeft: 1 }] }, { pages: 10, done: 20 })).toBe(
    50_000,
  );
  expect(timeLeft({ ...snapshot, frontier, budgets: [{ crawler: 'a', pagesLeft: 100, bytesLeft: 1 }] }, { pages: 10, done: 20 })).toBe(
    10_000,
  );
  expect(timeLeft({ ...snapshot, frontier }, { pages: 0, done: 0 })).toBeNull();
});

test('less than a page a second is told as it is', () => {
  vi.useFakeTimers();
  try {
    const tally = new CrawlTally();
    for (let page = 0; page < 4; page += 1) tally.add({ bytes: 1, outcome: { kind: 'page' } } as LedgerEntry);
    vi.advanceTimersByTime(10_000);
    expect(tally.line()).toBe('4 fetched · 0.4/s · 4 B · 0 redirects · 0 refused · 0 failed · 10.0 s');
  } finally {
    vi.useRealTimers();
  }
});

test('figures for people', () => {
  expect([0, 59_999, 61_000, 3_600_000, 200_000_000].map(secondsText)).toEqual(['0.0 s', '60.0 s', '1 min 1 s', '1 h 0 min', '2 d 8 h']);
  expect(bar(0.5, 16)).toBe('█████░░░░░  50 %');
  expect(bar(Number.NaN, 10)).not.toContain('NaN %');
});

test('a crawl that has nothing to do but wait says for whom', () => {
  const frontier = { discovered: 3, queued: 3, leased: 0, settled: 0, keys: 1 };
  const idle = { ...snapshot, frontier, underWay: [] };
  expect(waitsFor({ ...idle, hosts: [host('slow.test', 12_500, 3)] })).toEqual(['slow.test rests for 2.5 s']);
  expect(waitsFor({ ...idle, hosts: [host('slow.test', 9000, 3)] })).toEqual([]);
  const waiting = { ...idle, hosts: [host('slow.test', 12_500, 3)] };
  expect(waitsFor({ ...waiting, underWay: snapshot.underWay })).toEqual([]);
  // What the workers of a fleet have in hand is not under way here.
  expect(waitsFor({ ...waiting, frontier: { ...frontier, leased: 1 } })).toEqual([]);
});

test.each([200, 1000, 10_000])('the pace is that of the last ten seconds, asked for every %i ms', (every) => {
  vi.useFakeTimers();
  try {
    const tally = new CrawlTally();
    for (let page = 0; page < 100; page += 1) tally.add({ bytes: 1, outcome: { kind: 'page' } } as LedgerEntry);
    const after = (ms: number): number => {
      for (let at = 0; at < ms; at += every) {
        // Timers come a little late.
        vi.advanceTimersByTime(every + 2);
        tally.rates();
      }
      return tally.rates().pages;
    };
    after(10_000);
    expect(after(20_000)).toBe(0);
    for (let page = 0; page < 50; page += 1) tally.add({ bytes: 1, outcome: { kind: 'page' } } as LedgerEntry);
    expect(after(9000)).toBeCloseTo(5, 0);
    expect(after(20_000)).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
