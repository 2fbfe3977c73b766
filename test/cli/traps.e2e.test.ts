import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CrawlSummary } from '../../src/run/crawl.ts';
import type { Quarantined } from '../../src/run/quarantine.ts';
import { maze, ordinary, visits } from '../web/sites/trap-sites.ts';
import { serveSites, type Web } from '../web/web.ts';
import { loopbackSettings, makeProject, outcomesOf, type Project } from './project.ts';

const [MAZE, VISITS, ORDINARY] = ['maze.test', 'visits.test', 'ordinary.test'];
const { site, real } = ordinary(ORDINARY, 45);
/** Requests that a trap may cost. */
const MOST = 200;

let web: Web;
let project: Project;

beforeAll(async () => {
  web = await serveSites([maze(MAZE), visits(VISITS, 8), site]);
  project = await makeProject({
    settings: { ...loopbackSettings(web.port), crawl: { delay: '1ms', backoff: '50ms', adapt: { factor: 0 } } },
    crawlers: Object.fromEntries(
      [MAZE, VISITS, ORDINARY].map((host) => [host, { seeds: [`http://${host}/`], sitemaps: false, limits: { depth: 100 } }]),
    ),
  });
});
afterAll(async () => {
  await project.dispose();
  await web.close();
});

const pagesOf = (host: string) => web.hits.filter((hit) => hit.host === host && hit.path !== '/robots.txt');
const list = (): Promise<readonly Quarantined[]> => project.json('quarantine', 'list', '--json');

test('traps are left alone, and an ordinary site with lists, a calendar and filters loses nothing', { timeout: 120_000 }, async () => {
  const { finished, report } = await project.json<CrawlSummary>('crawl', '--json');
  expect(finished).toBe(true);
  for (const trap of [MAZE, VISITS]) expect(pagesOf(trap).length).toBeLessThanOrEqual(MOST);
  const [run] = await project.records();
  const outcome = outcomesOf(run!.entries);
  expect(real.filter((path) => outcome.get(`http://${ORDINARY}${path}`) !== 'page')).toEqual([]);

  const held = await list();
  expect(held.map(({ pattern, rule }) => [pattern, rule])).toEqual([
    [`http://${MAZE}/**`, 'endless-links'],
    [`http://${ORDINARY}/calendar/{n}/{n}`, 'no-text'],
    [`http://${ORDINARY}/shop?**`, 'no-text'],
    [`http://${VISITS}/page-{n}?visit`, 'copies'],
  ]);
  for (const { urls, examples } of held) expect([urls > 0, examples.length > 0]).toEqual([true, true]);
  expect(await readFile(report ?? '', 'utf8')).toContain('Left alone as traps');

  // While the maze was being found out, the other hosts had their turns.
  const [first, last] = [pagesOf(MAZE)[0]!.at, pagesOf(MAZE).at(-1)!.at];
  expect(pagesOf(ORDINARY).filter(({ at }) => at >= first && at <= last).length).toBeGreaterThan(pagesOf(MAZE).length / 3);
});

test('what is in quarantine stays there until it is released', async () => {
  const before = web.hits.length;
  expect(await project.run('crawl', MAZE)).toMatchObject({ code: 8, stderr: expect.stringContaining('is in quarantine') as string });
  expect(web.hits).toHaveLength(before);

  expect(await project.json('quarantine', 'release', MAZE, '--json')).toEqual([`http://${MAZE}/**`]);
  expect((await project.run('quarantine', 'list')).stdout).toMatch(/maze\.test\/\*\* {2}endless-links, released on 20/);
});
