import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Project } from '../cli/project.ts';
import { treeSite } from '../cli/tree-site.ts';
import { endStateOf, runPipeline } from '../failpoints/project-runs.ts';
import { startObjectStore, type TestObjectStore } from '../objects/store.ts';
import { redisIsThere, startRedis, type TestRedis } from '../redis/server.ts';
import { chanceOf } from '../web/chance.ts';
import { serveSites, type Web } from '../web/web.ts';
import { disturb, freeze } from './disturb.ts';
import { DELAY_MS, disturbedProject } from './disturbed-project.ts';
import { type Member, startMember } from './fleet.ts';
import { trespasses } from './trespasses.ts';

/** More with GARNER_FLEET_PAGES=20000. */
const PAGES = Number(process.env['GARNER_FLEET_PAGES'] ?? 40);
const SEED = Number(process.env['GARNER_SEED'] ?? 20_261_128);
const HOSTS = PAGES < 3000 ? 10 : 300;
const AWAY_MS = PAGES < 3000 ? 1500 : 20_000;
const WORKERS = 3;
const chance = chanceOf(SEED);
const hosts = Array.from({ length: HOSTS }, (_, n) => `h${n}.test`);

type Machine = Member & { readonly project: Project };

/** Machines that share Redis and an object store, and no disk. */
describe.runIf(redisIsThere())('a fleet without a common disk', () => {
  let redis: TestRedis;
  let store: TestObjectStore;
  let web: Web;
  const projects: Project[] = [];
  const members = new Set<Member>();
  const newProject = async (objects?: ReturnType<TestObjectStore['settings']>): Promise<Project> => {
    const project = await disturbedProject(hosts, { port: web.port, redis: redis.url, objects });
    projects.push(project);
    return project;
  };
  /** On a machine of its own. */
  const start = async (command: 'work' | 'crawl' | 'build'): Promise<Machine> => {
    const project = await newProject(store.settings());
    const member = startMember(project, command, 'all');
    members.add(member);
    void member.ended.then(() => members.delete(member));
    await member.ready;
    return { ...member, project };
  };
  beforeAll(async () => {
    const sites = hosts.map((host, n) => treeSite(host, Math.ceil(PAGES / HOSTS), n));
    [redis, store, web] = await Promise.all([startRedis(), startObjectStore(), serveSites(sites)]);
  });
  afterAll(async () => {
    for (const { child } of members) child.kill('SIGKILL');
    await Promise.all([...members].map(({ ended }) => ended));
    for (const project of projects) await project.dispose();
    await Promise.all([redis.close(), store.close(), web.close()]);
  });

  test(
    'loses machines, its store for a while, and time, and makes the corpus that one machine makes alone, on any machine',
    { timeout: 250_000 + PAGES * 400 },
    async () => {
      const alone = await newProject();
      expect(await runPipeline(alone, {})).toMatchObject({ code: 0, stderr: '' });
      const requests = web.hits.length;

      const workers = await Promise.all(Array.from({ length: WORKERS }, () => start('work')));
      const coordinator = await start('crawl');
      const any = (): number => Math.floor(chance.next() * WORKERS);
      // The quick ones first: a small crawl is soon over.
      const done = await disturb(
        {
          'the store away': async () => {
            await store.stop();
            await sleep(AWAY_MS);
            await store.restart();
            return true;
          },
          'Redis killed': async () => {
            await redis.restart('SIGKILL');
            return true;
          },
          'a machine lost': async () => {
            const at = any();
            const lost = workers[at] as Machine;
            lost.child.kill('SIGKILL');
            await lost.ended;
            await lost.project.dispose();
            workers[at] = await start('work');
            return true;
          },
          'a machine frozen': () => freeze(workers[any()] as Machine),
        },
        { ended: coordinator.ended, progress: () => web.hits.length, step: Math.max(4, Math.floor(PAGES / 40)), chance },
      );
      expect(await coordinator.ended).toMatchObject({ code: 0, stdout: expect.stringContaining('crawled') as string });
      expect(trespasses(web.hits.slice(requests), DELAY_MS)).toEqual([]);
      const builder = await start('build');
      expect(await builder.ended).toMatchObject({ code: 0 });
      expect(await endStateOf(builder.project)).toEqual(await endStateOf(alone));
      expect(store.keys().filter((key) => key.startsWith('refined/slices/'))).toEqual([]);
      for (const { child } of workers) child.kill('SIGTERM');
      expect((await Promise.all(workers.map(({ ended }) => ended))).map(({ code }) => code)).toEqual(workers.map(() => 0));

      process.stderr.write(
        `${PAGES} pages on ${HOSTS} hosts, seed ${SEED}: ${JSON.stringify(done)}; ${web.hits.length - requests} requests, ${requests} by one machine alone; ${store.keys().length} objects after ${store.requests.length} requests\n`,
      );
      expect(Math.min(done['a machine lost'], done['Redis killed'], done['the store away'])).toBeGreaterThan(0);
    },
  );
});
