import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { crawl, type CrawlSummary } from '../../src/run/crawl.ts';
import { openEngines } from '../../src/run/engines.ts';
import { loopbackSettings, makeProject, outcomesOf, type Project } from '../cli/project.ts';
import { loopback, type Loopback, respond } from '../fetch/loopback.ts';

/** Status, headers and body by host and path. */
type Pages = Readonly<Record<string, readonly [status: number, headers?: Readonly<Record<string, string>>, body?: string | Buffer]>>;

const HTML = { 'content-type': 'text/html' };
const XML = { 'content-type': 'application/xml' };
const to = (location: string): Readonly<Record<string, string>> => ({ location });
const chain = Object.fromEntries(
  Array.from({ length: 50 }, (_, n) => [
    `a.test/chain/${n}.xml`,
    [200, XML, `<sitemapindex><sitemap><loc>http://a.test/chain/${n + 1}.xml</loc></sitemap></sitemapindex>`],
  ]),
) as Pages;

const pages = (canary: number): Pages => ({
  'a.test/robots.txt': [
    200,
    { 'content-type': 'text/plain' },
    `User-agent: *\nDisallow: /private/\nSitemap: http://127.0.0.1:${canary}/s.xml\nSitemap: /chain/0.xml\nSitemap: /self.xml\nSitemap: http://other.test/away.xml\nSitemap: /html.xml\n`,
  ],
  'a.test/': [
    200,
    HTML,
    `<base href="http://a.test/"><a href="/204">x</a> <a href="/206">x</a> <a href="/401">x</a> <a href="/410">x</a> <a href="/empty">x</a>
    <a href="/self">x</a> <a href="/two-a">x</a> <a href="/n/1">x</a> <a href="/away">x</a> <a href="/to-private">x</a>
    <a href="/nowhere">x</a> <a href="/to-nothing">x</a> <a href="/to-junk">x</a> <a href="/script">x</a> <a href="/303">x</a>
    <a href="/307">x</a> <a href="/308">x</a> <a href="/based">x</a> <a style="display:none" href="/private/trap">x</a>
    <a href="data:text/html,x">x</a> <a href="blob:x">x</a> <a href="javascript:x()">x</a> <a href="mailto:x@a.test">x</a> <a href="tel:1">x</a>
    <a href="intent://x">x</a> <a href="http://localhost:${canary}/">x</a> <a href="http://2130706433:${canary}/">x</a>`,
  ],
  'a.test/204': [204],
  'a.test/206': [206, { ...HTML, 'content-range': 'bytes 0-9/5000' }, '<p>partial'],
  'a.test/401': [401, { 'www-authenticate': 'Basic realm="x"' }, 'who?'],
  'a.test/410': [410, HTML, 'gone'],
  'a.test/empty': [200, HTML, ''],
  'a.test/self': [301, to('/self')],
  'a.test/two-a': [302, to('/two-b')],
  'a.test/two-b': [302, to('/two-a')],
  'a.test/away': [301, to('http://other.test/page')],
  'a.test/to-private': [301, to('/private/page')],
  'a.test/nowhere': [301],
  'a.test/to-nothing': [301, to('')],
  'a.test/to-junk': [301, to('http://%')],
  'a.test/script': [302, { refresh: '0; url=javascript:alert(1)' }],
  'a.test/303': [303, to('/fine')],
  'a.test/307': [307, to('/fine')],
  'a.test/308': [308, to('/fine')],
  'a.test/fine': [200, HTML, '<p>Fine.'],
  'a.test/based': [200, HTML, `<base href="http://127.0.0.1:${canary}/"><a href="inside">x</a>`],
  'a.test/ai.txt': [200, { 'content-type': 'text/plain' }, Buffer.alloc(2_000_000, 'User-Agent: *\n')],
  'a.test/self.xml': [200, XML, '<sitemapindex><sitemap><loc>http://a.test/self.xml</loc></sitemap></sitemapindex>'],
  'a.test/html.xml': [200, HTML, '<!doctype html><title>Not found</title><a href="/x">x</a>'],
  'other.test/away.xml': [
    200,
    XML,
    '<urlset><url><loc>http://other.test/page</loc></url><url><loc>http://a.test/listed</loc></url></urlset>',
  ],
  'a.test/listed': [200, HTML, '<p>Listed.'],
  'other.test/page': [200, HTML, '<p>Out of scope.'],
  'inside.test/robots.txt': [302, to(`http://127.0.0.1:${canary}/robots.txt`)],
  'sleepy.test/robots.txt': [200, { 'content-type': 'text/plain' }, 'User-agent: *\nCrawl-delay: 1e9\n'],
  'sleepy.test/': [200, HTML, '<p>Never seen.'],
  ...chain,
});

let canary: Loopback;
let project: Project;
let summary: CrawlSummary;
let outcomes: ReadonlyMap<string, string>;
const asked: { readonly url: string; readonly key: string | undefined }[] = [];
const times = (path: string): number => asked.filter(({ url }) => url === path).length;

beforeAll(async () => {
  canary = await loopback((socket) => void socket.end(respond('secret')));
  const web = pages(canary.port);
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const url = `${request.headers.host?.replace(/:\d+$/, '')}${request.url}`;
    asked.push({ url, key: request.headers['x-key'] as string | undefined });
    const [, n] = /^a\.test\/n\/(\d+)$/.exec(url) ?? [];
    const [status, headers = {}, body = ''] = n === undefined ? (web[url] ?? [404]) : ([302, to(`/n/${Number(n) + 1}`)] as const);
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const settings = loopbackSettings(port);
  project = await makeProject({
    settings: { ...settings, network: { ...settings.network, ports: [80, canary.port] }, crawl: { delay: '0ms', backoff: '20ms' } },
    crawlers: {
      'a.test': { seeds: ['http://a.test/'], headers: { 'X-Key': 'ours' } },
      'inside.test': { seeds: ['http://inside.test/'] },
      'sleepy.test': { seeds: ['http://sleepy.test/'], sitemaps: false },
    },
  });
  const config = loadConfig(project.folder, {});
  const engines = await openEngines(config, 'test');
  summary = await crawl(config, engines, { crawlers: ['a.test', 'inside.test', 'sleepy.test'] });
  outcomes = outcomesOf(await Array.fromAsync(engines.ledger.byRun(summary.run)));
  await engines.close();
  server.closeAllConnections();
  server.close();
});
afterAll(async () => {
  await project.dispose();
  await canary.close();
});

describe('a crawl of a site that means harm', () => {
  test.each([
    ['/204', 'failed http-204'],
    ['/206', 'failed http-206'],
    ['/401', 'failed http-401'],
    ['/410', 'failed http-410'],
    ['/empty', 'failed empty-body'],
    ['/self', 'redirect'],
    ['/two-a', 'redirect'],
    ['/two-b', 'redirect'],
    ['/n/5', 'redirect'],
    ['/n/6', 'failed too-many-redirects'],
    ['/away', 'redirect'],
    ['/to-private', 'redirect'],
    ['/private/page', 'refused robots/disallowed'],
    ['/private/trap', 'refused robots/disallowed'],
    ['/nowhere', 'failed bad-redirect'],
    ['/to-nothing', 'failed bad-redirect'],
    ['/to-junk', 'failed bad-redirect'],
    ['/script', 'failed bad-redirect'],
    ['/303', 'redirect'],
    ['/307', 'redirect'],
    ['/308', 'redirect'],
    ['/fine', 'page'],
    ['/based', 'page'],
    ['/listed', 'page'],
  ])('%s comes to %s, by one request at most', (path, outcome) => {
    expect(outcomes.get(`http://a.test${path}`)).toBe(outcome);
    expect(times(`a.test${path}`)).toBe(outcome.startsWith('refused') ? 0 : 1);
  });

  test('ends, and leads nowhere but to the web', () => {
    expect(summary.finished).toBe(true);
    expect([...outcomes.keys()].filter((url) => !/^https?:\/\//.test(url))).toEqual([]);
    expect(times('a.test/n/7')).toBe(0);
  });

  test('contacts nothing inside, by link, base, sitemap or redirect of robots.txt', () => {
    expect(canary.accepted()).toBe(0);
    expect(outcomes.get('http://inside.test/')).toBe('failed robots-unreachable');
    expect(outcomes.get(`http://127.0.0.1:${canary.port}/s.xml`)).toBe('failed robots-unreachable');
  });

  test('follows sitemaps of sitemaps three deep, each once', () => {
    expect([0, 1, 2, 3, 4].map((n) => times(`a.test/chain/${n}.xml`))).toEqual([1, 1, 1, 1, 0]);
    expect([times('a.test/self.xml'), times('a.test/html.xml'), times('a.test/x')]).toEqual([1, 1, 0]);
  });

  test('a sitemap elsewhere lists no pages but those in scope, and hears no header of ours', () => {
    expect([times('other.test/away.xml'), times('other.test/page')]).toEqual([1, 0]);
    expect(asked.filter(({ url }) => url.startsWith('other.test/')).map(({ key }) => key)).not.toContain('ours');
    expect(asked.find(({ url }) => url === 'a.test/fine')?.key).toBe('ours');
  });

  test('an ai.txt of megabytes is not taken, and keeps no page from being fetched', () => {
    expect(times('a.test/ai.txt')).toBe(1);
  });

  test('a Crawl-delay of years leaves the host alone, and does not keep the crawl', () => {
    expect(outcomes.get('http://sleepy.test/')).toBe('refused robots/crawl-delay-too-long');
    expect(times('sleepy.test/')).toBe(0);
  });
});
