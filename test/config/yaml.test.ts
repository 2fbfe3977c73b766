import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkConfig, loadConfig } from '../../src/config/load.ts';
import { problemText } from '../../src/config/problem.ts';
import { projectFolder } from './project-folder.ts';

const FILE = 'crawlers/example.org.yaml';
const seeds = 'seeds: [https://example.org/]\n';

const told = (content: string | Uint8Array): readonly string[] =>
  checkConfig(projectFolder({ [FILE]: content })).problems.map((problem) => problemText(problem).slice(FILE.length + 1));

const crawlerOf = (content: string | Uint8Array) => loadConfig(projectFolder({ [FILE]: content })).crawlers.get('example.org');

describe('YAML is read as its version 1.2 says', () => {
  test('no and on are texts, 1e3 and 08 are numbers', () => {
    const crawler = crawlerOf(`${seeds}description: no\ntags: [on, off]\nlimits: { pages: 1e3, depth: 08 }\n`);
    expect(crawler).toMatchObject({ description: 'no', tags: ['on', 'off'], limits: { pages: 1000, depth: 8 } });
  });

  test('a byte order mark, CRLF and lone CR change nothing, not even the places of errors', () => {
    const text = `${seeds}# 注释\ndelay: 2s\n`;
    for (const ending of ['\n', '\r\n', '\r']) {
      expect(crawlerOf(`\u{FEFF}${text.replaceAll('\n', ending)}`)).toMatchObject({ delay: 2000 });
      expect(told(`\u{FEFF}bad: 1\n${text}worse: 1`.replaceAll('\n', ending)).map((each) => each.split('  ')[0])).toEqual(['1:1', '5:1']);
    }
  });

  test('an anchor may be used as often as people do', () => {
    expect(crawlerOf(`${seeds}tags: [&a news, b]\nselect: { title: &h h1, author: *h, date: *h }\n`)?.select).toMatchObject({ date: 'h1' });
  });
});

describe('syntax errors', () => {
  test.each([
    ['a key twice', `${seeds}delay: 1s\ntags: [a]\ndelay: 2s\n`, ['4:1  the key delay stands twice; first in line 2']],
    [
      'keys twice on several levels, and what is wrong besides',
      `${seeds}limits: { pages: 1, pages: 2 }\n"seeds": []\nfeed: true\n`,
      [
        '2:21  the key pages stands twice; first in line 2',
        '3:1  the key seeds stands twice; first in line 1',
        '3:10  seeds: expected a list with at least one entry, found an empty list',
        '4:1  feed: there is no such key; did you mean feeds?',
      ],
    ],
    ['tabs', `${seeds}limits:\n\tpages: 1\n`, ['3:1  a tab indents this line; YAML is indented with spaces only']],
    [
      'values that need quotes',
      `${seeds}description: a: b\nlanguage: @en\n`,
      [
        '2:14  a second "key:" in one value; put the value in quotes, or begin a new line, indented',
        '3:11  a value cannot begin with this character; put the value in quotes',
      ],
    ],
    ['two documents', `${seeds}---\n${seeds}`, ['2:1  a second document begins here; a config file has one']],
    ['tags', `${seeds}description: !!js/function x\n`, ['2:14  tags (!…) mean nothing here; write plain values']],
    ['a key that is a list', `${seeds}? [a, b]\n: c\n`, ['2:3  a key must be plain text']],
    ['a value within itself', `${seeds}tags: &t [*t]\n`, ['2:11  *t refers to what it is part of']],
  ])('%s', (_what, yaml, expected) => {
    expect(told(yaml)).toEqual(expected);
  });

  test('an open bracket', () => {
    const problems = told(`${seeds}tags: [a\n`);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every((each) => /^[23]:\d+ {2}/.test(each))).toBe(true);
  });

  test('what a key is called cannot reach into objects', () => {
    expect(told(`${seeds}__proto__: { tags: [x] }\nconstructor: 1\n`).map((each) => each.split(':', 3).join(':'))).toEqual([
      '2:1  __proto__: there is no such key; there are',
      '3:1  constructor: there is no such key; there are',
    ]);
  });
});

describe('files that want to do harm', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x]\n${'bcdefghij'
    .split('')

    .map((name, at) => `${name}: &${name} [${`*${'abcdefghi'.charAt(at)},`.repeat(8)}]\n`)
    .join('')}`;

  test('a bomb of aliases is refused', () => {
    expect(told(bomb)).toContain('2:8  the aliases (*…) of this file stand for more than 100 copies; write the values out');
  });

  test.each([
    ['a hundred thousand aliases', `tags: [&a x, ${'*a,'.repeat(100_000)}]\n`],
    ['fifty thousand keys', Array.from({ length: 50_000 }, (_, at) => `k${at}: 1\n`).join('')],
    ['brackets without end', '['.repeat(200_000)],
    ['braces without end', '{'.repeat(100_000)],
    ['a line of a megabyte', `x: ${'y'.repeat(900_000)}\n`],
    ['dashes', '- '.repeat(100_000)],
  ])('%s: an error, soon', (_what, yaml) => {
    expect(told(yaml).length).toBeGreaterThan(0);
  });

  test('a file of ten megabytes is not read', () => {
    expect(told('#'.repeat(10_000_000))).toEqual(['1:1  the file has 10,000,000 bytes; a config file may have 1,000,000']);
  });

  test('what is not UTF-8 is not guessed at', () => {
    expect(told(Buffer.from(seeds, 'utf16le'))).not.toEqual([]);
    expect(told(Buffer.from([0xff, 0xfe, 0x41]))).toEqual(['1:1  the file is not in UTF-8; save it as UTF-8']);
  });

  test('a folder in place of a file', () => {
    const root = projectFolder({});
    mkdirSync(join(root, FILE), { recursive: true });
    expect(checkConfig(root).problems.map(({ message }) => message)).toEqual(['this is no regular file']);
  });
});
