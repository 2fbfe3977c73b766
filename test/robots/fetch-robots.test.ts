import { expect, test } from 'vitest';
import type { FetchFailure, FetchResponse } from '../../src/fetch/fetch.ts';
import type { Headers, Origin } from '../../src/records.ts';
import { fetchRobots } from '../../src/robots/fetch-robots.ts';

const origin = 'https://ex.org' as Origin;

/** A web of `url → status, location or body`, as a function; what it does not know is a DNS failure. */
function web(pages: Readonly<Record<string, readonly [number, string]>>): {
  fetch: (url: string) => Promise<FetchResponse | FetchFailure>;
  asked: string[];
} {
  const asked: string[] = [];
  const fetch = async (url: string): Promise<FetchResponse | FetchFailure> => {
    asked.push(url);
    const page = pages[url];
    const shared = { url, at: 0, durationMs: 1, wireBytes: 0 };
    if (page === undefined)
      return { ...shared, kind: 'failure', reason: 'dns-not-found', because: `no address for ${url}`, retriable: true, contacted: false };
    const [status, text] = page;
    const headers: Headers = status >= 300 && status < 400 ? [['Location', text]] : [];
    return { ...shared, kind: 'response', ip: '192.0.2.1', requestHeaders: [], status, statusText: '', headers, body: Buffer.from(text) };
  };
  return { fetch, asked };
}

test('follows redirects, also to another authority', async () => {
  const { fetch, asked } = web({
    'https://ex.org/robots.txt': [301, 'https://www.ex.org/robots.txt#x'],
    'https://www.ex.org/robots.txt': [302, '/r.txt'],
    'https://www.ex.org/r.txt': [200, 'User-agent: *'],
  });
  expect(await fetchRobots(origin, fetch)).toMatchObject({ kind: 'response', status: 200 });
  expect(asked).toEqual(['https://ex.org/robots.txt', 'https://www.ex.org/robots.txt', 'https://www.ex.org/r.txt']);
});

test('five redirects are followed, the sixth is not', async () => {
  const chain = (length: number): Record<string, readonly [number, string]> => ({
    'https://ex.org/robots.txt': [302, '/1'],
    ...Object.fromEntries(Array.from({ length: length - 1 }, (_, i) => [`https://ex.org/${i + 1}`, [302, `/${i + 2}`] as const])),
    [`https://ex.org/${length}`]: [404, ''],
  });
  expect(await fetchRobots(origin, web(chain(5)).fetch)).toMatchObject({ kind: 'response', status: 404 });
  const six = web(chain(6));
  expect(await fetchRobots(origin, six.fetch)).toEqual({ kind: 'too-many-redirects' });
  expect(six.asked).toHaveLength(6);
});

test.each([['ftp://ex.org/robots.txt'], ['javascript:alert(1)'], ['http://']])('does not follow to %s', async (to) => {
  expect(await fetchRobots(origin, web({ 'https://ex.org/robots.txt': [301, to] }).fetch)).toEqual({ kind: 'bad-redirect', to });
});

test('a failure anywhere is the answer', async () => {
  expect(await fetchRobots(origin, web({}).fetch)).toMatchObject({ kind: 'failure', reason: 'dns-not-found' });
  expect(await fetchRobots(origin, web({ 'https://ex.org/robots.txt': [301, 'https://b.org/'] }).fetch)).toMatchObject({ kind: 'failure' });
});
