import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveSites, type Web } from '../web/web.ts';
import { redirect } from '../web/page.ts';
import { SiteMaker } from '../web/site-maker.ts';
import { plannedSite } from './plan-site.ts';
import { lastEvent, loopbackSettings, makeProject, type Project } from './project.ts';
import { treeSite } from './tree-site.ts';

let web: Web;
let base: Project;
beforeAll(async () => {
  const bare = new SiteMaker('bare.test');
  bare.serve('/', redirect(301, 'http://www.bare.test/'));
  web = await serveSites([treeSite('tree.test', 5, 1), plannedSite('www.bare.test'), bare.done()]);
  base = await makeProject({ settings: loopbackSettings(web.port) });
});
afterAll(async () => {
  await base.dispose();
  await web.close();
});

test('a new project is laid out, has no errors, and crawls and builds', async () => {
  const folder = join(base.folder, 'new');
  const made = await base.run(
    'init',
    folder,
    '--offline',
    '--site',
    'http://tree.test/',
    '--contact',
    'mailto:me@example.org',
    '--topic',
    'trees',
  );
  expect(made).toMatchObject({ code: 0, stdout: '' });
  expect(made.stderr).toMatch(
    /crawlers\/tree\.test\.yaml[^]*Next:\n {2}cd .*\n {2}garner plan --topic trees\n {2}garner crawl --topic trees\n {2}garner build trees\n$/,
  );
  expect(await base.run('--project', folder, 'check')).toMatchObject({ code: 0 });
  const settings = join(folder, 'config/garner.yaml');
  await writeFile(
    settings,
    `${await readFile(settings, 'utf8')}\nnetwork:\n  connectTo: { '*.test': '127.0.0.1:${web.port}' }\ndisk: { reserve: 0B }\n`,
  );
  expect(await base.run('--project', folder, 'crawl', '--topic', 'trees')).toMatchObject({ code: 0 });
  const built = await base.run('--project', folder, 'build', 'trees', '--json');
  expect(lastEvent(built.stdout)).toMatchObject({ corpus: 'trees', counts: { kept: 5 } });
});

test('without a folder, a site goes into the project that is named', async () => {
  const folder = join(base.folder, 'named');
  expect(await base.run('--project', folder, 'init', '--offline', '--site', 'http://tree.test/', '--topic', 'trees')).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(`^${folder}:\n  crawlers/tree\\.test\\.yaml\n`) as string,
  });
  expect(await readFile(join(folder, 'crawlers/tree.test.yaml'), 'utf8')).toContain('http://tree.test/');
});

test.each([
  ["bees' own", "bees'\\'' own"],
  // Unquoted, and with nothing before it, it would be the home of somebody.
  ['~bees', '~bees'],
])('the folder %s is told as a shell takes it', async (name, quoted) => {
  const { stderr } = await base.run('init', join(base.folder, name), '--offline', '--site', 'http://tree.test/');
  expect(stderr).toContain(`\n  cd '${base.folder}/${quoted}'\n`);
});

test('a project without a site has no errors either', async () => {
  const folder = join(base.folder, 'bare');
  expect(await base.run('init', folder)).toMatchObject({ code: 0 });
  expect(await base.run('--project', folder, 'check')).toMatchObject({ code: 0 });
});

test('a site is looked at, and its config says what was seen and why', async () => {
  const { folder } = base;
  const file = join(folder, 'crawlers/www.bare.test.yaml');
  const made = await base.run('init', folder, '--site', 'http://bare.test/', '--topic', 'reports', '--json');
  expect(lastEvent(made.stdout)).toMatchObject({
    written: expect.arrayContaining(['crawlers/www.bare.test.yaml', 'config/topics/reports.yaml']) as string[],
    looked: [{ site: 'http://bare.test/', because: null }],
    problems: [],
  });
  const text = await readFile(file, 'utf8');
  for (const said of [
    /^seeds:\n {2}- http:\/\/www\.bare\.test\/$/m,
    /^# +2\d http:\/\/www\.bare\.test\/reports\/\*$/m,
    /^ {4}- "\*\*\/login\?\*\*" # signing in, accounts; \d+ seen$/m,
    /^delay: 50ms$/m,
    /^# 25 pages are listed in 3 sitemaps, such as$/m,
    /^# {3}http:\/\/www\.bare\.test\/feed\.xml\nfeeds: true$/m,
    /Licences that pages state: CC-BY-4\.0 \d/,
    /^# {3}http:\/\/other\.test\/ \(other\.test is not one of the hosts/m,
  ])
    expect(text).toMatch(said);
  expect(web.count('http://other.test/') + web.count('http://www.bare.test/login')).toBe(0);

  await writeFile(file, 'seeds: [http://www.bare.test/]\ntags: [reports]\n');
  const kept = await base.run('init', folder, '--site', 'http://www.bare.test/', '--topic', 'reports');
  expect(kept.stderr).toMatch(
    /Left as they were: .*crawlers\/www\.bare\.test\.yaml[^]*was not looked at: its config is there already: --force/,
  );
  expect(await readFile(file, 'utf8')).toMatch(/^seeds: \[/);
  await base.run('init', folder, '--site', 'http://www.bare.test/', '--topic', 'reports', '--sample', '1', '--force');
  expect(await readFile(file, 'utf8')).toMatch(/^# yaml-language-server/);
});

test('a site that cannot be looked at gets a plain config, and is told why', async () => {
  const ended = await base.run(
    'init',
    base.folder,
    '--site',
    'http://localhost:1/',
    '--topic',
    'reports',
    '--contact',
    'mailto:me@example.org',
  );
  expect(ended.stderr).toMatch(/http:\/\/localhost:1\/ was not looked at: robots\.txt could not be fetched: port 1 of localhost/);
  expect(await readFile(join(base.folder, 'crawlers/localhost.yaml'), 'utf8')).toMatch(/^seeds:\n {2}- http:\/\/localhost:1\/$/m);
});

test('what is there stays, and another site is added', async () => {
  const folder = join(base.folder, 'grown');
  await base.run('init', folder, '--site', 'https://one.example/', '--topic', 'words', '--offline');
  await writeFile(join(folder, 'config/garner.yaml'), '# mine\n');
  const again = await base.run('init', folder, '--site', 'two.example', '--offline', '--json');
  expect(lastEvent(again.stdout)).toMatchObject({
    written: expect.arrayContaining(['crawlers/two.example.yaml']) as string[],
    problems: [],
  });
  expect(await readFile(join(folder, 'config/garner.yaml'), 'utf8')).toBe('# mine\n');
  expect(await readFile(join(folder, 'crawlers/two.example.yaml'), 'utf8')).toMatch(/\$schema=\.\.\/schemas\/crawler\.schema\.json/);
});

test.each([
  [['--site', 'mailto:me@example.org'], /is not an address that can be crawled/],
  [['--contact', 'me'], /me is no contact: give an https: page/],
  [['--topic', 'Two Words'], /cannot name a corpus/],
])('%j is told, and nothing is written', async (args, told) => {
  const ended = await base.run('init', join(base.folder, 'never'), ...args);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toMatch(told);
  await expect(readFile(join(base.folder, 'never', 'README.md'))).rejects.toThrow('ENOENT');
});
