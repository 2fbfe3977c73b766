import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseHtml } from '../../src/html/parse.ts';
import { watchForRights } from '../../src/rights/licence/notice.ts';
import { surveyPage } from '../../src/rights/survey.ts';

const notice = 'All rights reserved. © Example';
const link = '<a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0 licence</a>';

const found = (html: string, watched: boolean): unknown => {
  const { notices, references } = surveyPage(watched ? parseHtml(html, {}, watchForRights) : parseHtml(html));
  return { notices: notices.map(({ startIndex }) => startIndex), references: references.map(({ startIndex }) => startIndex) };
};

test.each([
  ['a notice', `<footer>${notice}</footer>`, 1],
  ['one with entities', '<p>&copy; A &amp; B. All rights reserved</p>', 1],
  ['one that a comment cuts in two', '<p>All rights res<!-- x -->erved by A</p>', 1],
  ['one that grows too long', `<p>${notice}<!-- x -->${'x'.repeat(5000)}</p>`, 0],
  ['one in a template', `<template><p>${notice}</p></template>`, 0],
  ['one in a script', `<script>// ${notice}</script>`, 0],
  ['two', `<p>${notice}</p><div><p>${notice}</p></div>`, 2],
])('%s: seen while it is parsed or afterwards', (_what, html, count) => {
  expect(surveyPage(parseHtml(html, {}, watchForRights)).notices).toHaveLength(count);
  expect(found(html, true)).toEqual(found(html, false));
});

test('whoever watches a parser finds what looking at the tree finds', () => {
  const tags = ['<p>', '</p>', '<div>', '</div>', '<!-- -->', '<template>', '</template>', '<meta itemprop="license" content="x">'];
  const words = [link, notice, 'reser', 'ved by law', '&copy; CC BY', ' ', 'plain words', '<area href="/LICENSE">'];
  const part = fc.constantFrom(...tags, ...words, '<span property="cc:license">');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
      const html = parts.join('');
      expect(found(html, true)).toEqual(found(html, false));
    }),
    { numRuns: 500 },
  );
});

test('metas count when their names may speak of rights, or name our agent', () => {
  const html =
    '<meta name="robots"><meta name="viewport"><meta name="Garner"><meta property="og:license"><meta http-equiv="content-usage">';
  const names = (agent?: string): unknown =>
    surveyPage(parseHtml(html), agent).metas.map(({ attribs }) => attribs['name'] ?? attribs['property'] ?? attribs['http-equiv']);
  expect(names('garner')).toEqual(['robots', 'Garner', 'og:license', 'content-usage']);
  expect(names('other')).toEqual(['robots', 'og:license', 'content-usage']);
  expect(names()).toHaveLength(5);
});
