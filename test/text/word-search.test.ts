import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WordSearch } from '../../src/text/word-search.ts';

const isIn = (words: readonly string[], text: string): boolean => new WordSearch(words).isIn(text, 0, text.length);

test.each([
  ['a word within another', ['art'], 'a party', true],
  ['an end that begins the next', ['abac', 'bab'], 'ababac', true],
  ['the end of a longer word that is not there', ['abcd', 'bc'], 'abce', true],
  ['a longer word behind its own beginning', ['ab', 'abc'], 'xabx', true],
  ['a beginning alone', ['reserved'], 'reserve', false],
  ['any case', ['art'], 'ART', true],
  ['any first letter', ['art'], 'of Art', true],
  ['capitals for themselves', ['CC'], 'accept', false],
  ['other scripts', ['права', '版权'], 'все права', true],
  ['no words', [], 'text', false],
])('%s', (_what, words, text, expected) => expect(isIn(words, text)).toBe(expected));

test('only what stands between two places counts', () => {
  const words = new WordSearch(['art']);
  expect(words.isIn('an art', 3, 6)).toBe(true);
  expect(words.isIn('an art', 4, 6)).toBe(false);
  expect(words.isIn('an art', 0, 5)).toBe(false);
});

test('it finds what looking for one word after the other finds', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '版'), minLength: 1, maxLength: 5 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '版', ' '), maxLength: 30 });
  fc.assert(
    fc.property(
      fc.array(letters, { maxLength: 8 }),
      text,
      (words, whole) => isIn(words, whole) === words.some((word) => whole.includes(word)),
    ),
    {
      numRuns: 2000,
    },
  );
});
