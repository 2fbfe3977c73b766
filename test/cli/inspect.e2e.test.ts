import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentColumns, rejectedColumns } from '../../src/corpus/columns.ts';
import { rowsOf } from '../../src/corpus/documents.ts';
import { publish } from '../../src/corpus/generations.ts';
import { type Manifest, readManifest } from '../../src/corpus/manifest.ts';
import { shardFormats } from '../../src/corpus/shards/index.ts';
import { openSeries, type SeriesOptions } from '../../src/corpus/shards/series.ts';
import type { Row } from '../../src/corpus/shards/shard.ts';
import { chanceOf } from '../web/chance.ts';
import { notice } from '../web/compose.ts';
import { robotsTxt, SiteMaker } from '../web/site-maker.ts';
import { serveSites, type Web } from '../web/web.ts';
import { loopbackSettings, makeProject, type Project } from './project.ts';

const HOSTS = ['one.test', 'two.test', 'three.test'];
const CORPUS = 'notices';
let web: Web;
let project: Project;
let folder: string;
let documents: readonly Row[];

/** Four notices a site, and one that is on every site. */
function siteOf(host: string, n: number) {
  const site = new SiteMaker(host);
  site.serve('/robots.txt', robotsTxt('User-agent: *', 'Disallow:'));
  const links = [1, 2, 3].map((each) => [`/${each}`, `Notice ${each}`] as const);
  site.article('/', { site: host, article: notice('en', 10 * n, chanceOf(n)), related: [...links, ['/shared', 'Shared'] as const] });
  for (const each of [1, 2, 3]) site.article(`/${each}`, { site: host, article: notice('en', 10 * n + each, chanceOf(10 * n + each)) });
  site.article('/shared', { site: host, article: notice('en', 99, chanceOf(99)) });
  return site.done();
}

/** A document's row becomes that of a near duplicate of another, as a build that looks for them leaves it. */
async function makeNear(manifest: Manifest, of: Row, near: Row): Promise<void> {
  let files = 0;
  const temporary = (): string => join(folder, `${(files += 1)}.tmp`);
  const options = { folder, temporary, format: shardFormats.parquet, shardBytes: 1e9 } satisfies Partial<SeriesOptions>;
  const data = openSeries({ ...options, series: 'data', columns: documentColumns });
  const rejected = openSeries({ ...options, series: 'rejected', columns: rejectedColumns });
  const dump = manifest.shards[0]!.dump;
  for await (const row of rowsOf(folder, manifest.shards)) if (row['id'] !== near['id']) await data.add(dump, row);
  for await (const row of rowsOf(folder, manifest.rejected)) await rejected.add(dump, row);
  const { id, url } = of;
  const kept = Object.fromEntries(['url', 'host', 'date', 'record_id', 'run_id'].map((name) => [name, near[name]!]));
  const because = `83 % like ${String(id)}, ${String(url)}`;
  await rejected.add(dump, { ...kept, stage: 'dedup', rule: 'near', because, evidence: null, crawler: String(near['host']) });
  const counts = { ...manifest.counts, kept: manifest.counts.kept - 1, dropped: { ...manifest.counts.dropped, 'dedup/near': 1 } };
  const [shards, rejects] = [[...(await data.close())], [...(await rejected.close())]];
  await publish(folder, { ...manifest, generation: manifest.generation + 1, shards, rejected: rejects, counts }, manifest, temporary);
}

beforeAll(async () => {
  web = await serveSites(HOSTS.map(siteOf));
  project = await makeProject({
    settings: { ...loopbackSettings(web.port), corpus: { quality: 'none', duplicates: 'exact' } },
    crawlers: Object.fromEntries(HOSTS.map((host) => [host, { seeds: [`http://${host}/`], sitemaps: false }])),
  });
  await project.write(`config/topics/${CORPUS}.yaml`, { title: 'Notices', crawlers: HOSTS });
  await project.json('crawl', '--topic', CORPUS, '--json');
  await project.json('build', CORPUS, '--json');
  folder = join(project.storage, 'corpora', CORPUS);
  const built = (await readManifest(folder))!;
  const rows = await Array.fromAsync(rowsOf(folder, built.shards));
  const at = (url: string): Row => rows.find((row) => row['url'] === url)!;
  await makeNear(built, at('http://one.test/1'), at('http://two.test/1'));
  documents = await Array.fromAsync(rowsOf(folder, (await readManifest(folder))!.shards));
}, 120_000);
afterAll(async () => {
  await project.dispose();
  await web.close();
});

const inspect = (...args: readonly string[]) => project.run('inspect', CORPUS, ...args);
const lines = (stdout: string): readonly Record<string, unknown>[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('inspect', () => {
  test('tells a corpus in numbers', async () => {
    const { stdout } = await inspect();
    expect(stdout).toMatch(/^corpus +notices, generation 2 of /);
    expect(stdout).toMatch(new RegExp(`^documents +${documents.length} of 15 captures$`, 'm'));
    expect(stdout).toMatch(/dropped +dedup\/exact 2, dedup\/near 1$/m);
    const [numbers] = lines((await inspect('--json')).stdout);
    expect(numbers).toMatchObject({
      corpus: CORPUS,
      documents: 12,
      captures: 15,
      tokens: expect.any(Number),
      dumps: [{ pages: 15, documents: 12 }],
    });
  });

  test('draws, finds and shows documents', async () => {
    const drawn = lines((await inspect('--random', '3', '--host', 'one.test', '--json')).stdout);
    expect(drawn.map(({ host }) => host)).toEqual(['one.test', 'one.test', 'one.test']);
    const words = String(documents[0]!['text']).split(/\s+/).slice(3, 7).join(' ');
    const found = lines((await inspect('--search', words, '--json')).stdout);
    expect(found.map(({ id }) => id)).toContain(documents[0]!['id']);
    const shown = await inspect('--document', String(documents[0]!['url']));
    for (const { name } of documentColumns) expect(shown.stdout).toMatch(new RegExp(`^${name}\\b`, 'm'));
    expect(await inspect('--search', 'no such words')).toMatchObject({ code: 8, stdout: '', stderr: 'garner: found in no document\n' });
    expect(await inspect('--document', 'http://nowhere.test/')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('garner explain') as string,
    });
    expect(await inspect('--random', '1', '--search', 'x')).toMatchObject({ code: 2 });
  });

  test('shows a document beside its duplicates, whose texts come from the archive', async () => {
    const near = await inspect('--beside', 'http://two.test/1');
    expect(near.code).toBe(0);
    expect(near.stdout).toContain('http://one.test/1');
    expect(near.stdout).toMatch(/83 % like [0-9a-f]{64}, http:\/\/one\.test\/1/);
    expect(near.stdout).toMatch(/\[-.+-\]\{\+.+\+\}/s);
    const shared = documents.find(({ url }) => String(url).endsWith('/shared'))!;
    const [document, ...copies] = lines((await inspect('--beside', String(shared['id']), '--json')).stdout);
    expect(document).toMatchObject({ id: shared['id'] });
    expect(copies).toHaveLength(2);
    for (const copy of copies) expect(copy).toMatchObject({ rule: 'exact', text: shared['text'] });
    expect(await inspect('--beside', 'http://one.test/2')).toMatchObject({ code: 8, stderr: 'garner: it has no duplicates\n' });
  });
});

describe('export', () => {
  const run = (...args: readonly string[]) => project.run('export', CORPUS, ...args);

  test('tells what it comes to, writes it, and says where it is', async () => {
    const to = join(project.folder, 'out');
    await project.write('weights.yaml', { host: { 'one.test': 2 } });
    const { code, stderr, stdout } = await run(
      '--to',
      to,
      '--format',
      'datatrove',
      '--weights',
      join(project.folder, 'weights.yaml'),
      '--json',
    );
    expect([code, stderr]).toEqual([0, expect.stringMatching(/host one\.test × 2 +\d+ → \d+/) as string]);
    const record = JSON.parse(readFileSync(join(to, 'export.json'), 'utf8')) as { files: unknown };
    expect(lines(stdout)[0]).toMatchObject({ to, format: 'datatrove', files: record.files });
    expect(await run('--to', to)).toMatchObject({ code: 2, stderr: expect.stringContaining('--force replaces it') as string });
    expect(await run('--to', to, '--force', '--validation', '0.3')).toMatchObject({ code: 0 });
  });

  test.each([
    [['--to', 'x', '--weight', 'language:en'], 2, 'such as language=en:0.5'],
    [['--to', 'x', '--validation', '1'], 2, 'from 0 to below 1'],
    [['--to', 'x', '--weights', 'none.yaml'], 2, 'none.yaml: cannot be read'],
    [['--to', 'x', '--language', 'fr'], 8, 'no document is left'],
    [[], 2, '--to'],
  ])('%j ends with %i, and says why', async (args, code, why) => {
    const inProject = args.map((arg) => (arg === 'x' ? join(project.folder, 'x') : arg));
    expect(await run(...inProject)).toMatchObject({ code, stderr: expect.stringContaining(why) as string });
  });
});
