import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { contentDigest, normaliseText } from '../../src/text/normalise.ts';

test('space, invisible letters and composition do not make another text', () => {
  expect(normaliseText('  Cafe\u0301\u00A0\n\n ab\u00ADcd\u200B ')).toBe('Café abcd');
  expect(normaliseText('e\u200B\u0301')).toBe('é');
  expect(contentDigest('one\n\ntwo')).toBe(contentDigest('one two '));
});

test('case and punctuation do', () => {
  expect(contentDigest('One')).not.toBe(contentDigest('one'));
  expect(contentDigest('one.')).not.toBe(contentDigest('one'));
});

test('the digest is SHA-256 of the UTF-8', () => {
  expect(contentDigest('')).toBe('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test('normalising twice is normalising once, lone surrogates included', () => {
  assert(
    property(string({ unit: 'binary' }), (text) => {
      const once = normaliseText(text);
      expect(normaliseText(once)).toBe(once);
      expect(once.isWellFormed()).toBe(true);
    }),
  );
  expect(normaliseText('\uD800')).toBe('\uFFFD');
});
