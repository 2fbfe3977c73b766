import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Board, openBoard } from '../../src/ui/board.ts';
import { redisIsThere, startRedis, type TestRedis } from '../redis/server.ts';
import { browserIsThere, openInBrowser } from '../report/browser.ts';

const token = 'a-token-for-this-test-alone';
const bearer = { authorization: `Bearer ${token}` };

const settings = (isReadOnly: boolean) => ({
  namespace: 'fleet',
  queues: ['refine', 'schedule'],
  listen: { host: '127.0.0.1', port: 0 },
  token,
  names: ['board.example.org'],
  isReadOnly,
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function ask(board: Board, path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Answer> {
  const sent = request(new URL(path, board.url), { method, headers }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) };
}

test('without a Redis there is no board, and it says why', async () => {
  await expect(openBoard({ ...settings(false), redis: 'redis://127.0.0.1:1' })).rejects.toThrow(
    /Redis at redis:\/\/127\.0\.0\.1:1 cannot be used/,
  );
});

describe.runIf(redisIsThere())('over a Redis', () => {
  let redis: TestRedis;
  let queue: Queue;
  const boards: Board[] = [];
  const open = async (isReadOnly: boolean): Promise<Board> => {
    const board = await openBoard({ ...settings(isReadOnly), redis: redis.url });
    boards.push(board);
    return board;
  };

  let board: Board;
  beforeAll(async () => {
    redis = await startRedis();
    queue = new Queue('refine', { connection: { port: redis.port }, prefix: '{fleet}' });
    await queue.add('segment', { segment: 'garner-1.warc.gz' });
    board = await open(false);
  });
  afterAll(async () => {
    for (const each of boards) await each.close();
    await queue?.close();
    await redis?.close();
  });

  test('nothing is shown without the token', async () => {
    for (const path of [
      '/',
      '/api/queues',
      '/static/favicon.ico',
      '/none',
      '/?token=',
      '/?token=wrong',
      `/?token=${token.toUpperCase()}`,
    ]) {
      const { status, headers, body } = await ask(board, path);
      expect([path, status, headers['www-authenticate']]).toEqual([path, 401, 'Basic realm="garner board", charset="UTF-8"']);
      expect([headers['set-cookie'], body.includes('token')]).toEqual([undefined, true]);
    }
    expect((await ask(board, '/', { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await ask(board, '/', { cookie: `garner-board=${token}` })).status).toBe(401);
    expect((await ask(board, `/api/queues/pause?token=${token}`, {}, 'PUT')).status).toBe(401);
  });

  test('the page comes with it, as Bearer and as password', async () => {
    const basic = `Basic ${Buffer.from(`me:${token}`).toString('base64')}`;
    for (const authorization of [bearer.authorization, basic]) {
      const { status, headers, body } = await ask(board, '/', { authorization });
      expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=UTF-8']);
      expect(body).toContain('<title>Garner</title>');
    }
  });

  test('nothing is loaded from elsewhere, framed or kept', async () => {
    const { headers, body } = await ask(board, '/', bearer);
    expect(body.match(/(?:src|href)="https?:/g)).toBeNull();
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';.*frame-ancestors 'none'/);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['access-control-allow-origin']).toBeUndefined();
    for (const [, path] of body.matchAll(/(?:src|href)="(static\/[^"]+)"/g)) expect((await ask(board, path!, bearer)).status).toBe(200);
  });

  test('it lists the queues of the namespace, and what waits in them', async () => {
    const { queues } = JSON.parse((await ask(board, '/api/queues', bearer)).body) as {
      queues: readonly { readonly name: string; readonly counts: Readonly<Record<string, number>> }[];
    };
    expect(queues.map(({ name, counts }) => [name, counts['waiting']])).toEqual([
      ['refine', 1],
      ['schedule', 0],
    ]);
  });

  test('looking writes nothing', async () => {
    const client = redis.connect();
    expect(await client.keys('fleet:schedule:*')).toEqual([]);
  });

  test('the token in the address becomes a cookie and leaves the address', async () => {
    const first = await ask(board, `/queue/refine?status=failed&token=${token}`);
    expect([first.status, first.headers.location]).toEqual([303, '/queue/refine?status=failed']);
    const [cookie = ''] = first.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^garner-board=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((await ask(board, '/queue/refine', { cookie: cookie.split(';')[0]! })).status).toBe(200);
    const away = await ask(board, `${new URL(board.url).origin}//elsewhere.test/?token=${token}`);
    expect([away.status, away.headers.location]).toEqual([303, '/elsewhere.test/']);
  });

  test('names that are not its own are refused, token or not', async () => {
    const of = async (host: string) => (await ask(board, '/api/queues', { ...bearer, host })).status;
    expect(await Promise.all(['rebound.test', '127.0.0.1.rebound.test:3100'].map(of))).toEqual([421, 421]);
    expect(await Promise.all(['localhost:3100', '[::1]', 'board.example.org'].map(of))).toEqual([200, 200, 200]);
  });

  test('another site changes nothing; the page itself does', async () => {
    const host = new URL(board.url).host;
    const pause = async (headers: Readonly<Record<string, string>>) => {
      const { status } = await ask(board, '/api/queues/refine/pause', { ...bearer, ...headers }, 'PUT');
      return [status, await queue.isPaused()];
    };
    expect(await pause({ 'sec-fetch-site': 'cross-site' })).toEqual([403, false]);
    expect(await pause({ 'sec-fetch-site': 'same-site' })).toEqual([403, false]);
    expect(await pause({ origin: 'http://elsewhere.test' })).toEqual([403, false]);
    expect(await pause({ origin: 'null' })).toEqual([403, false]);
    expect(await pause({ origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).toEqual([200, true]);
    await queue.resume();
  });

  test('a read-only board shows everything and changes nothing', async () => {
    const readOnly = await open(true);
    expect((await ask(readOnly, '/api/queues', bearer)).status).toBe(200);
    for (const path of ['/api/queues/pause', '/api/queues/refine/pause', '/api/queues/refine/obliterate', '/api/queues/refine/empty'])
      expect([path, (await ask(readOnly, path, bearer, 'PUT')).status]).toEqual([path, 405]);
    expect((await ask(readOnly, '/api/queues/refine/add', bearer, 'POST')).status).toBe(405);
    expect([await queue.isPaused(), await queue.getWaitingCount()]).toEqual([false, 1]);
  });

  test.runIf(browserIsThere())('a browser draws it, and has nothing to complain of', async () => {
    const { dom, console } = await openInBrowser(`${board.url}?token=${token}`, 1200, 3000);
    expect(console).toEqual([]);
    expect(dom).toMatch(/>refine</i);
    expect(dom).toMatch(/>schedule</i);
  });

  test('a Redis that is gone is told of and waited for, and does not keep the board from closing', async () => {
    const own = await startRedis();
    const lonely = await openBoard({ ...settings(false), redis: own.url });
    const status = async () => (await ask(lonely, '/api/queues', bearer)).status;
    await own.restart('SIGKILL');
    await expect.poll(status).toBe(200);
    await own.close();
    await expect.poll(status).toBe(503);
    await lonely.close();
  });
});
