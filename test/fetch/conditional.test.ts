import { expect, test } from 'vitest';
import { conditions, freshened } from '../../src/fetch/conditional.ts';

test.each([
  [{}, []],
  [{ etag: '"a b"' }, [['if-none-match', '"a b"']]],
  [
    { etag: 'W/"x"', lastModified: 'Tue, 24 Nov 2026 03:00:00 GMT' },
    [
      ['if-none-match', 'W/"x"'],
      ['if-modified-since', 'Tue, 24 Nov 2026 03:00:00 GMT'],
    ],
  ],
  [{ etag: ' unquoted ' }, [['if-none-match', 'unquoted']]],
  [{ etag: 'a\r\nx-evil: 1', lastModified: '' }, []],
  [{ etag: `"${'x'.repeat(1000)}"` }, []],
])('%j goes back as %j', (validators, headers) => {
  expect(conditions(validators)).toEqual(headers);
});

test('a 304 replaces the headers that it names, all of a name at once, but not those of the body', () => {
  const stored = [
    ['Content-Type', 'text/html; charset=utf-8'],
    ['X-Robots-Tag', 'noarchive'],
    ['x-robots-tag', 'nosnippet'],
    ['ETag', '"1"'],
    ['Content-Length', '100'],
  ] as const;
  const received = [
    ['etag', '"2"'],
    ['X-ROBOTS-TAG', 'noai'],
    ['X-Robots-Tag', 'noimageai'],
    ['Content-Type', 'text/html'],
    ['Content-Length', '0'],
    ['Connection', 'close'],
    ['Link', '</tdm>; rel="tdm-policy"'],
  ] as const;
  expect(freshened(stored, received)).toEqual([
    ['Content-Type', 'text/html; charset=utf-8'],
    ['X-ROBOTS-TAG', 'noai'],
    ['X-Robots-Tag', 'noimageai'],
    ['etag', '"2"'],
    ['Content-Length', '100'],
    ['Link', '</tdm>; rel="tdm-policy"'],
  ]);
  expect(freshened(stored, [])).toEqual(stored);
  // What says the same changes nothing, be it in another order.
  expect(freshened(stored, [stored[3], stored[1], stored[2]])).toEqual(stored);
});
