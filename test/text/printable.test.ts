import { expect, test } from 'vitest';
import { printable } from '../../src/text/printable.ts';

test('nothing reaches the terminal that could move its cursor, set its title or turn its text around', () => {
  expect(printable('a\u001B]0;owned\u0007b\r\nc\u009B2Jd\u202Ee')).toBe('a ]0;owned b c 2Jd e');
});

test('letters of every script stay', () => {
  expect(printable('垃圾分类 é 🙂')).toBe('垃圾分类 é 🙂');
});
