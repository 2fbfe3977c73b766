import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { projectSchema } from '../../src/config/project.ts';
import { openSqliteLedger } from '../../src/ledger/sqlite.ts';
import type { PageUrl } from '../../src/records.ts';
import { BusyHosts } from '../../src/render/busy.ts';
import { Lanes } from '../../src/render/lanes.ts';
import { PageRequests } from '../../src/render/page-requests.ts';
import type { RenderRequest } from '../../src/render/render.ts';
import { ScriptShelf } from '../../src/render/script-shelf.ts';
import { leaveOf } from '../../src/run/render-page.ts';
import { RobotsDesk } from '../../src/run/robots-desk.ts';
import { clientFor, loopback, respond } from '../fetch/loopback.ts';

const PAGE = 'http://www.example.test/' as PageUrl;
const SIBLING = 'http://static.example.test/a.js';
const ALLOWED = respond('User-agent: *\nAllow: /\n');

/** A page whose requests are answered by `answer`, after a moment in which others could come; null: never. `another` is one of the same renderer. */
async function open(answer: (url: string) => Buffer | null) {
  const asked: string[] = [];
  const underWay = { now: 0, most: 0 };
  const server = await loopback(async (socket, request) => {
    const url = `http://${/^host: (\S+)/im.exec(request)?.[1]}${request.split(' ')[1]}`;
    asked.push(url);
    underWay.most = Math.max(underWay.most, (underWay.now += 1));
    await sleep(20);
    underWay.now -= 1;
    const given = answer(url);
    if (given !== null) socket.write(given);
  });
  const client = clientFor(server.port);
  const facts = await openSqliteLedger(':memory:');
  const desk = new RobotsDesk({ config: projectSchema.parse({}), client, facts, clock: Date.now });
  const shared = { client, shelf: new ScriptShelf(), lanes: new Lanes(), busy: new BusyHosts() };
  const ending = new AbortController();
  const request: RenderRequest = {
    url: PAGE,
    headers: [],
    body: Buffer.alloc(0),
    most: 2 ** 20,
    mayStart: () => true,
    headersFor: () => [],
    isOurs: () => true,
    mayRequest: async (url, signal) => leaveOf(await desk.ask(url, undefined, signal)),
  };
  const another = () => {
    const requests = new PageRequests(shared, request, { pages: 1, deadline: 5000, requests: 50, bytes: 2 ** 20 }, ending.signal);
    return { requests, want: (url: string, type = 'fetch') => requests.answer({ url, method: 'GET', type, headers: [] }) };
  };
  onTestFinished(async () => {
    ending.abort();
    await Promise.all([client.close(), facts.close(), server.close()]);
  });
  return { ...another(), another, asked, underWay, ending };
}

test('a host gets one request at a time, those for robots.txt included, and each robots.txt is asked for once', async () => {
  const { requests, want, asked, underWay } = await open((url) =>
    url.endsWith('/moved')
      ? respond('', 'Location: http://static.example.test/target\r\n', '302 Found')
      : url.endsWith('/robots.txt')
        ? ALLOWED
        : respond('{}'),
  );
  const urls = [1, 2, 3, 4, 5].map((n) => `http://static.example.test/${n}.js`);
  const answers = await Promise.all([want(`${PAGE}moved`), ...urls.map((url) => want(url, 'script')), want(`${PAGE}data.json`)]);
  expect(answers.map((answer) => answer?.status)).toEqual(Array.from({ length: 7 }, () => 200));
  expect(asked.toSorted()).toEqual(
    [
      `${PAGE}robots.txt`,
      'http://static.example.test/robots.txt',
      `${PAGE}moved`,
      `${PAGE}data.json`,
      'http://static.example.test/target',
      ...urls,
    ].toSorted(),
  );
  expect(underWay.most).toBe(1);
  expect(requests.log.filter(({ sent }) => sent)).toHaveLength(8);
});

test('what is under way at the end is on record, robots.txt included, and what waits is not sent', async () => {
  const { requests, want, asked, ending } = await open((url) => (url === `${PAGE}robots.txt` ? ALLOWED : null));
  const wanted = [`${PAGE}never`, `${PAGE}waits`, 'http://other.test/a.js'];
  const answers = wanted.map((url) => want(url));
  await expect.poll(() => asked.length).toBe(3);
  ending.abort();
  await requests.settled();
  expect(requests.pending).toBe(0);
  expect(requests.log.toSorted((one, other) => one.url.localeCompare(other.url))).toEqual([
    { url: wanted[2], ended: expect.stringMatching(/^refused/), sent: false },
    { url: wanted[0], ended: 'failed aborted', sent: true },
    { url: wanted[1], ended: 'failed aborted', sent: false },
  ]);
  expect(await Promise.all([...answers, want(`${PAGE}late`)])).toEqual([null, null, null, null]);
  expect(asked.toSorted()).toEqual(['http://other.test/robots.txt', `${PAGE}never`, `${PAGE}robots.txt`]);
});

test('what has waited until the page has all its bytes is not sent', async () => {
  const { requests, want, asked } = await open((url) => (url.endsWith('/robots.txt') ? ALLOWED : respond(Buffer.alloc(2 ** 20))));
  await Promise.all([want(`${PAGE}a`), want(`${PAGE}b`), want(SIBLING)]);
  expect(requests.log.map(({ ended }) => ended)).toEqual(['200', 'refused too-many-bytes', 'refused too-many-bytes']);
  expect(asked).toEqual([`${PAGE}robots.txt`, `${PAGE}a`]);
});

describe('a host that has had enough', () => {
  test.each([
    ['429 Too Many Requests', 'Retry-After: 60\r\n', { asksMs: 60_000 }],
    ['503 Service Unavailable', '', { asksMs: null }],
    ['500 Internal Server Error', 'Retry-After: 9999999\r\n', { asksMs: 86_400_000 }],
    ['500 Internal Server Error', '', null],
  ])('by %s with %j', async (status, headers, busy) => {
    const { requests, want } = await open((url) => (url.endsWith('/robots.txt') ? ALLOWED : respond('', headers, status)));
    for (const url of [`${PAGE}a`, `${PAGE}b`, SIBLING]) await want(url);
    const [code] = status.split(' ');
    expect(requests.ownHostBusy).toEqual(busy);
    expect(requests.log.map(({ ended }) => ended)).toEqual(
      busy === null ? [code, code, code] : [code, 'refused host-busy', 'refused host-busy'],
    );
  });

  test('by the robots.txt of a sibling', async () => {
    const { requests, want, asked } = await open((url) =>
      url === `${PAGE}robots.txt` ? ALLOWED : respond('', 'Retry-After: 3600\r\n', '503 Service Unavailable'),
    );
    for (const url of [SIBLING, `${PAGE}data.json`]) await want(url);
    expect(requests.log.map(({ ended }) => ended)).toEqual(['refused robots-unreachable', 'refused host-busy']);
    expect(requests.ownHostBusy?.asksMs).toBeGreaterThan(3_590_000);
    expect(asked).toEqual(['http://static.example.test/robots.txt']);
  });

  test('is left alone by other pages, too, for as long as it has asked for', async () => {
    const { requests, want, another, asked } = await open((url) =>
      url.endsWith('/robots.txt') ? ALLOWED : respond('', 'Retry-After: 60\r\n', '429 Too Many Requests'),
    );
    await want('http://shared.test/a.js', 'script');
    expect(requests.ownHostBusy).toBeNull();
    const next = another();
    await Promise.all([next.want('http://shared.test/b.js', 'script'), next.want(`${PAGE}data.json`)]);
    expect(next.requests.log.map(({ ended }) => ended)).toEqual(['refused host-busy', '429']);
    expect(asked).toHaveLength(4);
  });
});
