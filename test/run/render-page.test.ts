import { expect, test } from 'vitest';
import { projectSchema } from '../../src/config/project.ts';
import type { FetchResponse } from '../../src/fetch/fetch.ts';
import type { Leased, PageUrl } from '../../src/records.ts';
import { RenderNeed } from '../../src/render/need.ts';
import type { Rendered } from '../../src/render/render.ts';
import { Attempt, type Ending, type FetchParts } from '../../src/run/attempt.ts';
import { renderPage } from '../../src/run/render-page.ts';
import type { CrawlerRules } from '../../src/run/rules.ts';

const url = 'http://www.example.test/' as PageUrl;
/** Long, so that what the test takes is nothing beside it. */
const REST_MS = 100_000;
const body = Buffer.from('<!doctype html><script src="/app.js"></script>');
const response: FetchResponse = {
  kind: 'response',
  url,
  at: 0,
  durationMs: 10,
  wireBytes: body.length,
  ip: null,
  requestHeaders: [],
  status: 200,
  statusText: 'OK',
  headers: [['Content-Type', 'text/html']],
  body,
};

/** The rest that a host is owed after a page of it that was rendered in vain, and has asked for two things of it. */
async function restAfter(ownHostBusy: Rendered['ownHostBusy']): Promise<Ending> {
  const sent = (path: string) => ({ url: new URL(path, url).href, ended: '200', sent: true });
  const rendered: Rendered = {
    kind: 'rendered',
    dom: body,
    requests: [sent('/a'), sent('//static.example.test/b'), sent('//other.test/c'), { ...sent('/d'), sent: false }],
    bytes: 20,
    durationMs: 30,
    ownHostBusy,
    leads: [],
    quiet: true,
    browser: 'Browser/1',
  };
  const { limits, crawl } = projectSchema.parse({});
  const parts = {
    config: { limits, crawl: { ...crawl, backoff: 3_600_000 } },
    renderer: { render: async () => rendered, hasRoom: true, close: async () => undefined },
    need: new RenderNeed(),
    budget: { spend: () => undefined },
    random: () => 0,
    stamp: () => 0,
  } as unknown as FetchParts;
  const rules = { config: { render: 'auto' }, daily: {} } as CrawlerRules;
  const attempt = new Attempt(parts, { url, key: 'example.test', role: 'page', attempt: 0 } as Leased, rules, () => true);
  attempt.owes(REST_MS);
  expect(await renderPage(attempt, response, { evidence: '', hostFiles: null }, null)).toBeNull();
  return attempt.rest();
}

test.each([
  ['nothing: it rests once for each request', null, 3 * REST_MS],
  ['that it is busy, for less than it rests anyway', { asksMs: 50_000 }, 3 * REST_MS],
  ['that it is busy, for hours', { asksMs: 6_000_000 }, 6_000_000],
  ['that it is busy, without a time: the back-off', { asksMs: null }, 3_600_000],
])('a host that has told a rendered page %s', async (_, busy, waitMs) => {
  const { restMs, waitMs: left = 0 } = await restAfter(busy);
  // What it has asked for, it has asked for once.
  expect(restMs).toBe(3 * REST_MS);
  expect(Math.round((waitMs - left) / REST_MS)).toBe(0);
});
