import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileGlob, globHead, globProblem } from '../../src/text/glob.ts';

/** The same meaning, written for the eye: exponential, and plainly right. */
function matches(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern.startsWith('**')) return matches(pattern.slice(2), text) || (text !== '' && matches(pattern, text.slice(1)));
  if (pattern.startsWith('*')) return matches(pattern.slice(1), text) || (/^[^/]/.test(text) && matches(pattern, text.slice(1)));
  return text.startsWith(pattern.charAt(0)) && matches(pattern.slice(1), text.slice(1));
}

describe('a glob', () => {
  test.each([
    ['/a', '/a', true],
    ['/a', '/a/', false],
    ['/a*', '/abc', true],
    ['/a*', '/a/b', false],
    ['/a**', '/a/b/c?d=e', true],
    ['/*/b', '/a/b', true],
    ['/*/b', '/a/a/b', false],
    ['/**/b', '/a/a/b', true],
    ['/**/b', '/b', false],
    ['**.pdf', '/x/y.pdf', true],
    ['**.pdf', '/x/y.pdf?z', false],
    ['/find?q=*', '/find?q=x', true],
    ['/find?q=*', '/findxq=x', false],
    ['/a.c', '/abc', false],
    ['/(a|b)[c]{d}', '/(a|b)[c]{d}', true],
    ['/***', '/a/b', true],
    ['*', '', true],
    ['/*', '/', true],
    ['/wiki/*:**', '/wiki/Talk:A/B', true],
    ['/wiki/*:**', '/wiki/A/B:C', false],
  ])('%s on %s: %s', (pattern, text, expected) => {
    expect(compileGlob(pattern)(text)).toBe(expected);
  });

  test('agrees with its definition', () => {
    // A run of two stars or more is one `**`.
    const units = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '**', '?'), maxLength: 10 });
    const pattern = units.map((written) => written.replaceAll(/\*{2,}/g, '**'));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '?'), maxLength: 12 });
    fc.assert(
      fc.property(pattern, text, (pattern, text) => {
        expect(compileGlob(pattern)(text)).toBe(matches(pattern, text));
      }),
      { numRuns: 5000 },
    );
  });

  test('matches what it was made from, with stars in place of segments', () => {
    const segments = fc.array(fc.stringMatching(/^[a-z0-9.?=&%-]{1,8}$/), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(segments, fc.nat(), (segments, at) => {
        const text = `/${segments.join('/')}`;
        const starred = `/${segments.with(at % segments.length, '*').join('/')}`;
        expect(compileGlob(starred)(text)).toBe(true);
        expect(compileGlob(`/**${segments.at(-1) ?? ''}`)(text)).toBe(true);
        expect(text.startsWith(globHead(starred))).toBe(true);
      }),
    );
  });

  test('remembers nothing of the text before', () => {
    const glob = compileGlob('/*/x**y');
    expect([glob('/a/x-y'), glob('/a/z'), glob('/a/x/y'), glob('/a/x')]).toEqual([true, false, true, false]);
  });

  test('no pattern and no text make it slow', () => {
    // Backtracking would need more steps than there are atoms, so that the runner's own limit fails this test.
    const text = `/${'a'.repeat(4000)}`;
    for (const pattern of [`/${'*a'.repeat(400)}b`, `/${'**a'.repeat(300)}b`, `${'*'.repeat(900)}b`, `/${'a*'.repeat(400)}/`]) {
      expect(compileGlob(pattern)(text)).toBe(false);
    }
  });
});

describe('a pattern that cannot be meant', () => {
  test.each([
    ['(a+)+$', /regular expression/],
    ['^/a', /regular expression/],
    [String.raw`.*\.pdf`, /regular expression/],
    [String.raw`/a\d`, /regular expression/],
    ['/{a,b}/c', /alternatives/],
    ['/a#b', /fragment/],
    ['https://example.org/**', /scope\.hosts/],
    ['a/*', /start with/],
    ['', /start with/],
    [`/${'a'.repeat(1000)}`, /too long/],
  ])('%.30s', (pattern, expected) => {
    expect(globProblem(pattern)).toMatch(expected);
  });

  test.each(['/a', '/a/*', '**.pdf', '/a?b=*', '/wiki/Foo_(bar)*', '/a.*', '/x[y]=1', '/a{b}', '*'])('but %s can', (pattern) => {
    expect(globProblem(pattern)).toBeNull();
  });
});
