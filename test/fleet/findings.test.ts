import { afterAll, describe, expect, test } from 'vitest';
import type { PageUrl, RunId } from '../../src/records.ts';
import { FleetListed, forgetListed } from '../../src/run/fleet/listed.ts';
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

  test('dates of lists are kept until the run is over', async () => {
    const listed = new FleetListed(client, 'listed', run);
    const [one, other] = ['https://a.test/1', 'https://a.test/2'] as [PageUrl, PageUrl];
    await listed.note([{ url: one, lastModified: Date.UTC(2026, 0, 15) }]);
    expect([await listed.lastModified(one), await listed.lastModified(other)]).toEqual([Date.UTC(2026, 0, 15), null]);
    await forgetListed(client, 'listed', run);
    expect(await client.keys('listed:*')).toEqual([]);
  });

  test('of too many scores some go', async () => {
    const memory = new FleetTrapMemory(client, 'many', run, 1000);
    for (let n = 0; n < 3000; n += 100)
      await memory.add(Array.from({ length: 100 }, (_, at) => ({ pattern: `https://a.test/${n + at}/{n}`, by: 1 })));
    const kept = await client.hlen(`many:{${run}}:traps:scores`);
    expect([kept > 700, kept <= 1000]).toEqual([true, true]);
  });

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
