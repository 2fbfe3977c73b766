import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loopbackSettings, makeProject, type Project } from '../cli/project.ts';
import { treeSite } from '../cli/tree-site.ts';
import { endStateOf, runPipeline } from '../failpoints/project-runs.ts';
import { redisIsThere, startRedis, type TestRedis } from '../redis/server.ts';
import { chanceOf } from '../web/chance.ts';
import { serveSites, type Web } from '../web/web.ts';
import { type Member, startMember } from './fleet.ts';
import { trespasses } from './trespasses.ts';

/** More with GARNER_FLEET_PAGES=3000. */
const PAGES = Number(process.env['GARNER_FLEET_PAGES'] ?? 400);
const SEED = Number(process.env['GARNER_SEED'] ?? 20_261_128);
const HOSTS = 60;
const WORKERS = 3;
const DELAY_MS = 150;
const LEASE_MS = 2000;
const chance = chanceOf(SEED);

describe.runIf(redisIsThere())('a fleet that is disturbed', () => {
  let redis: TestRedis;
  let web: Web;
  const projects: Project[] = [];
  const members = new Set<Member>();
  const newProject = async (): Promise<Project> => {
    const hosts = Array.from({ length: HOSTS }, (_, n) => `h${n}.test`);
    const project = await makeProject({
      settings: {
        ...loopbackSettings(web.port),
        redis: { url: redis.url },
        crawl: { delay: `${DELAY_MS}ms`, backoff: '200ms', adapt: { factor: 0 }, lease: `${LEASE_MS}ms` },
      },
      crawlers: Object.fromEntries(hosts.map((host) => [host, { seeds: [`http://${host}/`], sitemaps: false, limits: { depth: 100 } }])),
    });
    await project.write('config/topics/all.yaml', { title: 'All', crawlers: hosts });
    projects.push(project);
    return project;
  };
  const start = (project: Project, command: 'work' | 'crawl'): Member => {
    const member = startMember(project, command, 'all');
    members.add(member);
    void member.ended.then(() => members.delete(member));
    return member;
  };
  beforeAll(async () => {
    const sites = Array.from({ length: HOSTS }, (_, n) => treeSite(`h${n}.test`, Math.ceil(PAGES / HOSTS), n));
    [redis, web] = await Promise.all([startRedis(), serveSites(sites)]);
  });
  afterAll(async () => {
    for (const { child } of members) child.kill('SIGKILL');
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
      const workers = Array.from({ length: WORKERS }, () => start(shared, 'work'));
      await Promise.all(workers.map(({ ready }) => ready));
      let coordinator = start(shared, 'crawl');
      const done = { kills: 0, freezes: 0, restarts: 0, takeovers: 0 };
      const disturb = [
        async () => {
          const at = Math.floor(chance.next() * WORKERS);
          workers[at]?.child.kill('SIGKILL');
          workers[at] = start(shared, 'work');
          await workers[at]?.ready;
          done.kills += 1;
        },
        async () => {
          const frozen = workers[Math.floor(chance.next() * WORKERS)];
          frozen?.child.kill('SIGSTOP');
          await sleep(LEASE_MS + 1500);
          frozen?.child.kill('SIGCONT');
          done.freezes += 1;
        },
        async () => {
          await redis.restart('SIGKILL');
          done.restarts += 1;
        },
        async () => {
          coordinator.child.kill('SIGKILL');
          // It may have come to its end just now.
          if ((await coordinator.ended).code !== null) return;
          coordinator = start(shared, 'crawl');
          await coordinator.ready;
          done.takeovers += 1;
        },
      ];
      const outcome = (async () => {
        for (;;) {
          const { code, stdout, stderr } = await coordinator.ended;
          if (code !== null) return { code, stdout, stderr };
          await sleep(50);
        }
      })();
      const state = { isOver: false };
      void outcome.finally(() => (state.isOver = true));
      while (web.hits.length === requests) await sleep(50);
      for (let n = 0; !state.isOver; n += 1) {
        await disturb[n % disturb.length]?.();
        await Promise.race([outcome, sleep(500 + Math.floor(chance.next() * 1500))]);
      }
      expect(await outcome).toMatchObject({ code: 0, stdout: expect.stringContaining('crawled') as string });
      expect(trespasses(web.hits.slice(requests), DELAY_MS)).toEqual([]);
      for (const { child } of workers) child.kill('SIGTERM');
      await Promise.all(workers.map(({ ended }) => ended));
      expect(await runPipeline(shared, { phases: 'build' })).toMatchObject({ code: 0, stderr: '' });
      expect(await endStateOf(shared)).toEqual(await endStateOf(alone));
      process.stderr.write(
        `${PAGES} pages on ${HOSTS} hosts: ${done.kills} workers killed, ${done.freezes} frozen, Redis killed ${done.restarts} times, the coordinator ${done.takeovers} times; ${web.hits.length - requests} requests, ${requests} by one process alone\n`,
      );
      expect(Math.min(done.kills, done.freezes, done.restarts)).toBeGreaterThan(0);
    },
  );
});
