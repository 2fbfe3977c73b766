import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { type Endpoint, openEndpoint } from '../../src/run/fleet/endpoint.ts';

let endpoint: Endpoint | null = null;
afterEach(async () => endpoint?.close());

/** The answer to a request line as it is, which no client would send. */
async function answerTo(line: string): Promise<string> {
  const socket = connect(Number(new URL(endpoint?.address ?? '').port), '127.0.0.1');
  await once(socket, 'connect');
  socket.end(`${line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  return text(socket);
}

const parts = { isReady: () => true, metrics: async () => 'garner_pages 1\n', contentType: () => 'text/plain' };

test.each([
  ['GET /healthz', 'HTTP/1.1 200'],
  ['GET /healthz?now', 'HTTP/1.1 200'],
  ['GET /readyz', 'HTTP/1.1 200'],
  ['GET /metrics', 'HTTP/1.1 200'],
  ['GET http://127.0.0.1/healthz', 'HTTP/1.1 200'],
  ['GET /', 'HTTP/1.1 404'],
  ['GET //', 'HTTP/1.1 404'],
  ['GET http://[', 'HTTP/1.1 404'],
  ['POST //', 'HTTP/1.1 405'],
])('%s is answered', async (line, status) => {
  endpoint = await openEndpoint('127.0.0.1', 0, parts);
  expect(await answerTo(line)).toContain(status);
});

test('figures that cannot be had are no end of the worker', async () => {
  endpoint = await openEndpoint('127.0.0.1', 0, { ...parts, metrics: () => Promise.reject(new Error('no figures')) });
  expect(await answerTo('GET /metrics')).toContain('HTTP/1.1 503');
});
