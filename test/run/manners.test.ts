import { afterEach, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { crawl, type CrawlSummary } from '../../src/run/crawl.ts';
import { openEngines } from '../../src/run/engines.ts';
import { loopbackSettings, makeProject, type Parts } from '../cli/project.ts';
import { treeSite } from '../cli/tree-site.ts';
import { type Audit, audit } from '../polite/audit.ts';
import { type PoliteHost, politeHosts } from '../polite/hosts.ts';
import { dialled, servePolitely } from '../polite/polite-web.ts';
import { serveSites } from '../web/web.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Crawls all there is, or until there is enough to judge; tells what was said. */
async function crawlUntil(
  folder: string,
  isEnough: (heard: readonly string[]) => boolean,
): Promise<{ readonly summary: CrawlSummary; readonly heard: readonly string[] }> {
  const config = loadConfig(folder, {});
  const engines = await openEngines(config, 'test');
  const stop = new AbortController();
  const heard: string[] = [];
  const timer = setInterval(() => isEnough(heard) && stop.abort(), 50);
  try {
    const summary = await crawl(config, engines, {
      crawlers: [...config.crawlers.keys()],
      signal: stop.signal,
      said: (text) => heard.push(text),
    });
    return { summary, heard };
  } finally {
    clearInterval(timer);
    await engines.close();
  }
}

async function folderOf(parts: Parts): Promise<string> {
  const project = await makeProject(parts);
  closers.push(() => project.dispose());
  return project.folder;
}

const manners = { delay: 60, factor: 3, upTo: 3000, perAddress: 50 };

async function visited(
  hosts: readonly PoliteHost[],
  isEnough: (found: Audit) => boolean,
  { backoff = 100, attempts = 4 }: { readonly backoff?: number; readonly attempts?: number } = {},
) {
  const rules = { ...manners, backoff };
  const web = await servePolitely(hosts);
  closers.push(() => web.close());
  const folder = await folderOf({
    settings: {
      ...loopbackSettings(web.port),
      network: { connectTo: dialled(hosts, web.port), perAddress: rules.perAddress },
      limits: { attempts },
      crawl: { delay: `${rules.delay}ms`, adapt: { factor: rules.factor, upTo: `${rules.upTo}ms` }, backoff: `${rules.backoff}ms` },
    },
    crawlers: Object.fromEntries(hosts.map(({ name }) => [name, { seeds: [`http://${name}/`], sitemaps: false }])),
  });
  const look = (): Audit => audit(web.visits, rules, 0, Number.POSITIVE_INFINITY);
  const { summary } = await crawlUntil(folder, () => isEnough(look()));
  return { summary, visits: web.visits, found: look() };
}

test('no host is visited early, or twice at once, whatever it asks for', async () => {
  // Until every rule has demanded some rests.
  const { found } = await visited(politeHosts(10), ({ demanded }) => Object.values(demanded).every((count) => count > 2));
  expect(found).toMatchObject({ early: 0, concurrent: 0, keys: 8 });
});

test('a host that asks to be left alone is, though its URL is not asked for again', async () => {
  const asking = { name: 'asking.test', key: 'asking.test', address: '127.0.0.1', robots: [] };
  const page: PoliteHost['page'] = (nth) => ({ status: [503, 404][nth - 1] ?? 200, ...(nth < 3 && { retryAfter: 1 }), tookMs: 1 });
  const { found } = await visited([{ ...asking, page }], ({ demanded, visits }) => demanded['retry-after'] === 2 && visits > 6, {
    attempts: 1,
  });
  expect(found).toMatchObject({ early: 0, demanded: { 'retry-after': 2 } });
});

test('a host that is too busy for the files that speak for it rests as for a page', async () => {
  const busy = { name: 'busy.test', key: 'busy.test', address: '127.0.0.1', robots: [], others: { status: 503, tookMs: 1 } };
  const page: PoliteHost['page'] = () => ({ status: 200, tookMs: 1 });
  const { found } = await visited([{ ...busy, page }], ({ visits }) => visits > 4, { backoff: 400 });
  expect(found).toMatchObject({ early: 0, demanded: { busy: 2 } });
});

test('a host that keeps failing is tried less and less often, and then given up', async () => {
  const broken = { name: 'broken.test', key: 'broken.test', address: '127.0.0.1', robots: [] };
  const page: PoliteHost['page'] = (nth) => ({ status: nth === 1 ? 200 : 500, tookMs: 1 });
  const { summary, visits, found } = await visited([{ ...broken, page }], () => false);
  expect(summary).toMatchObject({ finished: true });
  expect(visits.filter(({ status }) => status === 500)).toHaveLength(10);
  expect(summary.outcomes['failed host-given-up']).toBeGreaterThan(80);
  expect(found).toMatchObject({ early: 0, demanded: { broken: 6 } });
});

test('outside of its hours a host gets no request, not even for robots.txt', async () => {
  const web = await serveSites([treeSite('tree.test', 20, 1)]);
  closers.push(() => web.close());
  const clock = (hoursOn: number): string => new Date(Date.now() + hoursOn * 3_600_000).toISOString().slice(11, 16);
  const crawlers = { 'tree.test': { seeds: ['http://tree.test/'], hours: { from: clock(2), to: clock(3) } } };
  const folder = await folderOf({ settings: loopbackSettings(web.port), crawlers });
  const { summary, heard } = await crawlUntil(folder, (said) => said.length > 0);
  expect(heard).toEqual([expect.stringMatching(/^tree\.test waits until \d{4}-\d\d-\d\dT\d\d:\d\dZ: tree\.test is contacted from/)]);
  expect([summary.finished, web.hits.length]).toEqual([false, 0]);
});

test('a day gives so many pages, also to a crawl that is started again', async () => {
  const web = await serveSites([treeSite('tree.test', 20, 1)]);
  closers.push(() => web.close());
  const crawlers = { 'tree.test': { seeds: ['http://tree.test/'], sitemaps: false, daily: { pages: 4 } } };
  const folder = await folderOf({ settings: loopbackSettings(web.port), crawlers });
  const pages = (): number => web.hits.filter(({ path }) => /^\/(?:moved\/)?\d*$/.test(path)).length;
  await crawlUntil(folder, (heard) => heard.some((text) => text.includes('was asked for the 4 pages of a day')));
  expect(pages()).toBe(4);
  const start = performance.now();
  await crawlUntil(folder, () => performance.now() > start + 500);
  expect(pages()).toBe(4);
});
