import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { loopbackSettings, makeProject, outcomesOf, type Parts, type Project, type Running, until } from '../cli/project.ts';
import { treeSite } from '../cli/tree-site.ts';
import { redisIsThere, startRedis, type TestRedis } from '../redis/server.ts';
import { type Site, text } from '../web/page.ts';
import { SiteMaker } from '../web/site-maker.ts';
import { maze } from '../web/sites/trap-sites.ts';
import { serveSites, type Web } from '../web/web.ts';

const PAGES = 30;

/** A host that never answers. */
function muteSite(): Site {
  const site = new SiteMaker('mute.test');
  site.serve('/robots.txt', text(''));
  site.serve('/', { ...text('nothing'), manner: 'mute' });
  return site.done();
}

/** What a running command has said on stderr so far. */
function listen({ child }: Running): () => string {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return () => said;
}

describe.runIf(redisIsThere())('garner work', () => {
  let redis: TestRedis;
  let web: Web;
  const projects: Project[] = [];
  let serial = 0;
  const newProject = async (settings: Parts['settings'] = {}): Promise<Project> => {
    const project = await makeProject({
      settings: {
        ...loopbackSettings(web.port),
        engine: 'redis',
        redis: { url: redis.url, namespace: `work${(serial += 1)}` },
        ...settings,
      },
      crawlers: { 'tree.test': { seeds: ['http://tree.test/'], sitemaps: false } },
    });
    projects.push(project);
    return project;
  };
  /** Starts a worker and waits until it is there; `say` is what it has said. */
  const startWorker = async (project: Project, ...args: readonly string[]) => {
    const running = project.start('work', ...args);
    const say = listen(running);
    await until(() => say().includes('health and figures at') || running.child.exitCode !== null);
    return { ...running, say, address: /http:\/\/\S+/.exec(say())?.[0] ?? '' };
  };
  beforeAll(async () => {
    [redis, web] = await Promise.all([startRedis(), serveSites([treeSite('tree.test', PAGES, 1), muteSite(), maze('maze.test')])]);
  });
  afterEach(async () => {
    for (const project of projects.splice(0)) await project.dispose();
  });
  afterAll(() => Promise.all([redis.close(), web.close()]));

  test('does what a crawl asks for, tells how it is, and ends in order', async () => {
    const project = await newProject();
    const worker = await startWorker(project, '--name', 'first');
    const ask = async (path: string): Promise<readonly [number, string]> => {
      const response = await fetch(worker.address + path);
      return [response.status, await response.text()];
    };
    expect(await ask('/healthz')).toEqual([200, 'ok\n']);
    expect(await ask('/readyz')).toEqual([200, 'ready\n']);
    expect((await ask('/'))[0]).toBe(404);

    const crawled = await project.run('crawl', '--json');
    expect(crawled).toMatchObject({ code: 0 });
    const [, metrics] = await ask('/metrics');
    expect(metrics).toMatch(new RegExp(`garner_fetches_total\\{crawler="tree.test",outcome="page",reason=""\\} ${PAGES}\n`));
    expect(metrics).toMatch(new RegExp(`garner_refined_pages_total ${PAGES}\n`));
    const status = await project.json<{ fleet: { workers: readonly object[] }; working: readonly object[] }>('status', '--json');
    expect(status).toMatchObject({
      fleet: { trouble: null, workers: [{ name: 'first', roles: expect.arrayContaining(['fetch', 'refine']) as string[] }] },
    });
    expect((await project.run('status')).stdout).toContain('1 worker over redis://127.0.0.1');
    // A build goes on beside it, and what wants the folder for itself does not.
    expect(await project.run('build', 'tree.test')).toMatchObject({ code: 0 });
    expect(await project.run('gc')).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('the fleet is at work: garner work') as string,
    });

    worker.child.kill('SIGTERM');
    const { code, stderr } = await worker.ended;
    expect([code, stderr]).toEqual([0, expect.stringContaining('others take over the rest')]);
    expect(await project.json('status', '--json')).toMatchObject({ fleet: { workers: [] }, working: [] });
    const [entries] = (await project.records()).map((each) => each.entries);
    expect([...outcomesOf(entries ?? []).values()].filter((name) => name === 'page')).toHaveLength(PAGES);
  });

  test('tells that it lives while it leaves a run whose last request gets no answer', async () => {
    const project = await newProject({ limits: { total: '80s', firstByte: '80s' } });
    await project.write('crawlers/mute.test.yaml', { seeds: ['http://mute.test/'], sitemaps: false });
    await startWorker(project, '--name', 'first');
    const before = web.count('http://mute.test/');
    const crawl = project.start('crawl', 'mute.test');
    await until(() => web.count('http://mute.test/') > before);
    crawl.child.kill('SIGINT');
    expect(await crawl.ended).toMatchObject({ code: 130 });
    const client = redis.connect();
    const key = `work${serial}:fleet:worker:first`;
    // The first time, it may not know yet.
    for (let n = 0; n < 3; n += 1) {
      await client.pexpire(key, 1_000_000);
      await expect.poll(() => client.pttl(key), { timeout: 30_000 }).toBeLessThan(100_000);
    }
  });

  test('ends before it would be killed, 30 s after it was told to, whatever it waits for', async () => {
    const project = await newProject({ limits: { total: '80s', firstByte: '80s' } });
    await project.write('crawlers/mute.test.yaml', { seeds: ['http://mute.test/'], sitemaps: false });
    const worker = await startWorker(project);
    const before = web.count('http://mute.test/');
    const crawl = project.start('crawl', 'mute.test');
    await until(() => web.count('http://mute.test/') > before);
    const asked = performance.now();
    worker.child.kill('SIGTERM');
    expect(await worker.ended).toMatchObject({ code: 0 });
    expect(performance.now() - asked).toBeLessThan(30_000);
    crawl.child.kill('SIGINT');
    expect(await crawl.ended).toMatchObject({ code: 130 });
  });

  test('ends before it would be killed while Redis does not answer', async () => {
    const silent = await startRedis();
    try {
      const worker = await startWorker(await newProject({ redis: { url: silent.url } }));
      await silent.connect().call('CLIENT', 'PAUSE', '120000', 'ALL');
      const asked = performance.now();
      worker.child.kill('SIGTERM');
      expect(await worker.ended).toMatchObject({ code: 0 });
      expect(performance.now() - asked).toBeLessThan(30_000);
    } finally {
      await silent.close();
    }
  });

  test.each([
    ['crawl', 'Starting run', 5],
    ['schedule', 'starting run', 5],
    ['build tree.test --fleet', 'No worker with', 130],
  ])('%s, when it is interrupted while Redis does not answer, ends all the same', async (command, begun, code) => {
    const silent = await startRedis();
    try {
      const project = await newProject({ redis: { url: silent.url } });
      await project.write('config/schedules.yaml', { each: { cron: '* * * * * *', crawlers: ['tree.test'] } });
      if (code === 130) expect(await project.run('crawl', '--engine', 'embedded')).toMatchObject({ code: 0 });
      const running = project.start(...command.split(' '));
      const say = listen(running);
      await until(() => say().includes(begun));
      await silent.connect().call('CLIENT', 'PAUSE', '120000', 'ALL');
      const asked = performance.now();
      running.child.kill('SIGINT');
      const told = code === 5 ? /Redis does not answer, .* goes on when it does/ : /interrupted: the corpus is as it was/;
      expect(await running.ended).toMatchObject({ code, stderr: expect.stringMatching(told) as string });
      expect(performance.now() - asked).toBeLessThan(20_000);
    } finally {
      await silent.close();
    }
  });

  test('a maze costs it no more than one process', async () => {
    const project = await newProject();
    await project.write('crawlers/maze.test.yaml', { seeds: ['http://maze.test/'], sitemaps: false, limits: { depth: 100 } });
    const worker = await startWorker(project);
    expect(await project.run('crawl', 'maze.test')).toMatchObject({ code: 0 });
    expect(web.hits.filter(({ host }) => host === 'maze.test').length).toBeLessThanOrEqual(200);
    expect(await project.json('quarantine', 'list', '--json')).toMatchObject([{ pattern: 'http://maze.test/**', rule: 'endless-links' }]);
    worker.child.kill('SIGTERM');
    await worker.ended;
  });

  test('fetching and reading can be done by different workers', async () => {
    const project = await newProject();
    const [fetcher, refiner] = await Promise.all([startWorker(project, '--role', 'fetch'), startWorker(project, '--role', 'refine')]);
    expect(await project.run('crawl')).toMatchObject({ code: 0 });
    const count = async (address: string, name: string): Promise<number> =>
      Number(
        new RegExp(`^${name}(?:\\{[^}]*outcome="page"[^}]*\\})? (\\d+)$`, 'm').exec(
          await (await fetch(`${address}/metrics`)).text(),
        )?.[1] ?? 0,
      );
    expect([await count(fetcher.address, 'garner_fetches_total'), await count(fetcher.address, 'garner_refined_pages_total')]).toEqual([
      PAGES,
      0,
    ]);
    expect([await count(refiner.address, 'garner_fetches_total'), await count(refiner.address, 'garner_refined_pages_total')]).toEqual([
      0,
      PAGES,
    ]);
  });

  test('a crawl that is interrupted rests until somebody goes on with it', async () => {
    const project = await newProject({ crawl: { delay: '150ms', adapt: { factor: 0 } } });
    const worker = await startWorker(project);
    const first = project.start('crawl');
    const before = web.hits.length;
    await until(() => web.hits.length > before + 5);
    first.child.kill('SIGINT');
    expect(await first.ended).toMatchObject({ code: 130 });
    await until(() => worker.say().includes('Left run'));
    const paused = web.hits.length;
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(web.hits.length).toBe(paused);
    expect((await project.run('status')).stdout).toContain('was interrupted');
    expect(await project.run('crawl')).toMatchObject({ code: 0, stderr: expect.stringContaining('Resuming run') as string });
    const records = await project.records();
    expect(records).toHaveLength(1);
    expect([...outcomesOf(records[0]!.entries).values()].filter((name) => name === 'page')).toHaveLength(PAGES);
  });

  test('one engine goes on where the other left off, though it knows nothing of its queue', async () => {
    const project = await newProject({ crawl: { delay: '100ms', adapt: { factor: 0 } } });
    const embedded = project.start('crawl', '--engine', 'embedded');
    const before = web.hits.length;
    await until(() => web.hits.length > before + 12);
    embedded.child.kill('SIGINT');
    expect(await embedded.ended).toMatchObject({ code: 130 });
    const worker = await startWorker(project);
    const second = project.start('crawl');
    await until(() => web.hits.length > before + 22);
    second.child.kill('SIGINT');
    expect(await second.ended).toMatchObject({ code: 130 });
    worker.child.kill('SIGTERM');
    await worker.ended;
    expect(await project.run('crawl', '--engine', 'embedded')).toMatchObject({ code: 0 });
    const records = await project.records();
    expect(records).toHaveLength(1);
    const outcomes = [...outcomesOf(records[0]!.entries).values()];
    expect(outcomes.filter((name) => name === 'page')).toHaveLength(PAGES);
    expect(outcomes.filter((name) => name.includes('+'))).toEqual([]);
  });

  test('a worker leaves a run alone that goes by another configuration, and the crawl says so', async () => {
    const project = await newProject();
    const worker = await startWorker(project);
    await project.write('crawlers/tree.test.yaml', { seeds: ['http://tree.test/1'], sitemaps: false });
    const crawl = project.start('crawl');
    const say = listen(crawl);
    await until(() => say().includes('another configuration'));
    expect(worker.say()).toContain('goes by another configuration');
    const second = await startWorker(project);
    expect(await crawl.ended).toMatchObject({ code: 0 });
    expect(second.say()).toContain('Joined run');
    expect(worker.say()).not.toContain('Joined run');
  });

  test('a worker stands aside while the fleet is at work in another version, and a crawl says why it does not begin', async () => {
    const project = await newProject();
    const fleet = `work${serial}:fleet`;
    const client = redis.connect();
    await client.mset(`${fleet}:wire`, '999', `${fleet}:worker:newer`, '{}');
    await client.sadd(`${fleet}:workers`, 'newer');
    const running = project.start('work');
    const say = listen(running);
    await until(() => say().includes('another version'));
    expect(await project.run('crawl')).toMatchObject({ code: 5, stderr: expect.stringContaining('speaks 999') as string });
    expect(await client.smembers(`${fleet}:workers`)).toEqual(['newer']);
    await client.del(`${fleet}:worker:newer`);
    await until(() => say().includes('health and figures at'));
    expect(await client.get(`${fleet}:wire`)).not.toBe('999');
    running.child.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ code: 0 });
  });

  test('while Redis is nearly full links wait on disk, and none is lost', async () => {
    const project = await newProject({ crawl: { delay: '50ms', adapt: { factor: 0 } } });
    await startWorker(project);
    const client = redis.connect();
    const used = Number(/used_memory:(\d+)/.exec(await client.info('memory'))?.[1]);
    await client.config('SET', 'maxmemory', String(Math.round(used / 0.85)));
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const crawl = project.start('crawl');
    const say = listen(crawl);
    await until(() => say().includes('of its memory'));
    await client.config('SET', 'maxmemory', '0');
    expect(await crawl.ended).toMatchObject({ code: 0 });
    const [entries] = (await project.records()).map((each) => each.entries);
    expect([...outcomesOf(entries ?? []).values()].filter((name) => name === 'page')).toHaveLength(PAGES);
  });

  test('a schedule of a fleet fires by the calendar in Redis, and its workers fetch', async () => {
    const project = await newProject();
    await project.write('config/schedules.yaml', { each: { cron: '* * * * * *', crawlers: ['tree.test'] } });
    await startWorker(project);
    expect(await project.run('schedule', '--once')).toMatchObject({ code: 0 });
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(await project.run('schedule', '--once')).toMatchObject({ code: 0, stderr: expect.stringContaining('finished') as string });
    const runs = await project.json<readonly { slot?: { schedule: string; state: string } }[]>('runs', '--json');
    expect(runs).toMatchObject([{ state: 'finished', slot: { schedule: 'each', state: 'finished' }, outcomes: { page: PAGES } }]);
    const status = await project.json<{ corpora: readonly object[] }>('status', '--json');
    expect(status.corpora).toMatchObject([{ name: 'tree.test', generation: 1 }]);
  });

  test('a Redis that might forget is refused, and so is none at all', async () => {
    const forgetful = await startRedis(['--appendonly', 'no', '--maxmemory-policy', 'allkeys-lru']);
    try {
      const project = await newProject({ redis: { url: forgetful.url } });
      for (const command of ['work', 'crawl']) {
        const { code, stderr } = await project.run(command);
        expect([code, stderr]).toEqual([5, expect.stringContaining('appendonly yes')]);
        expect(stderr).toContain('maxmemory-policy noeviction');
      }
    } finally {
      await forgetful.close();
    }
    const nobody = await newProject({ redis: { url: 'redis://:secret@127.0.0.1:1' } });
    const { code, stderr } = await nobody.run('work');
    expect([code, stderr]).toEqual([5, expect.stringContaining('cannot be used')]);
    expect(stderr).not.toContain('secret');
  });
});
