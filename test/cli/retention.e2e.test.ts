import { cp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/corpus/manifest.ts';
import type { CrawlSummary } from '../../src/run/crawl.ts';
import type { Garbage } from '../../src/run/gc.ts';
import type { Fault } from '../../src/run/verify.ts';
import { html, type Site } from '../web/page.ts';
import { serveSites, type Web } from '../web/web.ts';
import { armedWith } from '../failpoints/project-runs.ts';
import { digests } from '../corpus/folders.ts';
import { buildHere, gcHere, verifyHere } from './here.ts';
import { loopbackSettings, makeProject, type Project } from './project.ts';
import { isThorough } from '../failpoints/thorough.ts';
import { treeSite } from './tree-site.ts';

const HOSTS = ['one.test', 'two.test'];
const PAGES = 8;

interface Verified {
  readonly ok: boolean;
  readonly looked: Readonly<Record<string, number>>;
  readonly faults: readonly Fault[];
}

interface Collected {
  readonly dryRun: boolean;
  readonly bytes: number;
  readonly gone: readonly Garbage[];
}

/** The web as it is at the n-th crawl: three pages of the first host have another text each time. */
function sitesAt(n: number): readonly Site[] {
  return HOSTS.map((host, index) => {
    const site = treeSite(host, PAGES, index);
    if (index > 0 || n === 0) return site;
    const changed = ['/1', '/2', '/3'].map((path) => {
      const { body } = site.pages.get(path) as { body: Uint8Array };
      const sentence = `The notice of week ${n} for ${path} says that glass is now collected on another day. `.repeat(8);
      return [path, html(Buffer.from(body).toString().replace('</article>', `<p>${sentence}</p></article>`))] as const;
    });
    return { ...site, pages: new Map([...site.pages, ...changed]) };
  });
}

let web: Web;
let project: Project;
let manifests: Manifest[];
const projects: Project[] = [];

/** What is tried out: all changes where the machine has the time, else every second one of those that others can see. */
const deadly = isThorough ? /archive|corpora|commit ledger|refined/ : /^(rename|remove) archive|^remove corpora|^commit(ted)? ledger/;

const verify = async (of: Project): Promise<Verified> => JSON.parse((await of.run('verify', '--json')).stdout) as Verified;
const gc = (of: Project, ...flags: readonly string[]): Promise<Collected> => of.json<Collected>('gc', '--json', ...flags);
const build = (of: Project): Promise<Manifest> => buildHere(of, 'all');
const crawl = (of: Project): Promise<CrawlSummary> => of.json<CrawlSummary>('crawl', '--topic', 'all', '--json');

async function copyOf(of: Project): Promise<Project> {
  const copy = await makeProject({});
  projects.push(copy);
  await rm(copy.folder, { recursive: true });
  await cp(of.folder, copy.folder, { recursive: true });
  return copy;
}

beforeAll(async () => {
  web = await serveSites(sitesAt(0));
  project = await makeProject({
    settings: { ...loopbackSettings(web.port), crawl: { delay: '0ms', backoff: '10ms' }, archive: { segment: '20kB' } },
    crawlers: Object.fromEntries(HOSTS.map((host) => [host, { seeds: [`http://${host}/`], sitemaps: false }])),
  });
  projects.push(project);
  await project.write('config/topics/all.yaml', { title: 'All', crawlers: HOSTS });
  manifests = [];
  for (let n = 0; n < 3; n += 1) {
    await web.close();
    web = await serveSites(sitesAt(n), web.port);
    await crawl(project);
    manifests.push(await build(project));
  }
}, 600_000);
afterAll(async () => {
  for (const each of projects) await each.dispose();
  await web.close();
});

describe('gc', () => {
  test('a dry run tells what would go, and changes nothing', async () => {
    const copy = await copyOf(project);
    const before = digests(copy.storage);
    const { gone, bytes } = await gc(copy, '--dry-run', '--keep', '1', '--all');
    expect(new Set(gone.map(({ kind }) => kind))).toEqual(new Set(['generation', 'segment', 'results']));
    expect(bytes).toBe(gone.reduce((sum, each) => sum + each.bytes, 0));
    const after = digests(copy.storage);
    for (const [path, digest] of Object.entries(before)) if (!/\.db|lock/.test(path)) expect([path, after[path]]).toEqual([path, digest]);
  });

  test(
    'what goes is needed by nothing: all is well, the corpus is the same, and nothing is fetched again',
    { timeout: 120_000 },
    async () => {
      expect(manifests.map(({ generation }) => generation)).toEqual([1, 2, 3]);
      const copy = await copyOf(project);
      const promised = await gc(copy, '--dry-run', '--keep', '1', '--all');
      const { gone } = await gc(copy, '--keep', '1', '--all');
      expect(gone.map(({ kind, what }) => [kind, what])).toEqual(promised.gone.map(({ kind, what }) => [kind, what]));
      expect(await readdir(join(copy.storage, 'corpora/all/manifests'))).toEqual(['3.json']);
      expect(await verifyHere(copy)).toEqual([]);
      // Nothing more to do.
      expect(await gcHere(copy, { keep: 1, all: true })).toEqual([]);
      expect(await build(copy)).toEqual(manifests[2]);
      const sent = web.hits.reduce((sum, { bytes }) => sum + bytes, 0);
      const { outcomes } = await crawl(copy);
      expect(outcomes).not.toHaveProperty('page');
      expect(web.hits.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(sent);
      expect((await build(copy)).counts).toEqual(manifests[2]!.counts);
      // A build as of then says what is no more.
      const early = await copy.json<Manifest>('build', 'all', '--json', '--as-of', manifests[0]!.asOf);
      expect(early.counts.dropped).toMatchObject({ 'fetch/collected': 3 });
    },
  );

  test('it may die at any change on the disk: the same command goes on, and nothing is lost', { timeout: 600_000 }, async () => {
    const args = ['gc', '--keep', '1', '--all'] as const;
    const whole = await copyOf(project);
    const log = join(whole.folder, 'sites');
    expect((await whole.runWith(armedWith({ log }, whole.storage), ...args)).code).toBe(0);
    const passed = (await readFile(log, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => line.split('\t')[1] ?? '');
    const sites = [...new Set(passed)].filter((site) => deadly.test(site)).filter((_, n) => isThorough || n % 2 === 0);
    expect(sites.length).toBeGreaterThan(5);
    const waiting = [...sites];
    const faults: string[] = [];
    const work = async (): Promise<void> => {
      for (let site = waiting.shift(); site !== undefined; site = waiting.shift()) {
        const copy = await copyOf(project);
        const died = await copy.runWith(armedWith({ site, hit: 1, action: 'kill' }, copy.storage), ...args);
        if (died.code !== null) faults.push(`${site}: it ended with ${died.code}`);
        await gcHere(copy, { keep: 1, all: true });
        faults.push(...(await verifyHere(copy)).map(({ where, what }) => `${site}: ${where}: ${what}`));
        if (JSON.stringify((await build(copy)).shards) !== JSON.stringify(manifests[2]!.shards)) faults.push(`${site}: another corpus`);
        await copy.dispose();
      }
    };
    await Promise.all([work(), work()]);
    expect(faults).toEqual([]);
  });

  test('captures of kept generations stay', async () => {
    const copy = await copyOf(project);
    const gone = await gcHere(copy, { keep: 3 });
    expect(gone.filter(({ kind }) => kind === 'generation')).toEqual([]);
    expect(await verifyHere(copy)).toEqual([]);
  });
});

describe('verify', () => {
  test('finds nothing where nothing is wrong, and nothing where nothing is', async () => {
    const { ok, looked, faults } = await verify(project);
    expect(faults).toEqual([]);
    expect(ok).toBe(true);
    for (const what of ['records', 'entries', 'results', 'rows']) expect(looked[what]).toBeGreaterThan(10);
    const empty = await makeProject({});
    projects.push(empty);
    expect(await verify(empty)).toEqual({ ok: true, looked: {}, faults: [] });
  });

  const segmentOf = async (of: Project): Promise<string> => {
    const archive = join(of.storage, 'archive');
    return join(
      archive,
      (await readdir(archive)).find((name) => name.endsWith('.warc.gz'))!,
    );
  };
  const flip = async (path: string, at: number): Promise<void> => {
    const bytes = await readFile(path);
    bytes[at < 0 ? bytes.length + at : at]! ^= 0x55;
    await writeFile(path, bytes);
  };
  const edit = (of: Project, file: string, sql: string): void => {
    const db = new DatabaseSync(join(of.storage, file));
    db.exec(sql);
    db.close();
  };
  const shardOf = (of: Project, series: 'shards' | 'rejected'): string => join(of.storage, 'corpora/all', manifests[2]![series][0]!.path);
  const damages: readonly (readonly [name: string, damage: (of: Project) => Promise<void>, found: RegExp])[] = [
    ['a byte of a segment', async (of) => flip(await segmentOf(of), 2000), /\.warc\.gz, byte \d+: .*(no record|not the one)/],
    [
      'a segment that is cut off',
      async (of) => truncate(await segmentOf(of), (await stat(await segmentOf(of))).size - 40),
      /\.warc\.gz, byte \d+: \d+ bytes are no record/,
    ],
    ['a segment that is gone', async (of) => rm(await segmentOf(of)), /ledger\.db, (page|redirect).*: the archive has no record/],
    ['an index that says something else', async (of) => flip(`${await segmentOf(of)}.cdxj`, 30), /\.warc\.gz: the index does not say/],
    ['an index that is gone', async (of) => rm(`${await segmentOf(of)}.cdxj`), /\.warc\.gz: the index is missing/],
    [
      'a tally of the ledger',
      async (of) => edit(of, 'ledger.db', 'UPDATE tallies SET entries = entries + 1'),
      /ledger\.db: run .* has \d+ entries of .*, and counts/,
    ],
    [
      'a body digest in the ledger',
      async (of) => edit(of, 'ledger.db', "UPDATE entries SET outcome = replace(outcome, 'sha256:', 'sha256:0') WHERE id = 1"),
      /ledger\.db, page .*: record .* has another body/,
    ],
    [
      'a refined result',
      async (of) => edit(of, 'refined/refined.db', "UPDATE result SET value = x'00' WHERE rowid = 1"),
      /refined\.db: the result .* cannot be read/,
    ],
    ['a byte of a shard', async (of) => flip(shardOf(of, 'shards'), 200), /data\/.*\.parquet: its bytes are not those/],
    ['a rejected shard that is gone', async (of) => rm(shardOf(of, 'rejected')), /rejected\/.*\.parquet: the shard is missing/],
    [
      'a count of the manifest',
      async (of) => {
        const file = join(of.storage, 'corpora/all/manifest.json');
        await writeFile(
          file,
          (await readFile(file, 'utf8')).replace(/"kept": (\d+)/, (_, n) => `"kept": ${Number(n) + 1}`),
        );
      },
      /manifest\.json: it counts/,
    ],
    [
      'a manifest that is cut off',
      async (of) => truncate(join(of.storage, 'corpora/all/manifest.json'), 100),
      /corpora\/all: .*manifest\.json is damaged/,
    ],
    [
      'a file that nothing names',
      async (of) => writeFile(join(shardOf(of, 'shards'), '..', `${'0'.repeat(64)}.parquet`), 'x'),
      /0{64}\.parquet: no generation names it/,
    ],
  ];

  test.each(damages)('%s is found, and named', async (_name, damage, found) => {
    const copy = await copyOf(project);
    await damage(copy);
    const faults = await verifyHere(copy);
    expect(faults.map(({ where, what }) => `${where}: ${what}`).join('\n')).toMatch(found);
    for (const { remedy } of faults) expect(remedy).toMatch(/restore|remove|build|fetch|gc|--fresh/);
  });

  test('says it to people in so many words', async () => {
    const copy = await copyOf(project);
    await flip(await segmentOf(copy), 2000);
    const { code, stderr, stdout } = await copy.run('verify');
    expect([code, stdout]).toEqual([9, '']);
    expect(stderr).toMatch(/What to do: restore the segment from a copy, or fetch the page again/);
    expect(stderr).toMatch(/\d things? (is|are) not as (it|they) should be\n$/);
  });
});
