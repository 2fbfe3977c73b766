import { expect, onTestFinished, test } from 'vitest';
import type { RunId } from '../../src/records.ts';
import { callWebhook } from '../../src/run/webhook.ts';
import { type Answer, clientFor, loopback, respond, type Setting } from '../fetch/loopback.ts';

const run = '20261128T000000Z-abcdef' as RunId;

interface Call {
  readonly url?: string;
  readonly payload?: object;
  readonly setting?: Setting;
}

/** Calls a webhook that answers as told. */
async function call(answer: Answer, { url = 'http://hook.test/in?key=secret', payload = { a: 'ü' }, setting = {} }: Call = {}) {
  const server = await loopback(answer);
  const client = clientFor(server.port, setting);
  onTestFinished(async () => {
    await Promise.all([client.close(), server.close()]);
  });
  const rests: number[] = [];
  const sleep = async (ms: number): Promise<void> => void rests.push(ms);
  const fault = await callWebhook(url, run, payload, { client, sleep, signal: new AbortController().signal });
  return { fault, rests, received: server.received.join(''), tries: server.accepted() };
}

test('a POST of JSON under the key of the run', async () => {
  const { fault, received, tries } = await call((socket) => void socket.write(respond('ok')));
  expect([fault, tries]).toEqual([null, 1]);
  expect(received).toMatch(/^POST \/in\?key=secret HTTP\/1\.1\r\n/);
  for (const header of ['content-type: application/json', `idempotency-key: ${run}`, 'content-length: 10', 'host: hook.test'])
    expect(received.toLowerCase()).toContain(`${header.toLowerCase()}\r\n`);
  expect(received).toContain(`\r\n\r\n${Buffer.from('{"a":"ü"}').toString('latin1')}`);
});

test('three tries for what may pass, each over a connection of its own; one for what will not', async () => {
  const busy = await call((socket, _, serial) => void socket.write(serial < 3 ? respond('', '', '503 Busy') : respond('')));
  expect(busy).toMatchObject({ fault: null, rests: [1000, 5000], tries: 3 });
  const broken = await call((socket) => void socket.destroy());
  expect(broken).toMatchObject({ fault: expect.stringContaining('hook.test') as string, rests: [1000, 5000], tries: 3 });
  expect(broken.fault).not.toContain('secret');
  const down = await call((socket) => void socket.write(respond('', '', '500 No')));
  expect(down).toMatchObject({ fault: 'it answered with status 500', tries: 3 });
  const refused = await call((socket) => void socket.write(respond('', '', '401 No')));
  expect(refused).toMatchObject({ fault: 'it answered with status 401', rests: [], tries: 1 });
  const moved = await call((socket) => void socket.write(respond('', 'location: http://elsewhere.test/\r\n', '302 Found')));
  expect(moved).toMatchObject({ fault: 'it answered with status 302', tries: 1 });
});

test('never to a private address that the configuration does not name', async () => {
  const { fault, tries } = await call(() => undefined, { url: 'http://127.0.0.1:8080/', setting: { network: { connectTo: {} } } });
  expect(fault).toContain('not on the public internet');
  expect(tries).toBe(0);
});

test('what is too large is not sent', async () => {
  const { fault, tries } = await call(() => undefined, { payload: { text: 'x'.repeat(70_000) } });
  expect(fault).toContain('at most 65536');
  expect(tries).toBe(0);
});
