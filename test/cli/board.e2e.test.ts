import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { redisIsThere, startRedis, type TestRedis } from '../redis/server.ts';

const main = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');
const secret = 'a-secret-of-more-than-16-characters';

interface Started {
  readonly child: ChildProcess;
  /** Its first line. */
  readonly said: string;
  readonly end: () => Promise<{ readonly code: number | null; readonly stderr: string }>;
}

async function start(token: string | null, ...args: readonly string[]): Promise<Started> {
  const { GARNER_BOARD_TOKEN: _, ...env } = process.env;
  const child = spawn(process.execPath, [main, 'board', ...args], {
    env: token === null ? env : { ...env, GARNER_BOARD_TOKEN: token },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const stderr = text(child.stderr);
  const said = await Promise.race([once(child.stdout, 'data').then(String), ended.then(() => '')]);
  return {
    child,
    said,
    end: async () => {
      child.kill('SIGTERM');
      const [code] = await ended;
      return { code, stderr: await stderr };
    },
  };
}

test.each([
  [['--listen', '3100'], null, 2, /127\.0\.0\.1:3100/],
  [[], 'short', 4, /16 characters/],
  [[], 'a secret with spaces in it', 4, /without spaces/],
  [['--redis', 'redis://:hidden@127.0.0.1:1'], null, 5, /^garner: Redis at (?!.*hidden).*127\.0\.0\.1:1.* cannot be used/],
])('%j with the token %j ends with %i', async (args, token, expected, message) => {
  const { end } = await start(token, ...args);
  const { code, stderr } = await end();
  expect([code, stderr]).toEqual([expected, expect.stringMatching(message)]);
});

describe.runIf(redisIsThere())('over a Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.close());
  const open = (token: string | null, listen: string) => start(token, '--redis', redis.url, '--listen', listen);

  test('a token is made, printed with the address, and SIGTERM closes', async () => {
    const { said, end } = await open(null, '127.0.0.1:0');
    const url = said.match(/^The board: (http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32})\n$/)?.[1] ?? '';
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(303);
    expect((await fetch(new URL('/', url))).status).toBe(401);
    expect(await end()).toEqual({ code: 0, stderr: '' });
  });

  test('a token that is given is not printed; listening beyond loopback is warned of', async () => {
    const { said, end } = await open(secret, '0.0.0.0:0');
    const url = said.match(/http:\S+\//)?.[0] ?? '';
    expect(said).not.toContain(secret);
    expect((await fetch(url, { headers: { authorization: `Bearer ${secret}` } })).status).toBe(200);
    expect(await end()).toEqual({ code: 0, stderr: expect.stringMatching(/^Warning: .*0\.0\.0\.0.*not encrypted/) });
  });

  test('an address that is taken', async () => {
    const { code, stderr } = await (await open(null, `127.0.0.1:${redis.port}`)).end();
    expect([code, stderr]).toEqual([2, expect.stringMatching(/something else listens there.*--listen/)]);
  });
});
