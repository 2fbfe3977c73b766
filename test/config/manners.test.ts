import { expect, test } from 'vitest';
import { checkConfig, loadConfig } from '../../src/config/load.ts';
import { problemText } from '../../src/config/problem.ts';
import { compileRules } from '../../src/run/rules.ts';
import { projectFolder } from './project-folder.ts';

const A = 'crawlers/a.example.org.yaml';
const B = 'crawlers/b.example.org.yaml';
const problems = (files: Readonly<Record<string, string>>): readonly string[] =>
  checkConfig(projectFolder(files)).problems.map(problemText);

test.each([
  ['a time that is none', 'hours: { from: 24:00, to: 06:00 }', 'hours.from: expected a time of day from 00:00 to 23:59'],
  ['an empty window', 'hours: { from: 06:00, to: 06:00 }', 'hours.to: from and to are the same time'],
  ['a zone that is none', 'hours: { from: 22:00, to: 06:00, zone: Berlin }', 'did you mean Europe/Berlin?'],
  ['a budget of nothing', 'daily: { pages: 0 }', 'daily.pages: expected a whole number from 1'],
])('%s is told', (_, manners, told) => {
  expect(problems({ [A]: `seeds: [https://a.example.org/]\n${manners}\n` }).join('\n')).toContain(told);
});

test('hosts that take turns keep the same hours and budgets', () => {
  const [a, b] = ['seeds: [https://a.example.org/]\n', 'seeds: [https://b.example.org/]\n'];
  const night = "hours: { from: '22:00', to: '06:00' }\n";
  expect(problems({ [A]: a + night, [B]: b })).toEqual([
    `${B}:1:9  seeds[0]: example.org is visited in turns that ${A} shares: give both the same hours`,
  ]);
  expect(problems({ [A]: `${a}daily: { pages: 5 }\n`, [B]: `${b}daily: { pages: 6 }\n` })).toEqual([
    `${B}:2:8  daily: example.org is visited in turns that ${A} shares: give both the same daily`,
  ]);
  expect(problems({ [A]: a + night, [B]: b + night, 'crawlers/c.org.yaml': 'seeds: [https://c.org/]\n' })).toEqual([]);
});

test('what a crawler does not say, the project does', () => {
  const config = loadConfig(
    projectFolder({
      'config/garner.yaml':
        "crawl: { delay: 2s, adapt: { factor: 3 }, hours: { from: '01:00', to: '05:00' }, daily: { pages: 7, bytes: 1MB } }",
      [A]: "seeds: [https://a.example.org/]\ndelay: 5s\nhours: { from: '10:00', to: '11:00' }\ndaily: { pages: 9 }\n",
      'crawlers/c.org.yaml': 'seeds: [https://c.org/]\n',
    }),
  );
  const rules = compileRules(config, ['a.example.org', 'c.org']);
  expect(rules.get('a.example.org')).toMatchObject({
    pacing: { delayMs: 5000, factor: 3, upToMs: 30_000 },
    hours: { from: '10:00', zone: 'UTC' },
    daily: { pages: 9, bytes: 1e6 },
  });
  expect(rules.get('c.org')).toMatchObject({ pacing: { delayMs: 2000 }, hours: { from: '01:00' }, daily: { pages: 7, bytes: 1e6 } });
});
