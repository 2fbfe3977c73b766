import { existsSync } from 'node:fs';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/corpus/manifest.ts';
import type { Receipt } from '../../src/forgotten/receipt.ts';
import { wishesOfList } from '../../src/cli/forget/wishes.ts';
import { loadConfig } from '../../src/config/load.ts';
import { forget } from '../../src/run/forget/forget.ts';
import { digests } from '../corpus/folders.ts';
import { armedWith } from '../failpoints/project-runs.ts';
import { serveSites, type Web } from '../web/web.ts';
import { CORPUS, hostOf, type Listed, listedIn, MINDS, rowsOf, SECRET, SHARED, sitesIn, STEADY, tracesOf, wordOf } from './forgetting.ts';
import { buildHere, gcHere, verifyHere } from './here.ts';
import { loopbackSettings, makeProject, outcomesOf, type Project } from './project.ts';
import { isThorough } from '../failpoints/thorough.ts';

const HOSTS = [...MINDS.map(hostOf), STEADY];
const LATER = MINDS.map(hostOf);
const DELAY_MS = 20;
const JOURNAL = 'storage/journals/20260101000000000-one-1.journal.jsonl';

interface Forgot {
  readonly dryRun: boolean;
  readonly receipts: readonly Receipt[];
}

/** What is tried out: all changes where the machine has the time, else every second one of those that others can see. */
const deadly = isThorough
  ? /archive|corpora|forgotten|ledger|refined/
  : /^rename (archive|corpora\/all\/manifest|forgotten)|^remove (archive\/.*main|corpora\/all\/data)|^committed ledger|^write (ledger|refined)/;

let web: Web;
let project: Project;
let rechecked: Project;
let list: readonly Listed[];
const projects: Project[] = [];

async function serveWeek(week: number): Promise<void> {
  const { port } = web;
  await web.close();
  web = await serveSites(sitesIn(week), port);
}

async function copyOf(of: Project): Promise<Project> {
  const copy = await makeProject({});
  projects.push(copy);
  await rm(copy.folder, { recursive: true });
  await cp(of.folder, copy.folder, { recursive: true });
  return copy;
}

const build = (of: Project): Promise<Manifest> => buildHere(of, CORPUS);
const forgetting = (of: Project, ...args: readonly string[]): Promise<Forgot> => of.json<Forgot>('forget', ...args, '--yes', '--json');
const urlsOf = async (of: Project): Promise<readonly string[]> => (await rowsOf(of)).map((row) => String(row['url'])).sort();

beforeAll(async () => {
  web = await serveSites(sitesIn(0));
  project = await makeProject({
    settings: {
      ...loopbackSettings(web.port),
      crawl: { delay: `${DELAY_MS}ms`, backoff: '10ms', adapt: { factor: 0 } },
      archive: { segment: '40kB' },
      corpus: { quality: 'none', duplicates: 'exact', furniture: false },
    },
    crawlers: Object.fromEntries(
      HOSTS.map((host) => [
        host,
        { seeds: [`http://${host}/`], sitemaps: false, feeds: [`http://${STEADY}/feed.xml`], scope: { hosts: [host] } },
      ]),
    ),
  });
  projects.push(project);
  await project.write(`config/topics/${CORPUS}.yaml`, { title: 'All', crawlers: HOSTS });
  for (let week = 0; week < 2; week += 1) {
    await serveWeek(week);
    await project.json('crawl', '--topic', CORPUS, '--json');
    await build(project);
  }
  await serveWeek(2);
  rechecked = await copyOf(project);
  list = listedIn((await rechecked.run('recheck', CORPUS, '--live', '--json')).stdout);
}, 600_000);

afterAll(async () => {
  for (const each of projects) await each.dispose();
  await web.close();
});

describe('recheck', () => {
  test('finds nothing where nobody has changed their mind, and asks nobody', async () => {
    const before = web.hits.length;
    const { code, stdout, stderr } = await project.run('recheck', CORPUS);
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toMatch(/^\d+ documents, 0 may not stay\n$/);
    expect(web.hits.length).toBe(before);
  });

  test('judges what is stored by another policy', async () => {
    const copy = await copyOf(project);
    await copy.write('config/rights.yaml', { unknown: 'deny' });
    const { stdout } = await copy.run('recheck', CORPUS);
    const lines = stdout.trim().split('\n');
    expect(lines.length).toBe((await rowsOf(copy)).length);
    for (const line of lines) expect(line).toMatch(/^http:\/\/\S+ rights\/unknown: /);
  });

  test('asked of the hosts, lists what those reserve that have changed their mind', async () => {
    const kept = (await rowsOf(project)).map((row) => ({ url: String(row['url']), id: row['id'] }));
    const expected = kept.filter(({ url }) => LATER.includes(new URL(url).hostname));
    expect(list.map(({ url, id }) => ({ url, id }))).toEqual(expected);
    const rules = Object.fromEntries(list.map(({ url, rule }) => [new URL(url).hostname, rule]));
    expect(rules).toEqual({
      'robots-later.test': 'robots/disallowed',
      'tdmrep-later.test': 'rights/tdm-reservation',
      'noai-later.test': 'rights/noai',
    });
  });

  test('asks politely: robots.txt first and once, in turns, with rests, and nothing that it forbids', () => {
    for (const host of HOSTS) {
      const hits = web.hits.filter((hit) => hit.host === host);
      expect(hits[0]?.path).toBe('/robots.txt');
      expect(hits.filter(({ path }) => path === '/robots.txt').length).toBe(1);
      expect(hits.filter(({ underWay }) => underWay > 0)).toEqual([]);
      expect(hits.slice(1).filter((hit, n) => hit.at - hits[n]!.at < DELAY_MS - 2)).toEqual([]);
    }
    expect(web.hits.filter(({ host }) => host === hostOf('robots')).map(({ path }) => path)).toEqual(['/robots.txt']);
  });

  test('what was heard is on record: without asking again the list is the same', async () => {
    const before = web.hits.length;
    expect(listedIn((await rechecked.run('recheck', CORPUS, '--json')).stdout)).toEqual(list);
    expect(web.hits.length).toBe(before);
  });

  test('names what is no corpus', async () => {
    const { code, stderr } = await project.run('recheck', 'nothing');
    expect([code, stderr]).toEqual([2, 'garner: no corpus is called nothing: `garner build nothing` makes one\n']);
  });
});

describe('forget', () => {
  let forgotten: Project;
  let receipt: Receipt;
  let count: number;
  let before: Readonly<Record<string, string>>;
  const words = LATER.map(wordOf);

  beforeAll(async () => {
    forgotten = await copyOf(rechecked);
    await writeFile(join(forgotten.folder, 'list.txt'), list.map(({ url, rule }) => `${url} ${rule}`).join('\n'));
    before = digests(join(forgotten.storage, 'corpora', CORPUS));
    // Of a fleet that worked here once.
    await forgotten.write(JOURNAL, `${JSON.stringify({ ended: '20260101T000000Z-abcdef', at: 1 })}\n`);
    const { receipts } = await forgetting(forgotten, '--list', join(forgotten.folder, 'list.txt'), '--erase', '--reason', 'they asked');
    receipt = receipts.at(-1)!;
    count = receipts.length;
  }, 600_000);

  test('before it, the words are everywhere', async () => {
    const traces = await tracesOf(rechecked.storage, words);
    const places = [
      /^archive\/.*\.warc\.gz$/,
      /^corpora\/all\/data\//,
      /^corpora\/all\/report\.html$/,
      /^corpora\/all\/reports\/1\.html$/,
      /^refined\/refined\.db: result$/,
    ];
    for (const place of places) expect(traces).toContainEqual(expect.stringMatching(place));
  });

  test('without --yes tells what would go, and changes nothing', async () => {
    const copy = await copyOf(rechecked);
    const all = (): Readonly<Record<string, string>> =>
      Object.fromEntries(Object.entries(digests(copy.storage)).filter(([path]) => !/\.db|lock/.test(path)));
    const untouched = all();
    const { code, stdout, stderr } = await copy.run('forget', hostOf('noai'));
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain(`http://${hostOf('noai')}/3`);
    expect(stderr).toMatch(/Nothing was changed\. Give the same command with --yes to do it\.\n$/);
    expect(all()).toEqual(untouched);
  });

  test('and erase leave no trace of the text, in whatever it was packed', async () => {
    expect(await tracesOf(forgotten.storage, words)).toEqual([]);
    expect((await tracesOf(forgotten.storage, [wordOf(STEADY)])).length).toBeGreaterThan(5);
    expect(existsSync(join(forgotten.folder, JOURNAL))).toBe(false);
  });

  test('leave what nobody took back, and promote a copy by its own rights', async () => {
    const kept = (await rowsOf(rechecked)).filter((row) => !list.some(({ id }) => id === row['id']));
    const now = await rowsOf(forgotten);
    const shared = now.filter((row) => String(row['text']).includes(SHARED));
    const wasShared = (await rowsOf(rechecked)).filter((row) => String(row['text']).includes(SHARED));
    expect(shared.map((row) => row['url'])).toEqual([`http://${STEADY}/shared`]);
    expect(shared.map((row) => row['duplicates'])).toEqual([0]);
    const isPromoted = wasShared[0]?.['url'] !== shared[0]?.['url'];
    expect(receipt.corpora.reduce((sum, { promoted }) => sum + promoted, 0)).toBe(isPromoted ? 1 : 0);
    const others = (rows: typeof now): unknown => rows.filter((row) => !String(row['text']).includes(SHARED));
    expect(others(now)).toEqual(others(kept));
  });

  test('leave tombstones and a receipt that say who, when and why, and no text', async () => {
    const tombs = (await rowsOf(forgotten, 'rejected')).filter((row) => row['rule'] === 'forgotten');
    for (const { url } of list) expect(tombs.map((row) => row['url'])).toContain(url);
    for (const row of tombs)
      expect(row).toMatchObject({ stage: 'rights', evidence: null, because: `forgotten ${receipt.at}, receipt ${receipt.id}: they asked` });
    expect(receipt).toMatchObject({ erase: true, reason: 'they asked', found: { captures: expect.any(Number) as number } });
    expect(receipt.finishedAt).not.toBeNull();
    expect(count).toBe(1);
    expect(receipt.asked.length).toBe(list.length);
    const folder = join(forgotten.storage, 'forgotten');
    expect(JSON.parse(await readFile(join(folder, `${receipt.id}.json`), 'utf8'))).toEqual(receipt);
    const documents = listedIn(await readFile(join(folder, `${receipt.id}.documents.jsonl`), 'utf8'));
    for (const { id } of list) expect(documents.map((each) => each.id)).toContain(id);
    expect(documents.length).toBe(receipt.found.documents);
  });

  test('publish a new generation, and write the earlier ones anew without it; other shards stay as they are', async () => {
    expect(receipt.corpora.map(({ from, generation }) => [from, generation])).toEqual([
      [2, 3],
      [1, 1],
      [2, 2],
    ]);
    const after = digests(join(forgotten.storage, 'corpora', CORPUS));
    const touched = new Set(receipt.corpora.flatMap(({ removed }) => removed));
    for (const [path, digest] of Object.entries(before))
      if (/^(data|rejected)\//.test(path) && !touched.has(path)) expect(after[path]).toBe(digest);
    for (const path of touched) expect(after).not.toHaveProperty([path]);
  });

  test(
    'leave all well: verify finds nothing, a build gives the same, gc and recheck have nothing to do',
    { timeout: 240_000 },
    async () => {
      const copy = await copyOf(forgotten);
      expect(await verifyHere(copy)).toEqual([]);
      const corpus = digests(join(copy.storage, 'corpora', CORPUS));
      const manifest = await build(copy);
      expect(manifest.generation).toBe(3);
      expect(manifest.counts.dropped['rights/forgotten']).toBeGreaterThanOrEqual(list.length);
      expect(digests(join(copy.storage, 'corpora', CORPUS))).toEqual(corpus);
      expect((await copy.run('recheck', CORPUS)).stdout).toBe('');
      await gcHere(copy, { keep: 1, all: true });
      expect(await verifyHere(copy)).toEqual([]);
      // As of when what is in force was heard, however much of it is refined anew.
      await rm(join(copy.storage, 'refined'), { recursive: true });
      expect((await build(copy)).shards).toEqual(manifest.shards);
    },
  );

  test('keep it away: no crawl asks for it, though nobody forbids it any longer', { timeout: 240_000 }, async () => {
    const copy = await copyOf(forgotten);
    await serveWeek(0);
    const { run } = await copy.json<{ readonly run: string }>('crawl', '--topic', CORPUS, '--json');
    const asked = web.hits.filter(
      ({ host, path }) => LATER.includes(host) && path !== '/robots.txt' && !path.includes('tdmrep') && path !== '/ai.txt',
    );
    expect(asked.map(({ url }) => url).filter((url) => list.some((each) => each.url === url))).toEqual([]);
    const records = await copy.records();
    const outcomes = outcomesOf(records.find((each) => each.run.run === run)!.entries);
    expect(outcomes.get(`http://${hostOf('tdmrep')}/`)).toBe('refused rights/forgotten');
    const built = await build(copy);
    expect(await urlsOf(copy)).toEqual(await urlsOf(forgotten));
    expect(built.counts.dropped['rights/forgotten']).toBeGreaterThanOrEqual(list.length);
    await serveWeek(2);
  });

  test('explain says when it was forgotten, and by which receipt', async () => {
    const { stdout } = await forgotten.run('explain', `http://${hostOf('noai')}/1`);
    expect(stdout).toContain(`✗ removal  forgotten ${receipt.at}, receipt ${receipt.id}: they asked`);
    expect(stdout).toMatch(/forgotten .*they asked\.\n$/);
  });

  test('are seen to by verify: what came back is told of', { timeout: 240_000 }, async () => {
    const copy = await copyOf(rechecked);
    await cp(join(forgotten.storage, 'forgotten'), join(copy.storage, 'forgotten'), { recursive: true });
    const faults = (await verifyHere(copy)).map(({ where, what }) => `${where}: ${what}`);
    const url = `http://${hostOf('noai')}/1`;
    const of = (place: RegExp): unknown => faults.find((fault) => place.test(fault) && fault.includes(url));
    expect(of(/\.warc\.gz, byte/)).toMatch(/it is there, and yet it was forgotten .*, with --erase$/);
    expect(of(/\.parquet, row/)).toMatch(/it is there, and yet it was forgotten /);
  });

  test('asked again have nothing to do', async () => {
    const copy = await copyOf(forgotten);
    const first = digests(join(copy.storage, 'corpora'));
    const { receipts } = await forgetting(copy, '--list', join(forgotten.folder, 'list.txt'), '--erase', '--reason', 'they asked');
    expect(receipts).toEqual([receipt]);
    expect(digests(join(copy.storage, 'corpora'))).toEqual(first);
  });

  test('by a text: every page and feed that holds it', { timeout: 240_000 }, async () => {
    const copy = await copyOf(project);
    await writeFile(join(copy.folder, 'passage.txt'), `the NEIGHBOURS of number twelve\nkeep numbatnumbat bottles`);
    expect((await tracesOf(copy.storage, ['numbatnumbat'])).length).toBeGreaterThan(4);
    const { receipts } = await forgetting(copy, '--text', join(copy.folder, 'passage.txt'), '--erase');
    expect(receipts[0]?.blocks.filter(({ by }) => by === 'url')).toEqual([
      { by: 'url', value: `http://${STEADY}/2` },
      { by: 'url', value: `http://${STEADY}/feed.xml` },
    ]);
    expect(await tracesOf(copy.storage, ['numbatnumbat', SECRET])).toEqual([]);
    expect(await verifyHere(copy)).toEqual([]);
    await serveWeek(1);
    await copy.json('crawl', '--topic', CORPUS, '--json');
    await build(copy);
    expect(await tracesOf(copy.storage, ['numbatnumbat', SECRET])).toEqual([]);
    await serveWeek(2);
  });

  test(
    'by id, beginning of addresses and domain; without --erase, earlier generations and the archive stay',
    { timeout: 240_000 },
    async () => {
      const copy = await copyOf(project);
      const rows = await rowsOf(copy);
      const one = rows.find((row) => row['url'] === `http://${STEADY}/3`)!;
      const archive = digests(join(copy.storage, 'archive'));
      const { receipts } = await forgetting(copy, String(one['id']), `http://${hostOf('noai')}/*`, hostOf('tdmrep'));
      expect(receipts[0]?.corpora.map(({ from, generation }) => [from, generation])).toEqual([[2, 3]]);
      const left = await urlsOf(copy);
      expect(left).not.toContain(`http://${STEADY}/3`);
      expect([...new Set(left.map((url) => new URL(url).hostname))]).toEqual([hostOf('robots'), STEADY]);
      expect(digests(join(copy.storage, 'archive'))).toEqual(archive);
      const unknown = await copy.run('forget', '0'.repeat(64), '--yes');
      expect([unknown.code, unknown.stderr]).toEqual([
        2,
        expect.stringMatching(/^garner: no corpus has a document 0{64}\. .*Nothing was changed\.\n$/),
      ]);
    },
  );

  test(
    'may die at any change on the disk: the same command goes on, and comes to the same end',
    { timeout: isThorough ? 6 * 3_600_000 : 1_200_000 },
    async () => {
      const args = ['forget', '--list', join(forgotten.folder, 'list.txt'), '--erase', '--reason', 'they asked', '--yes'] as const;
      const whole = await copyOf(rechecked);
      const log = join(whole.folder, 'sites');
      expect((await whole.runWith(armedWith({ log }, whole.storage), ...args)).code).toBe(0);
      const lines = (await readFile(log, 'utf8')).trim().split('\n');
      const passed = lines.map((line) => line.split('\t')[1] ?? '');
      const hitsOf = (site: string): number => passed.filter((each) => each === site).length;
      // In the middle of what is done there: before it, little has changed yet.
      const sites = [...new Set(passed)]
        .filter((site) => deadly.test(site))
        .filter((_, n) => isThorough || n % 2 === 0)
        .map((site) => ({ site, hit: Math.ceil(hitsOf(site) / 2) }));
      expect(sites.length).toBeGreaterThan(5);
      const rows = [await rowsOf(whole), (await rowsOf(whole, 'rejected')).length];
      const faults: string[] = [];
      const waiting = [...sites];
      const work = async (): Promise<void> => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
          const { site, hit } = next;
          const copy = await copyOf(rechecked);
          const died = await copy.runWith(armedWith({ site, hit, action: 'kill' }, copy.storage), ...args);
          if (died.code !== null) faults.push(`${site}: it ended with ${died.code}`);
          // The same command, in this process.
          const config = loadConfig(copy.folder, {});
          const asked = wishesOfList(await readFile(args[2], 'utf8'), args[2]);
          const receipts = await forget(config, { asked, reason: 'they asked', erase: true });
          if (receipts.length !== 1 || receipts[0]!.finishedAt === null) faults.push(`${site}: ${receipts.length} receipts`);
          faults.push(...(await tracesOf(copy.storage, words)).map((trace) => `${site}: ${trace}`));
          faults.push(...(await verifyHere(copy)).map(({ where, what }) => `${site}: ${where}: ${what}`));
          const now = [await rowsOf(copy), (await rowsOf(copy, 'rejected')).length];
          if (!isDeepStrictEqual(now, rows)) faults.push(`${site}: another corpus`);
          await copy.dispose();
        }
      };
      await Promise.all([work(), work()]);
      expect(faults).toEqual([]);
    },
  );

  test.each([
    [['--yes'], /say what to forget/],
    [['http://'], /names nothing that can be forgotten/],
    [['example.org/people'], /names nothing that can be forgotten/],
    [['--list', 'nowhere.txt'], /nowhere\.txt cannot be read/],
  ])('says what is wrong with %j', async (args, message) => {
    const { code, stderr } = await project.run('forget', ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
