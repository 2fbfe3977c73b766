import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Manifest } from '../../src/corpus/manifest.ts';
import { failure, text } from '../web/page.ts';
import { robotsTxt, SiteMaker } from '../web/site-maker.ts';
import { serveSites, type Web } from '../web/web.ts';
import { lastEvent, loopbackSettings, makeProject, type Project } from './project.ts';

let web: Web;
let project: Project;

const words = (what: string): string =>
  `${what} tells how paper, glass and metal are sorted into their bins, and why that helps. `.repeat(8);
const imported = (host: string, ...more: readonly string[]) =>
  project.run(
    'import',
    join(project.folder, 'documents'),
    '--base',
    `http://${host}/docs/`,
    '--licence',
    'CC-BY-4.0',
    '--as',
    'docs',
    '--json',
    ...more,
  );
/** Also when nothing is kept, which has an exit code of its own. */
const build = async (): Promise<Manifest> => lastEvent((await project.run('build', 'docs', '--json')).stdout) as Manifest;

beforeAll(async () => {
  const handbook = new SiteMaker('handbook.test');
  handbook.serve('/robots.txt', robotsTxt('User-agent: *', 'Disallow: /docs/secret'));
  handbook.serve('/.well-known/tdmrep.json', text('[{"location":"/docs/reserved","tdm-reservation":1}]'));
  const down = new SiteMaker('down.test');
  down.serve('/robots.txt', failure(503, 'Busy'));
  const slow = new SiteMaker('slow.test');
  slow.serve('/robots.txt', robotsTxt('User-agent: *', 'Crawl-delay: 999'));
  const busy = new SiteMaker('busy.test');
  busy.serve('/robots.txt', robotsTxt('User-agent: *', 'Disallow:'));
  busy.serve('/.well-known/tdmrep.json', failure(503, 'Busy', [['Retry-After', '999']]));
  const last = new SiteMaker('last.test');
  last.serve('/robots.txt', robotsTxt('User-agent: *', 'Disallow:'));
  last.serve('/ai.txt', failure(404, 'Not here', [['Retry-After', '999']]));
  web = await serveSites([handbook.done(), down.done(), slow.done(), busy.done(), last.done()]);
  project = await makeProject({ settings: { ...loopbackSettings(web.port), corpus: { format: 'jsonl', quality: 'none' } } });
  await project.write('config/rights.yaml', { importsWithoutEvidence: 'live' });
  await mkdir(join(project.folder, 'documents'));
  for (const name of ['open', 'secret', 'reserved']) await writeFile(join(project.folder, 'documents', `${name}.txt`), words(name));
});
afterAll(async () => {
  await project.dispose();
  await web.close();
});

test('a host that cannot be asked leaves all as it was', { timeout: 60_000 }, async () => {
  const ended = await imported('down.test', '--as', 'unasked');
  expect([ended.code, ended.stdout]).toEqual([6, '']);
  expect(ended.stderr).toMatch(/robots\.txt of http:\/\/down\.test\/docs\/ cannot be had.*importsWithoutEvidence: live.*--evidence/s);
  expect(await project.records()).toEqual([]);
});

test.each([
  ['slow.test', ['/robots.txt']],
  ['busy.test', ['/robots.txt', '/.well-known/tdmrep.json']],
  // Once more: what its robots.txt says is known now.
  ['slow.test', ['/robots.txt']],
])('%s asks for longer rests than are waited for, and is left alone', async (host, paths) => {
  const ended = await imported(host, '--as', host.replace('.test', ''));
  expect([ended.code, ended.stdout]).toEqual([6, '']);
  expect(ended.stderr).toMatch(/wants to be left alone for 999 s.*crawl\.maxDelay is 300 s/s);
  expect(web.hits.filter((hit) => hit.host === host).map(({ path }) => path)).toEqual(paths);
  expect(await project.records()).toEqual([]);
});

test('a host that has been asked for all may ask for any rest', { timeout: 60_000 }, async () => {
  expect(await imported('last.test', '--as', 'last')).toMatchObject({ code: 0 });
  expect(web.hits.filter(({ host }) => host === 'last.test').map(({ path }) => path)).toEqual([
    '/robots.txt',
    '/.well-known/tdmrep.json',
    '/ai.txt',
  ]);
});

test('documents stated without evidence are judged by what their host says today', { timeout: 120_000 }, async () => {
  await project.write('config/rights.yaml', { importsWithoutEvidence: 'archived' });
  expect((await imported('handbook.test')).code).toBe(0);
  expect(web.hits.filter(({ host }) => host === 'handbook.test')).toEqual([]);
  // What was imported before its host was asked is left out until it is imported again.
  await project.write('config/rights.yaml', { importsWithoutEvidence: 'live' });
  expect((await build()).counts.dropped).toEqual({ 'rights/import-without-evidence': 3 });
  expect((await imported('handbook.test')).code).toBe(0);
  const paths = web.hits.filter(({ host }) => host === 'handbook.test').map(({ path }) => path);
  expect(paths).toEqual(['/robots.txt', '/.well-known/tdmrep.json', '/ai.txt']);
  expect((await build()).counts).toEqual({
    captured: 3,
    kept: 1,
    dropped: { 'rights/robots-disallow': 1, 'rights/tdm-reservation': 1 },
  });
});
