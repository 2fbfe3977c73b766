import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import type { LedgerEntry } from '../../src/ledger/ledger.ts';
import { crawl, type CrawlOptions } from '../../src/run/crawl.ts';
import { type Engines, frontierFile, openEngines } from '../../src/run/engines.ts';
import { loopbackSettings, makeProject, outcomesOf, type Project } from '../cli/project.ts';
import { browserIsThere } from '../report/browser.ts';
import { html } from '../web/page.ts';
import { robotsTxt, SiteMaker } from '../web/site-maker.ts';
import { serveSites, type Web } from '../web/web.ts';

const HOST = 'moving.test';
const url = (path: string): string => `http://${HOST}${path}`;

describe.runIf(browserIsThere())('where scripts of a page wanted to go', { timeout: 120_000 }, () => {
  let web: Web;
  let project: Project;
  let engines: Engines;

  beforeAll(async () => {
    const site = new SiteMaker(HOST);
    site.serve('/robots.txt', robotsTxt(''));
    site.serve('/', html('<title>Start</title><p>The office has moved. <a href="/moves">Its page</a> says where to.'));
    site.serve(
      '/moves',
      html('<title>Moving</title><p id="p"><script>p.textContent = "On we go."; location.href = "/landing#top"</script>'),
    );
    site.serve('/landing', html('<title>Landing</title><p>Nothing names this page but a script.'));
    web = await serveSites([site.done()]);
    project = await makeProject({
      settings: loopbackSettings(web.port),
      crawlers: { [HOST]: { seeds: [url('/')], sitemaps: false, render: 'auto', revisit: { min: '1d', max: '30d' } } },
    });
    engines = await openEngines(loadConfig(project.folder, {}), 'test');
  });
  afterAll(async () => {
    await engines.close();
    await Promise.all([web.close(), project.dispose()]);
  });

  const crawled = async (options: Partial<CrawlOptions> = {}): Promise<readonly LedgerEntry[]> => {
    const { run } = await crawl(loadConfig(project.folder, {}), engines, { crawlers: [HOST], ...options });
    return Array.fromAsync(engines.ledger.byRun(run));
  };
  const stoppedAt = (path: string, options: Partial<CrawlOptions> = {}): Promise<readonly LedgerEntry[]> => {
    const stop = new AbortController();
    const recorded = (entry: LedgerEntry): void => {
      if (entry.url === url(path)) stop.abort();
    };
    return crawled({ ...options, recorded, signal: stop.signal });
  };
  const loseFrontier = async (): Promise<void> => {
    const file = frontierFile(project.storage);
    await Promise.all(['', '-wal', '-shm'].map((suffix) => rm(file + suffix, { force: true })));
  };

  test.each(['page', 'unchanged'] as const)(
    'is on record with a page that ends as %s, and found again when the queue is lost',
    async (kind) => {
      const entries = await stoppedAt('/moves', { all: true });
      expect(entries.map((entry) => entry.url)).toEqual(['/', '/moves'].map(url));
      const moves = entries.at(-1);
      expect(moves?.outcome).toMatchObject({ kind, leads: [url('/landing')] });
      await loseFrontier();
      const all = await crawled({ all: true });
      expect(outcomesOf(all)).toEqual(new Map(['/', '/moves', '/landing'].map((path) => [url(path), kind])));
      expect(all.find((entry) => entry.url === url('/landing'))).toMatchObject({ role: 'page', via: url('/moves'), depth: moves?.depth });
    },
  );

  test('is followed though the page is not due', async () => {
    const outcomes = outcomesOf(await crawled());
    expect(outcomes.get(url('/moves'))).toBe('refused revisit/not-due');
    expect(outcomes.get(url('/landing'))).toBe('refused revisit/not-due');
  });
});
