import fc from 'fast-check';
import { expect, test } from 'vitest';
import { headOf, tailOf } from '../../src/text/excerpt.ts';

test.each([
  ['one two three', 13, 'one two three', 'one two three'],
  ['one two three', 12, 'one two', 'two three'],
  ['one two three', 7, 'one two', 'three'],
  ['one two three', 5, 'one', 'three'],
  ['one two three', 4, 'one', 'hree'],
  ['绿色玻璃放在哪里', 3, '绿色玻', '在哪里'],
  [`a ${'x'.repeat(60)} b`, 50, `a ${'x'.repeat(48)}`, `${'x'.repeat(48)} b`],
])('of %j no more than %i letters, and no word is cut', (text, most, head, tail) => {
  expect([headOf(text, most), tailOf(text, most)]).toEqual([head, tail]);
});

test('what is left is a part of the text, no longer than it may be', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-c ]{0,80}$/), fc.nat({ max: 80 }), (text, most) => {
      const [head, tail] = [headOf(text, most), tailOf(text, most)];
      expect(text.startsWith(head) && text.endsWith(tail)).toBe(true);
      expect(Math.max(head.length, tail.length)).toBeLessThanOrEqual(most);
    }),
  );
});
