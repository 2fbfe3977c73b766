import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readManifest } from '../../src/corpus/manifest.ts';
import type { Refined } from '../../src/records.ts';
import { failure, html, redirect } from '../web/page.ts';
import { robotsTxt, SiteMaker } from '../web/site-maker.ts';
import { serveSites, type Web } from '../web/web.ts';
import { type Ended, jsonLines, loopbackSettings, makeProject, type Project } from './project.ts';
import { treeSite } from './tree-site.ts';

const SENTENCE = 'Jars are rinsed with cold water, and their lids go into the yellow bin.';
const article = `<html lang="en"><head><title>What to do with jars</title></head><body><nav><a href="/menu">Menu</a></nav>
<main><h1>What to do with jars</h1><p>${SENTENCE}</p><p>Corks are <a href="/corks">composted</a> where they grow.</p></main></body></html>`;

let web: Web;
let project: Project;

beforeAll(async () => {
  const site = new SiteMaker('jars.test');
  site.serve('/robots.txt', robotsTxt('User-agent: *', 'Disallow: /private/'));
  site.serve('/', html(article));
  site.serve('/old', redirect(301, '/'));
  site.serve('/away', redirect(302, 'http://tree.test/1'));
  site.serve('/into-private', redirect(302, '/private/1'));
  site.serve('/private/1', html(article));
  site.serve('/noai', html(article, [['X-Robots-Tag', 'noai']]));
  site.serve('/gone', failure(404, 'Not Found'));
  site.serve('/empty', html('<html><title>Nothing</title></html>'));
  site.serve('/long', html(`<title>Long</title><main>${`<p>${SENTENCE}</p>`.repeat(3000)}</main>`));
  const closed = new SiteMaker('closed.test');
  closed.serve('/robots.txt', failure(503, 'Service Unavailable'));
  closed.serve('/', html(article));
  web = await serveSites([site.done(), closed.done(), treeSite('tree.test', 7, 3)]);
  project = await makeProject({ settings: { ...loopbackSettings(web.port), corpus: { format: 'jsonl' } } });
});
afterAll(async () => {
  await project.dispose();
  await web.close();
});

const fetched = (path: string, ...flags: readonly string[]): Promise<Ended> => project.run('fetch', `http://jars.test${path}`, ...flags);

describe('garner fetch prints one page', () => {
  test('as text, and nothing else on stdout, in less than two seconds on an idle machine', async ({ annotate }) => {
    const { code, stdout, stderr, ms } = await fetched('/');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(`What to do with jars\n\n${SENTENCE}\n\nCorks are composted where they grow.\n`);
    await annotate(`${Math.round(ms)} ms from start to exit`);
  });

  test('as Markdown', async () => {
    const { stdout } = await fetched('/', '--format', 'markdown');
    expect(stdout).toBe(`# What to do with jars\n\n${SENTENCE}\n\nCorks are [composted](http://jars.test/corks) where they grow.\n`);
  });

  test('as JSON, with where it is from and why it may be used', async () => {
    const page = JSON.parse((await fetched('/old', '--format', 'json')).stdout) as Refined;
    expect(page).toMatchObject({
      url: 'http://jars.test/old',
      finalUrl: 'http://jars.test/',
      title: 'What to do with jars',
      language: 'en',
    });
    expect(page.rights).toMatchObject({ profile: 'standard', robots: expect.stringMatching(/^sha256:/) as string });
    expect(Date.parse(String(page.at))).toBeLessThanOrEqual(Date.now());
  });

  test('behind a redirect to another host, whose robots.txt is asked too', async () => {
    const before = web.count('http://tree.test/robots.txt');
    expect(await fetched('/away')).toMatchObject({ code: 0 });
    expect(web.count('http://tree.test/robots.txt')).toBe(before + 1);
  });

  test('and leaves no storage behind', () => {
    expect(existsSync(project.storage)).toBe(false);
  });
});

describe.concurrent('garner fetch says why a page is not printed', () => {
  const cases: readonly (readonly [path: string, code: number, why: RegExp])[] = [
    ['/private/1', 7, /^garner: http:\/\/jars\.test\/private\/1 is not taken \(robots\/disallowed\): .*Disallow: \/private\//],
    ['/into-private', 7, /^garner: http:\/\/jars\.test\/private\/1 is not taken/],
    ['/noai', 7, /^garner: .* is not taken \(rights\/.*noai/],
    ['/gone', 6, /^garner: .* could not be fetched \(http-404\): the server answered 404 Not Found/],
    ['/empty', 8, /^garner: .* is not taken \(extract\//],
  ];
  test.for(cases)('%s: %i', async ([path, code, why]) => {
    const ended = await fetched(path);
    expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(why) as string });
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
  });

  test('robots.txt that cannot be had means wait: 6', async () => {
    const ended = await project.run('fetch', 'http://closed.test/');
    expect(ended).toMatchObject({ code: 6, stdout: '', stderr: expect.stringMatching(/robots-unreachable.*503/) as string });
    expect(web.count('http://closed.test/')).toBe(0);
  });

  test('an address that is none: 2', async () => {
    for (const address of ['ftp://jars.test/', 'http://'])
      expect(await project.run('fetch', address)).toMatchObject({ code: 2, stdout: '' });
  });
});

test('what robots.txt forbids was never requested', () => {
  expect(web.count('http://jars.test/private/1')).toBe(0);
});

test('a reader that has enough is no error', async () => {
  const main = join(import.meta.dirname, '../../src/cli/main.ts');
  const script = '"$0" "$1" --project "$2" fetch http://jars.test/long | head -1; echo "${PIPESTATUS[0]}"';
  const ended = await promisify(execFile)('bash', ['-c', script, process.execPath, main, project.folder]);
  expect(ended).toEqual({ stdout: 'Long\n0\n', stderr: '' });
});

test('garner fetch --site makes a corpus of the whole site', async () => {
  const ended = await project.run('fetch', '--site', 'http://tree.test/');
  expect(ended).toMatchObject({ code: 0, stdout: '' });
  const corpus = join(project.storage, 'corpora', 'tree.test');
  const manifest = await readManifest(corpus);
  expect(manifest?.counts).toMatchObject({ captured: 7, kept: 7 });
  const rows = (await Promise.all((manifest?.shards ?? []).map(({ path }) => jsonLines(join(corpus, path))))).flat();
  expect(rows.map(({ host }) => host)).toEqual(Array.from({ length: 7 }, () => 'tree.test'));
  expect(ended.stderr).toContain(join(corpus, 'README.md'));
  const told = await project.run('fetch', '--site', 'http://tree.test/', '--json');
  const events = told.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly event: string });
  expect([told.code, events.map(({ event }) => event).filter((event) => event !== 'progress')]).toEqual([
    0,
    ['started', 'summary', 'started', 'summary'],
  ]);
});
