import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Project, until } from '../cli/project.ts';
import { treeSite } from '../cli/tree-site.ts';
import { endStateOf, runPipeline } from '../failpoints/project-runs.ts';
import { redisIsThere, startRedis, type TestRedis } from '../redis/server.ts';
import { chanceOf } from '../web/chance.ts';
import { serveSites, type Web } from '../web/web.ts';
import { disturb, freeze } from './disturb.ts';
import { DELAY_MS, disturbedProject } from './disturbed-project.ts';
import { type Member, startMember } from './fleet.ts';
import { trespasses } from './trespasses.ts';

/** More with GARNER_FLEET_PAGES=3000. */
const PAGES = Number(process.env['GARNER_FLEET_PAGES'] ?? 400);
const SEED = Number(process.env['GARNER_SEED'] ?? 20_261_128);
const HOSTS = 60;
const WORKERS = 3;
const chance = chanceOf(SEED);
const hosts = Array.from({ length: HOSTS }, (_, n) => `h${n}.test`);

describe.runIf(redisIsThere())('a fleet that is disturbed', () => {
  let redis: TestRedis;
  let web: Web;
  const projects: Project[] = [];
  const members = new Set<Member>();
  const newProject = async (): Promise<Project> => {
    const project = await disturbedProject(hosts, { port: web.port, redis: redis.url });
    projects.push(project);
    return project;
  };
  const start = async (project: Project, command: 'work' | 'crawl'): Promise<Member> => {
    const member = startMember(project, command, 'all');
    members.add(member);
    void member.ended.then(() => members.delete(member));
    await member.ready;
    return member;
  };
  beforeAll(async () => {
    const sites = hosts.map((host, n) => treeSite(host, Math.ceil(PAGES / HOSTS), n));
    [redis, web] = await Promise.all([startRedis(), serveSites(sites)]);
  });
  afterAll(async () => {
    for (const { child } of members) child.kill('SIGKILL');
    await Promise.all([...members].map(({ ended }) => ended));
    for (const project of projects) await project.dispose();
    await Promise.all([redis.close(), web.close()]);
  });

  test(
    'killed, frozen past its leases, and with Redis restarted, it visits no host early or twice at once, and makes the same corpus',
    { timeout: 120_000 + PAGES * 400 },
    async () => {
      const alone = await newProject();
      expect(await runPipeline(alone, {})).toMatchObject({ code: 0, stderr: '' });
      expect(trespasses(web.hits, DELAY_MS)).toEqual([]);
      const requests = web.hits.length;

      const shared = await newProject();
      const workers = await Promise.all(Array.from({ length: WORKERS }, () => start(shared, 'work')));
      let coordinator = await start(shared, 'crawl');
      const any = (): number => Math.floor(chance.next() * WORKERS);
      const outcome = (async () => {
        for (;;) {
          const current = coordinator;
          const ended = await current.ended;
          if (ended.code !== null) return ended;
          await until(() => coordinator !== current);
        }
      })();
      const done = await disturb(
        {
          'a worker killed': async () => {
            const at = any();
            workers[at]?.child.kill('SIGKILL');
            workers[at] = await start(shared, 'work');
            return true;
          },
          'a worker frozen': () => freeze(workers[any()] as Member),
          'Redis killed': async () => {
            await redis.restart('SIGKILL');
            return true;
          },
          'the coordinator killed': async () => {
            coordinator.child.kill('SIGKILL');
            // It may have come to its end just now.
            if ((await coordinator.ended).code !== null) return false;
            coordinator = await start(shared, 'crawl');
            return true;
          },
        },
        { ended: outcome, progress: () => web.hits.length, step: Math.max(10, Math.floor(PAGES / 40)), chance },
      );
      expect(await outcome).toMatchObject({ code: 0, stdout: expect.stringContaining('crawled') as string });
      expect(trespasses(web.hits.slice(requests), DELAY_MS)).toEqual([]);
      for (const { child } of workers) child.kill('SIGTERM');
      await Promise.all(workers.map(({ ended }) => ended));
      expect(await runPipeline(shared, { phases: 'build' })).toMatchObject({ code: 0, stderr: '' });
      expect(await endStateOf(shared)).toEqual(await endStateOf(alone));
      process.stderr.write(
        `${PAGES} pages on ${HOSTS} hosts, seed ${SEED}: ${JSON.stringify(done)}; ${web.hits.length - requests} requests, ${requests} by one process alone\n`,
      );
      expect(Math.min(done['a worker killed'], done['a worker frozen'], done['Redis killed'])).toBeGreaterThan(0);
    },
  );
});
