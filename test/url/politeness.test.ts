import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PageUrl } from '../../src/records.ts';
import { canonicalize } from '../../src/url/canonical.ts';
import { originOf } from '../../src/url/origin.ts';
import { politenessKeyOf } from '../../src/url/politeness.ts';

test.each([
  ['https://www.example.co.uk/a', 'example.co.uk'],
  ['http://example.co.uk/', 'example.co.uk'],
  ['https://a.github.io/', 'a.github.io'],
  ['https://github.io/', 'github.io'],
  ['https://b.a.s3.amazonaws.com/', 'a.s3.amazonaws.com'],
  ['https://example.org:8443/', 'example.org:8443'],
  ['https://example.org:80/', 'example.org:80'],
  ['https://www.example.org./', 'example.org'],
  ['http://127.0.0.1:8088/', '127.0.0.1:8088'],
  ['http://127.0.0.1/', '127.0.0.1'],
  ['http://0x7f.1/', '127.0.0.1'],
  ['http://[2001:db8::1]/', '[2001:db8::1]'],
  ['http://[2001:db8::1]:8080/', '[2001:db8::1]:8080'],
  ['http://localhost/', 'localhost'],
  ['http://shop.fenlei.test/', 'fenlei.test'],
  ['http://b\u00fccher.example/', 'xn--bcher-kva.example'],
  ['http://under_score.example.org/', 'example.org'],
  ['http://odd-.*.example.org/', 'example.org'],
  [`http://${'l'.repeat(70)}.example.org/`, 'example.org'],
])('%s belongs to %s', (url, key) => {
  expect(politenessKeyOf(canonicalize(url)!)).toBe(key);
});

test('http and https, and every path, have one key', () => {
  fc.assert(
    fc.property(fc.domain(), fc.webPath(), (host, path) => {
      expect(politenessKeyOf(`https://${host}${path}` as PageUrl)).toBe(politenessKeyOf(`http://${host}/` as PageUrl));
    }),
  );
});

test('an origin has scheme, host and port', () => {
  expect(originOf('https://example.org:8443/a?b' as PageUrl)).toBe('https://example.org:8443');
  expect(originOf('https://example.org/a?b' as PageUrl)).toBe('https://example.org');
});
