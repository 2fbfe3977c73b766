import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loopbackSettings, makeProject, type Project } from '../cli/project.ts';
import { chanceOf } from '../web/chance.ts';
import { startWeb, type Web } from '../web/web.ts';
import { type EndState, endStateOf, runPipeline } from './project-runs.ts';

/** More with GARNER_KILLS=200. Two of three hit the crawl, the others the build. */
const KILLS = Number(process.env['GARNER_KILLS'] ?? 15);
const SEED = Number(process.env['GARNER_SEED'] ?? 20_261_124);
const topic = 'waste-sorting';
const chance = chanceOf(SEED);

let web: Web;
const projects: Project[] = [];

async function newProject(): Promise<Project> {
  const settings = { ...loopbackSettings(web.port), archive: { segment: '200kB' }, corpus: { shardBytes: '100kB' } };
  const project = await makeProject({ settings, demo: true });
  projects.push(project);
  return project;
}

/** How long the command takes when nobody disturbs it, in milliseconds. */
async function timed(project: Project, phases: 'crawl' | 'build'): Promise<number> {
  const start = performance.now();
  expect(await runPipeline(project, { phases, topic })).toMatchObject({ code: 0, stderr: '' });
  return performance.now() - start;
}

let undisturbed: EndState;
let took: Readonly<Record<'crawl' | 'build', number>>;
beforeAll(async () => {
  web = await startWeb({ seed: SEED });
  const project = await newProject();
  took = { crawl: await timed(project, 'crawl'), build: await timed(project, 'build') };
  undisturbed = await endStateOf(project, topic);
}, 120_000);
afterAll(async () => {
  for (const project of projects) await project.dispose();
  await web.close();
});

/** Loading the program takes this long; a kill before does nothing. */
const START_MS = 400;

test(
  `a crawl and its build, killed ${KILLS} times, give the same corpus byte for byte`,
  { timeout: KILLS * 20_000 + 120_000 },
  async () => {
    const project = await newProject();
    const requests = web.hits.length;
    const kills = { crawl: 0, build: 0 };
    const goal = { crawl: Math.ceil((KILLS * 2) / 3), build: Math.floor(KILLS / 3) };
    // Each process gets a little further than the one before, so that the last of them ends about when the kills do.
    const step = Math.max(250, (took.crawl - START_MS) / goal.crawl);
    let crawled = false;
    while (!crawled) {
      const isLast = kills.crawl >= goal.crawl;
      const killAfterMs = START_MS + 600 + chance.next() * 2 * step;
      const { code, stderr } = await runPipeline(project, { phases: 'crawl', topic, ...(isLast ? {} : { killAfterMs }) });
      if (code === null) {
        kills.crawl += 1;
        // Where the run has ended before the kill, the next process would begin it anew under its name, for the clock stands still.
        crawled = (await project.records()).some(({ run }) => run.endedAt !== null);
      } else crawled = (expect({ code, stderr }).toEqual({ code: 0, stderr: '' }), true);
    }
    const repeated = web.hits.length - requests;
    while (kills.build < KILLS - kills.crawl) {
      const { code, stderr } = await runPipeline(project, { phases: 'build', topic, killAfterMs: START_MS + chance.next() * took.build });
      if (code === null) kills.build += 1;
      else {
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        // It was quicker than the kill: what it has built must be right, and another one begins from nothing.
        expect((await endStateOf(project, topic)).corpus).toEqual(undisturbed.corpus);
        await rm(join(project.storage, 'corpora'), { recursive: true });
      }
    }
    expect(await runPipeline(project, { phases: 'build', topic })).toMatchObject({ code: 0, stderr: '' });
    expect(await endStateOf(project, topic)).toEqual(undisturbed);
    process.stderr.write(
      `kill -9: ${kills.crawl} in the crawl, ${kills.build} in the build; ${repeated} requests, ${requests} undisturbed\n`,
    );
    expect(kills.crawl + kills.build).toBe(KILLS);
  },
);
