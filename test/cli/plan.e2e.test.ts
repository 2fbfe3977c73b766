import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Plan } from '../../src/run/plan/plan.ts';
import { robotsTxt, SiteMaker } from '../web/site-maker.ts';
import { serveSites, type Web } from '../web/web.ts';
import { plannedSite } from './plan-site.ts';
import { loopbackSettings, makeProject, type Project } from './project.ts';

let web: Web;
let project: Project;
beforeAll(async () => {
  const closed = new SiteMaker('closed.test');
  closed.serve('/robots.txt', robotsTxt('User-agent: *', 'Disallow: /'));
  web = await serveSites([plannedSite('planned.test'), closed.done()]);
  project = await makeProject({
    settings: loopbackSettings(web.port),
    crawlers: {
      'planned.test': { seeds: ['http://planned.test/'], scope: { exclude: ['/print/**'] }, tags: ['open'] },
      'closed.test': { seeds: ['http://closed.test/'] },
    },
  });
});
afterAll(async () => {
  await project.dispose();
  await web.close();
});

test('a plan says what is there, how much, how long and what may be taken, and stores nothing', async () => {
  const plan = await project.json<Plan>('plan', 'open', '--sample', '6', '--json');
  expect(plan.crawlers).toHaveLength(1);
  const [site] = plan.crawlers;
  expect(site?.robots).toMatchObject([{ origin: 'http://planned.test', verdict: 'allow', crawlDelayMs: 50 }]);
  expect(site?.sitemaps).toEqual({
    read: 3,
    unread: 0,
    pages: 25,
    open: 21,
    forbidden: 2,
    unasked: 0,
    outside: { 'other-host': 1, 'excluded by /print/**': 1 },
    known: 0,
  });
  const { expected, sample, warnings, requests } = site ?? expect.unreachable();
  expect(sample).toMatchObject({ pages: 6, train: { unknown: 6 }, languages: { en: 6 } });
  expect(sample.licences).toMatchObject({ 'CC-BY-4.0': 5 });
  expect(sample.licenceEvidence?.url).toContain('http://planned.test/reports/');
  expect(expected.pages).toMatchObject({ value: 21, because: expect.stringContaining('listed in sitemaps') as string });
  const asked = web.hits.filter(({ url }) => url.startsWith('http://planned.test/'));
  expect(requests).toBe(asked.length);
  // Five requests for what is no page, four sitemaps and 21 pages, each with 50 ms of rest.
  expect(expected.duration.value).toBeGreaterThanOrEqual(30 * 50);
  expect(expected.disk.value).toBeGreaterThan(21 * 500);
  expect(warnings).toEqual([expect.stringMatching(/^sitemap http:\/\/planned\.test\/lost\.xml: the server answered 404/)]);
  expect(web.count('http://planned.test/staff/1') + web.count('http://other.test/')).toBe(0);
  expect(existsSync(project.storage)).toBe(false);
});

test('after a crawl it knows what was captured, asks for nothing that is fresh, and leaves the storage as it is', async () => {
  expect(await project.run('crawl', 'planned.test')).toMatchObject({ code: 0 });
  const before = web.count('http://planned.test/robots.txt');
  const { stdout, code } = await project.run('plan', '--sample', '0', 'planned.test');
  expect(code).toBe(0);
  expect(web.count('http://planned.test/robots.txt')).toBe(before);
  expect(stdout).toMatch(/^planned\.test\n {2}robots\.txt http:\/\/planned\.test: allows it .*Crawl-delay 0\.05 s\n/);
  expect(stdout).toMatch(/21 in scope and allowed, 21 of them captured before/);
  expect(stdout).toMatch(/ {2}received {3}about .*; the mean of 2\d captures of earlier runs/);
});

test('what robots.txt closes is told, with the exit code for it', async () => {
  const ended = await project.run('plan', 'closed.test');
  expect(ended.code).toBe(7);
  expect(ended.stdout).toMatch(/! +robots\.txt of http:\/\/closed\.test forbids its front page: robots\.txt line 2: Disallow: \//);
  expect(ended.stdout).toMatch(/pages +0; robots\.txt lets nothing be fetched/);
  expect(ended.stdout).toMatch(/ {2}sample +1 page: robots\/disallowed 1\n/);
  expect(ended.stdout).toMatch(/ 1 request was made for this\n/);
  expect(web.count('http://closed.test/')).toBe(0);
});
