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
  ['text/plain; charset=UTF-16BE', '\x52\x06\x00a', 'text/plain'],
  ['text/plain', 'B\x00i\x00n\x00s\x00', 'text/plain'],
  ['text/plain', '\x00B\x00i\x00n\x00s', 'text/plain'],
  ['text/plain', 'B\x00\x00\x00n\x00s\x00', 'application/octet-stream'],
  ['text/plain', `${'B'.repeat(20)}\x00`, 'application/octet-stream'],
  ['text/html', '%PDF-1.7', 'application/pdf'],
  ['text/html', 'PK\x03\x04', 'application/zip'],
  ['application/json', '{}', 'application/json'],
  ['application/json', '{"version": "1", "items": []}', 'application/json'],
  ['application/json; charset=utf-8', '{\n "version": "https://jsonfeed.org/version/1.1",', 'application/feed+json'],
  ['application/json', '{"title":"J","version":"https:\\/\\/jsonfeed.org\\/version\\/1"', 'application/feed+json'],
  ['text/xml', '<?xml version="1.0"?>\n<!-- made by hand --><rss version="2.0">', 'application/rss+xml'],
  ['text/html', '\xef\xbb\xbf<?xml version="1.0"?><?xml-stylesheet href="a.css"?><rss>', 'application/rss+xml'],
  ['application/xml', '<feed xml:lang="de" xmlns="http://www.w3.org/2005/Atom">', 'application/atom+xml'],
  ['application/xml', '<feed xmlns="https://example.org/cattle">', 'application/xml'],
  ['application/xml', '<rdf:RDF xmlns="http://purl.org/rss/1.0/">', 'application/rdf+xml'],
  ['application/xml', '<rdf:RDF xmlns:dc="http://purl.org/dc/elements/1.1/">', 'application/xml'],
  ['text/html', '<!doctype html><title>What is <rss>?</title>', 'text/html'],
  ['text/html', '<!-- <rss> --><p>', 'text/html'],
  ['text/html', '<!---->'.repeat(300), 'text/html'],
])('declared %s, begins %j: %s', (contentType, start, expected) => {
  expect(mediaTypeOf(latin1(start), contentType)).toBe(expected);
});

test.each([
  ['\xef\xbb\xbf \n<!DOCTYPE html><p>', 'text/html'],
  ['<p>', 'text/html'],
  ['<!-- a comment -->', 'text/html'],
  ['<?xml version="1.0"?><rss>', 'application/rss+xml'],
  ['<?xml version="1.0"?><urlset>', 'text/xml'],
  ['<pony>', 'text/plain'],
  ['just text\r\n', 'text/plain'],
  ['', 'text/plain'],
  ['\x01\x02\x03', 'application/octet-stream'],
  ['\x89PNG\r\n\x1a\n', 'image/png'],
])('undeclared, begins %j: %s', (start, expected) => {
  expect(mediaTypeOf(latin1(start), undefined)).toBe(expected);
  expect(mediaTypeOf(latin1(start), 'nonsense')).toBe(expected);
});
