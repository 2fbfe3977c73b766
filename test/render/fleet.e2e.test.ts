import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readWarc } from '../../src/archive/read-warc.ts';
import { loopbackSettings, makeProject, outcomesOf, type Project, type Running, until } from '../cli/project.ts';
import { redisIsThere, startRedis, type TestRedis } from '../redis/server.ts';
import { browserIsThere } from '../report/browser.ts';
import { serveSites, type Web } from '../web/web.ts';
import { scriptSite } from './script-site.ts';

const HOST = 'app.test';
const PAGES = 3;

describe.runIf(redisIsThere() && browserIsThere())('rendering in a fleet', { timeout: 480_000 }, () => {
  let redis: TestRedis;
  let web: Web;
  const projects: Project[] = [];

  beforeAll(async () => {
    [redis, web] = await Promise.all([startRedis(), serveSites([scriptSite(HOST, PAGES)])]);
  });
  afterAll(async () => {
    for (const project of projects) await project.dispose();
    await Promise.all([redis.close(), web.close()]);
  });

  async function newProject(render: 'auto' | 'always'): Promise<Project> {
    const project = await makeProject({
      settings: { ...loopbackSettings(web.port), engine: 'redis', redis: { url: redis.url, namespace: `render-${render}` } },
      crawlers: { [HOST]: { seeds: [`http://${HOST}/page/0`], sitemaps: false, render, scope: { prefixes: ['/page/', '/plain/'] } } },
    });
    projects.push(project);
    return project;
  }

  async function startWorker(project: Project, role: string): Promise<Running> {
    const running = project.start('work', '--role', role, '--name', role);
    let said = '';
    running.child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await until(() => said.includes('health and figures at') || running.child.exitCode !== null);
    return running;
  }

  /** Which workers have archived records of this type. */
  async function writersOf(project: Project, type: string): Promise<readonly string[]> {
    const folder = join(project.storage, 'archive');
    const writers = new Set<string>();
    for (const name of readdirSync(folder).filter((file) => file.includes('.warc.gz') && !file.endsWith('.cdxj')))
      for await (const record of readWarc(join(folder, name)))
        if (record.type === type) writers.add(/-([a-z]+)\.warc/.exec(name)?.[1] ?? name);
    return [...writers].sort();
  }

  test('is left to the workers that have that role, and the crawl says when there is none', async () => {
    const project = await newProject('always');
    await Promise.all([startWorker(project, 'fetch'), startWorker(project, 'refine')]);
    const crawl = project.start('crawl');
    let said = '';
    crawl.child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await until(() => said.includes('waits for a browser'));
    expect(web.hits.filter(({ path }) => path.startsWith('/page/'))).toEqual([]);
    await startWorker(project, 'render');
    expect(await crawl.ended).toMatchObject({ code: 0 });
    expect(await writersOf(project, 'conversion')).toEqual(['render']);
    expect(await writersOf(project, 'response')).toEqual(['render']);
    const [entries] = (await project.records()).map((each) => each.entries);
    expect([...outcomesOf(entries ?? []).values()]).toEqual(Array.from({ length: 2 * PAGES }, () => 'page'));
    expect(web.hits.filter(({ underWay }) => underWay > 0)).toEqual([]);
  });

  test('of what needs it is left to them, and the rest is done by whoever fetches', async () => {
    const project = await newProject('auto');
    const before = web.hits.length;
    await Promise.all(['fetch', 'refine', 'render'].map((role) => startWorker(project, role)));
    expect(await project.run('crawl')).toMatchObject({ code: 0 });
    expect(await writersOf(project, 'conversion')).toEqual(['render']);
    // What the one has fetched the other takes from the archive.
    expect(await writersOf(project, 'response')).toEqual(['fetch']);
    const asked = web.hits.slice(before).filter(({ path }) => /^\/(?:page|plain)\//.test(path));
    expect(asked.map(({ path }) => path).toSorted()).toEqual(['page', 'plain'].flatMap((kind) => [0, 1, 2].map((n) => `/${kind}/${n}`)));
    const [entries] = (await project.records()).map((each) => each.entries);
    expect([...outcomesOf(entries ?? []).values()]).toEqual(Array.from({ length: 2 * PAGES }, () => 'page'));
    const rendered = (entries ?? []).filter(({ outcome }) => outcome.kind === 'page' && outcome.capture.renderedFrom !== undefined);
    expect(rendered.map(({ url }) => new URL(url).pathname).toSorted()).toEqual(Array.from({ length: PAGES }, (_, n) => `/page/${n}`));
  });
});
