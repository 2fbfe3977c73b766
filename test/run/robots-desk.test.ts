import { expect, test } from 'vitest';
import { projectSchema } from '../../src/config/project.ts';
import { type FetchFailure, type FetchRequest, type FetchResponse, type HttpClient, TurnLater } from '../../src/fetch/fetch.ts';
import type { HostFacts } from '../../src/ledger/host-facts.ts';
import { openSqliteLedger } from '../../src/ledger/sqlite.ts';
import { DAY_MS, type PageUrl } from '../../src/records.ts';
import { RobotsDesk } from '../../src/run/robots-desk.ts';
import { clientFor, loopback, respond } from '../fetch/loopback.ts';

const refused = ({ url }: FetchRequest): FetchFailure => ({
  kind: 'failure',
  url,
  reason: 'connection-refused',
  because: 'nobody there',
  at: 0,
  durationMs: 1,
  wireBytes: 0,
  contacted: true,
  retriable: true,
});

test('a sitemap is announced once, and again when the queue may have forgotten it', async () => {
  const facts = await openSqliteLedger(':memory:');
  let restarts = 0;
  const client: HttpClient = { fetch: async (request) => refused(request), close: async () => undefined };
  const desk = new RobotsDesk({ config: projectSchema.parse({}), client, facts, clock: () => 0, restarts: () => restarts });
  const page = 'http://a.test/1' as PageUrl;
  const told = await desk.ask(page);
  expect(desk.newSitemaps(page, 'a', told)).toEqual(['http://a.test/sitemap.xml']);
  expect(desk.newSitemaps(page, 'a', told)).toEqual([]);
  expect(desk.newSitemaps(page, 'b', told)).toEqual(['http://a.test/sitemap.xml']);
  restarts += 1;
  expect(desk.newSitemaps(page, 'a', told)).toEqual(['http://a.test/sitemap.xml']);
  await facts.close();
});

test('a busy address is waited for by those who cannot come again later, and by nobody else', async () => {
  const client: HttpClient = {
    fetch: async (request) => {
      if ((request.patienceMs ?? 50) < 2000) throw new TurnLater(2000);
      return refused(request);
    },
    close: async () => undefined,
  };
  const facts = await openSqliteLedger(':memory:');
  const desk = new RobotsDesk({ config: projectSchema.parse({}), client, facts, clock: () => 0 });
  await expect(desk.ask('http://a.test/' as PageUrl)).rejects.toThrow(TurnLater);
  expect(await desk.ask('http://a.test/' as PageUrl, () => true, new AbortController().signal)).toMatchObject({
    verdict: 'wait',
    contacted: true,
  });
  await facts.close();
});

test('a request that was given up is no answer: the next one asks again', async () => {
  const server = await loopback((socket, _, serial) => void (serial > 1 && socket.write(respond('User-agent: *\nDisallow: /closed\n'))));
  const client = clientFor(server.port);
  const facts = await openSqliteLedger(':memory:');
  const desk = new RobotsDesk({ config: projectSchema.parse({}), client, facts, clock: Date.now });
  const ending = new AbortController();
  const given = desk.ask('http://a.test/' as PageUrl, undefined, ending.signal);
  await expect.poll(() => server.received.length).toBe(1);
  ending.abort();
  expect(await given).toMatchObject({ verdict: 'wait', contacted: true });
  expect(await desk.ask('http://a.test/closed' as PageUrl)).toMatchObject({ verdict: 'disallow', contacted: true });
  await Promise.all([client.close(), facts.close(), server.close()]);
});

test('a host that is too busy for robots.txt rests, though an older copy of it stands in', async () => {
  const server = await loopback((socket, _, serial) => {
    socket.write(serial === 1 ? respond('User-agent: *\nAllow: /\n') : respond('', '', '503 Busy'));
  });
  const client = clientFor(server.port);
  const facts = await openSqliteLedger(':memory:');
  let now = Date.UTC(2026, 10, 24);
  const desk = new RobotsDesk({ config: projectSchema.parse({}), client, facts, clock: () => now });
  const page = 'http://a.test/' as PageUrl;
  expect(await desk.ask(page)).toMatchObject({ verdict: 'allow', busy: null });
  now += 24 * 3_600_000;
  expect(await desk.ask(page)).toMatchObject({ verdict: 'allow', contacted: true, busy: 'http-503' });
  expect(await desk.ask(page)).toMatchObject({ verdict: 'allow', contacted: false, busy: null });
  await Promise.all([client.close(), facts.close(), server.close()]);
});

test('large files of many origins go from memory, and are known from the disk: nobody is asked again', async () => {
  const stored = await openSqliteLedger(':memory:');
  let [asked, read] = [0, 0];
  const facts: HostFacts = {
    put: (...fact) => stored.put(...fact),
    get: (...of) => {
      read += 1;
      return stored.get(...of);
    },
    all: (kind) => stored.all(kind),
  };
  const body = Buffer.from(`User-agent: *\nDisallow: /closed\n# ${'x'.repeat(500_000)}`);
  const client: HttpClient = {
    fetch: async ({ url }): Promise<FetchResponse> => {
      asked += 1;
      const seen = { at: 0, durationMs: 1, wireBytes: body.length, ip: null, requestHeaders: [], headers: [], body };
      return { kind: 'response', url, status: 200, statusText: 'OK', ...seen };
    },
    close: async () => undefined,
  };
  const desk = new RobotsDesk({ config: projectSchema.parse({}), client, facts, clock: () => 0 });
  const pages = Array.from({ length: 150 }, (_, n) => `http://${n}.test/closed` as PageUrl);
  for (const page of pages) await desk.ask(page);
  for (const page of pages.slice(-50)) await desk.ask(page);
  expect([asked, read]).toEqual([150, 150]);
  expect(await desk.ask(pages[0]!)).toMatchObject({ verdict: 'disallow', contacted: false });
  expect([asked, read]).toEqual([150, 151]);
  await stored.close();
});

test('what a clock that has gone back says of a host is asked for anew', async () => {
  const server = await loopback(
    (socket, _, serial) => void socket.write(respond(serial === 1 ? '' : 'User-agent: *\nDisallow: /closed\n')),
  );
  const client = clientFor(server.port);
  const facts = await openSqliteLedger(':memory:');
  const now = Date.UTC(2026, 10, 24);
  const deskAt = (at: number) => new RobotsDesk({ config: projectSchema.parse({}), client, facts, clock: () => at });
  const url = 'http://a.test/closed' as PageUrl;
  expect(await deskAt(now + 400 * DAY_MS).ask(url)).toMatchObject({ verdict: 'allow', contacted: true });
  // Clocks of several machines are not quite the same.
  expect(await deskAt(now + 400 * DAY_MS - 1000).ask(url)).toMatchObject({ verdict: 'allow', contacted: false });
  const desk = deskAt(now);
  expect(await desk.ask(url)).toMatchObject({ verdict: 'disallow', contacted: true });
  expect(await desk.ask(url)).toMatchObject({ verdict: 'disallow', contacted: false });
  await Promise.all([client.close(), facts.close(), server.close()]);
});
