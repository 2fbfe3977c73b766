import type { AddressInfo } from 'node:net';
import tls, { type TlsOptions } from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import type { FetchFailure, FetchResponse } from '../../src/fetch/fetch.ts';
import { certificate } from './certificates.ts';
import { clientFor, loopback, respond, type Setting } from './loopback.ts';

const authority = certificate({ host: 'Test Authority', isAuthority: true });
const good = certificate({ host: 'host.test', by: authority });

beforeAll(() => {
  tls.setDefaultCACertificates([...tls.getCACertificates('bundled'), authority.cert]);
});

interface Heard {
  readonly answers: readonly (FetchResponse | FetchFailure)[];
  /** Requests that got through. */
  readonly requests: readonly string[];
  readonly resumed: readonly boolean[];
  readonly names: readonly (string | false | null)[];
}

async function askTls(options: TlsOptions, urls: readonly string[] = ['https://host.test/'], setting: Setting = {}): Promise<Heard> {
  const requests: string[] = [];
  const resumed: boolean[] = [];
  const names: (string | false | null)[] = [];
  const server = tls.createServer(options, (socket) => {
    resumed.push(socket.isSessionReused());
    names.push((socket as { servername?: string | false | null }).servername ?? null);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      requests.push(chunk.toString());
      socket.end(respond('ok', 'connection: close\r\n'));
    });
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = clientFor((server.address() as AddressInfo).port, setting);
  const answers: (FetchResponse | FetchFailure)[] = [];
  for (const url of urls) answers.push(await client.fetch({ url }));
  await client.close();
  await new Promise((resolve) => server.close(resolve));
  return { answers, requests, resumed, names };
}

test('a valid certificate of the host in the URL is accepted, wherever it was dialled', async () => {
  const { answers, names } = await askTls(good);
  expect(answers).toMatchObject([{ kind: 'response', status: 200, ip: '127.0.0.1' }]);
  expect(names).toEqual(['host.test']);
});

test('a session is resumed on the next connection', async () => {
  const { answers, resumed } = await askTls(good, ['https://host.test/', 'https://host.test/', 'https://host.test./']);
  expect(answers.map((answer) => answer.kind)).toEqual(['response', 'response', 'response']);
  expect(resumed.slice(1)).toContain(true);
});

describe('certificates that are refused, with no request sent', () => {
  test.each([
    ['expired', certificate({ host: 'host.test', by: authority, from: -30, until: -1 }), 'tls-expired'],
    ['not valid yet', certificate({ host: 'host.test', by: authority, from: 2 }), 'tls-not-yet-valid'],
    ['self-signed', certificate({ host: 'host.test' }), 'tls-self-signed'],
    ['for another host', certificate({ host: 'other.test', by: authority }), 'tls-wrong-host'],
    [
      'of an unknown issuer',
      certificate({ host: 'host.test', by: certificate({ host: 'Unknown Authority', isAuthority: true }) }),
      'tls-untrusted',
    ],
  ])('%s', async (_, options, reason) => {
    const { answers, requests } = await askTls(options);
    expect(answers).toMatchObject([
      { kind: 'failure', reason, retriable: false, contacted: true, because: expect.stringContaining('host.test') },
    ]);
    expect(requests).toEqual([]);
  });

  test('a session for one name says nothing for another on the same server', async () => {
    const { answers } = await askTls(good, ['https://host.test/', 'https://other.test/']);
    expect(answers).toMatchObject([{ kind: 'response' }, { reason: 'tls-wrong-host' }]);
  });
});

test('a demanded client certificate', async () => {
  for (const maxVersion of ['TLSv1.3', 'TLSv1.2'] as const) {
    const { answers, requests } = await askTls({ ...good, requestCert: true, rejectUnauthorized: true, maxVersion });
    expect(answers).toMatchObject([
      { kind: 'failure', retriable: false, reason: maxVersion === 'TLSv1.3' ? 'tls-client-cert-required' : 'tls-failed' },
    ]);
    expect(requests).toEqual([]);
  }
});

test('a handshake that stalls ends with the connect limit', async () => {
  const server = await loopback(() => undefined);
  const client = clientFor(server.port, { limits: { connect: 150 } });
  expect(await client.fetch({ url: 'https://host.test/' })).toMatchObject({
    reason: 'connect-timeout',
    because: expect.stringContaining('TLS'),
    retriable: true,
    contacted: true,
  });
  await expect.poll(() => server.connections.size).toBe(0);
  await Promise.all([client.close(), server.close()]);
});

test('plain HTTP in place of TLS', async () => {
  const server = await loopback(() => undefined);
  for (const answer of ['HTTP/1.1 400 Bad Request\r\n\r\n', '\x15\x03\x01\x00\x02\x02\x28']) {
    const plain = await import('node:net').then(({ createServer }) =>
      createServer((socket) => void socket.on('error', () => undefined).end(answer, 'latin1')),
    );
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const client = clientFor((plain.address() as AddressInfo).port);
    expect(await client.fetch({ url: 'https://host.test/' })).toMatchObject({ kind: 'failure', reason: 'tls-failed', retriable: false });
    await client.close();
    plain.close();
  }
  await server.close();
});

test('HTTP/2 is not spoken', async () => {
  const { answers, requests } = await askTls({ ...good, ALPNProtocols: ['h2', 'http/1.1'] });
  expect(answers).toMatchObject([{ status: 200 }]);
  expect(requests[0]).toMatch(/^GET \/ HTTP\/1\.1\r\n/);
  expect((await askTls({ ...good, ALPNProtocols: ['h2'] })).answers).toMatchObject([{ kind: 'failure', reason: 'tls-failed' }]);
});
