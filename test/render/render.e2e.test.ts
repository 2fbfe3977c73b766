import { join } from 'node:path';
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readWarc } from '../../src/archive/read-warc.ts';
import { fieldOf, type WarcRecord } from '../../src/archive/warc-record.ts';
import type { LedgerEntry } from '../../src/ledger/ledger.ts';
import { jsonLines, loopbackSettings, makeProject, outcomesOf, type Project } from '../cli/project.ts';
import { browserIsThere } from '../report/browser.ts';
import { serveSites, type Web } from '../web/web.ts';
import { scriptSite } from './script-site.ts';

const HOST = 'app.test';
const PAGES = 4;
/** More with GARNER_RENDER_PAGES=50. */
const SCRIPTED = Number(process.env['GARNER_RENDER_PAGES'] ?? 12);
const url = (path: string): string => `http://${HOST}${path}`;

async function records(project: Project): Promise<readonly WarcRecord[]> {
  const folder = join(project.storage, 'archive');
  const segments = readdirSync(folder).filter((name) => /\.warc\.gz(\.open)?$/.test(name));
  return (await Promise.all(segments.map((name) => Array.fromAsync(readWarc(join(folder, name)))))).flat();
}

const pagesOf = (entries: readonly LedgerEntry[]) => entries.filter(({ outcome }) => outcome.kind === 'page');

describe.runIf(browserIsThere())('a site that scripts make', { timeout: 480_000 }, () => {
  let web: Web;
  let project: Project;

  beforeAll(async () => {
    web = await serveSites([scriptSite(HOST, PAGES)]);
    project = await makeProject({
      settings: { ...loopbackSettings(web.port), corpus: { format: 'jsonl' } },
      crawlers: { [HOST]: { seeds: [url('/page/0')], sitemaps: false, render: 'always', scope: { prefixes: ['/page/', '/plain/'] } } },
    });
  });
  afterAll(() => Promise.all([web.close(), project.dispose()]));

  test('is rendered, archived beside its responses, and followed', async () => {
    expect(await project.run('crawl')).toMatchObject({ code: 0 });
    const [run] = await project.records();
    const pages = pagesOf(run?.entries ?? []);
    expect(pages).toHaveLength(2 * PAGES);

    const archived = new Map((await records(project)).map((record) => [record.id, record]));
    for (const { outcome } of pages) {
      if (outcome.kind !== 'page') continue;
      const dom = archived.get(outcome.capture.recordId);
      const from = archived.get(outcome.capture.renderedFrom!);
      expect([dom?.type, from?.type]).toEqual(['conversion', 'response']);
      expect(fieldOf(dom!, 'WARC-Refers-To')).toBe(`<${outcome.capture.renderedFrom}>`);
      expect(dom?.url).toBe(from?.url);
    }
    const metadata = [...archived.values()].filter(({ type }) => type === 'metadata').map(({ block }) => Buffer.from(block).toString());
    expect(metadata).toHaveLength(2 * PAGES);
    const first = metadata.find((text) => text.includes('/api/page/0.json')) ?? '';
    expect(first).toMatch(/^renderedBy: Chromium\/\d/);
    expect(first).toContain(`requested: 200 ${url('/api/page/0.json')}`);
    expect(first).toContain(`requested: refused robots ${url('/private/counter.json')}`);
    expect(first).toContain(`requested: refused method ${url('/api/visit')}`);
  });

  test('is asked for what makes text alone, and for each of it once', () => {
    const paths = web.hits.map(({ path }) => path);
    for (const never of ['/picture.png', '/frame', '/app.css', '/private/counter.json', '/api/visit', '/favicon.ico'])
      expect(paths).not.toContain(never);
    for (const once of ['/app.js', '/menu.js', '/page/0', '/api/page/3.json', '/plain/2'])
      expect(paths.filter((path) => path === once)).toHaveLength(1);
    expect(web.hits.filter(({ underWay }) => underWay > 0)).toEqual([]);
    expect(web.hits.filter(({ userAgent }) => !userAgent.startsWith('GarnerBot/'))).toEqual([]);
  });

  test('lets its host rest once more for each request of a page', () => {
    const isDocument = ({ path }: { path: string }): boolean => path.startsWith('/page/') || path.startsWith('/plain/');
    const documents = web.hits.flatMap((hit, n) => (isDocument(hit) ? [n] : []));
    for (const [n, at] of documents.entries()) {
      const next = documents[n + 1];
      const [first, second] = [web.hits[at], next === undefined ? undefined : web.hits[next]];
      if (first === undefined || second === undefined || next === undefined) continue;
      expect(second.at - first.at).toBeGreaterThanOrEqual(20 * (next - at));
    }
  });

  test('gives a corpus of what its scripts made, the same without a browser', async () => {
    const first = await project.runWith({ GARNER_CHROMIUM: '/nowhere' }, 'build', HOST);
    expect(first).toMatchObject({ code: 0 });
    const folder = join(project.storage, 'corpora', HOST);
    const shards = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (name) => /shard|part|\.jsonl/.test(name) && name.includes('.jsonl'),
    );
    const rows = (await Promise.all(shards.map((name) => jsonLines(join(folder, name))))).flat();
    const texts = rows.map((row) => String(row['text']));
    for (const { url: page, text = [], outcome } of web.expectations) {
      if (outcome === 'kept')
        expect([page, texts.some((each) => text.every((paragraph) => each.includes(paragraph)))]).toEqual([page, true]);
    }
    expect(await project.run('verify')).toMatchObject({ code: 0 });
  });

  test('is rendered again when it is crawled again, and found unchanged', async () => {
    expect(await project.run('crawl')).toMatchObject({ code: 0 });
    const [run] = await project.records();
    expect(new Set(run?.entries.map(({ outcome }) => outcome.kind))).toEqual(new Set(['unchanged']));
    expect(run?.entries).toHaveLength(2 * PAGES);
    expect(await project.run('gc', '--all')).toMatchObject({ code: 0 });
    expect(await project.run('verify')).toMatchObject({ code: 0 });
    expect((await records(project)).filter(({ type }) => type === 'conversion')).toHaveLength(2 * PAGES);
  });
});

describe.runIf(browserIsThere())('a crawler that renders what needs it', { timeout: 480_000 }, () => {
  test('finds the pages that scripts make, and renders none of their neighbours', async () => {
    const web = await serveSites([scriptSite(HOST, SCRIPTED)]);
    const project = await makeProject({
      settings: { ...loopbackSettings(web.port), crawl: { delay: '0ms', backoff: '50ms' } },
      crawlers: { [HOST]: { seeds: [url('/page/0')], sitemaps: false, render: 'auto', scope: { prefixes: ['/page/', '/plain/'] } } },
    });
    try {
      expect(await project.run('crawl')).toMatchObject({ code: 0 });
      const [run] = await project.records();
      const pages = pagesOf(run?.entries ?? []);
      const rendered = pages
        .filter(({ outcome }) => outcome.kind === 'page' && outcome.capture.renderedFrom !== undefined)
        .map((each) => each.url);
      expect([...outcomesOf(run?.entries ?? [])].filter(([, outcome]) => outcome !== 'page')).toEqual([]);
      expect(pages).toHaveLength(2 * SCRIPTED);
      expect(rendered.toSorted()).toEqual(Array.from({ length: SCRIPTED }, (_, n) => url(`/page/${n}`)).toSorted());
      // The one who looks at a neighbour's script is a browser.
      expect(web.count(url('/menu.js'))).toBe(0);
      for (const { path } of web.hits.filter((hit) => hit.path.startsWith('/page/'))) expect(web.count(url(path))).toBe(1);
    } finally {
      await Promise.all([web.close(), project.dispose()]);
    }
  });
});

test('without a browser, a crawl that needs one says what to do', async () => {
  const project = await makeProject({
    settings: loopbackSettings(9),
    crawlers: { [HOST]: { seeds: [url('/page/0')], sitemaps: false, render: 'always' } },
  });
  const ended = await project.runWith({ GARNER_CHROMIUM: '/nowhere' }, 'crawl');
  await project.dispose();
  expect(ended).toMatchObject({ code: 4 });
  expect(ended.stderr).toContain(`crawlers/${HOST}.yaml has its pages rendered, and no Chromium, Chrome or Edge was found`);
});
