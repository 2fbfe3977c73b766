import { expect, test } from 'vitest';
import { crawlerSchema } from '../../src/config/crawler.ts';
import { compileScope } from '../../src/frontier/scope.ts';
import { canonicalize } from '../../src/url/canonical.ts';

function verdict(scope: Record<string, unknown>, url: string): string | null {
  const crawler = { name: 'example.org', ...crawlerSchema.parse({ seeds: ['https://example.org/start'], scope }) };
  const known = canonicalize(url);
  if (known === null) throw new Error(`${url} is no address`);
  return compileScope(crawler)(known)?.rule ?? null;
}

test.each([
  [{}, 'https://example.org/any', null],
  [{}, 'http://example.org:8080/any', null],
  [{}, 'https://www.example.org/', 'other-host'],
  [{ hosts: ['*.example.org'] }, 'https://www.example.org/', null],
  [{ hosts: ['*.example.org'] }, 'https://example.org/', null],
  [{ hosts: ['*.example.org'] }, 'https://badexample.org/', 'other-host'],
  [{ hosts: ['example.org:8443'] }, 'https://example.org/', 'other-host'],
  [{ hosts: ['BÜCHER.example'] }, 'https://bücher.example/', null],
  [{ prefixes: ['/wiki/'] }, 'https://example.org/wiki/A', null],
  [{ prefixes: ['/wiki/'] }, 'https://example.org/w/A', 'other-prefix'],
  [{ include: ['/*/guide'] }, 'https://example.org/en/guide', null],
  [{ include: ['/*/guide'] }, 'https://example.org/en/old/guide', 'not-included'],
  [{ include: ['/**/guide'] }, 'https://example.org/en/old/guide', null],
  [{ exclude: ['/**?print=*'] }, 'https://example.org/a/b?print=1', 'excluded'],
  [{ include: ['/a/**'], exclude: ['/a/b'] }, 'https://example.org/a/b', 'excluded'],
  [{ hosts: ['example.org:443'] }, 'https://example.org/', null],
  [{ hosts: ['example.org:443'] }, 'http://example.org/', 'other-host'],
  [{ hosts: ['*.example.org'] }, 'https://a.example.org:8443/', null],
  [{ hosts: ['127.0.0.1', '[::1]'] }, 'http://[0:0::1]:8080/', null],
  [{ hosts: ['127.0.0.1'] }, 'http://127.0.0.10/', 'other-host'],
  [{ exclude: ['/a?*'] }, 'https://example.org/a?b=1', 'excluded'],
  [{ exclude: ['/a?*'] }, 'https://example.org/a', null],
  [{ hosts: ['other.example'] }, 'https://example.org/', 'other-host'],
])('%j: %s → %s', (scope, url, rule) => {
  expect(verdict(scope, url)).toBe(rule);
});

test('a drop shows its evidence', () => {
  const crawler = { name: 'example.org', ...crawlerSchema.parse({ seeds: ['https://example.org/'], scope: { exclude: ['/private/**'] } }) };
  const url = canonicalize('https://example.org/private/x');
  expect(url === null ? null : compileScope(crawler)(url)).toEqual({
    stage: 'scope',
    rule: 'excluded',
    because: 'exclude pattern /private/** matches /private/x',
  });
});
