import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openUrlBlocklist } from '../../src/blocklists/blocklists.ts';
import { ConfigError } from '../../src/config/load.ts';

const folder = mkdtempSync(join(tmpdir(), 'garner-blocklists-'));
function file(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  const content = `${lines.join('\n')}\n`;
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(content) : content);
  return path;
}

const own = file('own.txt', [
  '# What we do not want',
  '',
  'bad.example',
  '  Worse.Example  # upper case',
  '*.sub.example',
  '.dotted.example.',
  'bücher.example',
  'https://site.example/casino',
  'site.example/wiki/垃圾',
  'site.example/shop/',
  'site.example/search?q=poker',
  'port.example:8080/x',
  '*/adult-*',
  'https://img*.example/ads/*',
  '203.0.113.9',
  'http://whole.example/',
  '! a comment of another kind',
]);
const hosts = file('hosts.gz', [
  '127.0.0.1 localhost',
  '0.0.0.0 tracker.example www.tracker.example',
  '::1 ip6-localhost',
  '0.0.0.0 0.0.0.0',
]);
const toulouse = join(folder, 'gambling');
mkdirSync(toulouse);
file('gambling/domains', ['bets.example', '198.51.100.7']);
file('gambling/urls', ['mixed.example/bets', 'mixed.example/~anna/poker']);
file('gambling/usage', ['this file is for people']);

describe('what is blocked, and by which line', async () => {
  const list = await openUrlBlocklist([own, hosts, toulouse]);

  test.each([
    ['https://bad.example/', own, 3],
    ['http://a.b.bad.example/x?y', own, 3],
    ['https://worse.example/', own, 4],
    ['https://sub.example/', own, 5],
    ['https://x.sub.example/', own, 5],
    ['https://dotted.example/', own, 6],
    ['https://xn--bcher-kva.example/', own, 7],
    ['https://site.example/casino', own, 8],
    ['http://site.example/casino/table?x=1', own, 8],
    ['https://site.example/casino?x=1', own, 8],
    ['https://site.example/wiki/%E5%9E%83%E5%9C%BE', own, 9],
    ['https://site.example/shop/1', own, 10],
    ['https://site.example/search?q=poker&page=2', own, 11],
    ['http://port.example:8080/x/y', own, 12],
    ['https://any.example/a/b/adult-movies/1', own, 13],
    ['https://img3.example/ads/a/b.html', own, 14],
    ['http://203.0.113.9/x', own, 15],
    ['https://below.whole.example/', own, 16],
    ['https://www.tracker.example/', hosts, 2],
    ['https://tracker.example/', hosts, 2],
    ['https://bets.example:8443/', join(toulouse, 'domains'), 1],
    ['http://198.51.100.7/', join(toulouse, 'domains'), 2],
    ['https://mixed.example/bets/today', join(toulouse, 'urls'), 1],
    ['https://mixed.example/~anna/poker', join(toulouse, 'urls'), 2],
  ])('%s', (url, name, line) => {
    expect(list.blocks(url)).toBe(`${name}:${line}`);
  });

  test.each([
    'https://good.example/',
    'https://notbad.example/',
    'https://bad.example.org/',
    'https://example/',
    'https://site.example/',
    'https://site.example/casinos',
    'https://site.example/shop',
    'https://site.example/search?q=poke',
    'http://port.example/x',
    'https://localhost/',
    'http://127.0.0.1/',
    'https://mixed.example/better',
    'https://good.example/?u=bad.example',
    'https://img.example/banner',
    'http://203.0.113.90/',
    'http://[2001:db8::1]/x',
  ])('not %s', (url) => {
    expect(list.blocks(url)).toBeNull();
  });

  test('entries are counted', () => {
    expect(list.size.entries).toBe(14 + 2 + 4);
  });
});

test('no lists block nothing', async () => {
  expect((await openUrlBlocklist([])).blocks('https://bad.example/')).toBeNull();
});

test('what is wrong is told with file and line', async () => {
  const broken = file('broken.txt', ['good.example', 'two words', 'http://', '0.0.0.0 a..b', 'fine.example']);
  const error = await openUrlBlocklist([broken]).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ConfigError);
  expect((error as ConfigError).problems.map(({ line, message }) => [line, message])).toEqual([
    [2, 'expected one host, address or glob a line; a comment begins with #'],
    [3, 'this is no host, address or glob: http://'],
  ]);
  const globs = file(
    'globs.txt',
    Array.from({ length: 2001 }, (_, n) => `*/${n}`),
  );
  await expect(openUrlBlocklist([globs])).rejects.toThrow(/globs\.txt:2001:1\s+more than 2000 lines/);
  await expect(openUrlBlocklist([join(folder, 'nowhere.txt')])).rejects.toThrow(/nowhere\.txt:1:1\s+it cannot be read: ENOENT/);
});

test('a list of many hosts takes some thirty bytes each', async () => {
  const list = await openUrlBlocklist([
    file(
      'many.txt',
      Array.from({ length: 200_000 }, (_, n) => `host-${n}.example`),
    ),
  ]);
  expect(list.size.entries).toBe(200_000);
  expect(list.size.bytes / 200_000).toBeLessThan(35);
  expect(list.blocks('https://a.host-123456.example/')).toMatch(/many\.txt:123457$/);
  expect(list.blocks('https://host-200000.example/')).toBeNull();
});
