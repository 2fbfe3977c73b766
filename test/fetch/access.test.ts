import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessOf } from '../../src/config/access.ts';
import { crawlerSchema } from '../../src/config/crawler.ts';
import { createHttpClient } from '../../src/fetch/client.ts';
import type { FetchRequest, HttpClient } from '../../src/fetch/fetch.ts';
import { LIMITS, loopback, type Loopback, respond } from './loopback.ts';

const crawler = {
  name: 'club.test',
  ...crawlerSchema.parse({
    seeds: ['http://club.test/'],
    headers: { 'X-Api-Key': 'of-the-seeds', 'X-Open': 'to-all' },
    access: {
      'http://club.test': {
        headers: { 'X-Member': 'seven' },
        cookies: { session: 's3cret', lang: 'en' },
        basic: { user: 'mé', password: 'p:w' },
      },
      'http://api.club.test': { basic: { user: 'robot', password: '' } },
    },
  }),
};
let server: Loopback;
let client: HttpClient;
beforeAll(async () => {
  server = await loopback((socket) => void socket.write(respond('ok')));
  client = createHttpClient({
    network: { ports: [80, 8080], allowPrivate: [], connectTo: { '*.test': `127.0.0.1:${server.port}` }, perAddress: 1000 },
    limits: LIMITS,
    userAgent: { name: 'TestBot' },
    access: accessOf([crawler]),
    resolve: () => Promise.reject(new Error('nobody')),
  });
});
afterAll(() => Promise.all([client.close(), server.close()]));

/** What is sent for a request, and what is said of it. */
async function sent(url: string, over: Partial<FetchRequest> = {}) {
  const answer = await client.fetch({ url, ...over });
  if (answer.kind === 'failure') throw new Error(answer.because);
  return { wire: server.received.at(-1) ?? '', shown: answer.requestHeaders };
}

test('an origin gets its headers, cookies and basic authentication, and the record of it names them alone', async () => {
  const { wire, shown } = await sent('http://club.test/page', {
    headers: [
      ['x-open', 'to-all'],
      ['authorization', 'of a script'],
    ],
  });
  expect(wire).toContain('X-Member: seven\r\n');
  expect(wire).toContain('Cookie: session=s3cret; lang=en\r\n');
  expect(wire).toContain(`Authorization: Basic ${Buffer.from('mé:p:w').toString('base64')}\r\n`);
  expect(wire).toContain('X-Api-Key: of-the-seeds\r\n');
  expect(wire).not.toContain('of a script');
  expect(shown).toEqual(
    expect.arrayContaining([
      ['x-open', 'to-all'],
      ...['X-Member', 'Cookie', 'Authorization', 'X-Api-Key'].map((name) => [name, '[withheld]']),
    ]),
  );
  expect(JSON.stringify(shown)).not.toMatch(/seven|s3cret|Basic|of-the-seeds/);
});

test.each(['http://club.test:8080/', 'http://www.club.test/', 'http://other.test/', 'http://club.test.other.test/'])(
  '%s gets nothing of it',
  async (url) => {
    const { wire } = await sent(url);
    expect(wire).not.toMatch(/seven|s3cret|Basic|of-the-seeds|cookie:|authorization:/i);
  },
);

test('one origin of a crawler gets nothing of what another one gets', async () => {
  const { wire } = await sent('http://api.club.test/');
  expect(wire).toContain(`Authorization: Basic ${Buffer.from('robot:').toString('base64')}\r\n`);
  expect(wire).not.toMatch(/seven|s3cret|of-the-seeds/);
});

test('what is asked for somebody else brings nothing', async () => {
  expect((await sent('http://club.test/', { anonymous: true })).wire).not.toMatch(/seven|s3cret|Basic|of-the-seeds/);
});
