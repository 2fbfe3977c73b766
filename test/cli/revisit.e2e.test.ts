import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CrawlSummary } from '../../src/run/crawl.ts';
import { datedSite } from '../web/sites/dated-site.ts';
import { serveSites, type Web } from '../web/web.ts';
import { loopbackSettings, makeProject, outcomesOf, type Project } from './project.ts';

const HOST = 'dated.test';
const PAGES = 100;
/** Every tenth. */
const CHANGED = 10;

const { site, paths, change } = datedSite(HOST, PAGES);
let web: Web;
let project: Project;
beforeAll(async () => {
  web = await serveSites([site]);
  project = await makeProject({
    settings: { ...loopbackSettings(web.port), crawl: { delay: '1ms', backoff: '50ms', adapt: { factor: 0 } } },
    crawlers: { [HOST]: { seeds: [`http://${HOST}/`], revisit: { min: '1d', max: '30d' } } },
  });
});
afterAll(async () => {
  await project.dispose();
  await web.close();
});

const crawl = (...flags: readonly string[]): Promise<CrawlSummary> => project.json<CrawlSummary>('crawl', '--json', ...flags);
const received = (from: number): number => web.hits.slice(from).reduce((sum, { bytes }) => sum + bytes, 0);
const outcomes = async (): Promise<ReadonlyMap<string, string>> => outcomesOf((await project.records())[0]!.entries);

test('a recrawl of which a tenth has changed finds every change, for little', async () => {
  await crawl();
  const whole = received(0);
  const changed = paths.filter((_, n) => n % CHANGED === 0);
  change(changed);
  const before = web.hits.length;
  await crawl();
  expect(received(before) / whole).toBeLessThanOrEqual(0.15);
  const found = await outcomes();
  expect(paths.filter((path) => found.get(`http://${HOST}${path}`) === 'page')).toEqual(changed);
  // Every page has its outcome: what is not due leads on as it did.
  expect(paths.filter((path) => found.get(`http://${HOST}${path}`) === 'refused revisit/not-due')).toHaveLength(PAGES - changed.length);
  expect(
    web.hits
      .slice(before)
      .map(({ path }) => path)
      .filter((path) => !paths.includes(path))
      .sort(),
  ).toEqual(['/', '/sitemap.xml']);

  await crawl('--all');
  const all = await outcomes();
  expect(paths.filter((path) => all.get(`http://${HOST}${path}`) === 'unchanged')).toHaveLength(PAGES);
});
