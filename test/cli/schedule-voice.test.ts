import { expect, test } from 'vitest';
import { voiceOf } from '../../src/cli/schedule.ts';
import type { LedgerEntry } from '../../src/ledger/ledger.ts';
import type { RunId } from '../../src/records.ts';
import type { CrawlSummary } from '../../src/run/crawl.ts';

test('of runs that are under way at once, each is told by its own pages', () => {
  const said: string[] = [];
  const { heard, hooks } = voiceOf({ set: () => undefined, say: (text) => void said.push(text) }, true);
  const [one, other] = ['20261124T030501Z-aaaaaa' as RunId, '20261124T030501Z-bbbbbb' as RunId];
  const begun = (run: RunId): void => heard({ event: 'begun', schedule: 'nightly', at: 0, run, claims: 1 });
  const pages = (run: RunId, count: number): void => {
    for (let n = 0; n < count; n += 1) hooks.recorded?.({ run, bytes: 1000, outcome: { kind: 'page' } } as LedgerEntry);
  };
  const crawled = (run: RunId): void => {
    const frontier = { discovered: 0, queued: 0, leased: 0, settled: 0, keys: 1 };
    const rest = { resumed: false, finished: true, shortage: null, durationMs: 10_000, report: null, outcomes: {} };
    hooks.crawled?.({ run, frontier, ...rest } satisfies CrawlSummary);
  };
  begun(one);
  pages(one, 20);
  begun(other);
  pages(one, 20);
  pages(other, 10);
  crawled(one);
  heard({ event: 'ended', schedule: 'nightly', at: 0, run: one, state: 'finished' });
  pages(other, 20);
  crawled(other);
  expect(said.filter((text) => text.includes('pages/s'))).toEqual([
    '  40.0 kB received, 4.0 pages/s, 1 host',
    '  30.0 kB received, 3.0 pages/s, 1 host',
  ]);
});
