import { expect, test } from 'vitest';
import { isPlatformList, platformLists } from '../../src/discover/platforms.ts';
import type { PageUrl } from '../../src/records.ts';

const BASE = 'https://a.test/wiki/Glass';
const WIKI =
  'https://a.test/w/api.php?action=query&format=json&formatversion=2&meta=siteinfo&siprop=general&list=allpages&apnamespace=0&apfilterredir=nonredirects&aplimit=500';

test.each([
  [['edituri'], '//a.test/w/api.php?action=rsd', [WIKI]],
  [['edituri'], 'https://a.test/xmlrpc.php?rsd', []],
  [
    ['https://api.w.org/'],
    'https://a.test/wp-json/',
    ['posts', 'pages'].map((type) => `https://a.test/wp-json/wp/v2/${type}?_fields=link,modified_gmt&per_page=100&page=1`),
  ],
  [
    ['https://api.w.org/'],
    'https://a.test/index.php?rest_route=/',
    ['posts', 'pages'].map((type) => `https://a.test/index.php?rest_route=/wp/v2/${type}&_fields=link,modified_gmt&per_page=100&page=1`),
  ],
  [['alternate'], 'https://a.test/wp-json/wp/v2/pages/7', []],
])('%j %s', (rels, href, lists) => {
  expect(platformLists(rels, href, BASE)).toEqual(lists);
  expect(lists.every((list) => isPlatformList(list as PageUrl))).toBe(true);
});

test('a feed is no such list', () => {
  expect(isPlatformList('https://a.test/feed.json' as PageUrl)).toBe(false);
});
