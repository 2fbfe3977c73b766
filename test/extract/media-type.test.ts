import { expect, test } from 'vitest';
import { mediaTypeOf } from '../../src/extract/media-type.ts';

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

test.each([
  ['text/html; charset=utf-8', 'anything', 'text/html'],
  ['TEXT/HTML', '', 'text/html'],
  ['application/xhtml+xml', '<html/>', 'text/html'],
  ['application/xml', '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', 'text/html'],
  ['application/xml', '<?xml version="1.0"?><urlset>', 'application/xml'],
  ['text/plain', '<html>is shown as text', 'text/plain'],
  ['text/plain', 'a\x00b', 'application/octet-stream'],
  ['text/plain; charset=utf-16le', '\xff\xfea\x00', 'text/plain'],
  ['text/html', '%PDF-1.7', 'application/pdf'],
  ['text/html', 'PK\x03\x04', 'application/zip'],
  ['application/json', '{}', 'application/json'],
])('declared %s, begins %j: %s', (contentType, start, expected) => {
  expect(mediaTypeOf(latin1(start), contentType)).toBe(expected);
});

test.each([
  ['\xef\xbb\xbf \n<!DOCTYPE html><p>', 'text/html'],
  ['<p>', 'text/html'],
  ['<!-- a comment -->', 'text/html'],
  ['<?xml version="1.0"?><rss>', 'text/xml'],
  ['<pony>', 'text/plain'],
  ['just text\r\n', 'text/plain'],
  ['', 'text/plain'],
  ['\x01\x02\x03', 'application/octet-stream'],
  ['\x89PNG\r\n\x1a\n', 'image/png'],
])('undeclared, begins %j: %s', (start, expected) => {
  expect(mediaTypeOf(latin1(start), undefined)).toBe(expected);
  expect(mediaTypeOf(latin1(start), 'nonsense')).toBe(expected);
});
