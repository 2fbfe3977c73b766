import { expect, onTestFinished, test } from 'vitest';
import { projectSchema } from '../../../../src/config/project.ts';
import { Downloads, type Part } from '../../../../src/run/import/web/download.ts';
import { clientFor, loopback, respond } from '../../../fetch/loopback.ts';

const { limits, crawl } = projectSchema.parse({ crawl: { delay: '1ms', backoff: '1ms', maxDelay: '5s' } });
const busy = (seconds: number): string =>
  `HTTP/1.1 503 Service Unavailable\r\nRetry-After: ${seconds}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`;

/** What comes of asking a host, which answers as it is told to, for ranges one after the other; and when it was asked, in milliseconds. */
async function asked(
  answers: readonly string[],
  times: number,
): Promise<{ readonly parts: readonly Part[]; readonly at: readonly number[] }> {
  const at: number[] = [];
  const server = await loopback((socket) => {
    socket.end(answers[at.length] ?? respond('whole', 'Connection: close\r\n'));
    at.push(performance.now());
  });
  const client = clientFor(server.port);
  const downloads = new Downloads({ limits, crawl }, client);
  const parts = [];
  for (let n = 0; n < times; n += 1) parts.push(await downloads.range('http://files.test/a.warc.gz', 0, 5));
  await client.close();
  await server.close();
  return { parts, at };
}

test('a host that asks to be left alone for a moment is asked again after it', async () => {
  const { parts, at } = await asked([busy(2)], 1);
  expect(parts).toEqual([{ kind: 'bytes', bytes: Buffer.from('whole'), isLast: true }]);
  expect(at).toHaveLength(2);
  expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThan(1990);
});

test('one that asks for longer than is waited for is not asked again, for nothing else either', async () => {
  const { parts, at } = await asked([busy(999)], 2);
  expect(at).toHaveLength(1);
  for (const part of parts)
    expect(part).toMatchObject({
      kind: 'failed',
      because: expect.stringMatching(/files\.test wants to be left alone for \d+ s/) as string,
    });
});

test('a server that sends nothing of what it says is there is not asked for ever', { timeout: 10_000 }, async () => {
  let asked = 0;
  const server = await loopback((socket) => {
    asked += 1;
    socket.end('HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-4/100\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  });
  const client = clientFor(server.port);
  onTestFinished(async () => {
    await client.close();
    await server.close();
  });
  const downloads = new Downloads({ limits, crawl }, client);
  await expect(Array.fromAsync(downloads.whole('http://files.test/a.warc.gz'))).rejects.toThrow(/files\.test.*sent nothing/);
  expect(asked).toBe(1);
});
