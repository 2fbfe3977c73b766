import { EventEmitter } from 'node:events';
import type { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { RestartWatch } from '../../src/redis/restart-watch.ts';

/** A server that has been up for long, as far as it is asked here. */
function server(info: () => Promise<void>) {
  const known = { get: async () => 'life', set: async () => null, pttl: async () => -2 };
  const told = async (): Promise<string> => {
    await info();
    return 'run_id:life\r\nuptime_in_seconds:9999\r\n';
  };
  const client = Object.assign(new EventEmitter(), known, { info: told }) as unknown as Redis & EventEmitter;
  return { client, watch: new RestartWatch({ client, namespace: 'ns', graceMs: 1000 }) };
}

test('a server that answers with an error is asked again', async () => {
  let errors = 1;
  const { client, watch } = server(async () => {
    if ((errors -= 1) >= 0) throw new Error('MISCONF Errors writing to the AOF file');
  });
  client.emit('ready');
  expect(watch.quietUntil()).toBe(Number.POSITIVE_INFINITY);
  await expect.poll(() => watch.quietUntil() <= Date.now()).toBe(true);
  watch.close();
});

test('what was told over a lost connection ends no quiet', async () => {
  const answer = Promise.withResolvers<void>();
  const answers = [answer.promise, new Promise<void>(() => undefined)];
  const { client, watch } = server(async () => answers.shift());
  const late = watch.look();
  client.emit('ready');
  answer.resolve();
  expect(await late).toBe('life');
  expect(watch.quietUntil()).toBe(Number.POSITIVE_INFINITY);
  watch.close();
});
