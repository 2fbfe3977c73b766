import { expect, test } from 'vitest';
import type { PageUrl } from '../../../src/records.ts';
import { chosen, queueOf } from '../../../src/run/survey/choose.ts';

const page = (path: string): PageUrl => `http://a.test/${path}` as PageUrl;
const listed = Array.from({ length: 100 }, (_, n) => page(`${n < 50 ? 'a' : 'b'}/${n}`));

test('the seeds come first, and what is listed is taken at equal distances', () => {
  const all = chosen([page('')], [...listed].reverse(), 5);
  expect(all).toHaveLength(5);
  expect(all[0]).toBe(page(''));
  expect(all.filter((url) => url.includes('/a/'))).toHaveLength(2);
  expect(all.filter((url) => url.includes('/b/'))).toHaveLength(2);
  expect(chosen([page('')], [page(''), page('x')], 5)).toEqual([page(''), page('x')]);
  expect(chosen([page('1'), page('2'), page('3')], listed, 1)).toEqual([page('1')]);
  expect(chosen([page('1')], listed, 0)).toEqual([]);
});

test('where too little is listed, links are taken as they are found', () => {
  const links = new Set<PageUrl>();
  const taken: PageUrl[] = [];
  for (const url of queueOf([page('')], links, 3)) {
    taken.push(url);
    links.add(page('')).add(page(`after-${taken.length}`));
  }
  expect(taken).toEqual([page(''), page('after-1'), page('after-2')]);
});
