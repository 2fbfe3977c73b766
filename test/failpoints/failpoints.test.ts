import { appendFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loopbackSettings, makeProject, type Project } from '../cli/project.ts';
import { treeSite } from '../cli/tree-site.ts';
import { serveSites, type Web } from '../web/web.ts';
import { CANNOT_FAIL, disturb, disturbEach, sitesPassed } from './disturb.ts';
import { isThorough } from './thorough.ts';
import { type EndState, endStateOf, runPipeline, TOPIC } from './project-runs.ts';

const HOSTS = ['one.test', 'two.test'];

let web: Web;
const projects: Project[] = [];

async function newProject(): Promise<Project> {
  const project = await makeProject({
    settings: { ...loopbackSettings(web.port), crawl: { delay: '0ms', backoff: '10ms', lease: '1h' }, archive: { segment: '4kB' } },
    crawlers: Object.fromEntries(HOSTS.map((host) => [host, { seeds: [`http://${host}/`], sitemaps: false }])),
  });
  await project.write(`config/topics/${TOPIC}.yaml`, { title: 'All', crawlers: HOSTS });
  projects.push(project);
  return project;
}

/** One whose first process died with a segment half written. */
async function tornProject(): Promise<Project> {
  const project = await newProject();
  await runPipeline(project, { orders: { site: 'sync archive/garner-N-N-main.warc.gz.open', hit: 2, action: 'kill' } });
  const archive = join(project.storage, 'archive');
  const open = (await readdir(archive)).find((name) => name.endsWith('.open'));
  await appendFile(join(archive, open!), Buffer.from([0x1f, 0x8b, 0x08, 0, 0]));
  return project;
}

let undisturbed: EndState;
let sites: readonly string[];
let recovering: readonly string[];

beforeAll(async () => {
  web = await serveSites(HOSTS.map((host, n) => treeSite(host, 4, n)));
  const project = await newProject();
  sites = await sitesPassed(project, 'sites');
  undisturbed = await endStateOf(project);
  // A start that finds a torn segment, an index that is half written and a build that did not come to its end passes other sites.
  const torn = await tornProject();
  recovering = (await sitesPassed(torn, 'recovering', { phases: 'crawl' })).filter((site) => !sites.includes(site));
}, 120_000);
afterAll(async () => {
  for (const project of projects) await project.dispose();
  await web.close();
});

test('the undisturbed corpus is there, and the sites are found', () => {
  expect(undisturbed.outcomes.map(([, outcome]) => outcome)).not.toContain('page + page');
  expect(Object.keys(undisturbed.corpus).some((path) => path.startsWith('data/'))).toBe(true);
  const kinds = new Set(sites.map((site) => site.split(' ')[0]));
  expect([...kinds].sort((a = '', b = '') => (a < b ? -1 : 1))).toEqual([
    'begin',
    'checkpoint',
    'commit',
    'committed',
    'create',
    'make-folder',
    'migrate',
    'remove',
    'rename',
    'sync',
    'write',
  ]);
  for (const file of ['frontier.db', 'ledger.db', 'refined/refined.db']) expect(sites).toContain(`committed ${file}`);
});

const subject = { newProject, undisturbed: () => undisturbed };

/** All actions at all sites, where the machine has the time; else every twelfth site dies, and of the next ones those fail that put something on the disk. */
const isTried = (n: number, rest: 0 | 1): boolean => isThorough || n % 12 === rest;

test('a process that dies at any site loses nothing', { timeout: 1_200_000 }, async () => {
  expect(sites.length).toBeGreaterThan(30);
  expect(
    await disturbEach(
      subject,
      sites.filter((_, n) => isTried(n, 0)).map((site) => ({ site, hit: 1, action: 'kill' as const })),
    ),
  ).toEqual([]);
});

test('a disk that fails at any site is told of, and loses nothing', { timeout: 1_200_000 }, async () => {
  const failing = sites.filter((site, n) => isTried(n, 1) && !CANNOT_FAIL.test(site));
  const actions = isThorough ? (['ENOSPC', 'EIO'] as const) : (['ENOSPC'] as const);
  expect(
    await disturbEach(
      subject,
      actions.flatMap((action) => failing.map((site) => ({ site, hit: 1, action }))),
    ),
  ).toEqual([]);
});

test('a start that mends what a death left may die as well', { timeout: 1_200_000 }, async () => {
  expect(recovering.map((site) => site.split(' ')[0])).toContain('truncate');
  for (const site of recovering) expect(await disturb(subject, { site, hit: 1, action: 'kill' }, await tornProject())).toEqual([]);
});
