import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { isRedisCrawl } from '../../src/frontier/redis.ts';
import { coordinate } from '../../src/run/fleet/coordinate.ts';
import type { RunId } from '../../src/records.ts';
import { openFleetEngines } from '../../src/run/fleet/engines.ts';
import { openFleetFrontier } from '../../src/run/fleet/frontier.ts';
import { discovery } from '../contracts/discovery.ts';
import { loopbackSettings, makeProject, type Project } from '../cli/project.ts';
import { endStateOf, runPipeline } from '../failpoints/project-runs.ts';
import { redisIsThere, startRedis, type TestRedis } from '../redis/server.ts';
import { startWeb, type Web } from '../web/web.ts';
import { startMember } from './fleet.ts';

const topic = 'waste-sorting';

describe.runIf(redisIsThere())('a fleet', () => {
  let redis: TestRedis;
  let web: Web;
  const projects: Project[] = [];
  const newProject = async (): Promise<Project> => {
    const settings = { ...loopbackSettings(web.port), redis: { url: redis.url } };
    const project = await makeProject({ settings, demo: true });
    projects.push(project);
    return project;
  };
  beforeAll(async () => {
    [redis, web] = await Promise.all([startRedis(), startWeb({ seed: 20_261_124 })]);
  });
  afterAll(async () => {
    for (const project of projects) await project.dispose();
    await Promise.all([redis.close(), web.close()]);
  });

  test('three workers make the corpus that one process makes alone, byte for byte', async () => {
    const alone = await newProject();
    expect(await runPipeline(alone, { topic })).toMatchObject({ code: 0, stderr: '' });
    const requests = web.hits.length;

    const shared = await newProject();
    const workers = [1, 2, 3].map(() => startMember(shared, 'work'));
    await Promise.all(workers.map(({ ready }) => ready));
    expect(await startMember(shared, 'crawl', topic).ended).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('crawled') as string,
    });
    const robots = new Set(web.hits.filter(({ url }) => url.endsWith('/robots.txt')).map(({ url }) => url));
    expect(web.hits.length - requests).toBeLessThan(requests + robots.size);
    for (const { child } of workers) child.kill('SIGTERM');
    for (const { ended } of workers) expect(await ended).toMatchObject({ code: 0 });
    expect(await runPipeline(shared, { topic, phases: 'build' })).toMatchObject({ code: 0, stderr: '' });

    expect(await endStateOf(shared, topic)).toEqual(await endStateOf(alone, topic));
    // Each of them has fetched.
    const segments = (await shared.records()).flatMap(({ entries }) =>
      entries.flatMap(({ outcome }) => (outcome.kind === 'page' ? [outcome.location.segment.replace(/^garner-\d+-\d+-/, '')] : [])),
    );
    expect(new Set(segments).size).toBe(3);
  });

  test('what Redis holds of a run that is over is swept by who coordinates next', async () => {
    const shared = projects.at(-1)!;
    const config = loadConfig(shared.folder, process.env);
    const engines = await openFleetEngines(config, 'test');
    const [over] = await engines.ledger.runs();
    const { run, crawlers } = over!;
    expect([over!.state, await engines.registry.runs(), await isRedisCrawl(engines.redis, run)]).toEqual(['finished', [], false]);
    // As it is left by a coordinator that dies when the ledger has just heard of the end.
    await engines.registry.announce({ run, crawlers, digest: config.digest, rebuilt: null, life: '', state: 'paused' });
    await (await openFleetFrontier(config, engines.redis, run)).add([discovery('a', '1')]);
    expect(await isRedisCrawl(engines.redis, run)).toBe(true);
    expect(await coordinate(config, engines, { crawlers, run })).toMatchObject({ run, finished: true });
    expect([await engines.registry.runs(), await isRedisCrawl(engines.redis, run)]).toEqual([[], false]);
    await engines.close();
  });

  test('a run that somebody coordinates is not ended for a new one', async () => {
    const config = loadConfig(projects.at(-1)!.folder, process.env);
    const engines = await openFleetEngines(config, 'test');
    const [over] = await engines.ledger.runs();
    const run = 'busy' as RunId;
    await engines.ledger.startRun({ ...over!, run, startedAt: over!.startedAt + 1, endedAt: null, state: 'running' });
    expect(await engines.registry.coordinate(run, 'elsewhere 7 0')).toBe(true);
    await expect(coordinate(config, engines, { crawlers: over!.crawlers, fresh: true })).rejects.toThrow(
      'run busy is coordinated by elsewhere (process 7). Wait until it ends.',
    );
    expect((await engines.ledger.runs()).filter(({ state }) => state === 'running').map(({ run: open }) => open)).toEqual([run]);
    await engines.close();
  });
});
