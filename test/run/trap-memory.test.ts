import { expect, test } from 'vitest';
import type { HostFact } from '../../src/ledger/host-facts.ts';
import { LocalTrapMemory } from '../../src/run/trap-memory.ts';
import { trapMemoryContract } from '../contracts/trap-memory.ts';

const nothing = { get: async () => null };

trapMemoryContract('one process', () => new LocalTrapMemory({ facts: nothing }));

test('of many patterns those that were used last keep their scores', async () => {
  const memory = new LocalTrapMemory({ facts: nothing, most: 3 });
  const charge = (...patterns: readonly string[]) => memory.add(patterns.map((pattern) => ({ pattern, by: 1 })));
  expect(charge('a', 'b', 'c')).toEqual([1, 1, 1]);
  expect(charge('a')).toEqual([2]);
  expect(charge('d')).toEqual([1]);
  expect(charge('a', 'c', 'd')).toEqual([3, 2, 2]);
  // Forgotten when d came.
  expect(charge('b')).toEqual([1]);
});

test('what is held and forgotten is known from the record', async () => {
  const record = new Map<string, HostFact>();
  const memory = new LocalTrapMemory({ facts: { get: async (of) => record.get(of) ?? null }, most: 2 });
  const patterns = ['a', 'b', 'c'].map((text) => ({ text, breadth: 'form' }) as const);
  for (const { text } of patterns) {
    record.set(text, { value: `{"of":"${text}"}`, at: 0, expires: 1 });
    memory.hold(text, `{"of":"${text}"}`);
  }
  record.delete('b');
  record.delete('c');
  expect(await memory.held([...patterns, { text: 'd', breadth: 'form' }])).toEqual(['{"of":"a"}', '{"of":"b"}', '{"of":"c"}', null]);
});
