import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileRules } from '../../src/robots/match.ts';
import { parseRobots } from '../../src/robots/robots.ts';

const letters = fc.constantFrom('a', 'b', '/', '.');
const pattern = fc
  .tuple(fc.array(fc.constantFrom('a', 'b', '/', '.', '*'), { maxLength: 10 }), fc.boolean())
  .map(([p, end]) => `/${p.join('')}${end ? '$' : ''}`);
const path = fc.array(letters, { maxLength: 14 }).map((parts) => `/${parts.join('')}`);
const rule = (value: string, line: number): { allow: boolean; value: string; line: number; text: string } => ({
  allow: false,
  value,
  line,
  text: value,
});

/** The same language, by the engine's backtracking. */
function asRegExp(value: string): RegExp {
  const anchored = value.endsWith('$');
  const body = (anchored ? value.slice(0, -1) : value).replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^]*');
  return new RegExp(`^${body}${anchored ? '$' : ''}`);
}

test('matches what the regular expression matches', () => {
  fc.assert(
    fc.property(pattern, path, (value, path) => {
      expect(compileRules([rule(value, 1)], 'standard')(path) !== null).toBe(asRegExp(value).test(path));
    }),
    { numRuns: 5000 },
  );
});

test('with many rules the filter changes no answer', () => {
  fc.assert(
    fc.property(fc.array(pattern, { minLength: 80, maxLength: 120 }), path, (values, path) => {
      const longest = values.filter((value) => asRegExp(value).test(path)).sort((a, b) => b.length - a.length)[0];
      const found = compileRules(values.map(rule), 'standard')(path);
      expect(found !== null && found !== 'too-costly' ? found.value.length : undefined).toBe(longest?.length);
    }),
    { numRuns: 300 },
  );
});

test('rules that would take too long are an answer too: no', () => {
  // Every pair of letters occurs in the path, so that only searching tells that the segment does not.
  const values = Array.from({ length: 30_000 }, (_, i) => `Disallow: /*aab${i.toString(2).replaceAll('0', 'a').replaceAll('1', 'b')}`);
  const robots = parseRobots(`User-agent: *\n${values.join('\n')}`);
  const decision = robots.decide('x', `https://ex.org/${'ab'.repeat(2000)}aabb`);
  expect(decision).toEqual({ allowed: false, rule: 'the rules are too costly to evaluate for this URL' });
});

test('hostile wildcards are answered', () => {
  const robots = parseRobots(`User-agent: *\n${`Disallow: /${'*a'.repeat(40)}*b\n`.repeat(5000)}`);
  expect(robots.decide('x', `https://ex.org/${'a'.repeat(2000)}`).allowed).toBe(true);
  expect(robots.decide('x', `https://ex.org/${'a'.repeat(2000)}b`).allowed).toBe(false);
});
