import { expect, test } from 'vitest';
import { openTextReader } from '../../src/refine/text.ts';
import { contentDigest } from '../../src/text/normalise.ts';

const reader = await openTextReader();
const english = 'Glass bottles go into the green bin, and their lids into the yellow one, because metal is sorted by magnets.';

test('a text tells its language, whatever its page declares', () => {
  const described = reader.describe(english, 'de');
  expect(described).toMatchObject({ language: 'en', languages: {}, contentDigest: contentDigest(english) });
  expect(described.languageScore).toBeGreaterThan(0.8);
  expect(described.measures).toMatchObject({ sentences: 1, words: expect.any(Number) });
  expect(Buffer.from(described.signature, 'base64')).toHaveLength(112);
});

test.each([
  ['1950 – 12, 14, 19', 'pt-BR', 'pt'],
  ['1950 – 12, 14, 19', null, 'und'],
  ['The bin sensor handbook\n\nChoose a chapter.', 'en', 'en'],
])('%j, declared as %s, is %s without a score', (text, declared, language) => {
  expect(reader.describe(text, declared)).toMatchObject({ language, languageScore: null });
});

test('a text in several languages says which', () => {
  const german = 'Glasflaschen kommen in den grünen Behälter, die Deckel in den gelben, denn Metall wird mit Magneten sortiert.';
  const { languages } = reader.describe(`${english} ${english}\n\n${german} ${german}`, null);
  expect(Object.keys(languages).toSorted()).toEqual(['de', 'en']);
});
