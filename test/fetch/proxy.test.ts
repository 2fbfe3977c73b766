import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import tls from 'node:tls';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askThrough, toldBy } from './ask.ts';
import { certificate } from './certificates.ts';
import { respond } from './loopback.ts';

const authority = certificate({ host: 'Proxy Authority', isAuthority: true });
const LOGIN = `Basic ${Buffer.from('me:pass word').toString('base64')}`;

/** What the proxy was asked: `GET http://…` or `CONNECT host:port`. */
const asked: { readonly what: string; readonly login: string | undefined; readonly cookie: string | undefined }[] = [];
let secure: tls.Server;
let proxy: Server;
let safeProxy: Server;
let port: number;

beforeAll(async () => {
  tls.setDefaultCACertificates([...tls.getCACertificates('bundled'), authority.cert]);
  secure = tls.createServer(certificate({ host: 'safe.test', by: authority }), (socket) => {
    socket.on('error', () => undefined).once('data', () => socket.end(respond('through a tunnel', 'connection: close\r\n')));
  });
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
  const relay: RequestListener = (request, response) => {
    const { 'proxy-authorization': login, cookie } = request.headers;
    asked.push({ what: `${request.method} ${request.url}`, login, cookie });
    response.end('relayed');
  };
  safeProxy = createTlsServer(certificate({ host: 'proxy.test', by: authority }), relay);
  await new Promise<void>((resolve) => safeProxy.listen(0, '127.0.0.1', resolve));
  proxy = createServer(relay).on('connect', (request, socket) => {
    const { 'proxy-authorization': login } = request.headers;
    asked.push({ what: `CONNECT ${request.url}`, login, cookie: undefined });
    if (request.url?.startsWith('forbidden.test') === true) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    if (login !== LOGIN) return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const far = connect((secure.address() as AddressInfo).port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      far.pipe(socket).pipe(far);
    });
    for (const each of [far, socket]) each.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  port = (proxy.address() as AddressInfo).port;
});
beforeEach(() => void asked.splice(0));
afterAll(() => {
  proxy.closeAllConnections();
  proxy.close();
  safeProxy.closeAllConnections();
  safeProxy.close();
  secure.close();
});

interface Setting {
  readonly allowPrivate?: readonly string[];
  readonly addresses?: Readonly<Record<string, string>>;
  readonly proxy?: string;
  /** Of `http://safe.test`, where it has one of its own. */
  readonly own?: string | null;
}

const ask = (
  url: string,
  { allowPrivate = ['127.0.0.1'], addresses = {}, proxy = `http://me:pass%20word@127.0.0.1:${port}`, own }: Setting = {},
) =>
  askThrough(url, {
    proxy,
    allowPrivate,
    addresses,
    access: new Map([['http://safe.test', { headers: [['Cookie', 'a=1']], proxy: own }]]),
  });

test('plain requests are relayed, with the proxy’s own credentials, which are not on record', async () => {
  const answer = await ask('http://safe.test/page?x=1');
  expect(toldBy(answer)).toBe('relayed');
  expect(asked).toEqual([{ what: 'GET http://safe.test/page?x=1', login: LOGIN, cookie: 'a=1' }]);
  expect(answer).toMatchObject({ ip: null });
  expect(JSON.stringify(answer)).not.toMatch(/proxy-auth/i);
});

test('hosts with TLS are reached through a tunnel, and their certificate is what counts', async () => {
  expect(toldBy(await ask('https://safe.test/'))).toBe('through a tunnel');
  expect(asked).toEqual([{ what: 'CONNECT safe.test:443', login: LOGIN, cookie: undefined }]);
  expect(toldBy(await ask('https://other.test/'))).toMatch(/^tls-wrong-host/);
});

test('one origin may have no proxy, or one of its own', async () => {
  // Unproxied, the name has to be known here.
  expect(toldBy(await ask('http://safe.test/', { own: null }))).toMatch(/^dns-not-found/);
  expect(toldBy(await ask('http://safe.test/', { own: `http://127.0.0.1:${port}`, proxy: 'http://127.0.0.1:1' }))).toBe('relayed');
  expect(asked.map(({ login }) => login)).toEqual([undefined]);
});

test.each([
  [
    'a host that is known here to be private',
    'http://inner.test/',
    { addresses: { 'inner.test': '10.0.0.1' } },
    /^blocked-address: inner\.test is not/,
  ],
  ['an address that is private', 'http://10.0.0.1/', {}, /^blocked-address: 10\.0\.0\.1/],
  ['a port that is not dialled', 'http://safe.test:22/', {}, /^blocked-port/],
  [
    'a proxy whose address is private',
    'http://safe.test/',
    { allowPrivate: [] },
    /^blocked-address: 127\.0\.0\.1 is not .* network\.allowPrivate/,
  ],
])('%s is refused, and the proxy is not asked', async (_, url, setting, why) => {
  expect(toldBy(await ask(url, setting))).toMatch(why);
  expect(asked).toEqual([]);
});

test.each([
  [
    'https://safe.test/',
    'http://127.0.0.1:PORT',
    false,
    /^proxy-auth-required: .*the proxy 127\.0\.0\.1:\d+ answered 407 when asked for safe\.test:443/,
  ],
  ['https://forbidden.test/', 'http://127.0.0.1:PORT', false, /^proxy-refused: .* answered 403/],
  ['https://safe.test/', 'http://127.0.0.1:1', true, /^connection-refused: by the proxy 127\.0\.0\.1:1: /],
])('%s by %s: what a proxy does not do is told, without its password', async (url, at, retriable, why) => {
  const answer = await ask(url, { proxy: at.replace('PORT', String(port)) });
  expect(answer).toMatchObject({ kind: 'failure', retriable });
  expect(toldBy(answer)).toMatch(why);
});
