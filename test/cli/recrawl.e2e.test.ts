import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Manifest } from '../../src/corpus/manifest.ts';
import type { LedgerEntry } from '../../src/ledger/ledger.ts';
import type { Explanation } from '../../src/run/explain/explanation.ts';
import type { CrawlSummary } from '../../src/run/crawl.ts';
import { failure, html, type Answer, type Reply, type Site } from '../web/page.ts';
import { robotsTxt, sitemapXml } from '../web/site-maker.ts';
import { serveSites, type Web } from '../web/web.ts';
import { jsonLines, loopbackSettings, makeProject, outcomesOf, type Project, until } from './project.ts';
import { treeSite } from './tree-site.ts';

const TAGGED = 'tagged.test';
const DATED = 'dated.test';
const SILENT = 'silent.test';
const PAGES = 12;

const withPages = (site: Site, pages: Readonly<Record<string, Answer>>): Site => ({
  ...site,
  pages: new Map([...site.pages, ...Object.entries(pages)]),
});

const paragraph = (what: string): string =>
  `<p>${`The ${what} tells how to sort paper, glass, metal and food scraps into their bins. `.repeat(6)}</p>`;
const article = (what: string, links = ''): string =>
  `<!doctype html><html lang="en"><title>The ${what}</title><article><h1>The ${what}</h1>${paragraph(what)}${links}</article></html>`;

const sitemap: Reply = {
  status: 200,
  headers: [['Content-Type', 'application/xml']],
  body: Buffer.from(sitemapXml('urlset', [`http://${TAGGED}/listed`])),
};

/** Three hosts, by how they can tell whether a page has changed; one page is found in a sitemap alone. */
const sites: readonly Site[] = [
  withPages(treeSite(TAGGED, PAGES, 1), { '/sitemap.xml': sitemap, '/listed': html(article('list')) }),
  treeSite(DATED, PAGES, 2, 'last-modified'),
  treeSite(SILENT, PAGES, 3, 'none'),
];

/** The web as it is some days later: at TAGGED one page is changed, one is gone, one reserves its rights, one is behind robots.txt. */
const later: readonly Site[] = sites.map((site) => {
  if (site.host !== TAGGED) return site;
  const reserved = site.pages.get('/5') as Reply;
  return withPages(site, {
    '/robots.txt': robotsTxt('User-agent: *', 'Disallow: /private/', 'Disallow: /3'),
    '/listed': html(article('new list', '<a href="/new">New</a>')),
    '/new': html(article('newcomer')),
    '/5': { ...reserved, headers: [...reserved.headers, ['X-Robots-Tag', 'noai']] },
    '/6': failure(410, 'Gone'),
  });
});

let web: Web;
let project: Project;
const webs: Web[] = [];
const projects: Project[] = [];

async function openWorld(): Promise<{ web: Web; project: Project }> {
  const opened = await serveSites(sites);
  const made = await makeProject({
    settings: { ...loopbackSettings(opened.port), corpus: { format: 'jsonl', quality: 'none', duplicates: 'exact', furniture: false } },
    crawlers: Object.fromEntries(sites.map(({ host }) => [host, { seeds: [`http://${host}/`], sitemaps: host === TAGGED }])),
  });
  await made.write('config/topics/all.yaml', { title: 'All', crawlers: sites.map(({ host }) => host) });
  webs.push(opened);
  projects.push(made);
  return { web: opened, project: made };
}

const crawl = (of: Project): Promise<CrawlSummary> => of.json<CrawlSummary>('crawl', '--topic', 'all', '--json');
const build = (of: Project): Promise<Manifest> => of.json<Manifest>('build', 'all', '--json');

async function textsOf(of: Project, manifest: Manifest): Promise<ReadonlyMap<string, string>> {
  const rows = await Promise.all(manifest.shards.map(({ path }) => jsonLines(join(of.storage, 'corpora/all', path))));
  return new Map(rows.flat().map(({ url, text }) => [String(url), String(text)]));
}

/** Bytes of page bodies that the hosts have sent. */
const sent = (from: Web, ...hosts: readonly string[]): number =>
  from.hits.filter(({ host, path }) => hosts.includes(host) && path !== '/robots.txt').reduce((sum, { bytes }) => sum + bytes, 0);

let first: { readonly summary: CrawlSummary; readonly manifest: Manifest; readonly texts: ReadonlyMap<string, string> };
beforeAll(async () => {
  ({ web, project } = await openWorld());
  const summary = await crawl(project);
  const manifest = await build(project);
  first = { summary, manifest, texts: await textsOf(project, manifest) };
}, 60_000);
afterAll(async () => {
  for (const each of projects) await each.dispose();
  for (const each of webs) await each.close();
});

test('the first crawl transfers everything', () => {
  expect(first.summary.outcomes).toMatchObject({ page: 3 * PAGES + 2 });
  expect(first.summary.outcomes).not.toHaveProperty('unchanged');
  expect(first.texts.size).toBe(3 * PAGES + 1);
  expect(sent(web, TAGGED)).toBeGreaterThan(0);
});

test('an unchanged web is crawled again without the body of a page, and gives the same corpus', async () => {
  const before = sent(web, TAGGED, DATED);
  const summary = await crawl(project);
  // The sitemap, too; and the pages of the host that can tell nothing, which bring the same bytes.
  expect(summary).toMatchObject({ resumed: false, finished: true, outcomes: { unchanged: 3 * PAGES + 2 } });
  expect(summary.outcomes).not.toHaveProperty('page');
  expect(sent(web, TAGGED, DATED)).toBe(before);
  const [newest, earlier] = await project.records();
  const names = (entries: readonly LedgerEntry[]): Map<string, string> =>
    new Map([...outcomesOf(entries)].map(([url, outcome]) => [url, outcome.replace('unchanged', 'page')] as const));
  expect(names(newest!.entries)).toEqual(names(earlier!.entries));
  const manifest = await build(project);
  expect(manifest).toEqual(first.manifest);
  expect(await textsOf(project, manifest)).toEqual(first.texts);
});

test('of a changed web only what is new is transferred, and what was withdrawn goes', async () => {
  await web.close();
  web = await serveSites(later, web.port);
  webs.push(web);
  // Robots.txt is asked again in its own time, of which this test has none.
  const { openSqliteLedger } = await import('../../src/ledger/sqlite.ts');
  const ledger = await openSqliteLedger(join(project.storage, 'ledger.db'));
  const robots = await ledger.get(`http://${TAGGED}` as never, 'robots');
  const value = JSON.stringify({ ...(JSON.parse(robots!.value) as object), expiresAt: 0 });
  await ledger.put(`http://${TAGGED}` as never, 'robots', { ...robots!, value });
  await ledger.close();

  const summary = await crawl(project);
  const outcomes = outcomesOf((await project.records())[0]!.entries);
  const at = (path: string): string | undefined => outcomes.get(`http://${TAGGED}${path}`);
  expect(['/listed', '/new', '/5', '/6', '/3', '/1'].map(at)).toEqual([
    'page',
    'page',
    'unchanged',
    'failed http-410',
    'refused robots/disallowed',
    'unchanged',
  ]);
  expect(summary.outcomes).toMatchObject({ page: 2 });
  const bodies = web.hits.filter(({ host, path, bytes }) => host === TAGGED && path !== '/robots.txt' && bytes > 0);
  expect(bodies.map(({ path }) => path).sort()).toEqual(['/6', '/listed', '/new']);

  const manifest = await build(project);
  expect(manifest.generation).toBe(first.manifest.generation + 1);
  expect(manifest.counts.dropped).toMatchObject({ 'rights/noai': 1, 'robots/disallowed': 1, 'dedup/superseded': 1 });
  const texts = await textsOf(project, manifest);
  const differing = [...new Set([...texts.keys(), ...first.texts.keys()])].filter((url) => texts.get(url) !== first.texts.get(url)).sort();
  expect(differing).toEqual(['/3', '/5', '/listed', '/new'].map((path) => `http://${TAGGED}${path}`));
  expect(texts.has(`http://${TAGGED}/3`)).toBe(false);
  expect(texts.has(`http://${TAGGED}/5`)).toBe(false);
  expect(texts.get(`http://${TAGGED}/listed`)).toContain('The new list');
  // Gone from its host is not withdrawn.
  expect(texts.has(`http://${TAGGED}/6`)).toBe(true);
  expect(manifest.counts.gone).toBe(1);
});

test('what is gone from its host is marked, and left out where a corpus wants only what is there', async () => {
  const kept = await build(project);
  await project.write('config/topics/all.yaml', { title: 'All', crawlers: sites.map(({ host }) => host), gone: 'drop' });
  const manifest = await build(project);
  expect(manifest.counts).toEqual({
    captured: kept.counts.captured,
    kept: kept.counts.kept - 1,
    dropped: { 'fetch/gone': 1, ...kept.counts.dropped },
  });
  expect((await textsOf(project, manifest)).has(`http://${TAGGED}/6`)).toBe(false);
  const { findings, verdict } = await project.json<Explanation>('explain', `http://${TAGGED}/6`, '--json');
  const gone = findings.find(({ step }) => step === 'gone');
  expect([gone?.text, gone?.details]).toEqual([
    expect.stringMatching(/^gone from its host: answered 410 at \d{4}-/),
    ['a build of all leaves its document out (gone: drop)'],
  ]);
  expect(verdict).toMatch(/not in corpus all, generation \d: dropped by fetch\/gone \(answered 410 at /);
});

test('a crawl of an unchanged web that was killed loses none of its links', async () => {
  const world = await openWorld();
  await crawl(world.project);
  const expected = outcomesOf((await world.project.records())[0]!.entries);
  for (let kills = 0; kills < 3; kills += 1) {
    const goal = world.web.hits.length + 9;
    const { child, ended } = world.project.start('crawl', '--topic', 'all');
    await until(() => world.web.hits.length >= goal || child.exitCode !== null);
    child.kill('SIGKILL');
    await ended;
  }
  const last = await crawl(world.project);
  expect(last).toMatchObject({ resumed: true, finished: true });
  const [newest] = await world.project.records();
  expect([...outcomesOf(newest!.entries).keys()].sort()).toEqual([...expected.keys()].sort());
});

test('what the archive has lost is fetched anew', async () => {
  const world = await openWorld();
  await crawl(world.project);
  await rm(join(world.project.storage, 'archive'), { recursive: true });
  const { outcomes } = await crawl(world.project);
  expect(outcomes).toMatchObject({ page: 3 * PAGES + 2 });
  expect(outcomes).not.toHaveProperty('unchanged');
});
