import { expect, test } from 'vitest';
import { crawlLines } from '../../src/cli/crawl-summary.ts';
import type { RunId } from '../../src/records.ts';

test('a crawl ends with its counts, each reason in a line, within 80 columns', () => {
  const lines = crawlLines(
    {
      run: '20261124T030501Z-abcdef' as RunId,
      resumed: false,
      finished: false,
      shortage: null,
      durationMs: 61_000,
      frontier: { discovered: 1537, queued: 3, leased: 0, settled: 1534, keys: 2 },
      report: 'storage/runs/x/report.html',
      outcomes: {
        page: 1500,
        redirect: 12,
        'refused robots/disallowed': 4,
        'refused scope/excluded': 10,
        'failed http-404': 8,
        deferred: 2,
      },
    },
    { bytes: 2_500_000, pages: 1500, next: 'garner build waste-sorting' },
  );
  expect(lines).toEqual([
    'Run 20261124T030501Z-abcdef interrupted after 1 min 1 s',
    '  discovered       1,537',
    '  fetched          1,500',
    '  redirects           12',
    '  refused             14',
    '                      10   scope/excluded',
    '                       4   robots/disallowed',
    '  failed               8',
    '                       8   http-404',
    '  waiting              3',
    '  2.5 MB received, 24.6 pages/s, 2 hosts',
    'The report is',
    '  storage/runs/x/report.html',
    'Give the same command again to go on.',
  ]);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
});

test('of a crawl that was resumed, the pace is that of this part', () => {
  const lines = crawlLines(
    {
      run: '20261124T030501Z-abcdef' as RunId,
      resumed: true,
      finished: true,
      shortage: null,
      durationMs: 10_000,
      frontier: { discovered: 1500, queued: 0, leased: 0, settled: 1500, keys: 1 },
      report: null,
      outcomes: { page: 1500 },
    },
    { bytes: 2_500_000, pages: 20, next: null },
  );
  expect(lines).toEqual([
    'Run 20261124T030501Z-abcdef finished 10.0 s after it was resumed',
    '  discovered       1,500',
    '  fetched          1,500',
    '  redirects            0',
    '  refused              0',
    '  failed               0',
    '  2.5 MB received, 2.0 pages/s since then, 1 host',
  ]);
});
