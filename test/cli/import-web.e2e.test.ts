import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/corpus/manifest.ts';
import { openSqliteLedger } from '../../src/ledger/sqlite.ts';
import type { Origin } from '../../src/records.ts';
import type { WebImportSummary } from '../../src/run/import/web.ts';
import { lookAtPage } from '../../src/traps/look.ts';
import { type NotFoundFact, pretenceOf } from '../../src/traps/not-found.ts';
import { chunked, httpBytes, newId, response, warcGz } from '../archive/warc-maker.ts';
import { verifyHere } from './here.ts';
import { jsonLines, lastEvent, makeProject, outcomesOf, type Project } from './project.ts';

const A = 'https://a.test';
const words = (what: string): string =>
  `The note on ${what} tells how paper, glass and metal are sorted into their bins, and why that is of use to all of us. `.repeat(8);
const html = (what: string, head = ''): string =>
  `<!doctype html><html lang="en"><head><title>${what}</title>${head}</head><body><article><h1>${what}</h1><p>${words(what)}</p></article></body></html>`;

const SORRY = '<!doctype html><html lang="en"><title>Page not found</title><h1>Page not found</h1><p>Try the search instead.</p></html>';

const [jars, form] = [newId(), newId()];
const gone = '2024-05-03T00:00:00Z';
const archive = warcGz(
  { type: 'warcinfo', contentType: 'application/warc-fields', block: 'software: somebody/1.0\r\n' },
  response(`${A}/jars`, '', {
    id: jars,
    block: httpBytes(chunked(gzipSync(html('jars'))), { 'Transfer-Encoding': 'chunked', 'Content-Encoding': 'gzip' }),
  }),
  // Behind the pages it speaks for.
  response(`${A}/robots.txt`, 'User-agent: *\nDisallow: /secret\n', {
    block: httpBytes('User-agent: *\nDisallow: /secret\n', { 'Content-Type': 'text/plain' }),
  }),
  response(`${A}/robots.txt`, '', { date: gone, block: httpBytes('gone', {}, '410 Gone') }),
  response(`${A}/secret/lids`, html('lids')),
  response(`${A}/secret/later`, html('later'), { date: gone }),
  response(`${A}/kept-back`, html('what is kept back', '<meta name="robots" content="noai">')),
  response(`${A}/cut`, html('cut').slice(0, 400), { fields: { 'WARC-Truncated': 'length' } }),
  response(`${A}/photo`, '', { block: httpBytes('\u00ff\u00d8', { 'Content-Type': 'image/jpeg' }) }),
  response(`${A}/old`, '', { block: httpBytes('', { Location: '/jars' }, '301 Moved Permanently') }),
  response(`${A}/missing`, '', { block: httpBytes('no', {}, '404 Not Found') }),
  response(`${A}/door`, '', { block: httpBytes('<title>Just a moment...</title>', {}, '403 Forbidden') }),
  response('https://sold.test/', '<!doctype html><title>sold.test is for sale</title><h1>Buy this domain</h1>'),
  response(`${A}/sorry`, SORRY),
  // Nobody has asked how this host answers.
  response('https://b.test/sorry', SORRY),
  { type: 'request', url: `${A}/form`, fields: { 'WARC-Concurrent-To': `<${form}>` }, block: 'POST /form HTTP/1.1\r\n\r\n' },
  response(`${A}/form`, html('answers'), { id: form }),
  {
    type: 'revisit',
    url: `${A}/jars`,
    date: '2024-05-02T00:00:00Z',
    fields: { 'WARC-Refers-To': `<${jars}>` },
    block: httpBytes('', { ETag: '"2"' }),
  },
  { type: 'revisit', url: `${A}/lost`, fields: { 'WARC-Refers-To': `<${newId()}>` }, block: '' },
  { type: 'resource', url: `${A}/loose.txt`, contentType: 'text/plain', block: words('loose sheets') },
  { type: 'conversion', url: `${A}/as-text`, contentType: 'text/plain', block: words('conversions') },
  { type: 'resource', url: 'metadata://tool/log', contentType: 'text/plain', block: 'a log' },
  // No robots.txt of this host is in the archive.
  response('https://b.test/bins', html('bins')),
);

let project: Project;
const imported = async (...args: readonly string[]) => {
  const ended = await project.run('import', ...args, '--json');
  return { ...ended, summary: lastEvent(ended.stdout) as WebImportSummary };
};
const build = async (name: string): Promise<Manifest> => lastEvent((await project.run('build', name, '--json')).stdout) as Manifest;
const rowsOf = async (name: string, { shards }: Manifest) =>
  (await Promise.all(shards.map(({ path }) => jsonLines(join(project.storage, 'corpora', name, path))))).flat();

/** As a crawl would have found out. */
async function knowHowItAnswers(origin: Origin): Promise<void> {
  await mkdir(project.storage, { recursive: true });
  const ledger = await openSqliteLedger(join(project.storage, 'ledger.db'));
  const pretends = pretenceOf(lookAtPage(Buffer.from(SORRY)));
  const value = JSON.stringify({
    version: 1,
    url: `${origin}/nowhere`,
    because: 'the server answered 200',
    pretends,
  } satisfies NotFoundFact);
  await ledger.put(origin, 'not-found', { value, at: 1, expires: 2 });
  await ledger.close();
}

beforeAll(async () => {
  project = await makeProject({
    settings: { corpus: { format: 'jsonl', quality: 'none', duplicates: 'exact', furniture: false }, disk: { reserve: '0B' } },
  });
  await writeFile(join(project.folder, 'notes.warc.gz'), archive);
  await knowHowItAnswers(A as Origin);
});
afterAll(() => project.dispose());

describe('importing a web archive', { timeout: 240_000 }, () => {
  test('gives every record an outcome, and judges pages by what their host said then', async () => {
    const { code, summary, stderr } = await imported(join(project.folder, 'notes.warc.gz'));
    expect([code, stderr]).toEqual([0, expect.stringContaining('Wrote config/imports/notes.yaml')]);
    const [run] = await project.records();
    expect(Object.fromEntries(outcomesOf(run!.entries))).toEqual({
      [`${A}/jars`]: 'page + unchanged',
      [`${A}/secret/lids`]: 'page',
      [`${A}/secret/later`]: 'page',
      [`${A}/kept-back`]: 'page',
      [`${A}/loose.txt`]: 'page',
      'https://b.test/bins': 'page',
      [`${A}/cut`]: 'failed truncated',
      [`${A}/photo`]: 'refused fetch/unsupported-type',
      [`${A}/old`]: 'redirect',
      [`${A}/missing`]: 'failed http-404',
      [`${A}/door`]: 'failed challenge',
      'https://sold.test/': 'refused trap/parked-domain',
      [`${A}/sorry`]: 'refused trap/soft-404',
      'https://b.test/sorry': 'page',
      [`${A}/form`]: 'refused fetch/not-a-get',
      [`${A}/lost`]: 'failed revisit-unresolved',
      [`${A}/as-text`]: 'refused fetch/conversion',
      [`${A}/robots.txt`]: 'refused robots/host-file + refused robots/host-file',
    });
    expect(summary).toMatchObject({ finished: true, added: 7, unchanged: 1, redirect: 1, 'host-file': 2, beside: 1, flaws: 0 });
    const manifest = await build('notes');
    expect(manifest.counts).toEqual({ captured: 7, kept: 5, dropped: { 'rights/noai': 1, 'rights/robots-disallow': 1 } });
    const rows = await rowsOf('notes', manifest);
    expect(rows.map(({ url }) => String(url)).sort()).toEqual([
      `${A}/jars`,
      `${A}/loose.txt`,
      `${A}/secret/later`,
      'https://b.test/bins',
      'https://b.test/sorry',
    ]);
    expect(rows.find(({ url }) => url === `${A}/jars`)).toMatchObject({
      date: '2024-05-01T12:00:00.000Z',
      text: expect.stringContaining(words('jars').trim()),
    });
    const robotsOf = (url: string): unknown =>
      (JSON.parse(String(rows.find((row) => row['url'] === url)!['rights'])) as { robots: unknown }).robots;
    expect([robotsOf(`${A}/secret/later`), robotsOf('https://b.test/bins')]).toEqual(['http-410', 'imported']);
  });

  test('adds nothing when it is given again', async () => {
    const { code, summary } = await imported(join(project.folder, 'notes.warc.gz'));
    expect([code, summary.added, summary.unchanged, summary.redirect]).toEqual([0, 0, 9, 0]);
  });

  test('of a field that no record has, a filter takes nothing, which is told', async () => {
    const { code, stderr } = await project.run(
      'import',
      join(project.folder, 'notes.warc.gz'),
      '--as',
      'none',
      '--filter',
      'languages=eng',
      '--filter',
      'mime=text/html',
    );
    expect([code, stderr]).toEqual([8, expect.stringContaining('No record has languages, so that --filter takes none.\n')]);
    expect(stderr).not.toContain('mime');
  });

  test('under another name, its records are there a second time, which is no damage', async () => {
    const { code, summary } = await imported(join(project.folder, 'notes.warc.gz'), '--as', 'again');
    expect([code, summary.added > 0]).toEqual([0, true]);
    expect(await verifyHere(project)).toEqual([]);
  });
});
