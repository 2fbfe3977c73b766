import { expect, test } from 'vitest';
import { parseHtml } from '../../../src/html/parse.ts';
import { postsIn } from '../../../src/extract/stated/posts.ts';

const data = (value: unknown): string => postsIn(parseHtml(`<script type="application/json">${JSON.stringify(value)}</script>`));

test('the longest list of texts in markup, wherever it stands', () => {
  const posts = [
    { by: 'ada', body: '<p>One</p>' },
    { by: 'bo', body: '<p>Two</p>' },
  ];
  expect(data({ menu: [{ name: '<p>x</p>' }], page: { inner: JSON.stringify({ posts }) } })).toBe(
    '<div><p>One</p></div><div><p>Two</p></div>',
  );
});

test.each([
  ['no markup', { posts: [{ body: 'One' }] }],
  ['no list', { post: { body: '<p>One</p>' } }],
  ['nothing', null],
])('%s is no post', (_name, value) => {
  expect(data(value)).toBe('');
});

test('data that is broken, or nested without end, costs little', () => {
  let value: unknown = [];
  for (let depth = 0; depth < 2000; depth += 1) value = [value];
  expect(data(value)).toBe('');
  expect(postsIn(parseHtml('<div data-x="{&quot;a"></div><script type="application/json">{</script>'))).toBe('');
});
