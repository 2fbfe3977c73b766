import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { digestOf } from '../../src/archive/record.ts';
import type { WebImportSummary } from '../../src/run/import/web.ts';
import { httpBytes, type MadeRecord, response, warcGz } from '../archive/warc-maker.ts';
import { lastEvent, loopbackSettings, makeProject, type Project } from './project.ts';

const words = 'How paper, glass and metal are sorted into their bins, and why that is of use to all of us in this town. '.repeat(8);
const html = (title: string): string =>
  `<!doctype html><html lang="en"><title>${title}</title><body><article><h1>${title}</h1><p>${words}</p></article>`;
const robots = 'User-agent: *\nDisallow: /secret\n';

/** What stands on which host; and in the archive, one behind the other. */
const records: readonly MadeRecord[] = [
  response('https://a.test/robots.txt', '', { block: httpBytes(robots, { 'Content-Type': 'text/plain' }) }),
  response('https://a.test/jars', html('Jars')),
  response('https://a.test/photo', '', { block: httpBytes('x', { 'Content-Type': 'image/png' }) }),
  // Of these hosts the archive has no robots.txt; the second of them can be asked today.
  response('https://b.test/lids', html('Lids')),
  response('http://c.test/boxes', html('Boxes')),
];
const members = records.map((each) => warcGz(each));
const archive = Buffer.concat(members);

/** As Common Crawl writes it. */
const index = records
  .map(({ url = '' }, n) => {
    const offset = members.slice(0, n).reduce((sum, { length }) => sum + length, 0);
    const mime = url.endsWith('.txt') ? 'text/plain' : url.endsWith('photo') ? 'image/png' : 'text/html';
    const fields = { url, mime, status: '200', length: String(members[n]?.length), offset: String(offset), filename: 'one/a.warc.gz' };
    return `test,x)/ 20240501120000 ${JSON.stringify(fields)}\n`;
  })
  .join('');

let server: Server;
let project: Project;
const asked: string[] = [];

beforeAll(async () => {
  server = createServer(({ url = '', headers }, answer) => {
    asked.push(`${url} ${headers.range ?? 'whole'} ${String(headers['accept-encoding'])}`);
    const site: Readonly<Record<string, string>> = {
      '/': `${html('Home')}<a href="/jars">jars</a><a href="/secret">no</a>`,
      '/jars': html('Jars'),
      '/robots.txt': robots,
    };
    const page = site[url];
    if (page !== undefined)
      return answer.writeHead(200, { 'Content-Type': url.endsWith('.txt') ? 'text/plain' : 'text/html; charset=utf-8' }).end(page);
    if (url !== '/crawl/one/a.warc.gz') return answer.writeHead(404).end();
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
    const part = archive.subarray(Number(from), Number(to) + 1);
    return answer.writeHead(206, { 'Content-Range': `bytes ${from}-${Number(from) + part.length - 1}/${archive.length}` }).end(part);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  project = await makeProject({ settings: loopbackSettings((server.address() as AddressInfo).port) });
  await writeFile(join(project.folder, 'far.cdxj'), index);
});
afterAll(async () => {
  await project.dispose();
  server.close();
});

const entriesOf = async () => {
  const [run] = await project.records();
  return Object.fromEntries(run!.entries.map(({ url, outcome }) => [url, outcome]));
};

test('of an archive elsewhere, only the records that an index names and a filter wants are asked for', { timeout: 240_000 }, async () => {
  const flags = ['--prefix', 'http://archives.test/crawl/', '--filter', 'host=a.test', '--filter', 'mime=text/html', '--json'];
  const summary = await project.json<WebImportSummary>('import', '--index', join(project.folder, 'far.cdxj'), ...flags);
  expect(summary).toMatchObject({ name: 'far', added: 1, 'host-file': 1, failed: 0 });
  const [robotsBytes = 0, page = 0] = members.map(({ length }) => length);
  expect(asked.splice(0).sort()).toEqual([
    `/crawl/one/a.warc.gz bytes=0-${robotsBytes - 1} identity`,
    `/crawl/one/a.warc.gz bytes=${robotsBytes}-${robotsBytes + page - 1} identity`,
  ]);
  expect((await entriesOf())['https://a.test/jars']).toMatchObject({ kind: 'page', robots: digestOf(Buffer.from(robots)) });
  expect(await project.json('import', '--index', join(project.folder, 'far.cdxj'), ...flags)).toMatchObject({ added: 0, unchanged: 1 });
  expect(asked.splice(0)).toEqual([]);
});

test(
  'an archive is fetched whole by its URL, hosts without a word in it are asked where the policy wants that, and what cannot be had is told',
  { timeout: 240_000 },
  async () => {
    const url = 'http://archives.test/crawl/one/a.warc.gz';
    await project.write('config/rights.yaml', { importsWithoutEvidence: 'live' });
    expect(await project.json('import', url, '--as', 'whole', '--json')).toMatchObject({ added: 2, refused: 1, failed: 1, 'host-file': 1 });
    await project.write('config/rights.yaml', {});
    expect(await entriesOf()).toMatchObject({
      'https://b.test/lids': { kind: 'failed', reason: 'robots-unreachable' },
      'http://c.test/boxes': { kind: 'page', robots: digestOf(Buffer.from(robots)) },
    });
    const missing = await project.run('import', 'http://archives.test/crawl/none.warc.gz', '--as', 'none');
    expect([missing.code, missing.stderr]).toEqual([
      6,
      expect.stringContaining('none.warc.gz: the server answered 404 Not Found; nothing was imported'),
    ]);
  },
);

test('what wget archives is imported', { timeout: 240_000 }, async () => {
  const home = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const flags = ['--recursive', '--level=1', '--quiet', '--warc-file=wgot', '--delete-after', '--no-directories', home];
  const wget = spawn('wget', flags, { cwd: project.folder, stdio: 'ignore' });
  const code = await Promise.race([once(wget, 'close').then(([status]) => status as number), once(wget, 'error').then(() => null)]);
  if (code === null) {
    process.stderr.write('\n*** wget is not installed: what it writes is not tried out\n');
    return;
  }
  expect(code).toBe(0);
  const ended = await project.run('import', join(project.folder, 'wgot.warc.gz'), '--json');
  expect(lastEvent(ended.stdout)).toMatchObject({ name: 'wgot', added: 2, failed: 0, flaws: 0, records: { response: 3, request: 3 } });
  expect(await entriesOf()).toMatchObject({
    [home]: { kind: 'page', robots: digestOf(Buffer.from(robots)) },
    [`${home}jars`]: { kind: 'page' },
    [`${home}robots.txt`]: { kind: 'refused', drop: { rule: 'host-file' } },
  });
});
