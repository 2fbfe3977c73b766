import { expect, onTestFinished, test, vi } from 'vitest';
import { version } from '../../src/version.ts';
import { ask, clientFor, loopback, respond } from './loopback.ts';

test('a page comes whole, with what was sent and seen', async () => {
  const answer = await ask(respond('<p>Grüße', 'Content-Type: text/html\r\nX-Twice: a\r\nx-twice: b\r\n'), {
    url: 'http://host.test/page?a=1',
  });
  expect(answer).toMatchObject({
    kind: 'response',
    url: 'http://host.test/page?a=1',
    ip: '127.0.0.1',
    status: 200,
    statusText: 'OK',
    wireBytes: 10,
    headers: [
      ['Content-Type', 'text/html'],
      ['X-Twice', 'a'],
      ['x-twice', 'b'],
      ['content-length', '10'],
    ],
  });
  if (answer.kind === 'response') expect(Buffer.from(answer.body).toString()).toBe('<p>Grüße');
});

test('the request is sent as it is told, in a fixed order', async () => {
  let sent = '';
  const answer = await ask(
    (socket, request) => {
      sent = request;
      socket.end(respond(''));
    },
    {
      headers: [
        ['Accept-Language', 'de'],
        ['If-None-Match', 'W/"a"'],
        ['User-Agent', 'Mozilla'],
        ['Host', 'other.test'],
      ],
    },
    { contact: 'mailto:a@example.org' },
  );
  expect(sent).toBe(
    [
      'GET /page HTTP/1.1',
      'host: host.test',
      'connection: keep-alive',
      `user-agent: TestBot/${version} (+mailto:a@example.org)`,
      'accept: text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5',
      'accept-encoding: gzip, br, zstd',
      'Accept-Language: de',
      'If-None-Match: W/"a"',
      '\r\n',
    ].join('\r\n'),
  );
  if (answer.kind !== 'response') throw new Error(answer.because);
  expect(answer.requestHeaders.map(([name, value]) => `${name}: ${value}`)).toEqual(sent.trim().split('\r\n').slice(1));
});

test('one connection serves many requests of an origin', async () => {
  const server = await loopback((socket) => void socket.write(respond('ok')));
  const client = clientFor(server.port);
  for (let i = 0; i < 5; i += 1) expect(await client.fetch({ url: `http://host.test/${i}` })).toMatchObject({ status: 200 });
  expect(server.accepted()).toBe(1);
  await client.fetch({ url: 'http://other.test/' });
  expect(server.accepted()).toBe(2);
  await client.close();
  await server.close();
});

test('a kept connection that the server has closed meanwhile is replaced without a second try being counted', async () => {
  // However busy this machine is, the server closes at once.
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const server = await loopback((socket, _, serial) => {
    // Says keep-alive, then resets the connection when it is used again.
    if (serial === 2) socket.resetAndDestroy();
    else socket.write(respond(String(serial)));
  });
  const client = clientFor(server.port);
  await client.fetch({ url: 'http://host.test/' });
  expect(await client.fetch({ url: 'http://host.test/' })).toMatchObject({ kind: 'response', body: Buffer.from('3') });
  expect(server.accepted()).toBe(2);
  await client.close();
  await server.close();
});

test('a server that closes a kept connection after a while has had the request, and gets no second one', async () => {
  const server = await loopback((socket, _, serial) => {
    if (serial === 2) setTimeout(() => socket.end(), 300);
    else socket.write(respond(String(serial)));
  });
  const client = clientFor(server.port);
  await client.fetch({ url: 'http://host.test/' });
  expect(await client.fetch({ url: 'http://host.test/' })).toMatchObject({ kind: 'failure', reason: 'connection-closed', contacted: true });
  expect(server.accepted()).toBe(1);
  await client.close();
  await server.close();
});

test('no cookie is kept', async () => {
  const server = await loopback((socket) => void socket.write(respond('ok', 'set-cookie: a=b\r\n')));
  const client = clientFor(server.port);
  await client.fetch({ url: 'http://host.test/' });
  await client.fetch({ url: 'http://host.test/' });
  expect(server.received.join('').toLowerCase()).not.toContain('cookie');
  await client.close();
  await server.close();
});

test('a body that is not wanted is not read', async () => {
  const answer = await ask((socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-type: image/png\r\ncontent-length: 900000\r\n\r\n'), {
    admit: ({ status, headers }) => (status === 200 && headers.some(([, value]) => value === 'image/png') ? 'unsupported-type' : null),
  });
  expect(answer).toMatchObject({
    kind: 'failure',
    reason: 'unsupported-type',
    because: expect.stringContaining('image/png'),
    retriable: false,
    contacted: true,
  });
});

test.each([
  ['not a url', 'invalid-url'],
  ['/relative', 'invalid-url'],
  ['ftp://host.test/', 'unsupported-scheme'],
  ['javascript:alert(1)', 'invalid-url'],
  ['file:///etc/passwd', 'invalid-url'],
])('%s is %s', async (url, reason) => {
  const client = clientFor(1);
  expect(await client.fetch({ url })).toMatchObject({ kind: 'failure', reason, contacted: false });
  await client.close();
});

test('a header that cannot be written is a failure, not an exception', async () => {
  expect(await ask(respond('ok'), { headers: [['if-none-match', 'a\r\nx: y']] })).toMatchObject({
    kind: 'failure',
    reason: 'invalid-request',
    retriable: false,
  });
});

test('an abort ends a request, and closing the client ends all', async () => {
  const server = await loopback(() => undefined);
  const client = clientFor(server.port);
  const control = new AbortController();
  const first = client.fetch({ url: 'http://a.test/', signal: control.signal });
  const second = client.fetch({ url: 'http://b.test/' });
  await expect.poll(() => server.received.length).toBe(2);
  control.abort();
  expect(await first).toMatchObject({ kind: 'failure', reason: 'aborted' });
  await client.close();
  expect(await second).toMatchObject({ kind: 'failure', reason: 'aborted' });
  expect(await client.fetch({ url: 'http://c.test/' })).toMatchObject({ kind: 'failure', reason: 'aborted', contacted: false });
  await expect.poll(() => server.connections.size).toBe(0);
  await server.close();
});

test('requests to one address keep to its pace, over all hosts behind it', async () => {
  const server = await loopback((socket) => void socket.write(respond('ok')));
  const client = clientFor(server.port, { network: { perAddress: 20 } });
  const start = performance.now();
  await Promise.all(Array.from({ length: 25 }, (_, i) => client.fetch({ url: `http://h${i}.test/` })));
  // A burst of 20, then one every 50 ms. Never faster, however busy the machine is.
  expect(performance.now() - start).toBeGreaterThan(240);
  expect(server.accepted()).toBe(25);
  await client.close();
  await server.close();
});

test('a connection that closes while it waits for its turn is replaced', async () => {
  const server = await loopback((socket, _, serial) => {
    socket.write(respond(String(serial)));
    if (serial === 2) setTimeout(() => socket.destroy(), 50);
  });
  let turns = 0;
  const client = clientFor(server.port, { pace: () => ((turns += 1) === 3 ? 500 : 0) });
  const bodies: string[] = [];
  for (let i = 0; i < 3; i += 1) {
    const answer = await client.fetch({ url: 'http://host.test/' });
    bodies.push(answer.kind === 'response' ? Buffer.from(answer.body).toString() : answer.because);
  }
  expect(bodies).toEqual(['1', '2', '3']);
  expect(server.accepted()).toBe(2);
  await client.close();
  await server.close();
});

test('what a request waited for its turn is no time that the host took, however it ends', async () => {
  const server = await loopback((socket) => void socket.destroy());
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const pace = (): number => {
    vi.advanceTimersByTime(60_000);
    return 0;
  };
  const client = clientFor(server.port, { pace });
  expect(await client.fetch({ url: 'http://lost.test/' })).toMatchObject({ reason: 'connection-closed', durationMs: 0 });
  await server.close();
  expect(await client.fetch({ url: 'http://refused.test/' })).toMatchObject({ reason: 'connection-refused', durationMs: 0 });
  await client.close();
});

test('nor is it when the request is given up meanwhile', async () => {
  const server = await loopback((socket) => void socket.write(respond('ok')));
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  let control = new AbortController();
  let isLong = false;
  const pace = (): number => {
    if (isLong) {
      vi.advanceTimersByTime(60_000);
      control.abort();
    }
    return 0;
  };
  const client = clientFor(server.port, { pace });
  await client.fetch({ url: 'http://kept.test/' });
  isLong = true;
  for (const url of ['http://kept.test/', 'http://new.test/']) {
    control = new AbortController();
    expect(await client.fetch({ url, signal: control.signal })).toMatchObject({ reason: 'aborted', durationMs: 0 });
  }
  await client.close();
  await server.close();
});

test('an abort while the pace is asked for sends nothing', async () => {
  const server = await loopback((socket) => void socket.write(respond('ok')));
  const asked = Promise.withResolvers<number>();
  let isSlow = false;
  const client = clientFor(server.port, { pace: () => (isSlow ? asked.promise : 0) });
  await client.fetch({ url: 'http://host.test/' });
  isSlow = true;
  const control = new AbortController();
  const waiting = [
    client.fetch({ url: 'http://host.test/', signal: control.signal }),
    client.fetch({ url: 'http://other.test/', signal: control.signal }),
  ];
  control.abort();
  asked.resolve(0);
  for (const answer of await Promise.all(waiting)) expect(answer).toMatchObject({ kind: 'failure', reason: 'aborted' });
  expect(server.received).toHaveLength(1);
  await client.close();
  await server.close();
});

test('an abort ends the wait for a turn', async () => {
  const server = await loopback((socket) => void socket.write(respond('ok')));
  const client = clientFor(server.port, { network: { perAddress: 1 } });
  await client.fetch({ url: 'http://host.test/' });
  const control = new AbortController();
  const waiting = [
    client.fetch({ url: 'http://host.test/', signal: control.signal }),
    client.fetch({ url: 'http://other.test/', signal: control.signal }),
  ];
  control.abort();
  for (const answer of await Promise.all(waiting)) expect(answer).toMatchObject({ kind: 'failure', reason: 'aborted' });
  expect(server.accepted()).toBe(1);
  await client.close();
  await server.close();
});
