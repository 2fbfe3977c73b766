/**
 * Where the processor goes in a build, and what workers of a fleet save of its time:
 *
 *   npm run bench -- slices --data DIR [--limit 400] [--workers 1,2]
 *
 * WCXB pages are imported and built by one process, with the processor time of each phase, first from nothing and then with all pages staged; then from
 * nothing by so many workers of one thread each, whose generation must be the same, byte for byte.
 */
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '../src/config/load.ts';
import { build } from '../src/run/build.ts';
import { openEngines } from '../src/run/engines.ts';
import { buildByFleet } from '../src/run/fleet/slices/build.ts';
import { loopbackSettings, makeProject, type Project } from '../test/cli/project.ts';
import { shardDigests } from '../test/corpus/folders.ts';
import { startMember } from '../test/fleet/fleet.ts';
import { startRedis } from '../test/redis/server.ts';
import { readHtml, readTruth } from '../train/extract/truth.ts';

const { values } = parseArgs({
  options: { data: { type: 'string' }, limit: { type: 'string', default: '400' }, workers: { type: 'string', default: '1,2' } },
});
if (values.data === undefined) throw new Error('name the folder that has wcxb/: --data DIR');
const { data } = values;
const NAME = 'pages';

const redis = await startRedis();
const projects: Project[] = [];
async function newProject(): Promise<Project> {
  const project = await makeProject({ settings: { ...loopbackSettings(9), engine: 'redis', redis: { url: redis.url } } });
  projects.push(project);
  return project;
}

/** Builds in this process, alone or with workers, and tells what it cost. */
async function timed(project: Project, make: typeof build, told: string): Promise<number> {
  const config = loadConfig(project.folder, process.env);
  const engines = await openEngines(config, 'build', { mode: 'shared' });
  const phases = new Map<string, number>();
  let [phase, since] = ['opening', process.cpuUsage()];
  const next = (name: string): void => {
    const { user, system } = process.cpuUsage(since);
    phases.set(phase, (phases.get(phase) ?? 0) + (user + system) / 1e6);
    [phase, since] = [name, process.cpuUsage()];
  };
  const start = performance.now();
  const { manifest } = await make(config, engines, {
    name: NAME,
    crawlers: [NAME],
    progress: (now) => now.phase !== phase && next(now.phase),
  });
  const seconds = (performance.now() - start) / 1000;
  next('closing');
  await engines.close();
  const all = [...phases.values()].reduce((sum, each) => sum + each, 0);
  const shares = [...phases].map(([name, cpu]) => `${name} ${cpu.toFixed(1)} s (${Math.round((100 * cpu) / all)} %)`);
  console.log(
    `${told}: ${manifest.counts.captured} pages in ${seconds.toFixed(1)} s; processor time of this process: ${shares.join(', ')}`,
  );
  return seconds;
}

try {
  const alone = await newProject();
  const documents = join(alone.folder, NAME);
  await mkdir(documents);
  for (const [n, page] of readTruth(data).slice(0, Number(values.limit)).entries())
    await writeFile(join(documents, `${n}.html`), readHtml(data, page));
  const { code, stderr } = await alone.run('import', documents, '--base', 'https://pages.test/', '--licence', 'CC-BY-4.0', '--own');
  if (code !== 0) throw new Error(stderr);
  const fresh = await newProject();
  for (const part of ['storage', 'config/imports']) await cp(join(alone.folder, part), join(fresh.folder, part), { recursive: true });
  await timed(alone, build, 'one process, from nothing');
  await timed(alone, build, 'the same, with all pages staged');
  const expected = JSON.stringify(shardDigests(join(alone.storage, 'corpora', NAME)));
  let least: number | null = null;
  for (const count of values.workers.split(',').map(Number)) {
    const project = await newProject();
    for (const part of ['storage', 'config/imports']) await cp(join(fresh.folder, part), join(project.folder, part), { recursive: true });
    const workers = Array.from({ length: count }, () => startMember(project, 'work'));
    await Promise.all(workers.map(({ ready }) => ready));
    const seconds = await timed(project, buildByFleet, `${count} ${count === 1 ? 'worker' : 'workers'}, from nothing`);
    for (const { child } of workers) child.kill('SIGTERM');
    await Promise.all(workers.map(({ ended }) => ended));
    const isSame = JSON.stringify(shardDigests(join(project.storage, 'corpora', NAME))) === expected;
    least ??= seconds;
    console.log(
      `  ${(least / seconds).toFixed(2)} times as fast as the first; ${isSame ? 'the same, byte for byte' : 'ANOTHER GENERATION'}`,
    );
    if (!isSame) process.exitCode = 1;
  }
} finally {
  for (const project of projects) await project.dispose();
  await redis.close();
}
