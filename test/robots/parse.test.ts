import { describe, expect, test } from 'vitest';
import { isProductToken, parseRobots } from '../../src/robots/parse.ts';

const at = (path: string): string => `https://ex.org${path}`;

/** `[name, robots, path, allowed]`, asked as GarnerBot. */
const decisions: readonly (readonly [string, string, string, boolean])[] = [
  ['an empty file allows', '', '/x', true],
  ['the longest match wins', 'User-agent: *\nDisallow: /a\nAllow: /a/b', '/a/b/c', true],
  ['the longest match wins in any order', 'User-agent: *\nAllow: /a/b\nDisallow: /a', '/a/c', false],
  ['on a tie Allow wins', 'User-agent: *\nDisallow: /p\nAllow: /p', '/p', true],
  ['our own group outranks *', 'User-agent: *\nDisallow: /\nUser-agent: garnerbot\nDisallow: /z', '/x', true],
  ['our own empty group allows', 'User-agent: *\nDisallow: /\nUser-agent: GarnerBot', '/x', true],
  [
    'groups of one token are merged',
    'User-agent: GarnerBot\nDisallow: /a\nUser-agent: x\nAllow: /\nUser-agent: garnerbot\nDisallow: /b',
    '/b',
    false,
  ],
  ['a sitemap does not end a group', 'User-agent: GarnerBot\nSitemap: https://ex.org/s.xml\nUser-agent: b\nDisallow: /', '/x', false],
  ['an unknown line does not end a group', 'User-agent: GarnerBot\nContent-Signal: a=b\nUser-agent: b\nDisallow: /', '/x', false],
  ['a delay does not end a group', 'User-agent: GarnerBot\nCrawl-delay: 5\nUser-agent: b\nDisallow: /', '/x', false],
  ['an empty rule does', 'User-agent: GarnerBot\nDisallow:\nUser-agent: b\nDisallow: /', '/x', true],
  ['rules before any group say nothing', 'Disallow: /\nUser-agent: *\nDisallow: /z', '/x', true],
  ['a name is compared whole', 'User-agent: Garner\nDisallow: /', '/x', true],
  ['a name ends where a token cannot go on', 'User-agent: GarnerBot/2.1 (all of it)\nDisallow: /', '/x', false],
  ['a prototype is nobody', 'User-agent: __proto__\nUser-agent: constructor\nDisallow: /', '/x', true],
  ['misspelt Disallow restricts', 'Useragent: *\nDisalow: /', '/x', false],
  ['misspelt Allow opens nothing', 'User-agent: *\nDisallow: /\nAllowed: /x', '/x', false],
  ['a missing colon is forgiven', 'User-agent *\nDisallow /', '/x', false],
  ['three words without colon are prose', 'User-agent: *\nDisallow / please', '/x', true],
  ['comments are cut', 'User-agent: * # all\nDisallow: /x # this', '/x', false],
  ['CR, CR LF and no end of line', 'User-agent: *\rDisallow: /y\r\nDisallow: /x', '/x', false],
  ['no-break spaces hide nothing', 'User-agent:\u00a0*\nDisallow:\u3000/x\u00a0', '/x', false],
  ['unreserved escapes are decoded', 'User-agent: *\nDisallow: /%7ejoe/', '/~joe/x', false],
  ['and in the URL as well', 'User-agent: *\nDisallow: /~joe/', '/%7Ejoe/x', false],
  ['an escaped slash is no slash', 'User-agent: *\nDisallow: /a%2Fb', '/a/b', true],
  ['hex digits have no case', 'User-agent: *\nDisallow: /a%2fb', '/a%2Fb', false],
  ['raw characters are escaped', 'User-agent: *\nDisallow: /caf\u00e9 au lait', '/caf%C3%A9%20au%20lait', false],
  ['brackets, both ways', 'User-agent: *\nDisallow: /*?f[c]=', '/s?f%5bc%5D=1', false],
  ['quotes, both ways', "User-agent: *\nDisallow: /?q='", "/?q='x", false],
  ['an escaped star is a star', 'User-agent: *\nDisallow: /a%2Ab', '/a*b', false],
  ['and nothing else', 'User-agent: *\nDisallow: /a%2Ab', '/axb', true],
  ['an escaped dollar is a dollar', 'User-agent: *\nDisallow: /a%24', '/a$b', false],
  ['a dollar inside is a dollar', 'User-agent: *\nDisallow: /a$b', '/a$b/c', false],
  ['a dollar at the end is the end', 'User-agent: *\nDisallow: /*.pdf$', '/a.pdf?x', true],
  ['wildcards go leftmost and find the end', 'User-agent: *\nDisallow: /*a*b$', '/xaxbab', false],
  ['wildcards do not overlap', 'User-agent: *\nDisallow: /*ab*ba$', '/aba', true],
  ['star and dollar together match all', 'User-agent: *\nDisallow: /a*$', '/abc', false],
  ['an empty query is a query', 'User-agent: *\nDisallow: /x?', '/x?', false],
  ['a fragment is not', 'User-agent: *\nDisallow: /x$', '/x#y', false],
  ['a rule without slash matches nothing', 'User-agent: *\nDisallow: private', '/private', true],
  ['robots.txt itself is always allowed', 'User-agent: *\nDisallow: /', '/robots.txt', true],
];

test.each(decisions)('%s', (_name, robots, path, allowed) => {
  for (const profile of ['standard', 'strict'] as const) {
    expect(parseRobots(robots, { profile }).decide('GarnerBot', at(path)).allowed).toBe(allowed);
  }
});

test('tells the line that decided, as written', () => {
  const robots = parseRobots('# hello\r\nUser-agent: *\r\n\r\n  Disallow: /新闻/  # news\r\n');
  expect(robots.decide('GarnerBot', at('/新闻/1'))).toEqual({ allowed: false, line: 4, rule: 'Disallow: /新闻/' });
  expect(robots.decide('GarnerBot', at('/x'))).toEqual({ allowed: true });
});

test('several tokens share their groups', () => {
  const robots = parseRobots('User-agent: A\nDisallow: /a\nUser-agent: B\nDisallow: /b\nUser-agent: *\nDisallow: /');
  const allowed = ['/a', '/b', '/c'].map((path) => robots.decide(['a', 'B'], at(path)).allowed);
  expect(allowed).toEqual([false, false, true]);
  expect(robots.names(['x', 'b'])).toBe(true);
  expect(robots.names('x')).toBe(false);
});

test('a version is cut off, a whole user agent names nobody', () => {
  const robots = parseRobots('User-agent: GarnerBot\nDisallow: /a\nUser-agent: *\nDisallow: /b');
  expect(robots.decide('GarnerBot/1.0', at('/a')).allowed).toBe(false);
  expect(robots.decide('GarnerBot 1.0 (x)', at('/b')).allowed).toBe(false);
});

test('what is no URL is not allowed', () => {
  expect(parseRobots('').decide('GarnerBot', '/x').allowed).toBe(false);
});

test('other lines are kept with their group', () => {
  const robots = parseRobots(
    'License: /l.xml\nUser-agent: A\nContent-Signal: ai-train=no # x\nUser-agent: *\nAllow: /\nContent-Usage: /a train-ai=n',
  );
  expect(robots.extensions).toEqual([
    { line: 1, text: 'License: /l.xml', key: 'license', value: '/l.xml', agents: [], agentsAbove: 0 },
    { line: 3, text: 'Content-Signal: ai-train=no', key: 'content-signal', value: 'ai-train=no', agents: ['a', '*'], agentsAbove: 1 },
    { line: 6, text: 'Content-Usage: /a train-ai=n', key: 'content-usage', value: '/a train-ai=n', agents: ['a', '*'], agentsAbove: 2 },
  ]);
  expect(robots.agents).toEqual(['a', '*']);
});

test('sitemaps stand outside groups, at most 100 are kept', () => {
  const lines = Array.from({ length: 200 }, (_, i) => `Sitemap: https://ex.org/${i}.xml`);
  const robots = parseRobots(`Sitemap: /a.xml\nSITEMAP:/a.xml\n${lines.join('\n')}`);
  expect(robots.sitemaps.slice(0, 2)).toEqual(['/a.xml', 'https://ex.org/0.xml']);
  expect(robots.sitemaps).toHaveLength(100);
  expect(robots.flags).toContain('too-many-sitemaps');
});

describe('delay', () => {
  test.each([
    ['Crawl-delay: 10', 10],
    ['Crawl-delay: 0.5', 0.5],
    ['Crawl-delay: 1,5', 1.5],
    ['Crawl-delay: 1e9', 1e9],
    ['crawl-delay: 10 sec', 10],
    ['Crawl-delay: -5', undefined],
    ['Crawl-delay: NaN', undefined],
    ['Crawl-delay: Infinity', undefined],
    ['Crawl-delay: abc', undefined],
    ['Crawl-delay:', undefined],
    ['Crawl-delay: 3\nCrawl-delay: 7\nCrawl-delay: 5', 7],
    ['Request-rate: 1/10m', 600],
    ['Request-rate: 2/10 0600-0845', 5],
    ['Request-rate: 0/10', undefined],
  ])('%j', (line, seconds) => {
    expect(parseRobots(`User-agent: *\n${line}\nDisallow: /a`).crawlDelay('GarnerBot')).toBe(seconds);
  });

  test('belongs to its group; outside of groups to all', () => {
    const robots = parseRobots('User-agent: *\nCrawl-delay: 9\nDisallow:\nUser-agent: A\nDisallow: /');
    expect([robots.crawlDelay('b'), robots.crawlDelay('a')]).toEqual([9, undefined]);
    expect(parseRobots('Crawl-delay: 4\nUser-agent: A\nDisallow: /').crawlDelay('a')).toBe(4);
  });
});

describe('bytes', () => {
  const robots = 'User-agent: *\nDisallow: /é\n';
  test.each([
    ['UTF-8', Buffer.from(robots)],
    ['UTF-8 with mark', Buffer.from(`\ufeff${robots}`)],
    ['UTF-16 LE', Buffer.from(`\ufeff${robots}`, 'utf16le')],
    ['UTF-16 BE', Buffer.from(`\ufeff${robots}`, 'utf16le').swap16()],
    ['part of a mark', Buffer.concat([Buffer.from([0xef, 0xbb]), Buffer.from(robots)])],
  ])('%s', (_name, bytes) => {
    expect(parseRobots(bytes).decide('x', at('/é')).allowed).toBe(false);
  });

  test('octets that are not UTF-8 name their own path', () => {
    const bytes = Buffer.from(robots, 'latin1');
    expect(parseRobots(bytes).decide('x', at('/%E9')).allowed).toBe(false);
  });
});

describe('limits', () => {
  const filler = `${'#'.repeat(99)}\n`;

  test('what is beyond 500 KiB is not read, and said so', () => {
    const robots = parseRobots(`User-agent: *\nDisallow: /a\n${filler.repeat(5200)}Disallow: /b`);
    expect(robots.flags).toEqual(['truncated']);
    expect([robots.decide('x', at('/a')).allowed, robots.decide('x', at('/b')).allowed]).toEqual([false, true]);
  });

  test('512,000 octets are read to the last', () => {
    const head = 'User-agent: *\n';
    const tail = 'Disallow: /b';
    const robots = parseRobots(head + '#'.repeat(512_000 - head.length - tail.length - 1) + '\n' + tail);
    expect(robots.flags).toEqual(['line-too-long']);
    expect(robots.decide('x', at('/b')).allowed).toBe(false);
  });

  test('a rule that the limit cuts in two is left out', () => {
    const head = 'User-agent: *\nDisallow: /\n';
    const cut = parseRobots(`${head}${filler.repeat(5119)}${'#'.repeat(512_000 - head.length - 511_900 - 10)}\nAllow: /only/this`);
    expect(cut.flags).toEqual(['truncated']);
    expect(cut.decide('x', at('/other')).allowed).toBe(false);
  });
});

test.each([
  ['GarnerBot', true],
  ['Foo_Bar-x', true],
  ['', false],
  ['ツ', false],
  ['Bot*', false],
  [' Bot ', false],
  ['Bot/2.1', false],
  ['Bot2', false],
])('%j as a product token: %j', (token, valid) => {
  expect(isProductToken(token)).toBe(valid);
});
