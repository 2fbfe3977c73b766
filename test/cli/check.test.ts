import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFolder } from '../config/project-folder.ts';

const main = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');
const CRAWLER = 'crawlers/example.org.yaml';

function check(files: Readonly<Record<string, string>>, ...flags: readonly string[]) {
  const run = spawnSync(process.execPath, [main, '--project', projectFolder(files), 'check', ...flags], { encoding: 'utf8' });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

test('every error comes with its line and a caret, by file, and the exit code says configuration', () => {
  const { code, out, err } = check({
    [CRAWLER]: 'seeds: [https://example.org/]\ndelay_ms: 100\ndescription: 垃圾分类\nlimits: { 深: 1, pages: -1 }\n',
    'config/garner.yaml': 'crawl:\n  concurency: 5\n',
  });
  expect([code, out]).toEqual([4, '']);
  expect(err.split('\n')).toEqual([
    'config/garner.yaml:2:3  crawl.concurency: there is no such key; did you mean concurrency?',
    '    2 |   concurency: 5',
    '      |   ^',
    '',
    `${CRAWLER}:2:1  delay_ms: there is no such key; did you mean delay?`,
    '    2 | delay_ms: 100',
    '      | ^',
    '',
    `${CRAWLER}:4:11  limits.深: there is no such key; there are: depth, pages, bytes`,
    '    4 | limits: { 深: 1, pages: -1 }',
    '      |           ^',
    '',
    `${CRAWLER}:4:24  limits.pages: expected a whole number from 1 to 1000000000, found -1`,
    '    4 | limits: { 深: 1, pages: -1 }',
    '      |           \u3000            ^',
    '',
    '4 errors in 2 files',
    '',
  ]);
});

test('lines of block lists and benchmarks are read, too', () => {
  const { code, err } = check({
    'config/garner.yaml': 'blocklists: [lists/a.txt, lists/b.txt]\nbenchmarks: [quiz.jsonl]\n',
    'lists/a.txt': 'example.org\n???\n',
    'lists/b.txt': '!!\n\u0000\n',
    'quiz.jsonl': '{"q": "What is it?"}\nnone\n',
  });
  expect(code).toBe(4);
  expect(err.split('\n').filter((line) => line !== '')).toEqual([
    'lists/a.txt:2:1  this is no host, address or glob: ???',
    expect.stringMatching(/^lists\/b\.txt:2:1 {2}this is no host, address or glob/),
    expect.stringMatching(/^quiz\.jsonl:2:1 {2}expected a line of JSON/),
    '3 errors in 3 files',
  ]);
});

test('for programs', () => {
  const { code, out, err } = check({ [CRAWLER]: 'sedes: []\n' }, '--json');
  expect([code, err]).toEqual([4, '']);
  expect(JSON.parse(out)).toMatchObject({
    ok: false,
    problems: [
      { file: CRAWLER, line: 1, column: 1, path: 'seeds' },
      { file: CRAWLER, line: 1, column: 1, path: 'sedes', suggestion: 'seeds' },
    ],
  });
});

test('what is in a file cannot reach the terminal', () => {
  const { err } = check({ [CRAWLER]: 'seeds: ["\u001B]0;owned\u0007"]\n"\\e[2J\u202E": 1\n' });
  expect(err).not.toMatch(/[\u0007\u001B\u202E]/);
});

test('a good project is told in a few lines', () => {
  const { code, err } = check({
    [CRAWLER]: 'seeds: [https://example.org/]\ntags: [nature]\n',
    'config/topics/birds.yaml': 'title: Birds\ntags: [nature]\n',
  });
  expect(code).toBe(0);
  expect(err).toMatch(
    /^crawler example\.org: 1 seed; nature\ntopic birds: example\.org\nno userAgent\.contact .*\n.*: 1 crawler and 1 topic, no errors\n$/,
  );
});
