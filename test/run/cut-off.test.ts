import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { crawl, type CrawlSummary } from '../../src/run/crawl.ts';
import { type Engines, openEngines } from '../../src/run/engines.ts';
import { loopbackSettings, makeProject, outcomesOf, until } from '../cli/project.ts';
import { type Answer, html } from '../web/page.ts';
import { robotsTxt, SiteMaker } from '../web/site-maker.ts';
import { serveSites } from '../web/web.ts';

/** No answer at first. */
const mute =
  (then: ReturnType<typeof html>): Answer =>
  (nth) =>
    nth === 1 ? { ...then, manner: 'mute' } : then;

test('what our own end cuts off says nothing of a host', async () => {
  const page = new SiteMaker('page.test');
  page.serve('/', mute(html('<title>A page</title><p>It says little.')));
  const robots = new SiteMaker('robots.test');
  robots.serve('/robots.txt', mute(robotsTxt('User-agent: *', 'Allow: /')));
  robots.serve('/', html('<title>Another page</title><p>It says little as well.'));
  const terms = new SiteMaker('terms.test');
  terms.serve('/.well-known/tdmrep.json', mute(html('no such thing')));
  terms.serve('/', html('<title>One more</title><p>It says nothing new.'));
  const web = await serveSites([page.done(), robots.done(), terms.done()]);
  onTestFinished(() => web.close());
  const hosts = ['page.test', 'robots.test', 'terms.test'];
  const project = await makeProject({
    settings: { ...loopbackSettings(web.port), limits: { attempts: 1 } },
    crawlers: Object.fromEntries(hosts.map((host) => [host, { seeds: [`http://${host}/`], sitemaps: false }])),
  });
  onTestFinished(() => project.dispose());
  const config = loadConfig(project.folder, {});
  const crawlUntil = async (cut: (engines: Engines, stop: AbortController) => Promise<void>): Promise<CrawlSummary> => {
    const engines = await openEngines(config, 'test');
    const stop = new AbortController();
    try {
      const crawled = crawl(config, engines, { crawlers: hosts, signal: stop.signal });
      await cut(engines, stop);
      return await crawled;
    } finally {
      await engines.close();
    }
  };

  const unanswered = ['http://page.test/', 'http://robots.test/robots.txt', 'http://terms.test/.well-known/tdmrep.json'];
  const first = await crawlUntil(async (engines, stop) => {
    await until(() => unanswered.every((url) => web.count(url) > 0));
    stop.abort();
    await engines.client.close();
  });
  expect(first).toMatchObject({ finished: false, frontier: { leased: 3, settled: 0 } });
  expect((await project.records())[0]?.entries).toEqual([]);

  const second = await crawlUntil(async () => undefined);
  expect(second).toMatchObject({ run: first.run, finished: true });
  const outcomes = outcomesOf((await project.records())[0]!.entries);
  expect([...outcomes.values()]).toEqual(['page', 'page', 'page']);
  for (const url of unanswered) expect([url, web.count(url)]).toEqual([url, 2]);
});
