import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Explanation, Finding } from '../../src/run/explain/explanation.ts';
import type { RunDetail } from '../../src/run/run-detail.ts';
import type { Status } from '../../src/run/status.ts';
import { startWeb, type Web } from '../web/web.ts';
import { buildHere, explainHere } from './here.ts';
import { loopbackSettings, makeProject, type Project, until } from './project.ts';

const TOPIC = 'waste-sorting';
let web: Web;
let project: Project;
let empty: Project;

const explain = (of: Project, url: string, ...flags: readonly string[]): Promise<Explanation> =>
  of.json<Explanation>('explain', url, '--json', ...flags);
const stepOf = ({ findings }: Explanation, step: Finding['step']): Finding | undefined => findings.find((each) => each.step === step);

beforeAll(async () => {
  web = await startWeb({ seed: 5 });
  project = await makeProject({ demo: true, settings: loopbackSettings(web.port) });
  empty = await makeProject({ demo: true, settings: loopbackSettings(web.port) });
  await project.json('crawl', '--topic', TOPIC, '--json');
  await project.json('build', TOPIC, '--json');
}, 600_000);
afterAll(async () => {
  await project.dispose();
  await empty.dispose();
  await web.close();
});

describe('explain, before anything was crawled', () => {
  test('tells what the configuration says, asks nobody, and makes nothing', async () => {
    const hits = web.hits.length;
    const wanted = await explain(empty, 'http://recycling-guide.test/how-to/glass-jars?utm_source=x#top');
    expect(wanted.url).toBe('http://recycling-guide.test/how-to/glass-jars');
    expect(stepOf(wanted, 'scope')).toMatchObject({ mark: 'yes', text: 'wanted by crawler recycling-guide.test' });
    expect(stepOf(wanted, 'robots')).toMatchObject({ mark: '?' });
    expect(wanted.verdict).toMatch(/has not been fetched; a crawl that comes upon it would fetch it/);
    const strange = await explainHere(empty, 'http://recycling-guid.test/');
    expect(strange.verdict).toMatch(
      /will not be fetched: no crawler has the host recycling-guid\.test \(the nearest is recycling-guide\.test\)/,
    );
    expect(stepOf(await explainHere(empty, 'http://recycling-guide.test/a/b/a/b/a/b/'), 'trap')).toMatchObject({
      mark: 'no',
      text: 'has the marks of a trap (repeated-segment)',
    });
    expect((await explainHere(empty, 'mailto:me@example.org')).url).toBeNull();
    expect(web.hits).toHaveLength(hits);
    expect(await empty.run('status')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Nothing here yet/) as string });
    expect(await empty.run('runs')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^No run yet/) as string });
  });

  test('asks the host when it is told to', async () => {
    const now = await explain(empty, 'http://recycling-guide.test/how-to/glass-jars', '--fetch');
    expect(stepOf(now, 'now')).toMatchObject({ mark: 'yes', text: expect.stringMatching(/^can be fetched now: \d+ characters/) as string });
    expect(stepOf(await explain(empty, 'http://recycling-guide.test/drafts/new-rules', '--fetch'), 'now')).toMatchObject({
      mark: 'no',
      text: 'would be dropped now by robots/disallowed',
    });
  });
});

describe('explain, after a crawl', () => {
  test('of what nobody has led to it tells how far links were followed', async () => {
    expect(stepOf(await explainHere(project, 'http://recycling-guide.test/never-heard-of'), 'history')?.details).toEqual([
      expect.stringMatching(/^no page that was crawled leads to it within \d+ links from a seed \(limits\.depth\), or no crawl has run$/),
    ]);
  });

  test.each([
    ['http://recycling-guide.test/how-to/glass-jars', /: in corpus waste-sorting, generation 1\.$/],
    ['http://mirror.test/copies/glass-jars.html', /: (in corpus|not in corpus .* dropped by dedup\/exact \(same text as)/],
    ['http://recycling-guide.test/drafts/new-rules', /not taken \(robots\/disallowed\): robots\.txt line 2: Disallow: \/drafts\//],
    ['http://recycling-guide.test/lost', /failed \(http-404\)/],
    ['http://recycling-guide.test/town', /leads elsewhere\. http:\/\/city-waste\.test\/journey\/glass-jars: in corpus/],
    ['http://recycling-guide.test/manual.zip', /not taken \(fetch\/unsupported-type\)/],
    ['http://closed.test/', /failed \(robots-unreachable\): robots\.txt answered 503/],
    ['http://recycling-guide.test/never-heard-of', /has not been fetched/],
  ])('%s', async (url, verdict) => {
    expect((await explainHere(project, url)).verdict).toMatch(verdict);
  });

  test(
    'every page that the web expects to be kept, dropped or refused is told as such, by the same decisions',
    { timeout: 120_000 },
    async () => {
      const pick = (outcome: string) => web.expectations.filter((each) => each.outcome === outcome && each.hard !== true).slice(0, 4);
      for (const { url } of pick('dropped')) {
        const { findings } = await explainHere(project, url);
        expect([url, findings.some(({ mark }) => mark === 'no')]).toEqual([url, true]);
      }
      for (const { url } of pick('kept')) expect([url, stepOf(await explainHere(project, url), 'corpus')?.mark]).toEqual([url, 'yes']);
      for (const { url } of pick('refused')) expect([url, stepOf(await explainHere(project, url), 'corpus')]).toEqual([url, undefined]);
    },
  );

  test('reads as a tree that fits a terminal', async () => {
    const { stdout } = await project.run('explain', 'http://recycling-guide.test/how-to/glass-jars');
    const lines = stdout.split('\n');
    expect(lines.filter((line) => /^[✓✗?] /.test(line)).map((line) => line.slice(2, 10).trim())).toEqual([
      'address',
      'scope',
      'robots',
      'history',
      'rights',
      'text',
      'corpus',
    ]);
    expect(lines.filter((line) => line.length > 100 && line.trim().includes(' ') && !line.includes('http'))).toEqual([]);
    expect(stdout).toMatch(/licence CC-BY-4\.0/);
    expect(stdout).not.toContain('“”');
    expect(stdout).toMatch(/another reader \(robots-parser\) agrees/);
  });

  test('no control character reaches the terminal', async () => {
    const { stdout } = await project.run('explain', 'http://recycling-guide.test/\u001B[31mred%1B]0;x%07');
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001F\u007F-\u009F]/);
  });
});

test('the three read while another command works', async () => {
  const busy = await makeProject({ demo: true, settings: { ...loopbackSettings(web.port), crawl: { delay: '1s', backoff: '50ms' } } });
  const { child, ended } = busy.start('crawl', '--topic', TOPIC);
  const before = web.hits.length;
  await until(() => web.hits.length > before + 30 || child.exitCode !== null);
  const status = await busy.json<Status>('status', '--json');
  expect(status.working).toMatchObject([{ command: 'crawl', pid: child.pid }]);
  expect(status.open).toHaveLength(1);
  expect(status.open[0]!.frontier!.queued).toBeGreaterThan(0);
  expect(status.open[0]!.hosts.length).toBeGreaterThan(0);
  const { stdout } = await busy.run('status');
  expect(stdout).toMatch(/garner crawl is at work \(process \d+/);
  const waiting = await explain(busy, 'http://recycling-guide.test/how-to/nail-polish');
  expect(waiting.verdict).toMatch(/waits in run|has not been fetched|fetched|in no corpus/);
  expect(await busy.json<unknown[]>('runs', '--json')).toMatchObject([{ state: 'running' }]);
  child.kill('SIGINT');
  await ended;
  expect((await busy.json<Status>('status', '--json')).working).toEqual([]);
  await busy.dispose();
});

test('runs lists them, and shows one in figures', async () => {
  const [run] = await project.json<{ run: string; outcomes: Record<string, number> }[]>('runs', '--json');
  expect(run!.outcomes['page']).toBeGreaterThan(100);
  const detail = await project.json<RunDetail>('runs', run!.run.slice(0, 16), '--json');
  expect(detail.hosts.find(({ key }) => key === 'recycling-guide.test')?.pages).toBeGreaterThan(20);
  expect(detail.examples['failed http-404']).toMatch(/^http/);
  expect(await project.run('runs', 'none')).toMatchObject({ code: 2, stderr: expect.stringMatching(/no run is called none/) as string });
});

test('what an older Garner stored is left as it is, with a word of what to do', async () => {
  const old = await makeProject({});
  await rm(old.storage, { recursive: true, force: true });
  await cp(project.storage, old.storage, { recursive: true });
  const { DatabaseSync } = await import('node:sqlite');
  const db = new DatabaseSync(join(old.storage, 'ledger.db'));
  db.exec('PRAGMA user_version = 1');
  db.close();
  expect(await old.run('status')).toMatchObject({ code: 5, stderr: expect.stringMatching(/older Garner.*garner crawl/) as string });
  await old.dispose();
});

test('what several corpora say of a page is told of each', async () => {
  await buildHere(project, 'mirror.test');
  expect((await explainHere(project, 'http://mirror.test/copies/glass-jars.html')).verdict).toMatch(
    /: in corpus mirror\.test, generation 1; not in corpus waste-sorting, generation 1: dropped by dedup\/exact \(same text as [^;]+\)\.$/,
  );
});
