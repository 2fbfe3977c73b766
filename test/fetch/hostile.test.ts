import { setTimeout as sleep } from 'node:timers/promises';
import zlib from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { FetchFailure, FetchResponse } from '../../src/fetch/fetch.ts';
import { ask, clientFor, loopback, respond } from './loopback.ts';

/** A failure's reason, or a response's status. */
const outcome = (answer: FetchResponse | FetchFailure): string | number => (answer.kind === 'failure' ? answer.reason : answer.status);
const bodyOf = (answer: FetchResponse | FetchFailure): string =>
  answer.kind === 'response' ? Buffer.from(answer.body).toString() : `failed: ${answer.reason}`;

describe('status lines', () => {
  test.each(['999 X', '000 X', '20 X', '099 X', '600 X', '1000 X', 'OK', '-200 X'])('status "%s" is a protocol error', async (status) => {
    const answer = await ask(`HTTP/1.1 ${status}\r\ncontent-length: 2\r\n\r\nok`);
    expect(answer).toMatchObject({ kind: 'failure', reason: 'protocol-error', retriable: false, contacted: true });
  });

  test.each(['', 'hello', '\r\n\r\n', 'SSH-2.0-OpenSSH_9.6\r\n', 'HTTP/9.9 200 OK\r\n\r\n', 'ICY 200 OK\r\n\r\n', '\0\0\0\0'])(
    '"%s" in place of a response',
    async (bytes) => {
      expect(outcome(await ask(bytes))).toMatch(/^(?:protocol-error|connection-closed)$/);
    },
  );

  test('statuses without a body', async () => {
    expect(await ask('HTTP/1.1 204 No Content\r\n\r\n')).toMatchObject({ status: 204, body: Buffer.alloc(0) });
    expect(await ask('HTTP/1.1 304 Not Modified\r\netag: "a"\r\n\r\n')).toMatchObject({ status: 304, body: Buffer.alloc(0) });
    expect(await ask('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')).toMatchObject({ status: 200, body: Buffer.alloc(0) });
  });

  test('a partial response is told as such', async () => {
    expect(outcome(await ask(respond('x'.repeat(100), 'content-range: bytes 0-99/5000\r\n', '206 Partial Content')))).toBe(206);
  });

  test('some interim responses are skipped, a flood is a protocol error', async () => {
    const hint = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n';
    expect(bodyOf(await ask(Buffer.concat([Buffer.from(hint.repeat(5)), respond('ok')])))).toBe('ok');
    expect(outcome(await ask(Buffer.concat([Buffer.from(hint.repeat(1000)), respond('ok')])))).toBe('protocol-error');
  });

  test('an upgrade that nobody asked for is a protocol error', async () => {
    expect(outcome(await ask('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'))).toBe(
      'protocol-error',
    );
  });

  test('a status outside 2xx counts even when its body is broken', async () => {
    expect(await ask('HTTP/1.1 404 Not Found\r\ncontent-length: 500\r\n\r\nshort')).toMatchObject({
      status: 404,
      bodyFault: 'truncated-body',
      body: Buffer.alloc(0),
    });
    const redirect = await ask(respond('', 'location: /x\r\ncontent-encoding: gzip\r\n', '301 Moved'));
    expect(redirect).toMatchObject({ status: 301, body: Buffer.alloc(0) });
    expect(redirect).not.toHaveProperty('bodyFault');
    expect(await ask(respond('plain', 'content-encoding: gzip\r\n', '503 No'))).toMatchObject({
      status: 503,
      bodyFault: 'corrupt-encoding',
    });
  });
});

describe('headers', () => {
  test.each([
    ['one of 20 KB', `x: ${'a'.repeat(20_000)}\r\n`],
    ['3000 small ones', Array.from({ length: 3000 }, (_, i) => `x${i}: ${i}\r\n`).join('')],
    ['1500 empty ones', 'x:\r\n'.repeat(1500)],
    ['200 cookies of 4 KB', `set-cookie: a=${'b'.repeat(4000)}\r\n`.repeat(200)],
  ])('%s', async (_, headers) => {
    expect(await ask(respond('ok', headers))).toMatchObject({ kind: 'failure', reason: 'headers-too-large', retriable: false });
  });

  test('endless headers end', async () => {
    const answer = await ask((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const more = (): void => {
        while (!socket.destroyed && socket.write('x: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n'));
      };
      socket.on('drain', more);
      more();
    });
    expect(outcome(answer)).toBe('headers-too-large');
  });

  test('15 KB of them are fine, in any bytes', async () => {
    const answer = await ask(respond('ok', `x: ${'\u00e9'.repeat(15_000)}\r\n`));
    expect(answer).toMatchObject({
      status: 200,
      headers: [
        ['x', '\u00e9'.repeat(15_000)],
        ['content-length', '2'],
      ],
    });
  });

  test('Content-Length and chunked together: never two readings of one connection', async () => {
    const server = await loopback(
      (socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n'),
    );
    const client = clientFor(server.port);
    const answers = [await client.fetch({ url: 'http://host.test/' }), await client.fetch({ url: 'http://host.test/' })];
    for (const answer of answers) expect(answer.kind === 'response' ? bodyOf(answer) : answer.reason).toMatch(/^(?:hello|protocol-error)$/);
    expect(server.accepted()).toBe(2);
    await Promise.all([client.close(), server.close()]);
  });

  test.each([
    ['two lengths that differ', 'content-length: 2\r\ncontent-length: 5\r\n'],
    ['a negative length', 'content-length: -2\r\n'],
    ['a length of words', 'content-length: two\r\n'],
    ['a length beyond all numbers', `content-length: ${'9'.repeat(40)}\r\n`],
  ])('%s is a protocol error', async (_, headers) => {
    expect(outcome(await ask(`HTTP/1.1 200 OK\r\n${headers}\r\nok`))).toBe('protocol-error');
  });

  test('a length of 10 TB is refused before the body', async () => {
    const answer = await ask((socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10995116277760\r\n\r\nx'));
    expect(answer).toMatchObject({
      kind: 'failure',
      reason: 'body-too-large',
      because: expect.stringContaining('10995116277760'),
      retriable: false,
    });
    expect(answer.wireBytes).toBeLessThanOrEqual(1);
  });

  test('bytes that follow a response poison no other', async () => {
    const server = await loopback((socket, request) => {
      const path = request.split(' ')[1];
      socket.write(Buffer.concat([respond(`page ${path}`), path === '/a' ? respond('injected') : Buffer.from('')]));
    });
    const client = clientFor(server.port);
    expect(bodyOf(await client.fetch({ url: 'http://host.test/a' }))).toBe('page /a');
    expect(bodyOf(await client.fetch({ url: 'http://host.test/b' }))).toBe('page /b');
    expect(server.accepted()).toBe(2);
    await Promise.all([client.close(), server.close()]);
  });

  test('bytes that come while a connection rests poison no other response', async () => {
    const server = await loopback((socket, request) => void socket.write(respond(`page ${request.split(' ')[1]}`)));
    const client = clientFor(server.port);
    expect(bodyOf(await client.fetch({ url: 'http://host.test/a' }))).toBe('page /a');
    for (const socket of server.connections) socket.write(respond('injected'));
    await expect.poll(() => server.connections.size).toBe(0);
    expect(bodyOf(await client.fetch({ url: 'http://host.test/b' }))).toBe('page /b');
    await Promise.all([client.close(), server.close()]);
  });
});

describe('codings', () => {
  const html = '<!doctype html><p>sorted';
  test.each([
    ['gzip', zlib.gzipSync(html)],
    ['deflate', zlib.deflateRawSync(html)],
    ['br', zlib.brotliCompressSync(html)],
    ['zstd', zlib.zstdCompressSync(html)],
    ['gzip, br', zlib.brotliCompressSync(zlib.gzipSync(html))],
  ])('%s is removed, and the bytes of the wire are counted', async (coding, body) => {
    const answer = await ask(respond(body, `content-encoding: ${coding}\r\n`));
    expect(bodyOf(answer)).toBe(html);
    expect(answer.wireBytes).toBe(body.length);
  });

  test('an unknown one is not passed on raw', async () => {
    expect(outcome(await ask(respond('hello', 'content-encoding: foo\r\n')))).toBe('unsupported-encoding');
  });

  test('gzip that is not declared is decoded once, where text was promised', async () => {
    const body = zlib.gzipSync(html);
    expect(bodyOf(await ask(respond(body, 'content-type: text/html\r\n')))).toBe(html);
    expect(await ask(respond(body, 'content-type: application/gzip\r\n'))).toMatchObject({ body: Buffer.from(body) });
  });

  test('truncated gzip is no success, though its length is as declared', async () => {
    const body = zlib.gzipSync(html).subarray(0, -5);
    expect(await ask(respond(body, 'content-encoding: gzip\r\n'))).toMatchObject({
      kind: 'failure',
      reason: 'truncated-body',
      retriable: true,
    });
  });

  test('a bomb is stopped by what it unpacks to', async () => {
    const bomb = zlib.gzipSync(Buffer.alloc(20 * 2 ** 20));
    expect(await ask(respond(bomb, 'content-encoding: gzip\r\n'))).toMatchObject({
      kind: 'failure',
      reason: 'body-too-large',
      wireBytes: bomb.length,
    });
  });
});

describe('bodies', () => {
  test('chunks come together, trailers aside', async () => {
    expect(
      bodyOf(await ask('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nx-trailer: y\r\n\r\n')),
    ).toBe('abcde');
  });

  test('without a length, the end of the connection ends the body', async () => {
    expect(bodyOf(await ask('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nall of it'))).toBe('all of it');
  });

  test.each([
    ['before its declared length', 'HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nshort'],
    ['before its last chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n'],
    ['within a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\nhello'],
    [
      'before its last chunk, announced as the last response',
      'HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n',
    ],
    [
      'before its declared length, announced as the last response',
      'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 1000\r\n\r\nshort',
    ],
  ])('a body that ends %s is truncated', async (_, bytes) => {
    expect(await ask(bytes)).toMatchObject({ kind: 'failure', reason: 'truncated-body', retriable: true, contacted: true });
  });

  test.each([
    ['a chunk of 2^64 − 1 bytes', 'ffffffffffffffff\r\nhello'],
    ['a chunk beyond all numbers', `${'f'.repeat(40)}\r\nhello`],
    ['no number', 'xyz\r\nhello\r\n0\r\n\r\n'],
    ['a chunk longer than it says', '3\r\nhello\r\n0\r\n\r\n'],
    ['bare line feeds', '3\nabc\n0\n\n'],
  ])('%s is no body', async (_, chunks) => {
    expect(outcome(await ask(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${chunks}`))).toMatch(
      /^(?:protocol-error|truncated-body|body-too-large)$/,
    );
  });

  test('endless chunk extensions end', async () => {
    const answer = await ask(
      `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5;${'x'.repeat(2 ** 20)}`,
      {},
      { limits: { idle: 200 } },
    );
    expect(outcome(answer)).toMatch(/^(?:protocol-error|truncated-body|idle-timeout)$/);
  });

  test('endless trailers end', async () => {
    expect(outcome(await ask(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\n${'x: y\r\n'.repeat(20_000)}\r\n`))).toBe(
      'headers-too-large',
    );
  });

  test('an endless body ends at the limit', async () => {
    let written = 0;
    const answer = await ask(
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        const more = (): void => {
          while (!socket.destroyed && written < 200e6) {
            written += 65_536;
            if (!socket.write(Buffer.alloc(65_536, 'a'))) break;
          }
        };
        socket.on('drain', more);
        more();
      },
      { limits: { body: 100_000 } },
    );
    expect(outcome(answer)).toBe('body-too-large');
    expect(written).toBeLessThan(50e6);
  });

  test('a reset in the middle may be tried again', async () => {
    const answer = await ask((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n${'x'.repeat(2000)}`, () =>
        setTimeout(() => socket.resetAndDestroy(), 30),
      );
    });
    expect(answer).toMatchObject({ kind: 'failure', retriable: true, contacted: true, wireBytes: 2000 });
    expect(outcome(answer)).toMatch(/^(?:connection-reset|truncated-body)$/);
  });
});

describe('time', () => {
  test('no answer at all', async () => {
    const answer = await ask(() => undefined, {}, { limits: { firstByte: 100 } });
    expect(answer).toMatchObject({
      kind: 'failure',
      reason: 'first-byte-timeout',
      because: expect.stringContaining('100 ms'),
      retriable: true,
      contacted: true,
    });
  });

  test('headers that trickle for ever', async () => {
    const answer = await ask(
      async (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nx: ');
        while (!socket.destroyed) {
          socket.write('y');
          await sleep(20);
        }
      },
      {},
      { limits: { firstByte: 300 } },
    );
    expect(outcome(answer)).toBe('first-byte-timeout');
  });

  test('interim responses buy no time', async () => {
    const answer = await ask(
      async (socket) => {
        for (let i = 0; i < 15 && !socket.destroyed; i += 1) {
          socket.write('HTTP/1.1 103 Early Hints\r\n\r\n');
          await sleep(50);
        }
      },
      {},
      { limits: { firstByte: 200 } },
    );
    expect(outcome(answer)).toBe('first-byte-timeout');
  });

  test('a body that stops coming', async () => {
    const answer = await ask(
      (socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhello'),
      {},
      { limits: { idle: 100 } },
    );
    expect(answer).toMatchObject({ kind: 'failure', reason: 'idle-timeout', wireBytes: 5 });
  });

  test('a body that drips just often enough', async () => {
    const answer = await ask(
      async (socket) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        while (!socket.destroyed) {
          socket.write('x');
          await sleep(20);
        }
      },
      {},
      { limits: { idle: 2000, total: 800, minRate: 10_000 } },
    );
    expect(outcome(answer)).toBe('too-slow');
  });

  test('a body that never ends, however fast', async () => {
    const answer = await ask(
      async (socket) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        while (!socket.destroyed) {
          socket.write('x'.repeat(500));
          await sleep(10);
        }
      },
      {},
      { limits: { total: 400 } },
    );
    expect(outcome(answer)).toBe('total-timeout');
  });

  test('a slow host takes nothing from another', async () => {
    const slow = await loopback(() => undefined);
    const fast = await loopback((socket) => void socket.write(respond('ok')));
    const client = clientFor(0, {
      network: { connectTo: { '*.slow.test': `127.0.0.1:${slow.port}`, 'fast.test': `127.0.0.1:${fast.port}` } },
    });
    const waiting = Array.from({ length: 50 }, (_, i) => client.fetch({ url: `http://h${i}.slow.test/` }));
    await expect.poll(() => slow.received.length).toBe(50);
    for (let i = 0; i < 20; i += 1) expect(outcome(await client.fetch({ url: 'http://fast.test/' }))).toBe(200);
    await client.close();
    for (const answer of await Promise.all(waiting)) expect(outcome(answer)).toBe('aborted');
    await Promise.all([slow.close(), fast.close()]);
  });
});
