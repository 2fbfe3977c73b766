import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { judgeQuality } from '../../../src/index.ts';
import { measureArrangement } from '../../../src/quality/measures/arrangement.ts';
import { tokenize } from '../../../src/quality/measures/tokens.ts';
import { seededRandom, shuffle } from '../../../src/quality/learned/train.ts';

/** Prose that is at hand: the paragraphs of the guide. */
const root = join(import.meta.dirname, '..', '..', '..');
const prose = globSync('docs/*.md', { cwd: root })
  .sort()
  .flatMap((file) => readFileSync(join(root, file), 'utf8').split(/\n{2,}/))
  .filter((paragraph) => /^[A-Z]/.test(paragraph) && paragraph.length > 150 && !paragraph.includes('|') && !paragraph.includes('```'))
  .join('\n\n');
const words = prose.split(/\s+/);
const measured = (text: string) => measureArrangement(text, tokenize(text));

/** A Markov chain of the first order over the same words. */
function chain(length: number): string {
  const random = seededRandom(11);
  const next = Map.groupBy(words.keys(), (at) => words[at] ?? '');
  const made = ['The'];
  while (made.length < length) {
    const places = next.get(made.at(-1) ?? '') ?? [0];
    made.push(words[((places[Math.floor(random() * places.length)] ?? 0) + 1) % words.length] ?? '');
  }
  return made.join(' ');
}

test('prose has an order, and keeps to its matter; shuffled it has neither', () => {
  expect(words.length).toBeGreaterThan(1500);
  const [sense, salad] = [measured(prose), measured(shuffle([...words], seededRandom(5)).join(' '))];
  expect(sense?.word_order).toBeGreaterThan(1.5 * (salad?.word_order ?? 9));
  expect(sense?.word_clustering).toBeGreaterThan(5 + (salad?.word_clustering ?? 9));
  expect(Math.abs(salad?.word_clustering ?? 9)).toBeLessThan(3);
});

test('babble is suspected of salad and chains, not of prose', () => {
  expect(measured(prose)?.babble).toBe(0);
  for (const text of [shuffle(words.slice(0, 900), seededRandom(5)).join(' '), chain(900)]) {
    expect(measured(text)?.babble).toBeGreaterThan(0.2);
  }
});

test('salad of many words is dropped, in English alone', () => {
  const salad = `(${shuffle(
    [...new Set(words)].slice(0, 1000).flatMap((word) => [word, word]),
    seededRandom(5),
  ).join(' ')}`;
  expect(judgeQuality(salad, { language: 'en' }).rule).toBe('babble');
  expect(judgeQuality(salad, { language: 'fi' }).kept).toBe(true);
  expect(judgeQuality(prose, { language: 'en' }).kept).toBe(true);
});

test('short texts, and those of scripts without spaces, are not suspected', () => {
  expect(measured(words.slice(0, 200).join(' '))).toBeNull();
  expect(measured('面包师每天很早起床。'.repeat(200))).toBeNull();
});
