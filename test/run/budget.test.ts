import { expect, test } from 'vitest';
import { LocalBudget } from '../../src/run/budget.ts';

const budget = (limits: { pages?: number; bytes?: number }) =>
  new LocalBudget(new Map([['a', { depth: 1, pages: 10, bytes: 1000, ...limits }]]));

test('a crawler gets as many pages as its limit, and no more', () => {
  const spent = budget({ pages: 2 });
  expect([spent.take('a'), spent.take('a')]).toEqual([null, null]);
  expect(spent.take('a')).toMatchObject({ stage: 'budget', rule: 'pages' });
});

test('a page that turned out to be none is given back', () => {
  const spent = budget({ pages: 1 });
  spent.take('a');
  spent.giveBack('a');
  expect(spent.take('a')).toBeNull();
});

test('bytes received count, those of an earlier part of the run too', () => {
  const spent = budget({ bytes: 1000 });
  spent.spend('a', 3, 999);
  expect(spent.take('a')).toBeNull();
  spent.spend('a', 0, 1);
  expect(spent.take('a')).toMatchObject({ rule: 'bytes' });
});

test('the crawlers of a topic share its budget', () => {
  const limits = { depth: 1, pages: 10, bytes: 1000 };
  const each = new Map([
    ['a', limits],
    ['b', limits],
  ]);
  const spent = new LocalBudget(each, { topic: 'waste', pages: 3, bytes: 500 });
  expect([spent.take('a'), spent.take('b'), spent.ended(), spent.take('a')]).toEqual([null, null, null, null]);
  expect(spent.ended()).toMatchObject({ stage: 'budget', rule: 'topic-pages', because: expect.stringContaining('3 pages') });
  expect(spent.take('b')).toEqual(spent.ended());
  expect(spent.left().map(({ pagesLeft }) => pagesLeft)).toEqual([0, 0]);
  spent.giveBack('a');
  expect(spent.ended()).toBeNull();
  expect(spent.left()).toEqual(['a', 'b'].map((crawler) => ({ crawler, pagesLeft: 1, bytesLeft: 500 })));
  spent.spend('b', 0, 500);
  expect(spent.ended()).toMatchObject({ rule: 'topic-bytes' });
});
