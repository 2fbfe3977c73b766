import { describe, expect, test } from 'vitest';
import { hopeFor, priorityFor } from '../../src/topic/priority.ts';

const urls = Array.from({ length: 5000 }, (_, n) => `https://a.test/${n}`);
const nothing = { link: 0, parent: 0, host: 0 };

describe('the priority of a link', () => {
  test('is .5 of what it says, .3 of its page, .2 of its host', () => {
    const url = urls.find((each) => priorityFor(each, nothing) === 0)!;
    const of = (over: object): number => priorityFor(url, { ...nothing, ...over }) / 239;
    expect([of({ link: 1 }), of({ parent: 1 }), of({ host: 1 })].map((share) => Math.round(share * 10))).toEqual([5, 3, 2]);
    expect(priorityFor(url, { link: 1, parent: 1, host: 1 })).toBe(239);
  });

  test('is left to chance for every tenth URL, and never lowered by it', () => {
    const explored = urls.map((url) => priorityFor(url, nothing)).filter((priority) => priority > 0);
    expect(explored.length / urls.length).toBeCloseTo(0.1, 1);
    expect(Math.max(...explored)).toBeGreaterThan(200);
    const promising = { link: 0.6, parent: 0.5, host: 0.5 };
    expect(urls.every((url) => priorityFor(url, promising) >= Math.round(0.55 * 239))).toBe(true);
  });
});

describe('what is hoped of a host', () => {
  test('is all of one that nobody has seen, and less and less beyond its yield of one that is known', () => {
    expect(hopeFor({ pages: 0, relevant: 0 }, 1000)).toBe(1);
    const known = [1, 10, 100, 1000].map((pages) => hopeFor({ pages, relevant: pages / 4 }, 10_000));
    expect(known).toEqual(known.toSorted((a, b) => b - a));
    expect(known.at(-1)).toBeCloseTo(0.25, 1);
  });

  test('is more of one that gave more', () => {
    expect(hopeFor({ pages: 20, relevant: 10 }, 500)).toBeGreaterThan(hopeFor({ pages: 20, relevant: 2 }, 500));
  });
});
