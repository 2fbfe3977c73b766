import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loopbackSettings, makeProject, type Project, until } from '../cli/project.ts';
import { treeSite } from '../cli/tree-site.ts';
import { endStateOf, runPipeline } from '../failpoints/project-runs.ts';
import { redisIsThere, startRedis, type TestRedis } from '../redis/server.ts';
import type { Recovered } from '../../src/run/fleet/recover/recover.ts';
import { serveSites, type Web } from '../web/web.ts';
import { startMember } from './fleet.ts';
import { trespasses } from './trespasses.ts';

const HOSTS = 8;
const PAGES = 72;
const DELAY_MS = 150;
/** The key of a page that waits to be read: hash and round. */
const GIVEN_OUT = /:[0-9a-f]{32}-\d+$/u;

describe.runIf(redisIsThere())('a fleet whose Redis loses all', () => {
  let redis: TestRedis;
  let web: Web;
  const projects: Project[] = [];
  const newProject = async (): Promise<Project> => {
    const hosts = Array.from({ length: HOSTS }, (_, n) => `h${n}.test`);
    const project = await makeProject({
      settings: {
        ...loopbackSettings(web.port),
        engine: 'redis',
        redis: { url: redis.url },
        limits: { total: '1s' },
        crawl: { delay: `${DELAY_MS}ms`, backoff: '200ms', adapt: { factor: 0 }, lease: '1s' },
      },
      crawlers: Object.fromEntries(hosts.map((host) => [host, { seeds: [`http://${host}/`], sitemaps: false, limits: { depth: 100 } }])),
    });
    await project.write('config/topics/all.yaml', { title: 'All', crawlers: hosts });
    projects.push(project);
    return project;
  };
  beforeAll(async () => {
    const sites = Array.from({ length: HOSTS }, (_, n) => treeSite(`h${n}.test`, Math.ceil(PAGES / HOSTS), n));
    [redis, web] = await Promise.all([startRedis(), serveSites(sites)]);
  });
  afterAll(async () => {
    for (const project of projects) await project.dispose();
    await Promise.all([redis.close(), web.close()]);
  });

  test('goes on after `recover`, visits no host early or twice at once, and makes the same corpus', { timeout: 400_000 }, async () => {
    const alone = await newProject();
    expect(await runPipeline(alone, {})).toMatchObject({ code: 0, stderr: '' });
    const requests = web.hits.length;

    const shared = await newProject();
    const workers = [1, 2].map(() => startMember(shared, 'work'));
    await Promise.all(workers.map(({ ready }) => ready));
    const crawl = startMember(shared, 'crawl', 'all');
    await until(() => web.hits.length > requests + requests / 2);
    await redis.connect().flushall();
    expect(await crawl.ended).toMatchObject({ code: 5, stderr: expect.stringContaining('garner recover') as string });

    const done = await shared.json<Recovered>('recover', '--json');
    expect(done).toMatchObject({ runs: [{ left: null }] });
    expect(done.runs[0]?.pages).toBeGreaterThan(1);
    expect(done.facts).toBeGreaterThanOrEqual(HOSTS);
    expect(await shared.run('recover')).toMatchObject({ code: 5, stderr: expect.stringContaining('not empty') as string });
    expect(await shared.json<Recovered>('recover', '--yes', '--json')).toMatchObject({ facts: done.facts, runs: [{ left: null }] });

    // Lost once more, and made anew by a crawl that dies in the middle of it, while nobody reads what it gives out.
    const client = redis.connect();
    for (const { child } of workers) child.kill('SIGSTOP');
    await client.flushall();
    const cut = startMember(shared, 'crawl', 'all');
    await until(async () => (await client.keys('*:refine-*')).some((key) => GIVEN_OUT.test(key)));
    cut.child.kill('SIGKILL');
    await cut.ended;
    for (const { child } of workers) child.kill('SIGCONT');

    expect(await startMember(shared, 'crawl', 'all').ended).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('crawled') as string,
    });
    for (const { child } of workers) child.kill('SIGTERM');
    for (const { ended } of workers) expect(await ended).toMatchObject({ code: 0 });
    expect(trespasses(web.hits.slice(requests), DELAY_MS)).toEqual([]);
    expect(await runPipeline(shared, { phases: 'build' })).toMatchObject({ code: 0, stderr: '' });
    expect(await endStateOf(shared)).toEqual(await endStateOf(alone));
  });
});
