import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Manifest } from '../../src/corpus/manifest.ts';
import type { Evidence } from '../../src/records.ts';
import { html, redirect, text } from '../web/page.ts';
import { robotsTxt, SiteMaker } from '../web/site-maker.ts';
import { serveSites, type Web } from '../web/web.ts';
import { jsonLines, loopbackSettings, makeProject, type Project } from './project.ts';

const HOSTS = ['one.test', 'two.test', 'three.test', 'four.test'];
const SERVER = 'http://terms.test';
const DELAY_MS = 20;
const words = (host: string): string => `<p>${host} tells how paper, glass and metal are sorted into their bins, and why.</p>`.repeat(12);
const document = (usage: string): string =>
  `<rsl xmlns="https://rslstandard.org/rsl">${HOSTS.map((host) => `<content url="http://${host}/"><license>${usage}</license></content>`).join('')}</rsl>`;
const deny = document('<prohibits type="usage">ai-train</prohibits>');

let web: Web;
let project: Project;
let manifest: Manifest;

beforeAll(async () => {
  const sites = HOSTS.map((host, n) => {
    const site = new SiteMaker(host);
    // By robots.txt, by the page, by a document that has moved, and by one that may not be asked for.
    const paths = ['/deny.xml', null, '/moved.xml', '/secret.xml'];
    if (paths[n] !== null) site.serve('/robots.txt', robotsTxt(`License: ${SERVER}${paths[n]}`, 'User-agent: *', 'Allow: /'));
    const link = paths[n] === null ? `<link rel="license" type="application/rsl+xml" href="${SERVER}/deny.xml">` : '';
    site.serve(
      '/',
      html(`<html lang="en"><head><title>${host}</title>${link}</head><body><article>${words(host)}</article></body></html>`),
    );
    return site.done();
  });
  const server = new SiteMaker('terms.test');
  server.serve('/robots.txt', robotsTxt('User-agent: *', 'Disallow: /secret'));
  server.serve('/deny.xml', text(deny, 'application/rsl+xml'));
  server.serve('/moved.xml', redirect(302, `${SERVER}/deny.xml`));
  server.serve('/secret.xml', text(deny, 'application/rsl+xml'));
  web = await serveSites([...sites, server.done()]);
  project = await makeProject({
    settings: { ...loopbackSettings(web.port), corpus: { format: 'jsonl' } },
    crawlers: { far: { seeds: HOSTS.map((host) => `http://${host}/`), scope: { hosts: HOSTS } } },
  });
  await project.json('crawl', 'far', '--json');
  manifest = await project.json<Manifest>('build', 'far', '--json');
}, 120_000);
afterAll(async () => {
  await project.dispose();
  await web.close();
});

test('terms on another host are asked for there, once, in turns of that host and under its robots.txt', () => {
  const hits = web.hits.filter(({ host }) => host === 'terms.test');
  expect(hits[0]?.path).toBe('/robots.txt');
  expect(hits.map(({ path }) => path).toSorted()).toEqual(['/deny.xml', '/moved.xml', '/robots.txt']);
  expect(hits.filter(({ underWay }) => underWay > 0)).toEqual([]);
  const rests = hits.slice(1).map((hit, n) => hit.at - hits[n]!.at);
  expect(rests.filter((ms) => ms < DELAY_MS - 2)).toEqual([]);
  // The page that told of its terms itself was fetched again after them; the others once.
  expect(HOSTS.map((host) => web.count(`http://${host}/`))).toEqual([1, 2, 1, 1]);
});

test('pages are judged by them, with the document’s digest as evidence, and by none where its host forbids it', async () => {
  expect(manifest.counts).toEqual({ captured: 4, kept: 1, dropped: { 'rights/rsl': 3 } });
  const folder = join(project.storage, 'corpora/far');
  const [kept] = (await Promise.all(manifest.shards.map(({ path }) => jsonLines(join(folder, path))))).flat();
  expect(kept).toMatchObject({ url: 'http://four.test/' });
  expect(String(kept?.['rights'])).toMatch(/rsl:unavailable.*secret\.xml could not be had: .*Disallow: \/secret/);
  const rejected = (await Promise.all(manifest.rejected.map(({ path }) => jsonLines(join(folder, path))))).flat();
  for (const { evidence } of rejected)
    expect(JSON.parse(String(evidence)) as readonly Evidence[]).toContainEqual(
      expect.objectContaining({ signal: 'rsl:prohibits:ai-train', file: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) }),
    );
  // What became of each document is on record like that of a page, and no page is made of it.
  const outcomes = (await project.records())[0]?.entries.filter(({ role }) => role === 'terms').map(({ outcome }) => outcome.kind);
  expect(outcomes?.toSorted()).toEqual(['page', 'redirect', 'refused']);
});

test('garner rights asks there too', { timeout: 60_000 }, async () => {
  const { code, stdout } = await project.run('rights', 'http://two.test/');
  expect(code).toBe(7);
  expect(stdout).toContain('rsl:prohibits:ai-train');
});
