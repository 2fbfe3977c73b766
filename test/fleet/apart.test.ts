import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loopbackSettings, makeProject, type Project } from '../cli/project.ts';
import { treeSite } from '../cli/tree-site.ts';
import { endStateOf, runPipeline } from '../failpoints/project-runs.ts';
import { startObjectStore, type TestObjectStore } from '../objects/store.ts';
import { redisIsThere, startRedis, type TestRedis } from '../redis/server.ts';
import { chanceOf } from '../web/chance.ts';
import { serveSites, type Web } from '../web/web.ts';
import { type Member, startMember } from './fleet.ts';
import { trespasses } from './trespasses.ts';

/** More with GARNER_FLEET_PAGES=20000. */
const PAGES = Number(process.env['GARNER_FLEET_PAGES'] ?? 40);
const SEED = Number(process.env['GARNER_SEED'] ?? 20_261_128);
const HOSTS = PAGES < 3000 ? 10 : 300;
const AWAY_MS = PAGES < 3000 ? 1500 : 20_000;
const WORKERS = 3;
const DELAY_MS = 150;
const LEASE_MS = 2000;
const chance = chanceOf(SEED);
const hosts = Array.from({ length: HOSTS }, (_, n) => `h${n}.test`);

/** Machines that share Redis and an object store, and no disk. */
describe.runIf(redisIsThere())('a fleet without a common disk', () => {
  let redis: TestRedis;
  let store: TestObjectStore;
  let web: Web;
  const projects: Project[] = [];
  const members = new Set<Member>();
  const newMachine = async (objects?: ReturnType<TestObjectStore['settings']>): Promise<Project> => {
    const project = await makeProject({
      settings: {
        ...loopbackSettings(web.port),
        redis: { url: redis.url },
        crawl: { delay: `${DELAY_MS}ms`, backoff: '200ms', adapt: { factor: 0 }, lease: `${LEASE_MS}ms` },
        ...(objects !== undefined && { objects }),
      },
      crawlers: Object.fromEntries(hosts.map((host) => [host, { seeds: [`http://${host}/`], sitemaps: false, limits: { depth: 100 } }])),
    });
    await project.write('config/topics/all.yaml', { title: 'All', crawlers: hosts });
    projects.push(project);
    return project;
  };
  /** On a machine of its own. */
  const start = async (command: 'work' | 'crawl' | 'build'): Promise<Member & { readonly machine: Project }> => {
    const machine = await newMachine(store.settings());
    const member = startMember(machine, command, 'all');
    members.add(member);
    void member.ended.then(() => members.delete(member));
    await member.ready;
    return { ...member, machine };
  };
  beforeAll(async () => {
    const sites = hosts.map((host, n) => treeSite(host, Math.ceil(PAGES / HOSTS), n));
    [redis, store, web] = await Promise.all([startRedis(), startObjectStore(), serveSites(sites)]);
  });
  afterAll(async () => {
    for (const { child } of members) child.kill('SIGKILL');
    for (const project of projects) await project.dispose();
    await Promise.all([redis.close(), store.close(), web.close()]);
  });

  test(
    'loses machines, its store for a while, and time, and makes the corpus that one machine makes alone, on any machine',
    { timeout: 250_000 + PAGES * 400 },
    async () => {
      const alone = await newMachine();
      expect(await runPipeline(alone, {})).toMatchObject({ code: 0, stderr: '' });
      const requests = web.hits.length;

      const workers = await Promise.all(Array.from({ length: WORKERS }, () => start('work')));
      const coordinator = await start('crawl');
      const done = { lost: 0, freezes: 0, restarts: 0, away: 0 };
      // The quick ones first: a small crawl is soon over.
      const disturb = [
        async () => {
          await store.stop();
          await sleep(AWAY_MS);
          await store.restart();
          done.away += 1;
        },
        async () => {
          await redis.restart('SIGKILL');
          done.restarts += 1;
        },
        async () => {
          const at = Math.floor(chance.next() * WORKERS);
          workers[at]?.child.kill('SIGKILL');
          await workers[at]?.ended;
          await workers[at]?.machine.dispose();
          done.lost += 1;
          workers[at] = await start('work');
        },
        async () => {
          const frozen = workers[Math.floor(chance.next() * WORKERS)];
          frozen?.child.kill('SIGSTOP');
          await sleep(LEASE_MS + 1500);
          frozen?.child.kill('SIGCONT');
          done.freezes += 1;
        },
      ];
      const state = { isOver: false };
      void coordinator.ended.finally(() => (state.isOver = true));
      while (web.hits.length === requests) await sleep(50);
      for (let n = 0; !state.isOver; n += 1) {
        await disturb[n % disturb.length]?.();
        await Promise.race([coordinator.ended, sleep(300 + Math.floor(chance.next() * 700))]);
      }
      expect(await coordinator.ended).toMatchObject({ code: 0, stdout: expect.stringContaining('crawled') as string });
      expect(trespasses(web.hits.slice(requests), DELAY_MS)).toEqual([]);
      const builder = await start('build');
      expect(await builder.ended).toMatchObject({ code: 0 });
      expect(await endStateOf(builder.machine)).toEqual(await endStateOf(alone));
      expect(store.keys().filter((key) => key.startsWith('refined/slices/'))).toEqual([]);
      for (const { child } of workers) child.kill('SIGTERM');
      expect((await Promise.all(workers.map(({ ended }) => ended))).map(({ code }) => code)).toEqual(workers.map(() => 0));

      process.stderr.write(
        `${PAGES} pages on ${HOSTS} hosts: ${done.lost} machines lost, ${done.freezes} frozen, Redis killed ${done.restarts} times, the store away ${done.away} times; ${web.hits.length - requests} requests, ${requests} by one machine alone; ${store.keys().length} objects after ${store.requests.length} requests\n`,
      );
      expect(Math.min(done.lost, done.restarts, done.away)).toBeGreaterThan(0);
    },
  );
});
