import { describe, expect, test } from 'vitest';
import { crawlerSchema } from '../../../src/config/crawler.ts';
import type { Origin, PageUrl, PolitenessKey } from '../../../src/records.ts';
import { expected } from '../../../src/run/plan/estimate.ts';
import type { CrawlerRules } from '../../../src/run/rules.ts';
import type { Known } from '../../../src/run/plan/known.ts';
import type { Sampled } from '../../../src/run/survey/sample.ts';
import type { Survey } from '../../../src/run/survey/survey.ts';

const crawler = (limits: object = {}): Pick<CrawlerRules, 'config' | 'hours' | 'daily'> => ({
  config: { name: 'a.test', ...crawlerSchema.parse({ seeds: ['http://a.test/'], limits }) },
  hours: undefined,
  daily: {},
});
const sampled = (outcome: Sampled['outcome']): Sampled => ({
  url: 'http://a.test/' as PageUrl,
  outcome,
  reason: '',
  because: '',
  bytes: outcome === 'failed' ? 0 : 10_000,
  archived: outcome === 'failed' ? 0 : 3000,
  refined: outcome === 'failed' ? 0 : 1000,
  result: outcome === 'failed' ? null : { links: [], feeds: [], step: { kept: false, drop: { stage: 'rights', rule: '', because: '' } } },
  isEmptyShell: false,
  isChallenge: false,
});
const pages = (count: number, host = 'a.test'): PageUrl[] => Array.from({ length: count }, (_, n) => `http://${host}/${n}` as PageUrl);
const survey = (changes: Partial<Survey> = {}, open: readonly PageUrl[] = pages(100)): Survey => ({
  origins: [{ origin: 'http://a.test' as Origin, verdict: 'allow', because: '', evidence: '', crawlDelayMs: 0, sitemaps: [] }],
  restMs: 1000,
  sitemaps: { read: [{ url: 'http://a.test/sitemap.xml' as PageUrl, listed: open.length, problem: null }], pages: open, unread: 0 },
  listed: { open, forbidden: 0, unasked: 0, outside: {}, examples: [] },
  samples: [sampled('kept'), sampled('kept'), sampled('dropped'), sampled('failed')],
  linked: [],
  unsampled: 0,
  requestMs: 500,
  requests: 10,
  ...changes,
});
const none: Known = { pages: new Set(), captures: 0, bytes: 0, archived: 0 };

describe('what a run comes to', () => {
  test('by what sitemaps list and what the sample weighs', () => {
    const { pages: count, bytes, disk, duration, documents } = expected(crawler(), survey(), none);
    expect(count.value).toBe(100);
    expect(bytes.value).toBe(100 * 10_000);
    expect(disk.value).toBe(100 * 4000);
    // 100 pages, a sitemap, four files of the host and a probe.
    expect(duration.value).toBe(106 * 1500);
    expect(documents).toEqual({ value: 50, because: '2 of 4 sampled pages would be kept, before duplicates' });
  });

  test.each([
    [{ pages: 30 }, 30, /bounded by limits\.pages/],
    [{ bytes: '200kB' }, 20, /bounded by limits\.bytes/],
  ])('within %j', (limits, value, because) => {
    const { pages: count } = expected(crawler(limits), survey(), none);
    expect(count).toEqual({ value, because: expect.stringMatching(because) as string });
  });

  test('at most the limit, where sitemaps were left unread or there are none', () => {
    const { sitemaps } = survey();
    expect(expected(crawler(), survey({ sitemaps: { ...sitemaps, unread: 3 } }), none).pages).toEqual({
      value: 10_000,
      because: 'at most, by limits.pages; 100 are known, and 3 sitemaps were not read',
    });
    const unlisted = survey({ linked: pages(7) }, []);
    expect(expected(crawler(), unlisted, none).pages).toEqual({
      value: 10_000,
      because: 'at most, by limits.pages; no sitemap tells how many there are, 7 were seen',
    });
  });

  test('by the sample, where that is all that links lead to', () => {
    const [first = sampled('kept'), second = sampled('dropped')] = pages(2).map((url) => ({ ...sampled('kept'), url }));
    const of = (...samples: readonly Sampled[]) => expected(crawler(), survey({ samples, linked: pages(2) }, []), none).pages.value;
    const seed = sampled('kept');
    expect(expected(crawler(), survey({ samples: [seed, first, second], linked: pages(2) }, []), none).pages).toEqual({
      value: 3,
      because: 'the sample has all that links lead to',
    });
    for (const others of [
      [first],
      [first, { ...second, result: null }],
      [first, { ...second, isEmptyShell: true }],
      [first, { ...second, isChallenge: true }],
    ])
      expect(of(seed, ...others)).toBe(10_000);
    // A sample has half of its pages for seeds: there may be more of them.
    expect(of(first, second)).toBe(10_000);
  });

  test('by what was captured before, where nothing was sampled; and by nothing, where that is nothing', () => {
    const known: Known = { pages: new Set(pages(120)), captures: 240, bytes: 240_000, archived: 48_000 };
    const { pages: count, bytes, disk } = expected(crawler(), survey({ samples: [] }), known);
    expect([count.value, bytes.value, disk.value]).toEqual([120, 120_000, 24_000]);
    expect(bytes.because).toBe('the mean of 240 captures of earlier runs');
    expect(expected(crawler(), survey({ samples: [] }), none).bytes.because).toBe('no page was sampled and none was captured before');
    expect(expected(crawler(), survey({ samples: [sampled('failed')] }), none).bytes).toEqual({
      value: null,
      because: 'no page of the sample could be had and none was captured before',
    });
  });

  test('within the hours and the daily budgets of its hosts', () => {
    const at = (more: object) => expected({ ...crawler(), ...more }, survey(), none).duration;
    expect(at({ hours: { from: '22:00', to: '04:00', zone: 'UTC' } })).toEqual({
      value: 106 * 1500 * 4,
      because: 'a request every 1.5 s to a host: 1.0 s of rest and 0.5 s for an answer; from 22:00 to 04:00 (UTC) alone',
    });
    expect(at({ daily: { pages: 30 } }).value).toBe(3 * 86_400_000);
    expect(at({ daily: { bytes: 500_000 } }).value).toBe(86_400_000);
  });

  test('hosts are crawled side by side: the slowest one counts', () => {
    const open = [...pages(300), ...pages(100, 'b.test')];
    const { busy, duration } = expected(crawler(), survey({}, open), none);
    expect(busy['b.test' as PolitenessKey]).toBe(105 * 1500);
    expect(duration.value).toBe(306 * 1500);
  });
});
