import { expect, test } from 'vitest';
import { checkConfig } from '../../src/config/load.ts';
import { problemText } from '../../src/config/problem.ts';
import { presetOf } from '../../src/config/quality-presets.ts';
import { judge } from '../../src/quality/judge.ts';
import { projectFolder } from './project-folder.ts';

const presets = (files: Readonly<Record<string, string>>) => {
  const root = projectFolder(Object.fromEntries(Object.entries(files).map(([name, text]) => [`config/quality/${name}.yaml`, text])));
  const { config, problems } = checkConfig(root);
  return { quality: config?.quality ?? new Map<string, never>(), problems: problems.map(problemText), digest: config?.digest };
};

test('a preset extends others, changes limits, takes rules away, and differs by language', () => {
  const { quality, problems } = presets({
    mine: `
extends: [gopher-quality]
rules:
  gopher_short_doc: 10
  gopher_enough_stop_words: off
  shouting: { measure: ellipsis_lines, atMost: 0.1, fromWords: 12 }
languages:
  de: { gopher_short_doc: 5, shouting: off }
  zh-Hans: { gopher_above_avg_threshold: 6 }
`,
  });
  expect(problems).toEqual([]);
  const mine = presetOf('mine', quality);
  const measures = { words: 12, mean_word_length: 5.5, ellipsis_lines: 1, alphabetic_words: 1 };
  expect(judge({ ...measures, words: 9 }, 'en', mine)).toEqual({ kept: false, rule: 'gopher_short_doc', because: 'words 9, at least 10' });
  expect(judge({ ...measures, ellipsis_lines: 0.2 }, 'en', mine)).toMatchObject({ rule: 'shouting' });
  expect(judge({ ...measures, words: 11, ellipsis_lines: 0.2 }, 'en', mine)).toEqual({ kept: true });
  expect(judge({ ...measures, words: 9, ellipsis_lines: 0.2 }, 'de-AT', mine)).toEqual({ kept: true });
  expect(judge({ ...measures, ellipsis_lines: 0 }, 'zh', mine)).toEqual({ kept: true });
  expect(mine.rules.map(({ name }) => name)).toEqual(
    [...presetOf('gopher-quality').rules.map(({ name }) => name), 'shouting'].filter((name) => name !== 'gopher_enough_stop_words'),
  );
});

test('a limit that a preset sets holds for every language', () => {
  const { quality } = presets({ mine: 'extends: [gopher-quality]\nrules: { gopher_above_avg_threshold: 4 }' });
  const verdict = judge({ words: 90, mean_word_length: 4.5 }, 'zh', presetOf('mine', quality));
  expect(verdict).toMatchObject({ kept: false, rule: 'gopher_above_avg_threshold' });
});

test('a project may put its own in the place of one of ours, and build on it', () => {
  const { quality, problems } = presets({
    standard: 'extends: [standard]\nrules: { near_empty: 20 }',
    later: 'extends: [standard]\nrules: { too_few_words: off }',
  });
  expect(problems).toEqual([]);
  for (const name of ['standard', 'later']) {
    expect(judge({ words: 19 }, 'en', presetOf(name, quality))).toMatchObject({ rule: 'near_empty' });
  }
  expect(judge({ words: 19 }, 'en', presetOf('standard'))).toEqual({ kept: true });
});

test('a preset is part of the config, and so of its digest', () => {
  const [one, two, none] = [presets({ a: 'rules: {}' }), presets({ a: 'edit: c4' }), presets({})];
  expect(new Set([one.digest, two.digest, none.digest]).size).toBe(3);
});

test.each([
  ['extends: [gofer]', /^config\/quality\/p\.yaml:1:11 {2}extends\[0\]: there is no preset gofer; did you mean gopher\?$/],
  ['extends: [q]', /:1:11 {2}extends\[0\]: a preset cannot extend itself, not even by way of others$/],
  ['extends: [p]', /:1:11 {2}extends\[0\]: there is no preset p/],
  ['rules:\n  short: 3', /:2:10 {2}rules\.short: no preset that this one extends has this rule; give it a measure and a limit$/],
  ['rules:\n  short: { measure: wordz, atLeast: 3 }', /p\.yaml:2:.*rules\.short/],
  ['rules:\n  short: { measure: words, atLeast: 3, atMost: 9 }', /p\.yaml:2:.*rules\.short/],
  ['rules:\n  short: { measure: words }', /p\.yaml:2:.*rules\.short/],
  ['rules:\n  short: { measur: words, atLeast: 3 }', /:2:12 {2}rules\.short\.measur: there is no such key; did you mean measure\?$/],
  [
    'rules:\n  short: { measure: wordz, atLeast: 3 }',
    /:2:21 {2}rules\.short\.measure: expected one of .*, found "wordz"; did you mean words\?$/,
  ],
  ['rules:\n  short: { measure: words, atLeast: x }', /:2:37 {2}rules\.short\.atLeast: expected a number, found "x"$/],
  ['rules:\n  short: yes', /:2:10 {2}rules\.short: expected a measure and a limit, a number, or off, found "yes"$/],
  ['languages:\n  de: { short: [3] }', /:2:16 {2}languages\.de\.short: expected a number, or off, found a list$/],
  ['languages:\n  de: { short: 3 }', /:2:16 {2}languages\.de\.short: this preset has no rule of this name$/],
  ['languages:\n  german!: {}', /:2:3 {2}languages\.german!: expected a BCP 47 language tag/],
  ['edit: c5', /:1:7 {2}edit: expected one of c4, c4-any-line-end, refinedweb, off, found "c5"; did you mean c4\?$/],
])('%j', (text, said) => {
  const { problems } = presets({ p: text, q: 'extends: [p]' });
  expect(problems.find((each) => said.test(each)) ?? problems).toMatch(said);
});

test('a file whose name no config can give is an error', () => {
  expect(presets({ 'My preset': '' }).problems).toEqual([
    'config/quality/My preset.yaml:1:1  expected a file named in lower-case letters, digits and -',
  ]);
});
