import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Config } from '../../../src/config/config.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { openSqliteLedger } from '../../../src/ledger/sqlite.ts';
import type { RunId } from '../../../src/records.ts';
import { lockStorage } from '../../../src/run/lock.ts';
import { type CrawlerPlan, planCrawls } from '../../../src/run/plan/plan.ts';
import { projectFolder } from '../../config/project-folder.ts';
import { html, type Reply } from '../../web/page.ts';
import { robotsTxt, SiteMaker } from '../../web/site-maker.ts';
import { serveSites, type Web } from '../../web/web.ts';

const WALL = '<html><title>Just a moment...</title><script src="/cdn-cgi/challenge-platform/x.js"></script></html>';
const wall: Reply = { ...html(WALL), status: 403 };
let web: Web;
beforeAll(async () => {
  const slow = new SiteMaker('slow.test');
  slow.serve('/robots.txt', robotsTxt('User-agent: *', 'Crawl-delay: 600'));
  const walled = new SiteMaker('walled.test');
  walled.serve('/', wall);
  const shells = new SiteMaker('shells.test');
  shells.serve('/', html('<html><title>App</title><div id="app"></div><script src="/app.js"></script><a href="/next">Next</a></html>'));
  shells.serve('/next', html('<html><title>App</title><div id="app"></div><script src="/app.js"></script></html>'));
  web = await serveSites([slow.done(), walled.done(), shells.done()]);
});
afterAll(() => web.close());

function configOf(...hosts: readonly string[]): Config {
  const settings = { network: { connectTo: { '*.test': `127.0.0.1:${web.port}` } }, crawl: { delay: '5ms' }, refine: { workers: 1 } };
  const crawlers = hosts.map((host) => [`crawlers/${host}.yaml`, `seeds: [http://${host}/]\n`]);
  return loadConfig(projectFolder({ 'config/garner.yaml': JSON.stringify(settings), ...Object.fromEntries(crawlers) }));
}

async function planOf(host: string, config = configOf(host)): Promise<CrawlerPlan> {
  const { crawlers } = await planCrawls(config, { crawlers: [host], sample: 4 });
  return crawlers[0] ?? expect.unreachable();
}

test('a host that wants longer rests than the project has is asked for its robots.txt alone', async () => {
  const { warnings, sample, requests } = await planOf('slow.test');
  expect(warnings).toEqual(['robots.txt asks for 600 s between requests; crawl.maxDelay is 300 s: a crawl leaves the host alone']);
  expect([sample.pages, requests, web.count('http://slow.test/')]).toEqual([0, 1, 0]);
});

test('a challenge and pages that scripts make are told', async () => {
  expect((await planOf('walled.test')).warnings).toContain(
    '1 of 1 sampled pages were answered by a challenge for humans, which is not solved',
  );
  const { warnings, expected } = await planOf('shells.test');
  expect(warnings).toContainEqual(
    expect.stringMatching(/^2 of 2 sampled pages have scripts and hardly any text, such as http:\/\/shells\.test\/: `render: auto`/),
  );
  expect(warnings).toContain('no page in scope is listed in a sitemap: pages are found by links alone');
  expect(expected.pages).toEqual({ value: 10_000, because: 'at most, by limits.pages; no sitemap tells how many there are, 1 was seen' });
});

test('of pages that a crawl would render, it is told that a plan does not', async () => {
  const config = configOf('shells.test');
  const crawlers = new Map([...config.crawlers].map(([name, crawler]) => [name, { ...crawler, render: 'auto' as const }]));
  expect((await planOf('shells.test', { ...config, crawlers })).warnings).toContainEqual(
    expect.stringMatching(
      /^2 of 2 sampled pages have scripts and hardly any text, such as http:\/\/shells\.test\/: a crawl renders them, a plan does not/,
    ),
  );
});

test('a host on which a crawl is at work is left to it', async () => {
  const config = configOf('shells.test');
  mkdirSync(config.storage, { recursive: true });
  const ledger = await openSqliteLedger(join(config.storage, 'ledger.db'));
  await ledger.startRun({
    run: '20261128T000000Z-000000' as RunId,
    crawlers: ['shells.test'],
    configDigest: config.digest,
    startedAt: 0,
    endedAt: null,
    state: 'running',
  });
  await ledger.close();
  const lock = lockStorage(config.storage, 'crawl');
  const before = web.hits.length;
  const { warnings, requests } = await planOf('shells.test', config);
  expect([requests, web.hits.length]).toEqual([0, before]);
  expect(warnings).toEqual([expect.stringMatching(/^a crawl is at work on it/)]);
  lock.release();
  expect((await planOf('shells.test', config)).requests).toBeGreaterThan(0);
});
