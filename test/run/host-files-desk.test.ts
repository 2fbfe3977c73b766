import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { createHttpClient } from '../../src/fetch/client.ts';
import type { HttpClient } from '../../src/fetch/fetch.ts';
import { openSqliteLedger } from '../../src/ledger/sqlite.ts';
import type { Digest, PageUrl } from '../../src/records.ts';
import type { HostFiles } from '../../src/rights/host-files.ts';
import { askFar } from '../../src/run/ask-far.ts';
import type { FarDocuments } from '../../src/run/far-documents.ts';
import { HostFilesDesk } from '../../src/run/host-files-desk.ts';
import { RobotsDesk } from '../../src/run/robots-desk.ts';
import { configOf } from '../config/config-of.ts';
import { failure, redirect, text } from '../web/page.ts';
import { robotsTxt, SiteMaker } from '../web/site-maker.ts';
import { serveSites, type Web } from '../web/web.ts';

const DAY_MS = 24 * 3_600_000;
let web: Web;
let client: HttpClient;
let now = Date.UTC(2026, 10, 24);

const configFor = (rights: object): Config => configOf({ network: { connectTo: { '*.test': `127.0.0.1:${web.port}` } } }, rights);

beforeAll(async () => {
  const spoken = new SiteMaker('spoken.test');
  spoken.serve('/robots.txt', robotsTxt('License: /l.xml', 'License: http://elsewhere.test/l.xml', 'User-agent: *', 'Disallow: /ai.txt'));
  spoken.serve('/.well-known/tdmrep.json', (nth) =>
    nth === 2 ? failure(503, 'Busy') : text(`[{"location":"/","tdm-reservation":${nth % 2}}]`),
  );
  spoken.serve('/l.xml', text('<rsl/>'));
  const elsewhere = new SiteMaker('elsewhere.test');
  elsewhere.serve('/l.xml', text('<rsl/>'));
  elsewhere.serve('/moved.xml', redirect(301, 'http://elsewhere.test/l.xml'));
  const moved = new SiteMaker('www.moved.test');
  moved.serve('/robots.txt', robotsTxt('License: http://moved.test/l.xml'));
  moved.serve('/.well-known/tdmrep.json', redirect(301, 'https://elsewhere.test/'));
  moved.serve('/ai.txt', redirect(302, 'http://elsewhere.test/ai.txt'));
  moved.serve('/terms.xml', redirect(301, '/terms/rsl.xml'));
  moved.serve('/terms/rsl.xml', text('<rsl/>'));
  const unsteady = new SiteMaker('unsteady.test');
  unsteady.serve('/.well-known/tdmrep.json', (nth) => (nth === 1 ? redirect(301, '/tdm/tdmrep.json') : failure(503, 'Busy')));
  unsteady.serve('/tdm/tdmrep.json', (nth) => (nth === 1 ? text('[{"location":"/","tdm-reservation":1}]') : failure(429, 'Busy')));
  const apex = new SiteMaker('moved.test');
  apex.serve('/l.xml', redirect(301, 'http://www.moved.test/terms.xml'));
  web = await serveSites([
    spoken.done(),
    elsewhere.done(),
    moved.done(),
    apex.done(),
    unsteady.done(),
    new SiteMaker('silent.test').done(),
  ]);
  client = createHttpClient(configFor({}));
});
afterAll(async () => {
  await client.close();
  await web.close();
});

const nothingThere = (url: PageUrl, documents: FarDocuments): Promise<void> =>
  documents.ended(url, { kind: 'failed', reason: 'http-404', because: 'nothing there', status: 404 });

/** A desk over facts of its own, and a way to ask it until it needs no more requests: how many there were, and the files. */
async function desk(rights: object = {}, far: (url: PageUrl, documents: FarDocuments) => Promise<void> = nothingThere) {
  const config = configFor(rights);
  const facts = await openSqliteLedger(':memory:');
  const clock = (): number => now;
  const robots = new RobotsDesk({ config, client, facts, clock });
  const files = new HostFilesDesk({ config, client, facts, robots, clock });
  const ask = async (
    address: string,
    others: object = {},
  ): Promise<{ requests: number; digest: Digest | null; files: HostFiles | null }> => {
    const url = address as PageUrl;
    const decision = { ...(await robots.ask(url)), ...others };
    for (let requests = 0; ;) {
      const answer = await files.ask(url, decision);
      for (const each of answer.awaits) await far(each, files.far);
      if (answer.awaits.length > 0) continue;
      requests += Number(answer.contacted);
      if (answer.contacted) continue;
      const kept = answer.files === null ? null : await facts.get(answer.files, 'host-files');
      return { requests, digest: answer.files, files: kept === null ? null : (JSON.parse(kept.value) as HostFiles) };
    }
  };
  return { files, ask, robots };
}

test('asks for each file once a day, and for none that robots.txt forbids', async () => {
  const { ask, files } = await desk();
  const first = await ask('http://spoken.test/a');
  expect(first.requests).toBe(2);
  expect(Object.keys(first.files?.wellKnown ?? {})).toEqual(['/.well-known/tdmrep.json']);
  expect(Object.keys(first.files?.documents ?? {})).toEqual(['http://spoken.test/l.xml']);
  expect(web.count('http://spoken.test/ai.txt') + web.hits.filter(({ host }) => host === 'elsewhere.test').length).toBe(0);
  expect(await ask('http://spoken.test/b')).toEqual({ ...first, requests: 0 });
  now += DAY_MS;
  // The second time it cannot be had, and the copy from before stands in.
  expect(await ask('http://spoken.test/a')).toMatchObject({ requests: 2, digest: first.digest });
  now += DAY_MS;
  const third = await ask('http://spoken.test/a');
  expect(third.requests).toBe(2);
  expect(third.files).toEqual(first.files);
  expect(await files.want('http://spoken.test/a' as PageUrl, ['http://spoken.test/l.xml'])).toBe(false);
  expect(await files.want('http://spoken.test/a' as PageUrl, ['http://spoken.test/more.xml'])).toBe(true);
  expect(await files.want('http://spoken.test/a' as PageUrl, ['http://spoken.test/more.xml'])).toBe(false);
  expect((await ask('http://spoken.test/a')).requests).toBe(1);
});

test('what robots.txt no longer points to is there for pages that do', async () => {
  const { ask, files } = await desk();
  await ask('http://spoken.test/a');
  expect(await files.want('http://spoken.test/a' as PageUrl, ['http://spoken.test/l.xml'])).toBe(false);
  const later = await ask('http://spoken.test/a', { rules: null });
  expect(Object.keys(later.files?.documents ?? {})).toEqual(['http://spoken.test/l.xml']);
  // The next day it is theirs to ask for.
  now += DAY_MS;
  await ask('http://spoken.test/a', { rules: null });
  const before = web.count('http://spoken.test/l.xml');
  expect(await files.want('http://spoken.test/a' as PageUrl, ['http://spoken.test/l.xml'])).toBe(true);
  await ask('http://spoken.test/a', { rules: null });
  expect(web.count('http://spoken.test/l.xml') - before).toBe(1);
});

test('a host that has nothing has no files', async () => {
  const { ask } = await desk();
  expect(await ask('http://silent.test/')).toEqual({ requests: 2, digest: null, files: null });
});

test('follows a file to where it has moved, a turn for each request, but to no front page', async () => {
  const asked: string[] = [];
  const { ask } = await desk({}, async (url, documents) => {
    asked.push(url);
    await documents.came(url, Buffer.from('User-agent: *'), 'sha256:00' as Digest);
  });
  const { files, digest, requests } = await ask('http://www.moved.test/a');
  expect(files?.documents).toMatchObject({ 'http://moved.test/l.xml': { text: '<rsl/>' } });
  expect(files?.wellKnown).toEqual({ '/ai.txt': { text: 'User-agent: *', sha256: 'sha256:00' } });
  expect(asked).toEqual(['http://elsewhere.test/ai.txt']);
  // tdmrep.json, ai.txt, the robots.txt of the other name, and the three places of the terms.
  expect(requests).toBe(6);
  expect(await ask('http://www.moved.test/b')).toEqual({ files, digest, requests: 0 });
  now += DAY_MS;
  expect(await ask('http://www.moved.test/b')).toEqual({ files, digest, requests: 6 });
});

test('a file that has moved keeps its place and its copy while neither can be had', async () => {
  const { ask, robots } = await desk();
  const first = await ask('http://unsteady.test/a');
  expect(first.files?.wellKnown['/.well-known/tdmrep.json']?.text).toContain('"tdm-reservation":1');
  expect(first.files?.documents).toEqual({});
  now += DAY_MS;
  await robots.ask('http://unsteady.test/b' as PageUrl);
  expect(await ask('http://unsteady.test/b')).toMatchObject({ digest: first.digest, requests: 3 });
});

test('asks for nothing that the config does not want', async () => {
  const { ask, files } = await desk({ hostFiles: { tdmrep: false, aiTxt: false, rsl: false } });
  expect(await ask('http://silent.test/')).toMatchObject({ requests: 0 });
  expect(await files.want('http://silent.test/' as PageUrl, ['http://silent.test/l.xml'])).toBe(false);
});

test('documents of another host are waited for, whoever asks; and not for ever', async () => {
  const asked: string[] = [];
  const { files, ask } = await desk({}, async (url, documents) => {
    asked.push(url);
    await documents.came(url, Buffer.from('<rsl/>'), 'sha256:00' as Digest);
  });
  const first = await ask('http://spoken.test/a');
  expect(asked).toEqual(['http://elsewhere.test/l.xml']);
  expect(first.files?.documents['http://elsewhere.test/l.xml']).toEqual({ text: '<rsl/>', sha256: 'sha256:00' });
  expect((await ask('http://spoken.test/b')).digest).toBe(first.digest);
  expect(asked.length).toBe(1);
  // A page points to one more; nobody asks for it.
  const more = 'http://elsewhere.test/more.xml' as PageUrl;
  expect(await files.want('http://spoken.test/a' as PageUrl, [more])).toBe(true);
  expect(await files.far.find(more)).toEqual({ awaited: true, url: more });
  now += 599_000;
  expect(await files.far.find(more)).toEqual({ awaited: true, url: more });
  now += 2000;
  expect(await files.far.find(more)).toEqual({ awaited: false, file: null, because: 'its host did not answer within 10 minutes' });
  now += DAY_MS;
  expect(await files.far.find(more)).toEqual({ awaited: true, url: more });
  // One that cannot be had leaves the copy from before, one that is gone leaves nothing.
  const known = 'http://elsewhere.test/l.xml' as PageUrl;
  await files.far.ended(known, { kind: 'failed', reason: 'http-503', because: 'busy', status: 503 });
  expect(await files.far.find(known)).toMatchObject({ file: { sha256: 'sha256:00' } });
  await files.far.ended(known, { kind: 'failed', reason: 'http-404', because: 'gone', status: 404 });
  expect(await files.far.find(known)).toEqual({ awaited: false, file: null, because: 'gone' });
});

test('asked for on demand, it is by its own robots.txt, and where it has moved to', async () => {
  const { files, robots } = await desk();
  const means = { client, robots, far: files.far };
  const moved = 'http://elsewhere.test/moved.xml' as PageUrl;
  await askFar(means, moved);
  const there = await files.far.find(moved);
  expect(there).toEqual({ awaited: true, url: 'http://elsewhere.test/l.xml' });
  await askFar(means, 'http://elsewhere.test/l.xml' as PageUrl);
  expect(await files.far.find(moved)).toMatchObject({ awaited: false, file: { text: '<rsl/>' } });
  await files.far.ended(moved, { kind: 'failed', reason: 'http-429', because: 'busy', status: 429 });
  expect(await files.far.find(moved)).toMatchObject({ awaited: false, file: { text: '<rsl/>' } });
  const forbidden = 'http://spoken.test/ai.txt' as PageUrl;
  await askFar(means, forbidden);
  expect(await files.far.find(forbidden)).toMatchObject({
    awaited: false,
    file: null,
    because: expect.stringContaining('Disallow: /ai.txt'),
  });
  expect(web.count(forbidden)).toBe(0);
});
