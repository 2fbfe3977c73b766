import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Resolve } from '../../src/fetch/resolve.ts';
import { clientFor, loopback, type Loopback, respond } from './loopback.ts';

/** Listeners on every loopback address that there is here: whatever a URL looks like, they must not hear a byte. */
const canaries: Loopback[] = [];
let port = 0;

beforeAll(async () => {
  const first = await loopback((socket) => void socket.end(respond('secret')));
  canaries.push(first);
  port = first.port;
  // Not every system has IPv6, or all of 127/8.
  for (const address of ['::1', '127.0.0.2']) canaries.push(await listenAt(address, port).catch(() => first));
});
afterAll(async () => {
  await Promise.all(new Set(canaries).values().map((canary) => canary.close()));
});

async function listenAt(address: string, wanted: number): Promise<Loopback> {
  return loopback((socket) => void socket.end(respond('secret')), address, wanted);
}

const answers: Readonly<Record<string, readonly string[]>> = {
  localhost: ['127.0.0.1', '::1'],
  'evil.example': ['127.0.0.1'],
  'mixed.example': ['93.184.216.34', '127.0.0.1'],
  'six.example': ['::1'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'nat64.example': ['64:ff9b::7f00:1'],
  'metadata.google.internal': ['169.254.169.254'],
  'words.example': ['not an address'],
  'scoped.example': ['fe80::1%lo'],
};
const resolve: Resolve = async (host) => answers[host] ?? [];

/** How a request ended, and what the canaries heard of it. */
async function attempt(url: string, ports: readonly number[]) {
  const client = clientFor(1, { network: { ports, connectTo: {} }, contact: 'mailto:a@example.org', resolve });
  const answer = await client.fetch({ url });
  await client.close();
  const heard = canaries.flatMap((canary) => [canary.accepted(), ...canary.received]);
  if (answer.kind === 'response') return { reason: 'answered', heard };
  const { reason, retriable, contacted, wireBytes, because } = answer;
  // Whoever reads the report learns nothing about the addresses behind a name.
  const tells = /[a-z]/.test(url.slice(7)) && /169\.254|93\.184/.test(because);
  return { reason, retriable, contacted, wireBytes, tells, heard };
}

const REFUSED = { reason: 'blocked-address', retriable: false, contacted: false, wireBytes: 0, tells: false, heard: [0, 0, 0] };

describe('what is not on the public internet is never contacted', () => {
  const literals =
    '127.0.0.1 localhost localhost. LOCALHOST 0 0.0.0.0 127.1 0x7f.1 2130706433 017700000001 ①②⑦.⓪.⓪.① 127.0.0.2 [::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [::7f00:1] [64:ff9b::7f00:1] [2002:7f00:1::] [::127.0.0.1] 127.0.0.1. 0x7f000001 0177.0.0.1 0x7f.0x0.0x0.0x1 127.0.1 １２７.０.０.１ 127。0。0。1 %31%32%37.0.0.1 [0:0:0:0:0:0:0:1] [::ffff:0:127.0.0.1] [64:ff9b:1::7f00:1] [2001:0:4136:e378:8000:63bf:80ff:fffe] [2001::7f00:1] [fec0::1]';
  test.each(literals.split(' '))('http://%s with a canary', async (host) => {
    expect(await attempt(`http://${host}:${port}/latest/meta-data/`, [port])).toEqual(REFUSED);
  });

  const elsewhere =
    '192.168.257 10.0.0.1 172.16.0.1 169.254.169.254 100.100.100.200 [::ffff:169.254.169.254] [64:ff9b::a9fe:a9fe] [fe80::1] [fd00::1] [ff02::1] [fd00:ec2::254] 198.18.0.1 255.255.255.255 metadata.google.internal';
  test.each(elsewhere.split(' '))('http://%s', async (host) => {
    expect(await attempt(`http://${host}/`, [80])).toEqual(REFUSED);
  });

  const names = 'evil.example mixed.example six.example mapped.example nat64.example words.example scoped.example evil.example.';
  test.each(names.split(' '))('the name %s, by what it resolves to', async (host) => {
    expect(await attempt(`http://${host}:${port}/`, [port])).toEqual(REFUSED);
  });

  test('credentials in a URL do not hide the host, and are not sent', async () => {
    expect(await attempt(`http://good.test@evil.example:${port}/`, [port])).toEqual(REFUSED);
    const server = await loopback((socket) => void socket.end(respond('ok')));
    const client = clientFor(server.port);
    await client.fetch({ url: 'http://user:secret@host.test/' });
    expect(server.received.join('')).toMatch(/^GET \/ HTTP\/1\.1\r\nhost: host\.test\r\n/);
    expect(server.received.join('')).not.toMatch(/secret|authorization/i);
    await Promise.all([client.close(), server.close()]);
  });

  test('https is guarded alike', async () => {
    expect(await attempt(`https://evil.example:${port}/`, [port])).toEqual(REFUSED);
  });
});

describe('rebinding', () => {
  test('a name is looked up once per connection, and what was vetted is what is dialled', async () => {
    let calls = 0;
    const rebinding: Resolve = async () => ((calls += 1) === 1 ? ['127.0.0.1'] : ['127.0.0.2']);
    const server = await loopback((socket) => void socket.end(respond('ok')));
    const client = clientFor(0, { network: { ports: [server.port], connectTo: {}, allowPrivate: ['127.0.0.1'] }, resolve: rebinding });
    expect(await client.fetch({ url: `http://rebind.example:${server.port}/` })).toMatchObject({ kind: 'response', ip: '127.0.0.1' });
    expect(calls).toBe(1);
    await Promise.all([client.close(), server.close()]);
  });

  test('every one of many answers counts', async () => {
    const many: Resolve = async () => [...Array.from({ length: 999 }, (_, i) => `93.184.${i >> 8}.${i & 255}`), '10.0.0.1'];
    const client = clientFor(0, { network: { connectTo: {} }, contact: 'mailto:a@example.org', resolve: many });
    expect(await client.fetch({ url: 'http://many.example/' })).toMatchObject({ reason: 'blocked-address' });
    await client.close();
  });
});

describe('ports', () => {
  test.each([22, 25, 6379, 0, 65_535])('%i is not dialled', async (number) => {
    const client = clientFor(0, { network: { connectTo: {} }, contact: 'mailto:a@example.org', resolve });
    expect(await client.fetch({ url: `http://93.184.216.34:${number}/` })).toMatchObject({
      reason: 'blocked-port',
      contacted: false,
      because: expect.stringContaining('network.ports'),
    });
    await client.close();
  });

  test('the port that connectTo names is open for its names only', async () => {
    const server = await loopback((socket) => void socket.end(respond('ok')));
    const client = clientFor(server.port);
    expect(await client.fetch({ url: `http://host.test:${server.port}/` })).toMatchObject({ status: 200 });
    expect(await client.fetch({ url: 'http://host.test:22/' })).toMatchObject({ reason: 'blocked-port' });
    expect(await client.fetch({ url: `http://other.example:${server.port}/` })).toMatchObject({ reason: 'blocked-port' });
    await Promise.all([client.close(), server.close()]);
  });
});

describe('what the config names is allowed', () => {
  test('networks in allowPrivate, without a contact', async () => {
    const server = await loopback((socket) => void socket.end(respond('ok')));
    const client = clientFor(0, { network: { ports: [server.port], connectTo: {}, allowPrivate: ['127.0.0.0/8'] }, resolve });
    expect(await client.fetch({ url: `http://evil.example:${server.port}/` })).toMatchObject({ status: 200, ip: '127.0.0.1' });
    expect(await client.fetch({ url: `http://127.0.0.1:${server.port}/` })).toMatchObject({ status: 200 });
    expect(await client.fetch({ url: `http://mixed.example:${server.port}/` })).toMatchObject({ reason: 'no-contact' });
    expect(await client.fetch({ url: `http://six.example:${server.port}/` })).toMatchObject({ reason: 'blocked-address' });
    await Promise.all([client.close(), server.close()]);
  });

  test('names in connectTo: the exact one, then the longest suffix; never looked up', async () => {
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((name) => loopback((socket) => void socket.end(respond(name)))));
    const at = (server: Loopback | undefined): string => `127.0.0.1:${server?.port}`;
    const client = clientFor(0, { network: { connectTo: { '*.test': at(a), '*.deep.test': at(b), 'x.deep.test': at(c) } } });
    const said = async (host: string): Promise<string> => {
      const answer = await client.fetch({ url: `http://${host}/` });
      return answer.kind === 'response' ? Buffer.from(answer.body).toString() : answer.reason;
    };
    expect([await said('h.test'), await said('h.deep.test'), await said('x.deep.test'), await said('X.DEEP.test.')]).toEqual([
      'a',
      'b',
      'c',
      'c',
    ]);
    expect(await said('test')).toBe('dns-not-found');
    await Promise.all([client.close(), a?.close(), b?.close(), c?.close()]);
  });

  test.each([{ allowPrivate: ['intranet'] }, { connectTo: { 'a.test': '127.0.0.1:99999' } }, { connectTo: { 'a.test': ':80' } }])(
    '%o cannot be understood, and says so',
    (network) => {
      expect(() => clientFor(0, { network })).toThrow(/network\.(?:allowPrivate|connectTo): ".+"/);
    },
  );
});

describe('a contact is demanded before a public host is contacted', () => {
  test('with advice', async () => {
    const client = clientFor(0, { network: { connectTo: {} }, resolve });
    const answer = await client.fetch({ url: 'http://93.184.216.34/' });
    expect(answer).toMatchObject({
      reason: 'no-contact',
      because: expect.stringContaining('userAgent.contact'),
      retriable: false,
      contacted: false,
    });
    await client.close();
  });

  test('also when connectTo leads to a public address', async () => {
    const client = clientFor(0, { network: { connectTo: { 'a.test': '93.184.216.34:80' } } });
    expect(await client.fetch({ url: 'http://a.test/' })).toMatchObject({ reason: 'no-contact' });
    await client.close();
  });
});

describe('names that do not resolve', () => {
  const failing =
    (code: string): Resolve =>
    () =>
      Promise.reject(Object.assign(new Error(code), { code }));
  test.each([
    ['ENOTFOUND', 'dns-not-found', false],
    ['ENODATA', 'dns-not-found', false],
    ['EAI_AGAIN', 'dns-failure', true],
    ['ESERVFAIL', 'dns-failure', true],
    ['ETIMEOUT', 'dns-timeout', true],
  ])('%s is %s', async (code, reason, retriable) => {
    const client = clientFor(1, { resolve: failing(code), contact: 'mailto:a@example.org' });
    expect(await client.fetch({ url: 'http://x.example/' })).toMatchObject({
      reason,
      retriable,
      contacted: false,
      because: expect.stringContaining(code),
    });
    await client.close();
  });

  test('no answers at all, and an answer that never comes', async () => {
    const empty = clientFor(1, { resolve: async () => [] });
    expect(await empty.fetch({ url: 'http://x.example/' })).toMatchObject({ reason: 'dns-not-found' });
    const silent = clientFor(1, { resolve: () => new Promise(() => undefined), limits: { connect: 50 } });
    expect(await silent.fetch({ url: 'http://x.example/' })).toMatchObject({ reason: 'dns-timeout', retriable: true });
    await Promise.all([empty.close(), silent.close()]);
  });

  test('many that want a name ask once; a failure is not kept', async () => {
    let calls = 0;
    const once: Resolve = async () => {
      calls += 1;
      if (calls === 1) throw Object.assign(new Error('later'), { code: 'EAI_AGAIN' });
      return ['10.0.0.1'];
    };
    const client = clientFor(1, { resolve: once });
    expect(await client.fetch({ url: 'http://x.example/' })).toMatchObject({ reason: 'dns-failure' });
    for (const answer of await Promise.all(Array.from({ length: 10 }, () => client.fetch({ url: 'http://x.example/' }))))
      expect(answer).toMatchObject({ reason: 'blocked-address' });
    expect(calls).toBe(2);
    await client.close();
  });
});

describe('addresses that do not answer', () => {
  test('nothing listens', async () => {
    const server = await loopback(() => undefined);
    await server.close();
    const client = clientFor(server.port);
    expect(await client.fetch({ url: 'http://host.test/' })).toMatchObject({
      reason: 'connection-refused',
      retriable: true,
      contacted: false,
    });
    await client.close();
  });

  test('the next address is tried', async () => {
    const server = await loopback((socket) => void socket.end(respond('ok')));
    const two: Resolve = async () => ['::1', '127.0.0.1'];
    const client = clientFor(0, { network: { ports: [server.port], connectTo: {}, allowPrivate: ['127.0.0.0/8', '::1'] }, resolve: two });
    expect(await client.fetch({ url: `http://two.example:${server.port}/` })).toMatchObject({ status: 200, ip: '127.0.0.1' });
    await Promise.all([client.close(), server.close()]);
  });
});
