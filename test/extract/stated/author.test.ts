import { expect, test } from 'vitest';
import { authorOf } from '../../../src/extract/stated/author.ts';
import { knownSite } from '../../../src/extract/stated/site.ts';
import { parseHtml } from '../../../src/html/parse.ts';

function shownIn(html: string): string | null {
  const { named } = parseHtml(html).survey;
  return authorOf(new Map(), [], [], { named, beside: [] }, 'article', knownSite({ name: null, host: 'example.org', isHome: false }));
}

test.each([
  ['of a whole page', '<body class="page single-author"><span itemprop="name">Home</span>'],
  ['that says there is none', '<div class="meta no-byline"><a href="/">Home</a></div>'],
])('a class %s names nobody', (_which, html) => {
  expect(shownIn(html)).toBeNull();
  expect(shownIn(html.replace('>Home', ' class="author-name">Ada Lovelace'))).toBe('Ada Lovelace');
});

test.each([
  '<ul><li class="nav-authors"><a href="/a">Our Authors</a></ul>',
  '<div class="authors"><a href="/a">Meet the authors</a></div>',
  '<div class="popular-authors"><a href="/b">Charles Babbage</a></div>',
  '<div class="replies"><b class="nickname">Charles Babbage</b> Well said</div>',
])('those who wrote other texts, or lead to them: %s', (html) => {
  expect(shownIn(html)).toBeNull();
  expect(shownIn(`${html}<p class="article-authors">Ada Lovelace</p>`)).toBe('Ada Lovelace');
});
