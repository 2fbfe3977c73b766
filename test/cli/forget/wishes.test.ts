import { expect, test } from 'vitest';
import { wishesOfList, wishOf } from '../../../src/cli/forget/wishes.ts';

const id = 'ab'.repeat(32);

test.each([
  [id, { by: 'document', value: id }],
  ['HTTPS://Example.org:443/a/../page', { by: 'url', value: 'https://example.org/page' }],
  ['https://example.org/people/*', { by: 'prefix', value: 'https://example.org/people/' }],
  ['https://example.org*', { by: 'prefix', value: 'https://example.org/' }],
  // Not all that begins with what is left when the end of an address is made canonical.
  ['https://example.org/search?*', { by: 'prefix', value: 'https://example.org/search?' }],
  ['https://example.org/a?q=x&*', { by: 'prefix', value: 'https://example.org/a?q=x&' }],
  ['https://example.org/%E6%96*', { by: 'prefix', value: 'https://example.org/%E6%96' }],
  ['Example.org', { by: 'domain', value: 'example.org' }],
  ['example.org.', { by: 'domain', value: 'example.org' }],
  ['bücher.example', { by: 'domain', value: 'xn--bcher-kva.example' }],
])('%s', (argument, wish) => expect(wishOf(argument)).toEqual(wish));

test.each([
  'https://example.org/a?utm_source=*',
  'https://example.org/a#part*',
  // What is left ends in a letter that a mark might have.
  'https://example.org/z;jsessionid=*',
  'https://example.org/quiz#*',
  'https://example.org/quiz?fbclid=*',
  'https://example.org/day?utm_source=*',
  'example.org/people',
  'https://',
  '',
])('%j names nothing', (argument) => expect(() => wishOf(argument)).toThrow('names nothing'));

test.each(['com', 'CO.UK.', 'xn--p1ai'])('%s takes in the sites of everybody', (argument) =>
  expect(() => wishOf(argument)).toThrow('takes in every site under'),
);

test('a list names pages, also such as end in a star', () => {
  const lines = ['# reserved', '', 'https://example.org/wiki/A* rights/noai: header', id, '{"url":"https://example.org/*","id":"x"}'];
  expect(wishesOfList(lines.join('\n'), 'list.txt')).toEqual([
    { by: 'url', value: 'https://example.org/wiki/A*' },
    { by: 'document', value: id },
    { by: 'url', value: 'https://example.org/*' },
  ]);
});

test('a line of a list that is prose is no domain', () => {
  expect(() => wishesOfList('https://example.org/\nthe pages of May', 'list.txt')).toThrow('list.txt, line 2: the names no page');
});
