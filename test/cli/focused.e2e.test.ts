import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CrawlSummary } from '../../src/run/crawl.ts';
import { redisIsThere, startRedis } from '../redis/server.ts';
import { makeTopicalWeb } from '../web/topical/topical.ts';
import { serveSites, type Web } from '../web/web.ts';
import { loopbackSettings, makeProject, type Parts, type Project, until } from './project.ts';

const web = makeTopicalWeb({ seed: 20, pages: 200, hosts: 10, share: 0.1 });
const relevant = [...web.articles].filter(([, isRelevant]) => isRelevant).map(([url]) => url);
const BUDGET = 65;
/** A third would be found by chance; how many more depends on how busy the machine is, for links wait for pages to be read. */
const ENOUGH = 0.5;

let server: Web;
beforeAll(async () => {
  server = await serveSites(web.sites);
});
afterAll(() => server.close());

async function newProject(settings: Parts['settings'] = {}): Promise<Project> {
  const basic = loopbackSettings(server.port);
  const project = await makeProject({
    settings: {
      ...basic,
      network: { ...basic.network, perAddress: 10_000 },
      crawl: { delay: '0ms', backoff: '50ms', concurrency: 4 },
      ...settings,
    },
    crawlers: { web: { seeds: [...web.seeds], scope: { hosts: ['*.test'] }, sitemaps: false, limits: { pages: BUDGET, depth: 1000 } } },
  });
  await project.write('config/topics/target.yaml', { title: 'Target', crawlers: ['web'], terms: web.terms, budget: { pages: BUDGET } });
  return project;
}

/** Which of the articles on the topic a crawl has fetched, and how it ended. */
async function crawled(project: Project, ...args: readonly string[]): Promise<{ readonly found: number; readonly summary: CrawlSummary }> {
  const before = server.hits.length;
  const { stdout } = await project.run('crawl', ...args, '--json');
  const fetched = new Set(server.hits.slice(before).map(({ url }) => url));
  return {
    found: relevant.filter((url) => fetched.has(url)).length,
    summary: JSON.parse(stdout.trim().split('\n').at(-1)!) as CrawlSummary,
  };
}

test('a focused crawl finds what is on the topic before its budget ends, where one by turns does not', async () => {
  const [plain, focused] = [await newProject(), await newProject()];
  try {
    const byTurns = await crawled(plain, 'web');
    const byPromise = await crawled(focused, '--topic', 'target');
    expect(relevant.length).toBe(20);
    expect(byPromise.found).toBeGreaterThan(ENOUGH * relevant.length);
    expect(byTurns.found).toBeLessThan(0.5 * byPromise.found);
    expect(byTurns.summary.outcomes).toMatchObject({ page: BUDGET, 'refused budget/pages': expect.any(Number) });
    expect(byPromise.summary).toMatchObject({
      finished: true,
      outcomes: { page: BUDGET, 'refused budget/topic-pages': expect.any(Number) },
    });
    expect(await readFile(byPromise.summary.report!, 'utf8')).toContain('budget/topic-pages');
  } finally {
    await Promise.all([plain.dispose(), focused.dispose()]);
  }
}, 120_000);

describe.runIf(redisIsThere())('a fleet', () => {
  test('focuses, too', async () => {
    const redis = await startRedis();
    const project = await newProject({ engine: 'redis', redis: { url: redis.url, namespace: 'focus', partitions: 3 } });
    try {
      const worker = project.start('work');
      let said = '';
      worker.child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
      await until(() => said.includes('health and figures at') || worker.child.exitCode !== null);
      const { found, summary } = await crawled(project, '--topic', 'target');
      expect(found).toBeGreaterThan(ENOUGH * relevant.length);
      expect(summary).toMatchObject({ finished: true, outcomes: { page: BUDGET, 'refused budget/topic-pages': expect.any(Number) } });
      worker.child.kill('SIGTERM');
      await worker.ended;
      const client = redis.connect();
      expect((await client.keys('focus:*')).filter((key) => /:(?:yields|spent)$|:[pt]:/.test(key))).toEqual([]);
    } finally {
      await project.dispose();
      await redis.close();
    }
  }, 120_000);
});
