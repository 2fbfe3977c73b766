import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/corpus/manifest.ts';
import { filesOfWacz, linesOf, recordsIn, sha256 } from '../archive/read-wacz.ts';
import { html, redirect, text } from '../web/page.ts';
import { robotsTxt, SiteMaker } from '../web/site-maker.ts';
import { serveSites, type Web } from '../web/web.ts';
import { jsonLines, loopbackSettings, makeProject, type Project } from './project.ts';

const TOPIC = 'sorting';
const words = (what: string): string =>
  `The note on ${what} tells how ${what} are sorted into their bins, and why that is of use to all of us in town. `.repeat(6);
const page = (what: string, more = ''): string =>
  `<!doctype html><html lang="en"><head><title>On ${what}</title></head><body><article><h1>On ${what}</h1><p>${words(what)}</p></article>${more}</body></html>`;
const links = (...paths: readonly string[]): string => paths.map((path) => `<a href="${path}">${path}</a>`).join(' ');

let web: Web;
let project: Project;
let manifest: Manifest;
const projects: Project[] = [];

async function newProject(): Promise<Project> {
  const made = await makeProject({
    settings: { ...loopbackSettings(web.port), corpus: { format: 'jsonl', quality: 'none' } },
    crawlers: {
      'one.test': { seeds: ['http://one.test/'], licence: { id: 'CC-BY-4.0', evidence: 'http://one.test/imprint' } },
      'two.test': { seeds: ['http://two.test/'], language: 'en' },
    },
  });
  await made.write(`config/topics/${TOPIC}.yaml`, { title: 'Sorting', crawlers: ['one.test', 'two.test'] });
  projects.push(made);
  return made;
}

const rowsOf = async ({ storage }: Project, files: Manifest['shards']) =>
  (await Promise.all(files.map(({ path }) => jsonLines(join(storage, 'corpora', TOPIC, path))))).flat();
/** Rows by capture, without what is the run's. */
const withoutRun = async (of: Project, { shards, rejected }: Manifest) =>
  Object.fromEntries(
    (await rowsOf(of, [...shards, ...rejected])).map(({ dump: _dump, run_id: _run, ...row }) => [String(row['record_id']), row]),
  );

beforeAll(async () => {
  const one = new SiteMaker('one.test');
  one.serve('/robots.txt', robotsTxt('User-agent: *', 'Disallow: /secret', 'Content-Usage: train-ai=y'));
  one.serve('/.well-known/tdmrep.json', text('[{"location":"/reserved","tdm-reservation":1}]'));
  one.serve('/', html(page('jars', links('/lids', '/reserved', '/old', '/secret', '/gone'))));
  one.serve('/lids', html(page('lids'), [['Content-Language', 'en-GB']]));
  one.serve('/reserved', html(page('what is kept back')));
  one.serve('/old', redirect(301, '/lids'));
  const two = new SiteMaker('two.test');
  // The same text, which stands in the corpus once.
  two.serve('/', html(page('lids', links('/boxes'))));
  two.serve('/boxes', html(page('boxes')));
  web = await serveSites([one.done(), two.done()]);
  project = await newProject();
  await project.json('crawl', '--topic', TOPIC, '--json');
  manifest = await project.json<Manifest>('build', TOPIC, '--json');
}, 240_000);
afterAll(async () => {
  for (const each of projects) await each.dispose();
  await web.close();
});

describe('what is exported as a web archive', { timeout: 240_000 }, () => {
  test('comes back with every column but those of the run', async () => {
    expect(manifest.counts.kept).toBe(3);
    const file = join(project.folder, 'all.wacz');
    await project.json('export', TOPIC, '--wacz', file, '--all', '--json');
    const again = await newProject();
    const hits = web.hits.length;
    await again.json('import', file, '--as', TOPIC, '--json');
    const rebuilt = await again.json<Manifest>('build', TOPIC, '--json');
    expect(web.hits).toHaveLength(hits);
    expect(rebuilt.counts).toEqual(manifest.counts);
    expect(await withoutRun(again, rebuilt)).toEqual(await withoutRun(project, manifest));
  });

  test('is a WACZ of the captures that documents come from, and of nothing that was forgotten', async () => {
    const file = join(project.folder, 'documents.wacz');
    await project.json('export', TOPIC, '--wacz', file, '--text', '--json');
    const files = await filesOfWacz(file);
    const described = JSON.parse(String(files.get('datapackage.json'))) as { wacz_version: string; resources: Record<string, unknown>[] };
    expect(described).toMatchObject({ profile: 'data-package', wacz_version: '1.1.1', title: 'Sorting' });
    const resources = ['archive/data-00000.warc.gz', 'indexes/index.cdx', 'pages/pages.jsonl'].map((path) => {
      const bytes = files.get(path)!;
      return { name: path.split('/')[1], path, hash: sha256(bytes), bytes: bytes.length };
    });
    expect(described.resources).toEqual(resources);
    expect(JSON.parse(String(files.get('datapackage-digest.json')))).toEqual({
      path: 'datapackage.json',
      hash: sha256(files.get('datapackage.json')!),
    });

    const rows = await rowsOf(project, manifest.shards);
    const warc = files.get('archive/data-00000.warc.gz')!;
    const records = await recordsIn(warc);
    expect(
      records
        .filter(({ type }) => type === 'response')
        .map(({ id }) => id.slice(1, -1))
        .sort(),
    ).toEqual(rows.map((row) => String(row['record_id'])).sort());
    expect(
      records
        .filter(({ url }) => /robots|tdmrep/.test(url ?? ''))
        .map(({ type, url, payload }) => [type, url, String(payload).slice(0, 13)]),
    ).toEqual([
      ['resource', 'http://one.test/robots.txt', 'User-agent: *'],
      ['resource', 'http://one.test/.well-known/tdmrep.json', '[{"location":'],
    ]);
    const index = linesOf(files.get('indexes/index.cdx'));
    expect(index).toEqual(index.toSorted());
    for (const line of index) {
      const { url, offset, length, filename } = JSON.parse(line.slice(line.indexOf('{'))) as Record<string, string>;
      expect(filename).toBe('data-00000.warc.gz');
      const member = gunzipSync(warc.subarray(Number(offset), Number(offset) + Number(length)));
      expect(String(member)).toContain(`WARC-Target-URI: ${url}\r\n`);
    }
    const [head, ...pages] = linesOf(files.get('pages/pages.jsonl')).map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(head).toMatchObject({ format: 'json-pages-1.0', id: 'pages' });
    expect(pages).toEqual(rows.map(({ id, url, title, date, text: body }) => ({ id, url, title, ts: date, text: body })));
    const twice = join(project.folder, 'twice.wacz');
    await project.json('export', TOPIC, '--wacz', twice, '--text', '--json');
    expect(sha256(await readFile(twice))).toBe(sha256(await readFile(file)));

    await project.json('forget', 'http://one.test/', '--yes', '--json');
    await project.json('export', TOPIC, '--wacz', file, '--all', '--force', '--json');
    const left = await recordsIn((await filesOfWacz(file)).get('archive/data-00000.warc.gz')!);
    expect(left.some(({ url }) => url === 'http://one.test/lids')).toBe(true);
    expect(left.filter(({ url }) => url === 'http://one.test/')).toEqual([]);
    expect(left.filter(({ payload }) => String(payload).includes(words('jars')))).toEqual([]);
  });

  test('has an index beside the archive for replay tools', async () => {
    const file = join(project.folder, 'index.cdxj');
    expect(await project.json('export', TOPIC, '--cdxj', file, '--json')).toMatchObject({ captures: 2 });
    const lines = linesOf(await readFile(file));
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['test,two)/', 'test,two)/boxes']);
    for (const line of lines) {
      const { filename = '', offset, length } = JSON.parse(line.slice(line.indexOf('{'))) as Record<string, string>;
      const bytes = await readFile(join(project.storage, 'archive', filename));
      expect(String(gunzipSync(bytes.subarray(Number(offset), Number(offset) + Number(length))))).toMatch(
        /^WARC\/1\.1\r\nWARC-Type: response/,
      );
    }
  });
});
