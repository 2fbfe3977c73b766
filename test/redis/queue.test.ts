import { Queue } from 'bullmq';
import { expect, test } from 'vitest';
import { queueOptions } from '../../src/redis/queue.ts';
import { redisIsThere, startRedis } from './server.ts';

test.runIf(redisIsThere())('what happens in a queue is told to nobody, and so hardly kept', async () => {
  const redis = await startRedis();
  const queue = new Queue('pages', queueOptions({ url: redis.url, namespace: 'queue' }));
  for (let n = 0; n < 20; n += 1) await queue.addBulk(Array.from({ length: 100 }, () => ({ name: 'page', data: {} })));
  expect(await queue.count()).toBe(2000);
  expect(await redis.connect().xlen('{queue}:pages:events')).toBeLessThan(500);
  await queue.close();
  await redis.close();
});
