import { expect, test } from 'vitest';
import { checkConfig } from '../../src/config/load.ts';
import { problemText } from '../../src/config/problem.ts';
import { projectFolder } from './project-folder.ts';

const FILE = 'crawlers/example.org.yaml';
const seeds = 'seeds: [https://example.org/]\n';
const A_HOST = 'expected a host name such as example.org, or *.example.org for it and all below it';
const A_DURATION = 'expected a duration such as 500ms, 5s, 10m or 24h';
const A_URL = 'expected an absolute http(s) URL such as https://example.org/';

/** Every row: a file with faults, and each fault as it is told, with its line and column. */
const rows: readonly (readonly [what: string, yaml: string, ...expected: string[]])[] = [
  ['an unknown key', `${seeds}delay_ms: 100\n`, '2:1  delay_ms: there is no such key; did you mean delay?'],
  ['an unknown key that lives elsewhere', `${seeds}exclude: [/x]\n`, '2:1  exclude: there is no such key; did you mean scope.exclude?'],
  ['an unknown key within', `${seeds}limits:\n  # comment\n  pges: 3\n`, '4:3  limits.pges: there is no such key; did you mean pages?'],
  ['an unknown key like no other', `${seeds}query: { colour: red }\n`, '2:10  query.colour: there is no such key; there are: order, drop'],
  [
    'several unknown keys',
    'seds: x\nfeed: true\n',
    '1:1  seeds: this key is missing (URLs to start from)',
    '1:1  seds: there is no such key; did you mean seeds?',
    '2:1  feed: there is no such key; did you mean feeds?',
  ],
  ['a merge key', `${seeds}<<: { tags: [a] }\n`, '2:1  <<: YAML 1.2 has no merge keys (<<); write the values out; there are: '],
  ['a missing key', 'description: x\n', '1:1  seeds: this key is missing (URLs to start from)'],
  ['an empty file', '', '1:1  seeds: this key is missing (URLs to start from)'],
  ['a missing key within', `${seeds}licence:\n  id: CC0-1.0\n`, '2:1  licence.evidence: this key is missing (The page that says so)'],
  ['an empty value', 'seeds:\ntags: [a]\n', '1:1  seeds: expected a list with at least one entry, found nothing'],
  ['no seeds', 'seeds: []\n', '1:8  seeds: expected a list with at least one entry, found an empty list'],
  ['a text where a list should be', `${seeds}tags: news\n`, '2:7  tags: expected a list, found "news"; did you mean [news]?'],
  ['a list where a mapping should be', `${seeds}scope: [/a]\n`, '2:8  scope: expected a mapping of keys to values, found a list'],
  [
    'a colon of full width',
    'seeds：\n  - https://example.org/\n',
    '1:1  expected a mapping of keys to values (a key ends in a plain “:” and a plain space), found "seeds： - https://example.org/"',
  ],
  [
    'a colon without a space',
    'scope:\n  hosts:[example.org]\n',
    '1:1  seeds: this key is missing (URLs to start from)',
    '2:3  scope: expected a mapping of keys to values (a key ends in a plain “:” and a plain space), found "hosts:[example.org]"',
  ],
  [
    'an address where a mapping should be',
    `${seeds}scope: http://a.test/\n`,
    '2:8  scope: expected a mapping of keys to values, found "http://a.test/"',
  ],
  [
    'brackets of full width',
    'seeds: ［https://example.org/］\n',
    '1:8  seeds: expected a list with at least one entry (in plain “[” and “]”), found "［https://example.org/］"',
  ],
  ['a file that is a list', '- a\n', '1:1  expected a mapping of keys to values, found a list'],
  ['a duration without unit', `${seeds}delay: 100\n`, `2:8  delay: ${A_DURATION}, found 100`],
  ['a duration of ages', `${seeds}delay: 25h\n`, '2:8  delay: expected at most 24h, found "25h"'],
  ['a duration beyond numbers', `${seeds}delay: 1e99\n`, `2:8  delay: ${A_DURATION}, found 1e99`],
  [
    'numbers out of range',
    `${seeds}limits: { depth: -1, pages: 0, bytes: 0B }\n`,
    '2:18  limits.depth: expected a whole number from 0 to 1000, found -1',
    '2:29  limits.pages: expected a whole number from 1 to 1000000000, found 0',
    '2:39  limits.bytes: expected at least 1B, found "0B"',
  ],
  [
    'no numbers, and one too large',
    `${seeds}limits: { depth: .nan, pages: 1e99 }\n`,
    '2:18  limits.depth: expected a whole number from 0 to 1000, found .nan',
    '2:31  limits.pages: expected a whole number from 1 to 1000000000, found 1e99',
  ],
  ['a share beyond one', `${seeds}secondOpinion: 2\n`, '2:16  secondOpinion: expected a number from 0 to 1, found 2'],
  [
    'a language by its name',
    `${seeds}language: English\n`,
    '2:11  language: expected a BCP 47 language tag such as en or zh-Hans, found "English"',
  ],
  ['YAML 1.1 yes', `${seeds}feeds: yes\n`, '2:8  feeds: expected true, false or a list of http(s) URLs, found "yes"; did you mean true?'],
  ['one bad entry of a union', `${seeds}sitemaps: [https://example.org/s.xml, 5]\n`, '2:39  sitemaps[1]: expected a text, found 5'],
  [
    'a word not among the choices',
    `${seeds}query: { order: srot }\n`,
    '2:17  query.order: expected one of keep, sort, found "srot"; did you mean sort?',
  ],
  ['no scheme', 'seeds: [example.org/a]\n', `1:9  seeds[0]: ${A_URL}, found "example.org/a"; did you mean https://example.org/a?`],
  ['another scheme', 'seeds: ["ftp://example.org/"]\n', `1:9  seeds[0]: ${A_URL}, found "ftp://example.org/"`],
  [
    'a password in a URL, which is not repeated',
    'seeds: ["https://me:pw@example.org/"]\n',
    '1:9  seeds[0]: a user name or password must not stand in a URL',
  ],
  [
    'a glob that was forgotten to be quoted',
    `${seeds}scope:\n  exclude:\n    - **.pdf\n`,
    "4:7  **.pdf refers to no anchor; a text that begins with * needs quotes; did you mean '**.pdf'?",
  ],
  [
    'a regular expression',
    `${seeds}scope: { include: ["(a+)+$"] }\n`,
    '2:20  scope.include[0]: this looks like a regular expression; here stand globs: * within a segment, ** across segments, all else as it is, found "(a+)+$"',
  ],
  [
    'a prefix without its slash',
    `${seeds}scope: { prefixes: [docs/] }\n`,
    '2:21  scope.prefixes[0]: expected a path that starts with /, found "docs/"; did you mean /docs/?',
  ],
  [
    'hosts that are none',
    `${seeds}scope:\n  hosts: [example.org, "https://Ex.com/", "ex.com/a", "*", "a b", "*.co.uk", "*.10.0.0.1"]\n`,
    `3:24  scope.hosts[1]: ${A_HOST}, found "https://Ex.com/"; did you mean ex.com?`,
    `3:43  scope.hosts[2]: ${A_HOST}, found "ex.com/a"; did you mean ex.com?`,
    `3:55  scope.hosts[3]: ${A_HOST}, found "*"`,
    `3:60  scope.hosts[4]: ${A_HOST}, found "a b"`,
    '3:67  scope.hosts[5]: *.co.uk takes in every site under .co.uk; name the sites, found "*.co.uk"',
    `3:78  scope.hosts[6]: ${A_HOST}, found "*.10.0.0.1"`,
  ],
  ['no selector', `${seeds}select: { remove: [nav, "div["] }\n`, '2:25  select.remove[1]: expected a CSS selector, found "div["'],
  [
    'no language',
    `${seeds}language: english_us\n`,
    '2:11  language: expected a BCP 47 language tag such as en or zh-Hans, found "english_us"',
  ],
  [
    'no SPDX id',
    `${seeds}licence: { id: CC BY-SA, evidence: "https://example.org/l" }\n`,
    '2:16  licence.id: expected an SPDX licence id such as CC-BY-4.0, or LicenseRef-… for terms of your own, found "CC BY-SA"; did you mean CC-BY-SA-4.0?',
  ],
  [
    'no licence at all',
    `${seeds}licence: { id: "", evidence: "https://example.org/l" }\n`,
    '2:16  licence.id: expected an SPDX licence id such as CC-BY-4.0, or LicenseRef-… for terms of your own, found ""',
  ],
  [
    'nothing beside OR',
    `${seeds}licence: { id: "CC-BY-4.0 OR ", evidence: "https://example.org/l" }\n`,
    '2:16  licence.id: expected an SPDX licence id such as CC-BY-4.0, or LicenseRef-… for terms of your own, found "CC-BY-4.0 OR "',
  ],
  [
    'headers that break requests',
    `${seeds}headers:\n  bad name: x\n  Host: x\n  X-Lines: "a\\nb"\n`,
    '3:3  headers.bad name: expected a header name: letters, digits and - (RFC 9110)',
    '4:3  headers.Host: this header cannot be set: it belongs to the connection',
    '5:12  headers.X-Lines: expected a header value on one line',
  ],
  [
    'a header twice',
    `${seeds}headers: { Accept: a, accept: b }\n`,
    '2:23  headers.accept: this header stands twice; header names do not differ by case',
  ],
  [
    'secrets in a file, which are not repeated, even where the file is wrong in other ways',
    `${seeds}headers:\n  Authorization: Bearer abc\n  X-Api-Key: abc\n  X-Fine: fine\nx: 1\n`,
    '3:18  headers.Authorization: a secret must not stand in a file; write ${env:NAME} and set NAME in the environment',
    '4:14  headers.X-Api-Key: a secret must not stand in a file; write ${env:NAME} and set NAME in the environment',
    '6:1  x: there is no such key; there are: ',
  ],
  [
    'access of what is no origin, or no host of the crawler',
    `${seeds}access:\n  https://Example.org/: {}\n  example.org: {}\n  https://example.com: {}\n`,
    '3:3  access.https://Example.org/: expected an origin: scheme, host and any port, such as https://example.org',
    '4:3  access.example.org: expected an origin: scheme, host and any port, such as https://example.org',
  ],
  [
    'access of no host of the crawler, and two of one kind',
    `${seeds}access:\n  https://example.com: {}\n  https://example.org: { headers: { cookie: "" }, cookies: { lang: en } }\n`,
    '3:3  access.https://example.com: the crawler has no such host: it is neither in scope.hosts nor of a sitemap or feed',
    '4:45  access.https://example.org.headers.cookie: a secret must not stand in a file; write ${env:NAME} and set NAME in the environment',
    '4:51  access.https://example.org.cookies: `headers` has a Cookie already',
  ],
  [
    'secrets in access, which are not repeated',
    `${seeds}access:\n  https://example.org:\n    headers: { X-Token: abc, X-Fine: fine }\n    cookies: { sessionid: abc, lang: en, x: 0123456789abcdef0123 }\n    basic: { user: me, password: abc }\n    proxy: http://me:abc@10.0.0.1:3128\n`,
    '4:25  access.https://example.org.headers.X-Token: a secret must not stand in a file; write ${env:NAME} and set NAME in the environment',
    '5:27  access.https://example.org.cookies.sessionid: a secret must not stand in a file; write ${env:NAME} and set NAME in the environment',
    '5:45  access.https://example.org.cookies.x: a secret must not stand in a file; write ${env:NAME} and set NAME in the environment',
    '6:34  access.https://example.org.basic.password: a secret must not stand in a file; write ${env:NAME} and set NAME in the environment',
    '7:12  access.https://example.org.proxy: a secret must not stand in a file; write ${env:NAME} and set NAME in the environment',
  ],
  [
    'seeds outside of their scope',
    `seeds: ["https://example.org/docs/", "https://other.example/docs/", "https://example.org/blog/", "https://example.org/docs/old"]
scope: { hosts: [example.org], prefixes: [/docs], exclude: ["/docs/old**"] }`,
    "1:38  seeds[1]: this seed is outside the crawler's own scope: scope.hosts does not name other.example",
    "1:69  seeds[2]: this seed is outside the crawler's own scope: its path starts with none of scope.prefixes",
    "1:98  seeds[3]: this seed is outside the crawler's own scope: /docs/old** of scope.exclude matches it",
  ],
  [
    'a seed that nothing includes',
    `${seeds}scope: { include: [/docs/**] }\n`,
    "1:9  seeds[0]: this seed is outside the crawler's own scope: no pattern of scope.include matches it",
  ],
  [
    'a seed twice',
    'seeds:\n  - https://example.org/a?utm_source=x\n  - https://EXAMPLE.org/a#top\n',
    '3:5  seeds[1]: this seed is the same page as seeds[0]',
  ],
];

test.each(rows)('%s', (_what, yaml, ...expected) => {
  const told = checkConfig(projectFolder({ [FILE]: yaml })).problems.map(problemText);
  // Lists of all keys are cut short in the rows.
  expect(told.map((each) => each.replace(/(there are: )description.*/, '$1'))).toEqual(expected.map((each) => `${FILE}:${each}`));
});

test('values that are not to be repeated bring no line of the file either', () => {
  const yaml =
    'seeds: ["https://me:hunter2@example.org/"]\nheaders:\n  Authorization: hunter2\n  X-Lines: "hunter2\\n"\n  X-Env: hunter2 ${env:NONE}\n';
  const { problems } = checkConfig(projectFolder({ [FILE]: yaml }));
  expect(problems).toHaveLength(4);
  expect(JSON.stringify(problems)).not.toContain('hunter2');
});
