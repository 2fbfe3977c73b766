import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askThrough, toldBy } from './ask.ts';
import { certificate } from './certificates.ts';
import { type Loopback, loopback, respond } from './loopback.ts';
import { serveSocks, type SocksServer } from './socks-server.ts';

const authority = certificate({ host: 'Socks Authority', isAuthority: true });
let plain: Loopback;
let secure: tls.Server;
let open: SocksServer;
let closed: SocksServer;

beforeAll(async () => {
  tls.setDefaultCACertificates([...tls.getCACertificates('bundled'), authority.cert]);
  plain = await loopback((socket, request) => void socket.write(respond(request.split('\r\n')[0] ?? '')));
  secure = tls.createServer(certificate({ host: 'safe.test', by: authority }), (socket) => {
    socket.on('error', () => undefined).once('data', () => socket.end(respond('in the safe', 'connection: close\r\n')));
  });
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
  const route = (to: string): { readonly port: number } | number => {
    if (to.startsWith('forbidden.test')) return 2;
    if (to.startsWith('down.test')) return 5;
    return { port: to.endsWith(':443') ? (secure.address() as AddressInfo).port : plain.port };
  };
  open = await serveSocks({ login: null, route });
  closed = await serveSocks({ login: 'me:pass word', route });
});
beforeEach(() => {
  open.asked.splice(0);
  closed.asked.splice(0);
});
afterAll(async () => {
  await Promise.all([plain.close(), open.close(), closed.close()]);
  secure.close();
});

const addresses = { 'known.test': '93.184.215.14', 'inner.test': '10.0.0.1' };
const ask = (url: string, proxy: string, allowPrivate: readonly string[] = ['127.0.0.1']) =>
  askThrough(url, { proxy, allowPrivate, addresses });

test('names are looked up here, or by the proxy, as its address says', async () => {
  expect(toldBy(await ask('http://known.test/page?x=1', `socks5://127.0.0.1:${open.port}`))).toBe('GET /page?x=1 HTTP/1.1');
  const answer = await ask('http://known.test/page', `socks5h://127.0.0.1:${open.port}`);
  expect([toldBy(answer), answer.kind === 'response' && answer.ip]).toEqual(['GET /page HTTP/1.1', null]);
  expect(open.asked).toEqual([
    { to: '93.184.215.14:80', user: null },
    { to: 'known.test:80', user: null },
  ]);
  expect(toldBy(await ask('http://unknown.test/', `socks5h://127.0.0.1:${open.port}`))).toBe('GET / HTTP/1.1');
  expect(toldBy(await ask('http://unknown.test/', `socks5://127.0.0.1:${open.port}`))).toMatch(/^dns-not-found/);
});

test('hosts with TLS are reached, and their certificate is what counts; name and password are given', async () => {
  const proxy = `socks5h://me:pass%20word@127.0.0.1:${closed.port}`;
  expect(toldBy(await ask('https://safe.test/', proxy))).toBe('in the safe');
  expect(closed.asked).toEqual([{ to: 'safe.test:443', user: 'me' }]);
  expect(toldBy(await ask('https://other.test/', proxy))).toMatch(/^tls-wrong-host/);
});

test.each([
  ['a host that is known here to be private', 'http://inner.test/', ['127.0.0.1'], /^blocked-address: inner\.test/],
  ['an address that is private', 'http://10.0.0.1/', ['127.0.0.1'], /^blocked-address: 10\.0\.0\.1/],
  ['a port that is not dialled', 'http://known.test:22/', ['127.0.0.1'], /^blocked-port/],
  ['a proxy whose address is private', 'http://known.test/', [], /^blocked-address: 127\.0\.0\.1/],
])('%s is refused, and the proxy is not asked', async (_, url, allowPrivate, why) => {
  for (const scheme of ['socks5', 'socks5h'])
    expect(toldBy(await ask(url, `${scheme}://127.0.0.1:${open.port}`, allowPrivate))).toMatch(why);
  expect(open.asked).toEqual([]);
});

test.each([
  ['http://known.test/', 'me:wrong@', false, /^proxy-auth-required: by the proxy .*: it wants another user name and password$/],
  ['http://known.test/', '', false, /^proxy-auth-required/],
  ['http://forbidden.test/', 'me:pass%20word@', false, /^proxy-refused: .*NotAllowed/],
  ['http://down.test/', 'me:pass%20word@', true, /^proxy-failed: .*ConnectionRefused/],
])('%s with %j: what a proxy does not do is told, without its password', async (url, login, retriable, why) => {
  const answer = await ask(url, `socks5h://${login}127.0.0.1:${closed.port}`);
  expect(answer).toMatchObject({ kind: 'failure', retriable });
  expect(toldBy(answer)).toMatch(why);
  expect(JSON.stringify(answer)).not.toMatch(/wrong|pass.word/);
});
