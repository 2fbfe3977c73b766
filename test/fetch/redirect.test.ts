import { describe, expect, test } from 'vitest';
import { redirectTarget } from '../../src/fetch/redirect.ts';
import type { Headers } from '../../src/records.ts';

const from = (headers: Headers): string | null => redirectTarget({ url: 'https://example.org/a/b?c', headers });

describe('Location', () => {
  test.each([
    ['https://other.example/x#part', 'https://other.example/x'],
    ['/x', 'https://example.org/x'],
    ['x', 'https://example.org/a/x'],
    ['?d', 'https://example.org/a/b?d'],
    ['//cdn.example/', 'https://cdn.example/'],
    ['http://example.org/a/b', 'http://example.org/a/b'],
    [' /x ', 'https://example.org/x'],
    [Buffer.from('/größe').toString('latin1'), 'https://example.org/gr%C3%B6%C3%9Fe'],
    ['/gr\u00f6', 'https://example.org/gr%C3%B6'],
  ])('%s leads to %s', (location, expected) => {
    expect(from([['Location', location]])).toBe(expected);
  });

  test.each([
    '',
    '   ',
    'http://%',
    'http://',
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'ftp://example.org/',
    'mailto:a@example.org',
  ])('"%s" leads nowhere', (location) => {
    expect(from([['location', location]])).toBeNull();
  });

  test('two that differ lead nowhere, two that agree do', () => {
    expect(
      from([
        ['location', '/x'],
        ['location', '/y'],
      ]),
    ).toBeNull();
    expect(
      from([
        ['location', '/x'],
        ['Location', '/x'],
      ]),
    ).toBe('https://example.org/x');
  });
});

describe('Refresh', () => {
  test.each([
    ['0; url=/x', 'https://example.org/x'],
    ['0;URL="/x y"', 'https://example.org/x%20y'],
    ["5, url='/x'", 'https://example.org/x'],
    ['0; /x', 'https://example.org/x'],
  ])('%s leads to %s', (refresh, expected) => {
    expect(from([['Refresh', refresh]])).toBe(expected);
  });

  test.each(['0; url=javascript:alert(1)', '5', '', 'url=/x', '0; url='])('"%s" leads nowhere', (refresh) => {
    expect(from([['refresh', refresh]])).toBeNull();
  });

  test('Location comes first', () => {
    expect(
      from([
        ['refresh', '0; url=/r'],
        ['location', '/l'],
      ]),
    ).toBe('https://example.org/l');
  });
});

test('no header leads nowhere', () => {
  expect(from([['content-type', 'text/html']])).toBeNull();
});
