import { expect, test } from 'vitest';
import { documentId, documentKey, dumpOf } from '../../src/corpus/order.ts';
import type { Digest, PageUrl, RunId } from '../../src/records.ts';

const url = 'https://example.org/' as PageUrl;

test('the dump is when the run began', () => {
  expect(dumpOf('20261124T030501Z-1a2b3c' as RunId)).toBe('20261124T030501Z');
});

test('a run id that would lead out of the corpus folder is refused', () => {
  for (const run of ['', '../../etc/passwd', 'a/b', '.hidden', '20261124T0305\u00e9Z']) {
    expect(() => dumpOf(run as RunId)).toThrow('cannot name a dump');
  }
});

test('the document key is the SHA-256 of the URL', () => {
  // printf https://example.org/ | sha256sum
  expect(documentKey(url).toString('hex')).toBe('8198d1bac40a1033653a78e48800cefc9e6b974ff075c66e5548b5c1e145a2b0');
});

test('the id follows from URL and text, and from nothing else', () => {
  const [one, two] = [`sha256:${'1'.repeat(64)}`, `sha256:${'2'.repeat(64)}`] as [Digest, Digest];
  expect(documentId(url, one)).toMatch(/^[0-9a-f]{64}$/);
  expect(documentId(url, one)).toBe(documentId(url, one));
  expect(new Set([documentId(url, one), documentId(url, two), documentId('https://example.org/2' as PageUrl, one)]).size).toBe(3);
});
