import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/corpus/manifest.ts';
import type { LedgerEntry, RunRecord } from '../../src/ledger/ledger.ts';
import type { CrawlSummary } from '../../src/run/crawl.ts';
import { type Expectation, type Outcome, startWeb, type Web } from '../web/web.ts';
import { jsonLines, loopbackSettings, makeProject, outcomesOf, type Project } from './project.ts';

const TOPIC = 'waste-sorting';
const DELAY_MS = 20;

let web: Web;
let project: Project;
let summary: CrawlSummary;
let run: RunRecord;
let entries: readonly LedgerEntry[];
let outcomes: ReadonlyMap<string, string>;
let manifest: Manifest;
let rows: readonly Readonly<Record<string, unknown>>[];

const corpus = (file: string): string => join(project.storage, 'corpora', TOPIC, file);

beforeAll(async () => {
  web = await startWeb({ seed: 5 });
  project = await makeProject({ demo: true, settings: { ...loopbackSettings(web.port), corpus: { format: 'jsonl' } } });
  summary = await project.json<CrawlSummary>('crawl', '--topic', TOPIC, '--json');
  manifest = await project.json<Manifest>('build', TOPIC, '--json');
  const [newest] = await project.records();
  ({ run, entries } = newest!);
  outcomes = outcomesOf(entries);
  rows = (await Promise.all(manifest.shards.map(({ path }) => jsonLines(corpus(path))))).flat();
}, 120_000);

afterAll(async () => {
  await project.dispose();
  await web.close();
});

const expected = (...wanted: readonly Outcome[]): readonly Expectation[] =>
  web.expectations.filter(({ outcome }) => wanted.includes(outcome));

describe('the ledger of a crawl', () => {
  test('has one final outcome for every URL that was discovered', () => {
    expect(summary).toMatchObject({ finished: true, resumed: false, frontier: { queued: 0, leased: 0 } });
    expect(summary.frontier.settled).toBe(summary.frontier.discovered);
    expect(outcomes.size).toBe(summary.frontier.discovered);
    expect([...outcomes].filter(([, outcome]) => outcome.includes('+'))).toEqual([]);
    expect(run).toMatchObject({ run: summary.run, state: 'finished' });
  });

  test('tells for each what the web did', () => {
    const told: Readonly<Record<Outcome, RegExp>> = {
      kept: /^page$/,
      duplicate: /^page$/,
      dropped: /^(?:page|refused fetch\/unsupported-type)$/,
      // Behind a link that is not to be followed there is nothing to tell.
      refused: /^(?:refused robots\/disallowed|undefined)$/,
      redirect: /^redirect$/,
      failed: /^failed (?:http-4\d\d|body-too-large|truncated-body)$/,
      waiting: /^failed robots-unreachable$/,
      unjudged: /./,
    };
    const wrong = web.expectations
      .map(({ url, outcome }) => ({ url, outcome, told: String(outcomes.get(url)) }))
      .filter((each) => !told[each.outcome].test(each.told));
    expect(wrong).toEqual([]);
  });

  test('is what the summary counts', () => {
    const counts: Record<string, number> = {};
    for (const outcome of outcomes.values()) counts[outcome] = (counts[outcome] ?? 0) + 1;
    expect(Object.fromEntries(Object.entries(summary.outcomes).filter(([name]) => !name.startsWith('deferred')))).toEqual(counts);
  });
});

describe('the corpus of a crawl', () => {
  test('accounts for every capture of the ledger', () => {
    const captures = entries.filter(({ role, outcome }) => role === 'page' && outcome.kind === 'page');
    const { captured, kept, dropped } = manifest.counts;
    expect(captured).toBe(captures.length);
    expect(kept + Object.values(dropped).reduce((sum, count) => sum + count, 0)).toBe(captured);
    expect(rows).toHaveLength(kept);
  });

  test('has what is worth keeping and nothing else', () => {
    const urls = new Set(rows.map((row) => row['url']));
    expect(expected('kept').filter(({ url }) => !urls.has(url))).toEqual([]);
    const unwanted = expected('dropped', 'refused', 'redirect', 'failed', 'waiting');
    expect(unwanted.filter(({ url }) => urls.has(url))).toEqual([]);
  });

  test('is the same, byte by byte, when it is built again: no new generation', async () => {
    const shards = async (): Promise<readonly string[]> =>
      Promise.all([...manifest.shards, ...manifest.rejected].map(({ path }) => readFile(corpus(path), 'hex')));
    const before = await shards();
    expect(await project.json('build', TOPIC, '--json')).toEqual(manifest);
    expect(await shards()).toEqual(before);
  });
});

describe('the manners of a crawl', () => {
  test('robots.txt comes first on every host', () => {
    for (const host of web.hosts) expect(web.hits.find((hit) => hit.host === host)?.path).toBe('/robots.txt');
  });

  test('what robots.txt forbids is never requested, the trap for robots least of all', () => {
    expect(expected('refused', 'waiting').filter(({ url }) => web.count(url) > 0)).toEqual([]);
    expect(expected('refused').map(({ url }) => url)).toContain('http://recycling-guide.test/honeypot/members');
  });

  test('a host has one request at a time, and its rest between two', () => {
    const crawlDelay: Readonly<Record<string, number>> = { 'recycling-guide.test': 30 };
    for (const host of web.hosts) {
      const hits = web.hits.filter((hit) => hit.host === host);
      expect(hits.filter(({ underWay }) => underWay > 0).map(({ url }) => url)).toEqual([]);
      // The server notes a request before it answers, and the rest begins after the answer; clocks tick in whole milliseconds.
      const rests = hits.slice(1).map((hit, n) => ({ url: hit.url, restMs: hit.at - hits[n]!.at }));
      expect(rests.filter(({ restMs }) => restMs < (crawlDelay[host] ?? DELAY_MS) - 2)).toEqual([]);
    }
  });

  test('it says who it is', () => {
    expect(web.hits.filter(({ userAgent }) => !/\bGarnerBot\/\d/.test(userAgent))).toEqual([]);
  });
});
