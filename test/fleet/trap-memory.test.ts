import { afterAll, describe, expect, test } from 'vitest';
import type { RunId } from '../../src/records.ts';
import { FleetTrapMemory, forgetTraps } from '../../src/run/fleet/trap-memory.ts';
import { trapMemoryContract } from '../contracts/trap-memory.ts';
import { redisIsThere, startRedis } from '../redis/server.ts';

const run = '20261128T000000Z-abcdef' as RunId;

describe.runIf(redisIsThere())('over Redis', async () => {
  const redis = await startRedis();
  const client = redis.connect();
  let serial = 0;
  afterAll(() => redis.close());

  trapMemoryContract('a fleet', () => new FleetTrapMemory(client, `traps${(serial += 1)}`, run));

  test('a run that is over leaves nothing', async () => {
    const memory = new FleetTrapMemory(client, 'over', run);
    await memory.know([1, 2, 3]);
    await memory.add([{ pattern: 'a', by: 1 }]);
    await memory.hold('a', '{}');
    expect(await client.keys('over:*')).not.toEqual([]);
    await forgetTraps(client, 'over', run);
    expect(await client.keys('over:*')).toEqual([]);
  });
});
