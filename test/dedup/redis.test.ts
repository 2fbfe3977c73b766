import { afterAll, describe, expect, test } from 'vitest';
import { openRedisDedup } from '../../src/dedup/redis.ts';
import { claimOf, dedupContract, textOf } from '../contracts/dedup.ts';
import { redisIsThere, startRedis } from '../redis/server.ts';

describe.runIf(redisIsThere())('on Redis', async () => {
  const redis = await startRedis();
  const client = redis.connect();
  afterAll(() => redis.close());
  let serial = 0;

  dedupContract(
    'Redis',
    (preset) => {
      const namespace = `dedup${(serial += 1)}`;
      return async () => openRedisDedup(client, { namespace, preset });
    },
    async () => undefined,
    12,
  );

  test('every key is in one slot of a cluster', async () => {
    await openRedisDedup(client, { namespace: 'slots', preset: 'verified' }).claim([claimOf('1', 'a', textOf('a'))]);
    const keys = await client.keys('*slots*');
    expect(keys.length).toBeGreaterThan(19);
    // What stands in braces decides the slot (Redis cluster specification, hash tags).
    expect(keys.filter((key) => !key.startsWith('{slots:dedup}:'))).toEqual([]);
  });

  test('an index is of one preset', async () => {
    await openRedisDedup(client, { namespace: 'preset', preset: 'fineweb' }).forget([]);
    const other = openRedisDedup(client, { namespace: 'preset', preset: 'strict' });
    await expect(other.forget(['1'])).rejects.toThrow('made with the preset fineweb, and cannot be read with strict');
  });

  test('ids come back as they were', async () => {
    const dedup = openRedisDedup(client, { namespace: 'ids', preset: 'verified' });
    for (const [n, id] of ['00ff', '00FF', 'x', 'größe 🫙', 'abc', 'a'.repeat(100), ''].entries()) {
      await dedup.claim([claimOf(id, `a${n}`, textOf(`t${n}-`))]);
      expect(await dedup.claim([claimOf('other', `b${n}`, textOf(`t${n}-`))])).toEqual([{ kind: 'exact', of: id }]);
    }
  });

  test('what was claimed is found when its buckets have been split many times', async () => {
    const dedup = openRedisDedup(client, { namespace: 'split', preset: 'verified' });
    const claims = Array.from({ length: 1500 }, (_, n) => claimOf(`${n}`, `${n}`, textOf(`d${n}-`, 12)));
    expect(new Set((await dedup.claim(claims)).map(({ kind }) => kind))).toEqual(new Set(['unique']));
    expect(Number(await client.hget('{split:dedup}:state', 'buckets'))).toBeGreaterThan(15);
    expect(new Set((await dedup.claim(claims)).map(({ kind }) => kind))).toEqual(new Set(['mine']));
    const near = await dedup.claim(claims.map((claim, n) => ({ ...claimOf(`n${n}`, `n${n}`, `x ${n}`), signature: claim.signature })));
    expect(near).toEqual(claims.map(({ id }) => ({ kind: 'near', of: id, estimate: 1 })));
    expect(await dedup.forget(claims.map(({ id }) => id))).toBe(1500);
    // Nothing stays but the places of the documents.
    expect((await client.keys('{split:dedup}:*')).filter((key) => !/:(?:documents:\d+|state)$/.test(key))).toEqual([]);
  });
});
