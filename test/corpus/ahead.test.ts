import { setTimeout as rest } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ahead } from '../../src/corpus/ahead.ts';

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

test('results come in the order of the items, however long each takes, and no more than the width are under way', async () => {
  let underWay = 0;
  let most = 0;
  const results: number[] = [];
  const work = async (i: number): Promise<number> => {
    underWay += 1;
    most = Math.max(most, underWay);
    await rest((i * 7) % 5);
    underWay -= 1;
    return i;
  };
  for await (const result of ahead(numbers(40), 4, work)) results.push(result);
  expect(results).toEqual(numbers(40));
  expect(most).toBe(4);
});

test.each([0, 1, 3])('%i items with a width of 1 and of 8', async (count) => {
  for (const width of [1, 8]) {
    const results: number[] = [];
    for await (const result of ahead(numbers(count), width, async (i) => i)) results.push(result);
    expect(results).toEqual(numbers(count));
  }
});

test('a failure comes in its turn, after those under way have ended', async () => {
  let underWay = 0;
  const results: number[] = [];
  const work = async (i: number): Promise<number> => {
    underWay += 1;
    await rest(i === 3 ? 0 : 2);
    underWay -= 1;
    if (i === 3) throw new Error('the fourth');
    return i;
  };
  const taking = (async () => {
    for await (const result of ahead(numbers(10), 4, work)) results.push(result);
  })();
  await expect(taking).rejects.toThrow('the fourth');
  expect(results).toEqual([0, 1, 2]);
  expect(underWay).toBe(0);
});

test('when the taker leaves, what is under way is awaited and nothing more begins', async () => {
  let begun = 0;
  let ended = 0;
  const work = async (): Promise<void> => {
    begun += 1;
    await rest(1);
    ended += 1;
  };
  for await (const _ of ahead(numbers(100), 5, work)) break;
  expect(begun).toBe(5);
  expect(ended).toBe(5);
});
