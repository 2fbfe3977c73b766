import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeProject, type Project } from '../cli/project.ts';
import { httpBytes, type MadeRecord, newId, recordBytes, response, warcGz } from '../archive/warc-maker.ts';
import { CANNOT_FAIL, disturbEach, sitesPassed } from './disturb.ts';
import { type EndState, endStateOf, TOPIC } from './project-runs.ts';
import { isThorough } from './thorough.ts';

const HOST = 'https://archived.test';
const page = (n: number): string =>
  `<!doctype html><html lang="en"><title>Note ${n}</title><article><h1>Note ${n}</h1><p>${`Bin ${n} is for paper, glass and metal of house ${n}. `.repeat(12)}</p></article></html>`;
const first = newId();
const robots = 'User-agent: *\nDisallow: /secret\n';
const notes: readonly MadeRecord[] = [
  response(`${HOST}/1`, page(1), { id: first }),
  response(`${HOST}/robots.txt`, '', { block: httpBytes(robots, { 'Content-Type': 'text/plain' }) }),
  response(`${HOST}/missing`, '', { block: httpBytes('no', {}, '404 Not Found') }),
  response(`${HOST}/old`, '', { block: httpBytes('', { Location: '/1' }, '301 Moved Permanently') }),
  { type: 'revisit', url: `${HOST}/1`, date: '2024-05-02T00:00:00Z', fields: { 'WARC-Refers-To': `<${first}>` }, block: httpBytes('') },
];
const more = Array.from({ length: 6 }, (_, n) => response(`${HOST}/${n + 2}`, page(n + 2)));

const projects: Project[] = [];

async function newProject(): Promise<Project> {
  const project = await makeProject({
    settings: { archive: { segment: '4kB' }, corpus: { quality: 'none', duplicates: 'exact', furniture: false }, disk: { reserve: '0B' } },
  });
  await project.write('config/imports/notes.yaml', { language: 'en' });
  await project.write(`config/topics/${TOPIC}.yaml`, { title: 'All', crawlers: ['notes'] });
  await writeFile(join(project.folder, 'members.warc.gz'), warcGz(...notes));
  // In one piece, so that it must be unpacked.
  await writeFile(join(project.folder, 'whole.warc.gz'), gzipSync(Buffer.concat(more.map((each) => recordBytes(each)))));
  projects.push(project);
  return project;
}

let undisturbed: EndState;
let sites: readonly string[];
const phases = 'import,build';
const subject = { newProject, phases, undisturbed: () => undisturbed } as const;

beforeAll(async () => {
  const project = await newProject();
  // Those of a build are tried by failpoints.test.ts.
  sites = (await sitesPassed(project, 'sites', { phases })).filter((site) => !/ (?:corpora|refined)\b/.test(site));
  undisturbed = await endStateOf(project);
}, 120_000);
afterAll(async () => {
  for (const project of projects) await project.dispose();
});

test('what is imported is there, and so are the sites', () => {
  expect(Object.fromEntries(undisturbed.outcomes)).toMatchObject({
    [`${HOST}/1`]: 'page + unchanged',
    [`${HOST}/7`]: 'page',
    [`${HOST}/missing`]: 'failed http-404',
    [`${HOST}/old`]: 'redirect',
  });
  expect(Object.keys(undisturbed.corpus).some((path) => path.startsWith('data/'))).toBe(true);
  for (const site of ['write importing/N', 'remove importing', 'committed ledger.db', 'sync archive/garner-N-N-main.warc.gz.open'])
    expect(sites).toContain(site);
});

/** All sites where the machine has the time; else every tenth dies, and of the others every tenth fails. */
const isTried = (n: number, rest: 0 | 5): boolean => isThorough || n % 10 === rest;

test('an import that dies or fails at any change on the disk is gone on with by the same command', { timeout: 1_200_000 }, async () => {
  const dying = sites.filter((_, n) => isTried(n, 0)).map((site) => ({ site, hit: 1, action: 'kill' }) as const);
  const failing = sites
    .filter((site, n) => isTried(n, 5) && !CANNOT_FAIL.test(site))
    .map((site) => ({ site, hit: 1, action: 'ENOSPC' }) as const);
  expect([dying.length, failing.length].every((count) => count > 1)).toBe(true);
  expect(await disturbEach(subject, [...dying, ...failing])).toEqual([]);
});
