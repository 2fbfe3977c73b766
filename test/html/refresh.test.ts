import { expect, test } from 'vitest';
import { refreshTarget } from '../../src/html/refresh.ts';

test.each([
  ['0; url=/a', '/a'],
  ['0;URL="/a b"', '/a b'],
  ["5 , Url = '/a'; more", '/a'],
  ['.5 /a', '/a'],
  ['1.5;/a', '/a'],
  ['0;url=/a"b', '/a"b'],
  ["0;url='/a", '/a'],
  ['5', null],
  ['5;', null],
  ['5; url=', null],
  ['url=/a', null],
  ['5url=/a', null],
  ['', null],
  [`0;${' '.repeat(100_000)}'`, null],
])('%j leads to %j', (content, target) => {
  expect(refreshTarget(content)).toBe(target);
});
