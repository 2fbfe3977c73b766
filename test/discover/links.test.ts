import { expect, test } from 'vitest';
import { findLinks } from '../../src/discover/links.ts';
import { parseHtml } from '../../src/html/parse.ts';

const find = (html: string, url = 'https://example.org/dir/page') => findLinks(parseHtml(html), url);

test('links are resolved, canonical, in order and each once', () => {
  const { links } = find(
    '<a href="b">1</a><a href="/c#x">2</a><a href="b?utm_source=z">3</a><area href="//other.org/"><a href="#top">4</a><a href="">5</a>',
  );
  expect(links).toEqual(['https://example.org/dir/b', 'https://example.org/c', 'https://other.org/']);
});

test('the first base with an address counts, if it is http, also for what stands before it', () => {
  expect(find('<a href="x"><base target=_top><base href="/new/"><a href="y">').links).toEqual([
    'https://example.org/new/x',
    'https://example.org/new/y',
  ]);
  expect(find('<base href="http://127.0.0.1/"><a href="x">').links).toEqual(['http://127.0.0.1/x']);
  expect(find('<base href="/new/"><base href="/no/"><a href="x">').links).toEqual(['https://example.org/new/x']);
  expect(find('<base href="javascript:1"><a href="x">').links).toEqual(['https://example.org/dir/x']);
});

test('what the page does not vouch for is not followed', () => {
  const found = find('<a rel="noopener NoFollow" href="a"><a rel=ugc href=b><a rel="sponsored" href=c><a rel="author" href=d>');
  expect(found).toMatchObject({ links: ['https://example.org/dir/d'], unfollowed: 3 });
});

test.each([
  'data:text/html,x',
  'blob:https://example.org/1',
  'JavaScript:go()',
  'mailto:a@b.c',
  'tel:1',
  'intent://x',
  'about:blank',
  ' ftp://h/',
])('%s is counted, not followed', (href) => {
  expect(find(`<a href="${href}">`)).toMatchObject({ links: [], otherSchemes: 1 });
});

test('an href that no parser can read is left out', () => {
  expect(find('<a href="http://"><a href="https://[x/"><a><area><iframe srcdoc=x><a href="http://h:99999/">')).toMatchObject({
    links: [],
    otherSchemes: 0,
  });
  expect(find('<a href="/%zz"><a href="/&#xD800;"><a href="\\\\h\\a">').links).toEqual([
    'https://example.org/%zz',
    'https://example.org/%EF%BF%BD',
    'https://h/a',
  ]);
});

test('links are bounded, and said to be', () => {
  const html = Array.from({ length: 20 }, (_, i) => `<a href="/${i % 15}">`).join('');
  expect(findLinks(parseHtml(html), 'https://example.org/', { most: 15 })).toMatchObject({ truncated: false });
  const found = findLinks(parseHtml(html), 'https://example.org/', { most: 10 });
  expect([found.links.length, found.truncated]).toEqual([10, true]);
});

test('the query rules of the crawler hold for links', () => {
  const { links } = findLinks(parseHtml('<a href="?b=1&a=2&view=x"><a href="?a=2&b=1">'), 'https://example.org/', {
    order: 'sort',
    drop: ['view'],
  });
  expect(links).toEqual(['https://example.org/?a=2&b=1']);
});

test('next pages, translations, frames and meta refresh are links; stylesheets are not', () => {
  const html = `<link rel="stylesheet" href="s.css"><link rel=next href="?p=2"><link rel=alternate hreflang=zh href="/zh"><iframe src="/frame"></iframe>
    <meta http-equiv="Refresh" content="0; URL='/moved'"><meta http-equiv="refresh" content="5">`;
  expect(find(html).links).toEqual([
    'https://example.org/dir/page?p=2',
    'https://example.org/zh',
    'https://example.org/frame',
    'https://example.org/moved',
  ]);
});

test('an AMP page leads to the page that it is a copy of, and no page to its AMP copy', () => {
  expect(find('<link rel="canonical" href="/article"><link rel="amphtml" href="/amp">').links).toEqual(['https://example.org/article']);
});

test('lists of a platform are announced like feeds', () => {
  const { feeds } = find('<link rel="EditURI" type="application/rsd+xml" href="/w/api.php?action=rsd">');
  expect(feeds).toEqual([expect.stringMatching(/^https:\/\/example\.org\/w\/api\.php\?action=query&.*list=allpages/)]);
});

test('feeds are told apart from links', () => {
  const found = find(
    '<link rel="alternate" type="application/atom+xml" href="/feed"><link rel="alternate" type="application/feed+json" href="/feed.json"><link rel="alternate" type="application/json" href="/7.json"><a href="mailto:a@b.c"><a href="tel:1">',
  );
  expect(found).toMatchObject({ links: [], feeds: ['https://example.org/feed', 'https://example.org/feed.json'], otherSchemes: 2 });
});
