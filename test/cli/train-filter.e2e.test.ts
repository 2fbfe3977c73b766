import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkConfig } from '../../src/config/load.ts';
import { problemText } from '../../src/config/problem.ts';
import { presetOf } from '../../src/config/quality-presets.ts';
import { applyPreset } from '../../src/quality/quality.ts';
import { projectFolder } from '../config/project-folder.ts';

const main = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');
const garner = (cwd: string, ...args: readonly string[]) => spawnSync(process.execPath, [main, ...args], { cwd, encoding: 'utf8' });

const good = (at: number): string =>
  `Loaf ${at} was baked with care: the dough rested over night, and the oven was hot by ${at % 12} in the morning.`;
const bad = (at: number): string => `Buy pills ${at} now, best price! Click here for cheap offer ${at * 7}, free shipping today only.`;
const lines = (of: (at: number) => string, count: number): string =>
  Array.from({ length: count }, (_, at) => `${JSON.stringify({ id: at, text: of(at) })}\n`).join('');

test('a filter is learned from folders, and a preset filters by it', () => {
  const root = projectFolder({
    'good/one.txt': good(1000),
    'good/deep/two.md': good(1001),
    'good/rest.jsonl': lines(good, 60) + lines(good, 2),
    'good/notes.pdf': 'not read',
    'bad/rest.jsonl': lines(bad, 70),
    'config/quality/mine.yaml': 'extends: [standard]\nfilter: { model: bread.json, minimum: 0.6 }',
  });
  expect(checkConfig(root).problems.map(problemText)).toEqual([
    'config/quality/mine.yaml:2:18  filter.model: there is no such file; garner train-filter writes one, found "bread.json"',
  ]);
  const { stdout, status } = garner(root, 'train-filter', '--good', 'good', '--bad', 'bad', '--output', 'bread.json', '--json');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ good: 62, bad: 70, repeated: 2, contradictory: 0, accuracy: 1, averagePrecision: 1, f1: 1 });

  const { config, problems } = checkConfig(root);
  expect(problems).toEqual([]);
  const preset = presetOf('mine', config?.quality);
  expect(applyPreset(good(2000), 'en', preset).verdict).toEqual({ kept: true });
  const spam = applyPreset(bad(2000), 'en', preset);
  expect(spam.verdict).toMatchObject({ kept: false, rule: 'low_filter_score' });
  expect(spam.measures['filter_score']).toBeLessThan(0.4);

  const before = readFileSync(join(root, 'bread.json'), 'utf8');
  expect(garner(root, 'train-filter', '--good', 'good', '--bad', 'bad', '--output', 'bread.json').stderr).toMatch(/accuracy +1\.000/);
  expect(readFileSync(join(root, 'bread.json'), 'utf8')).toBe(before);
  expect(garner(root, 'train-filter', '--good', 'good', '--bad', 'bad', '--output', 'bread.json', '--seed', '2').status).toBe(0);
  expect(garner(root, 'train-filter', '--good', 'good', '--bad', 'bad', '--output', 'no/bread.json').stderr).toBe(
    'garner: there is no folder for no/bread.json\n',
  );
  expect(checkConfig(root).config?.digest).not.toBe(config?.digest);
});

test('what cannot be learned from is refused, with what is there and what is needed', () => {
  const root = projectFolder({
    'good/a.jsonl': lines(good, 3),
    'bad/a.jsonl': '{"text": "one"}\n{"words": 2}\n',
    'odd/a.jsonl': 'none',
    'ok/a.txt': good(9),
  });
  const told = (goods: string, bads: string) => {
    const { stderr, status } = garner(root, 'train-filter', '--good', goods, '--bad', bads, '--output', 'x.json');
    return [status, stderr.trim()];
  };
  expect(told('good', 'ok')).toEqual([
    8,
    'garner: too few examples: 50 different texts of each kind are needed, some hundreds are better; there are 3 in good and 1 in ok',
  ]);
  expect(told('good', 'bad')).toEqual([2, 'garner: bad/a.jsonl:2: this line has no "text"']);
  expect(told('odd', 'bad')).toEqual([2, 'garner: odd/a.jsonl:1: this line is no JSON']);
  expect(told('none', 'bad')).toEqual([2, 'garner: none: there is no such folder']);
});

test('a file that is no filter is named', () => {
  const root = projectFolder({ 'config/quality/mine.yaml': 'filter: { model: package.json }', 'package.json': '{}' });
  const preset = presetOf('mine', checkConfig(root).config?.quality);
  expect(() => applyPreset('Text', 'en', preset)).toThrow(
    /package\.json cannot be used: it is no filter that this version of Garner reads\. garner train-filter/,
  );
});
