import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PageUrl } from '../../src/records.ts';
import { trapShape } from '../../src/traps/shape.ts';
import { canonicalize } from '../../src/url/canonical.ts';

const ruleOf = (address: string): string | null => trapShape(canonicalize(address) as PageUrl)?.rule ?? null;

test.each([
  ['/any', null],
  [`/${'x/'.repeat(3)}`, 'repeated-segment'],
  ['/x/x/y/x/x', null],
  ['/top/a/b/a/b/a/b/end', 'repeated-segment'],
  ['/a/b/a/b/a/c/b', null],
  [`/${'a/b/c/d/e/'.repeat(3)}`, 'repeated-segment'],
  ['/a/x/b/x/c/x/d/x', null],
  ['/a/x/b/x/c/x/d/x/e/x', 'repeated-segment'],
  [`/${Array.from({ length: 21 }, (_, i) => `s${i}`).join('/')}`, 'too-deep-path'],
  [`/${'a'.repeat(2000)}`, 'too-long-path'],
  ['/shop?color=red&color=blue&size=m', null],
  ['/shop?color=red&color=red&color=red', 'repeated-parameter'],
  [`/shop?${Array.from({ length: 21 }, (_, i) => `f${i}=1`).join('&')}`, 'too-many-parameters'],
  ['/login?next=%2Flogin%3Fnext%3D%252Fhome', null],
  ['/login?next=%2Flogin%3Fnext%3D%252Flogin%253Fnext%253D%25252Fhome', 'nested-address'],
  ['/article/2024/05/06/seven-ways', null],
  // Forges have a page of each file for each commit.
  ['/us/app/commit/0123456789abcdef0123456789abcdef01234567', 'commit'],
  ['/us/app/-/blame/0123456789abcdef0123456789abcdef01234567/README.md', 'commit'],
  ['/us/app/raw/0123456789abcdef0123456789abcdef01234567/docs/guide.md', 'commit'],
  ['/us/app/compare/0123456789abcdef0123456789abcdef01234567...main', 'commit'],
  ['/cgit/app/plain/a.c?id=0123456789abcdef0123456789abcdef01234567', 'commit'],
  ['/?p=app.git;a=blob;f=a.c;hb=0123456789abcdef0123456789abcdef01234567', 'commit'],
  ['/us/app/blob/main/docs/guide.md', null],
  ['/us/app/tree/v1.0', null],
  ['/files/0123456789abcdef0123456789abcdef01234567', null],
  ['/commit/to-your-goals', null],
])('%s → %s', (path, rule) => {
  expect(ruleOf(`https://example.org${path}`)).toBe(rule);
});

test('whatever repeats three times in a row is a trap, and nothing shorter', () => {
  const segments = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(segments, fc.integer({ min: 1, max: 4 }), (unit, times) => {
      const path = `start/${`${unit.join('/')}/`.repeat(times)}end`;
      const rule = unit.length * times + 2 > 20 ? 'too-deep-path' : times >= 3 ? 'repeated-segment' : null;
      expect(ruleOf(`https://example.org/${path}`)).toBe(rule);
    }),
  );
});
