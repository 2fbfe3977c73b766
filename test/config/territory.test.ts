import { describe, expect, test } from 'vitest';
import { checkConfig } from '../../src/config/load.ts';
import { problemText } from '../../src/config/problem.ts';
import { projectFolder } from './project-folder.ts';

const told = (a: string, b: string): readonly string[] =>
  checkConfig(projectFolder({ 'crawlers/a.test.yaml': a, 'crawlers/b.test.yaml': b })).problems.map(problemText);

const site = (scope: string, seed = 'https://x.test/docs/a'): string => `seeds: ['${seed}']\nscope: ${scope}\n`;

describe('two crawlers never claim the same pages', () => {
  test('both are named, with the place', () => {
    expect(told('seeds: [https://x.test/]\n', 'description: again\nseeds: [https://x.test/other]\n')).toEqual([
      'crawlers/b.test.yaml:2:9  seeds[0]: x.test/… is claimed by crawlers/a.test.yaml too; give each its own part with scope.prefixes or scope.exclude, or merge the two',
    ]);
  });

  test.each([
    ['one host', '{ hosts: [x.test] }', '{ hosts: [X.test] }'],
    ['a domain and a host below it', '{ hosts: [x.test] }', '{ hosts: ["*.test"] }'],
    ['two nested domains', '{ hosts: ["*.x.test"] }', '{ hosts: [x.test, "*.b.x.test"] }'],
    ['a host with any port and with one', '{ hosts: [x.test] }', '{ hosts: [x.test, "x.test:8080"] }'],
    ['nested prefixes', '{ prefixes: [/docs/] }', '{ prefixes: [/docs/a] }'],
    ['a prefix and a glob', '{ prefixes: [/docs/] }', '{ include: ["/docs/*"] }'],
    ['an exclude that spares only some', '{ exclude: ["/docs/*"] }', '{ prefixes: [/docs/] }'],
  ])('%s', (_what, a, b) => {
    const problems = told(site(a), site(b));
    expect(problems.filter((each) => each.includes('is claimed by crawlers/a.test.yaml too'))).toHaveLength(1);
  });
});

describe('two crawlers may share a site', () => {
  test.each([
    ['by prefixes', site('{ prefixes: [/docs/] }'), site('{ prefixes: [/blog/] }', 'https://x.test/blog/')],
    ['by globs', site('{ include: ["/docs/**"] }'), site('{ include: ["/blog/**", "/news/*"] }', 'https://x.test/blog/')],
    ['by an exclude', site('{ exclude: ["/blog/**"] }'), site('{ prefixes: [/blog/] }', 'https://x.test/blog/')],
    ['by ports', site('{ hosts: ["x.test:8080"] }', 'http://x.test:8080/'), site('{ hosts: ["x.test:9090"] }', 'http://x.test:9090/')],
    ['by hosts that only look alike', site('{ hosts: ["*.x.test"] }'), site('{ hosts: [ax.test] }', 'https://ax.test/')],
  ])('%s', (_what, a, b) => {
    expect(told(a, b)).toEqual([]);
  });
});
