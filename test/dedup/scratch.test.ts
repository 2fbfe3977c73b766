import { expect, test } from 'vitest';
import { openScratchDedup } from '../../src/dedup/scratch.ts';
import { claimOf, textOf } from '../contracts/dedup.ts';

test('a scratch index answers at once', () => {
  const dedup = openScratchDedup(':memory:', 'verified');
  expect(dedup.claim(claimOf('1', 'a', textOf('a')))).toEqual({ kind: 'unique' });
  expect(dedup.claim(claimOf('2', 'b', textOf('a', 60, 2)))).toMatchObject({ kind: 'near', of: '1' });
  dedup.close();
});
