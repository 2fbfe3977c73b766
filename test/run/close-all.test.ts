import { expect, test } from 'vitest';
import { closeAll } from '../../src/run/close-all.ts';

test('what cannot be closed keeps nothing else open', async () => {
  const closed: string[] = [];
  const opened = [
    () => void closed.push('lock'),
    async () => {
      closed.push('archive');
      throw new Error('the disk is full');
    },
    async () => void closed.push('client'),
  ];
  await expect(closeAll(opened)).rejects.toThrow('the disk is full');
  expect(closed).toEqual(['client', 'archive', 'lock']);
  await closeAll(opened);
  expect(closed).toHaveLength(3);
});
