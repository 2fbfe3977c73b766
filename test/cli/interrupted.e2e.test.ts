import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Manifest } from '../../src/corpus/manifest.ts';
import { openSqliteFrontier } from '../../src/frontier/sqlite.ts';
import { openSqliteLedger } from '../../src/ledger/sqlite.ts';
import type { CrawlSummary } from '../../src/run/crawl.ts';
import { fetchIdOf } from '../../src/run/run-id.ts';
import { serveSites, type Web } from '../web/web.ts';
import {
  type Ended,
  jsonLines,
  lastEvent,
  loopbackSettings,
  makeProject,
  outcomesOf,
  type Project,
  type Running,
  until,
} from './project.ts';
import { treeSite } from './tree-site.ts';

const HOSTS = ['one.test', 'two.test'];
const PAGES = 12;
const projects: Project[] = [];
const webs: Web[] = [];

/** A web of its own and a project that crawls it: what one test breaks, no other sees. */
async function openWorld(): Promise<{ readonly web: Web; readonly project: Project }> {
  const web = await serveSites(HOSTS.map((host, n) => treeSite(host, PAGES, n)));
  webs.push(web);
  const project = await makeProject({
    settings: {
      ...loopbackSettings(web.port),
      crawl: { delay: '60ms', backoff: '50ms', lease: '1h', adapt: { factor: 0 } },
      corpus: { format: 'jsonl' },
    },
    crawlers: Object.fromEntries(HOSTS.map((host) => [host, { seeds: [`http://${host}/`], sitemaps: false }])),
  });
  projects.push(project);
  await project.write('config/topics/all.yaml', { title: 'All', crawlers: HOSTS });
  return { web, project };
}

interface End {
  /** The outcome of every URL, by URL. */
  readonly outcomes: readonly (readonly [url: string, outcome: string])[];
  /** Final outcomes on record; more than there are URLs if any has two. */
  readonly recorded: number;
  /** The text of every document, by URL. */
  readonly texts: readonly (readonly [url: string, text: string])[];
}

const byUrl = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : 1);

async function endOf(project: Project): Promise<End> {
  const manifest = await project.json<Manifest>('build', 'all', '--json');
  const [newest] = await project.records();
  const rows = await Promise.all(manifest.shards.map(({ path }) => jsonLines(join(project.storage, 'corpora/all', path))));
  return {
    outcomes: [...outcomesOf(newest!.entries)].sort(byUrl),
    recorded: newest!.entries.filter(({ outcome }) => outcome.kind !== 'deferred').length,
    texts: rows
      .flat()
      .map(({ url, text }) => [String(url), String(text)] as const)
      .sort(byUrl),
  };
}

const pageHits = (web: Web): readonly string[] => web.hits.filter(({ path }) => path !== '/robots.txt').map(({ url }) => url);
const askedTwice = (web: Web): number => pageHits(web).length - new Set(pageHits(web)).size;

/** Lets a crawl make so many more requests, then signals it. */
async function cut(web: Web, { child, ended }: Running, requests: number, ...signals: readonly NodeJS.Signals[]): Promise<Ended> {
  const goal = pageHits(web).length + requests;
  await until(() => pageHits(web).length >= goal || child.exitCode !== null);
  for (const signal of signals) {
    child.kill(signal);
    // Two of a kind at the same moment would be one.
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  return ended;
}

let undisturbed: End;
beforeAll(async () => {
  const { project } = await openWorld();
  await project.json<CrawlSummary>('crawl', '--topic', 'all', '--json');
  undisturbed = await endOf(project);
}, 60_000);
afterAll(async () => {
  for (const project of projects) await project.dispose();
  for (const web of webs) await web.close();
});

test('an undisturbed crawl records each URL once', () => {
  expect(undisturbed.recorded).toBe(undisturbed.outcomes.length);
  expect(undisturbed.texts).toHaveLength(HOSTS.length * PAGES);
});

test.concurrent('Ctrl-C drains, and the same command finishes the same run', async () => {
  const { web, project } = await openWorld();
  const interrupted = await cut(web, project.start('crawl', '--topic', 'all', '--json'), 6, 'SIGINT');
  expect(interrupted.code).toBe(130);
  expect(interrupted.stderr).toMatch(/Ctrl-C again stops now/);
  const first = lastEvent(interrupted.stdout) as CrawlSummary;
  expect(first).toMatchObject({ finished: false, frontier: { leased: 0 } });
  const second = await project.json<CrawlSummary>('crawl', '--topic', 'all', '--json');
  expect(second).toMatchObject({ run: first.run, resumed: true, finished: true });
  expect(await endOf(project)).toEqual(undisturbed);
  expect(askedTwice(web)).toBe(0);

  const third = await cut(web, project.start('crawl', '--topic', 'all', '--json'), 1, 'SIGINT');
  const next = lastEvent(third.stdout) as CrawlSummary;
  expect(next.resumed).toBe(false);
  expect(next.run).not.toBe(first.run);
});

test.concurrent('neither two Ctrl-C nor kill -9 lose anything or record anything twice', async () => {
  const { web, project } = await openWorld();
  expect(await cut(web, project.start('crawl', '--topic', 'all'), 3, 'SIGKILL')).toMatchObject({ code: null });
  expect(await cut(web, project.start('crawl', '--topic', 'all'), 5, 'SIGINT', 'SIGINT')).toMatchObject({ code: 130 });
  expect(await cut(web, project.start('crawl', '--topic', 'all'), 5, 'SIGKILL')).toMatchObject({ code: null });
  const last = await project.json<CrawlSummary>('crawl', '--topic', 'all', '--json');
  expect(last).toMatchObject({ resumed: true, finished: true, frontier: { leased: 0, queued: 0 } });
  expect(await endOf(project)).toEqual(undisturbed);
  // Each death may cost one request of each host.
  expect(askedTwice(web)).toBeLessThanOrEqual(3 * HOSTS.length);
});

test.concurrent('what is on record is not asked again, though the frontier never heard of it', async () => {
  const { web, project } = await openWorld();
  const seeds = ['/', '/1', '/2', '/3'].map((path) => `http://one.test${path}`);
  await project.write('crawlers/one.test.yaml', { seeds, sitemaps: false, delay: '500ms' });
  await cut(web, project.start('crawl', 'one.test'), 1, 'SIGINT');
  const [newest] = await project.records();
  const { run } = newest!.run;
  // As a process would leave it that died between the two.
  const frontier = await openSqliteFrontier(join(project.storage, 'frontier.db'), { crawl: run, leaseMs: 3_600_000 });
  const visit = await frontier.next(Date.now() + 10_000);
  await frontier.close();
  const { url, crawler, role, via, depth, attempt } = visit!.urls[0]!;
  const ledger = await openSqliteLedger(join(project.storage, 'ledger.db'));
  const outcome = { kind: 'failed', reason: 'http-410', because: 'Gone', status: 410 } as const;
  const fetchId = fetchIdOf(run, url, attempt);
  await ledger.record({ fetchId, run, crawler, url, role, via, depth, at: Date.now(), durationMs: 1, bytes: 1, outcome });
  await ledger.close();

  const summary = await project.json<CrawlSummary>('crawl', 'one.test', '--json');
  expect(summary).toMatchObject({ run, resumed: true, finished: true, frontier: { queued: 0, leased: 0 } });
  expect(web.count(url)).toBe(0);
  expect(outcomesOf((await project.records())[0]!.entries).get(url)).toBe('failed http-410');
});
