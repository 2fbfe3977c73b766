import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveSites, type Web } from '../web/web.ts';
import { lastEvent, makeProject, type Project } from './project.ts';
import { treeSite } from './tree-site.ts';

let web: Web;
let base: Project;
beforeAll(async () => {
  web = await serveSites([treeSite('tree.test', 5, 1)]);
  base = await makeProject({});
});
afterAll(async () => {
  await base.dispose();
  await web.close();
});

test('a new project is laid out, has no errors, and crawls and builds', async () => {
  const folder = join(base.folder, 'new');
  const made = await base.run('init', folder, '--site', 'http://tree.test/', '--contact', 'mailto:me@example.org', '--topic', 'trees');
  expect(made).toMatchObject({ code: 0, stdout: '' });
  expect(made.stderr).toMatch(/crawlers\/tree\.test\.yaml[^]*Next:\n {2}cd .*\n {2}garner crawl --topic trees\n {2}garner build trees\n$/);
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

test('a project without a site has no errors either', async () => {
  const folder = join(base.folder, 'bare');
  expect(await base.run('init', folder)).toMatchObject({ code: 0 });
  expect(await base.run('--project', folder, 'check')).toMatchObject({ code: 0 });
});

test('what is there stays, and another site is added', async () => {
  const folder = join(base.folder, 'grown');
  await base.run('init', folder, '--site', 'https://one.example/', '--topic', 'words');
  await writeFile(join(folder, 'config/garner.yaml'), '# mine\n');
  const again = await base.run('init', folder, '--site', 'two.example', '--topic', 'words', '--json');
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
