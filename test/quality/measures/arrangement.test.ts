import { expect, test } from 'vitest';
import { presetOf } from '../../../src/config/quality-presets.ts';
import { judge } from '../../../src/quality/judge.ts';
import { seededRandom, shuffle } from '../../../src/quality/learned/train.ts';
import { measureArrangement } from '../../../src/quality/measures/arrangement.ts';
import { tokenize } from '../../../src/quality/measures/tokens.ts';
import { vocabularyOf } from '../../../src/quality/measures/vocabulary.ts';

const random = seededRandom(4);
const one = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
const syllables = ['ba', 'do', 'fe', 'gi', 'ko', 'la', 'mu', 'ne', 'po', 'ri', 'sa', 'tu'];
const name = (): string => one(syllables) + one(syllables) + one(syllables);

/** Sentences of one form, and matters of their own in each paragraph: what prose has, as far as it is measured. */
const prose = Array.from({ length: 20 }, () => {
  const matter = Array.from({ length: 6 }, name);
  const sentence = (): string =>
    `The ${one(matter)} of a ${one(matter)} was in the ${one(matter)} and it is to ${one(matter)} (${one(matter)}).`;
  return Array.from({ length: 4 }, sentence).join(' ');
}).join('\n\n');
const salad = shuffle(prose.split(/\s+/), seededRandom(5)).join(' ');
const measured = (text: string) => {
  const tokens = tokenize(text);
  return measureArrangement(text, tokens, vocabularyOf(tokens));
};

test('prose has an order and keeps to its matter; shuffled it has neither', () => {
  const [sense, chance] = [measured(prose), measured(salad)];
  expect(sense?.word_order).toBeGreaterThan(5 * (chance?.word_order ?? 9));
  expect(sense?.word_clustering).toBeGreaterThan(10);
  expect(Math.abs(chance?.word_clustering ?? 9)).toBeLessThan(3);
});

test('babble is suspected where both lack, and a bracket does not close', () => {
  expect(measured(prose)?.babble).toBe(0);
  const rare = Array.from({ length: 1500 }, name).join(' ');
  expect(measured(`(${rare} ( so on`)?.babble).toBeGreaterThan(0.5);
  expect(measured(`(${rare}) (so on)`)?.babble).toBe(0);
});

test('the standard preset drops what is suspected in English alone', () => {
  const measures = { words: 800, babble: 0.6 };
  expect(judge(measures, 'en', presetOf('standard'))).toEqual({ kept: false, rule: 'babble', because: 'babble 0.6, at most 0.5' });
  expect(judge({ ...measures, words: 399 }, 'en', presetOf('standard'))).toEqual({ kept: true });
  expect(judge(measures, 'fi', presetOf('standard'))).toEqual({ kept: true });
});

test('short texts, and those of scripts without spaces, are not suspected', () => {
  expect(measured(prose.slice(0, 500))).toBeNull();
  expect(measured('面包师每天很早起床。'.repeat(200))).toBeNull();
});
