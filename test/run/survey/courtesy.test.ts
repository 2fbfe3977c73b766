import { expect, test } from 'vitest';
import type { FetchRequest, FetchResponse, HttpClient } from '../../../src/fetch/fetch.ts';
import { Courtesy } from '../../../src/run/survey/courtesy.ts';

const response = (url: string): FetchResponse => ({
  kind: 'response',
  url,
  at: 0,
  durationMs: 0,
  wireBytes: 0,
  ip: '',
  requestHeaders: [],
  status: 200,
  statusText: 'OK',
  headers: [],
  body: new Uint8Array(0),
});

/** A client that notes when it was asked, and takes a while. */
function noted(asked: { readonly host: string; readonly from: number; to: number }[]): HttpClient {
  return {
    fetch: async ({ url }: FetchRequest) => {
      const one = { host: new URL(url).hostname, from: performance.now(), to: 0 };
      asked.push(one);
      await new Promise((resolve) => setTimeout(resolve, 20));
      one.to = performance.now();
      return response(url);
    },
    close: async () => undefined,
  };
}

test('a host is asked for one thing at a time and rests after each, whoever asks, and hosts do not wait for each other', async () => {
  const asked: { host: string; from: number; to: number }[] = [];
  const courtesy = new Courtesy(noted(asked));
  const heard: string[] = [];
  const [one, other] = [
    courtesy.client(
      () => 40,
      ({ url }) => heard.push(url),
    ),
    courtesy.client(() => 40),
  ];
  await Promise.all([
    one.fetch({ url: 'http://www.a.test/1' }),
    other.fetch({ url: 'http://a.test/2' }),
    one.fetch({ url: 'http://b.test/' }),
  ]);
  const [first, second] = asked.filter(({ host }) => host.endsWith('a.test'));
  // Timers may be a millisecond early.
  expect((second?.from ?? 0) - (first?.to ?? 0)).toBeGreaterThan(38);
  expect(asked.find(({ host }) => host === 'b.test')?.from).toBeLessThan(second?.from ?? 0);
  expect(heard.sort()).toEqual(['http://b.test/', 'http://www.a.test/1']);
});

test.each([503, 500, 403])('a host that asks for a long rest with a %d is not asked again', async (status) => {
  let requests = 0;
  const busy: HttpClient = {
    fetch: async ({ url }) => {
      requests += 1;
      return { ...response(url), at: Date.now(), status, headers: [['Retry-After', '900']] };
    },
    close: async () => undefined,
  };
  const client = new Courtesy(busy).client(() => 0);
  expect(await client.fetch({ url: 'http://a.test/1' })).toMatchObject({ kind: 'response', status });
  expect(await client.fetch({ url: 'http://a.test/2' })).toMatchObject({
    kind: 'failure',
    reason: 'host-rests',
    because: expect.stringMatching(/^a\.test wants to be left alone for (?:900|899) s more$/) as string,
    contacted: false,
  });
  expect(requests).toBe(1);
});
