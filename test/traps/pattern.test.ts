import { expect, test } from 'vitest';
import type { PageUrl } from '../../src/records.ts';
import { nearnessTo, patternsOf } from '../../src/traps/pattern.ts';

const texts = (url: string): readonly string[] => patternsOf(url as PageUrl).map(({ text }) => text);

test.each([
  ['https://a.test/', ['https://a.test/', 'https://a.test/**']],
  ['https://a.test/about', ['https://a.test/about', 'https://a.test/**']],
  [
    'https://a.test/calendar/2031/05/06?view=day&tz=1',
    ['https://a.test/calendar/{n}/{n}/{n}?tz&view', 'https://a.test/calendar/**', 'https://a.test/**'],
  ],
  ['https://a.test/shop?color=red&size=m', ['https://a.test/shop?color&size', 'https://a.test/shop?**', 'https://a.test/**']],
  ['https://a.test/p/page-12/', ['https://a.test/p/page-{n}/', 'https://a.test/p/**', 'https://a.test/**']],
  ['https://a.test/s/9f86d081884c7d65/x', ['https://a.test/s/{id}/x', 'https://a.test/s/**', 'https://a.test/**']],
  ['https://a.test/wiki/Waste', ['https://a.test/wiki/Waste', 'https://a.test/wiki/**', 'https://a.test/**']],
  ['https://a.test/%E5%9E%83/2', ['https://a.test/%E5%9E%83/{n}', 'https://a.test/%E5%9E%83/**', 'https://a.test/**']],
  ['https://a.test/?f[1]=a&f[2]=b', ['https://a.test/?f[{n}]', 'https://a.test/?**', 'https://a.test/**']],
])('%s', (url, expected) => {
  expect(texts(url)).toEqual(expected);
});

test.each([
  ['/calendar/2031/05', '/calendar/2031/06', 'form'],
  ['/calendar/2031/05', '/calendar/list', 'section'],
  ['/calendar/2031/05', '/event/7', 'host'],
  ['/wiki/Waste', '/wiki/Glass', 'section'],
  ['/wiki/Waste', '/about', 'host'],
  ['/shop?color=red', '/shop?color=blue', 'form'],
  ['/shop?color=red', '/shop?color=red&size=m', 'section'],
  ['/shop?color=red', '/product/7', 'host'],
  ['/', '/a', 'host'],
])('from %s to %s is one %s', (page, link, nearness) => {
  expect(nearnessTo(`https://a.test${page}` as PageUrl)(`https://a.test${link}` as PageUrl)).toBe(nearness);
});
