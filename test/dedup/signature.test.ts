import { assert, property, string } from 'fast-check';
import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { signature, similarity, SLOTS, MOST_SLOTS } from '../../src/dedup/signature.ts';
import { tokensOf } from '../../src/dedup/tokens.ts';
import { thai } from '../extract/languages/thai.ts';

const alike = (a: string, b: string, language?: string): number => similarity(signature(a, language), signature(b, language));

/** Numbers that come again in every run. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7f_ff_ff_ff;
    return (state >>> 8) % below;
  };
}

const wordsFrom = (seed: number, count: number): string[] => {
  const next = chance(seed);
  return Array.from({ length: count }, () => `w${next(5000).toString(36)}`);
};

/** True Jaccard similarity of the runs of `size`. */
function jaccard(a: readonly unknown[], b: readonly unknown[], size: number): number {
  const runs = (list: readonly unknown[]) => new Set(list.slice(size - 1).map((_, at) => list.slice(at, at + size).join(' ')));
  const [left, right] = [runs(a), runs(b)];
  const both = left.intersection(right).size;
  return both / (left.size + right.size - both);
}

test('a signature has a byte for each permutation, and the longer begins with the shorter', () => {
  const text = wordsFrom(1, 60).join(' ');
  expect(signature(text)).toHaveLength(SLOTS);
  expect(signature(text, 'en', MOST_SLOTS).subarray(0, SLOTS)).toEqual(signature(text));
});

test('signatures that are stored stay what they are', () => {
  const digest = (text: string) => hash('sha256', signature(text)).slice(0, 16);
  expect(digest('Rinse the jar, take off the lid, and put both into the bin for glass.')).toBe('c9c06ff6eaa8496a');
  expect(digest('玻璃瓶洗净后，请取下瓶盖，分别投入可回收物收集容器。')).toBe('fab00a4b1b29efd0');
  expect(digest(thai.paragraphs.join('\n'))).toBe('e6b5c332bbcfe6f9');
});

test.each([
  ['case', 'Rinse THE jar', 'rinse the Jar'],
  ['width', 'Ｒｉｎｓｅ １２', 'rinse 12'],
  ['accents, composed or not', 'Café dé Lé', 'Cafe\u0301 de le'],
  ['ligatures, every letter of them', 'eﬃcient ﬁle Straße', 'efficient file strasse'],
  ['letters of several words', '㍿ ﷲ', '株式会社 الله'],
  ['final sigma', 'ΟΔΟΣ', 'οδος'],
  ['dotless i', 'ışık', 'IŞIK'],
  ['vowel signs', 'مَدْرَسَة', 'مدرسة'],
  ['soft hyphens and joiners', 'ab\u00ADcd e\u200Df', 'abcd ef'],
  ['letters beyond the first plane', '𝐑𝐢𝐧𝐬𝐞', 'rinse'],
  ['half-width and voiced kana', 'ｶﾞﾗｽ', 'ガラス'],
  ['punctuation', '玻璃，瓶。', '玻璃 瓶'],
])('tokens are the same whatever the %s', (_, a, b) => {
  expect(tokensOf(a).hashes).toEqual(tokensOf(b).hashes);
});

test('tokens are words, characters and syllables', () => {
  const counts = (text: string) => {
    const { hashes, characters, syllables } = tokensOf(text);
    return [hashes.length, characters, syllables];
  };
  expect(counts("It's 12,5 kg")).toEqual([5, 0, 0]);
  expect(counts('垃圾 HDPE2 分类')).toEqual([5, 4, 0]);
  expect(counts('재활용 쓰레기')).toEqual([2, 0, 0]);
  expect(counts('ที่นี่')).toEqual([2, 0, 2]);
  expect(counts('हिन्दी में')).toEqual([2, 0, 0]);
  expect(counts('\u0301 — …')).toEqual([0, 0, 0]);
  expect(tokensOf('ﬁ').hashes).not.toEqual(tokensOf('f').hashes);
});

test('the estimate is the true similarity, give or take its chance', () => {
  let error = 0;
  for (let n = 0; n < 40; n += 1) {
    const a = wordsFrom(n, 400);
    const next = chance(n + 500);
    const b = a.map((word) => (next(100) < n / 4 ? `x${next(999)}` : word));
    // What stands before a passage must not matter.
    const moved = [...wordsFrom(n + 900, 20), ...b];
    error += alike(a.join(' '), moved.join(' ')) - jaccard(a, moved, 5);
    expect(Math.abs(alike(a.join(' '), b.join(' ')) - jaccard(a, b, 5))).toBeLessThan(4 * Math.sqrt(0.25 / SLOTS));
  }
  expect(Math.abs(error / 40)).toBeLessThan(0.02);
});

test('syllables of Thai tell texts apart as its words do', () => {
  const segmenter = new Intl.Segmenter('th', { granularity: 'word' });
  const words = [...segmenter.segment(thai.paragraphs.join('\n'))].map(({ segment }) => segment);
  const spoken = (list: readonly string[]) => list.filter((word) => /\p{L}/u.test(word));
  const vocabulary = spoken(words);
  const next = chance(3);
  let difference = 0;
  for (let n = 0; n < 12; n += 1) {
    const changed = words.map((word) => (next(20) === 0 ? (vocabulary[next(vocabulary.length)] ?? '') : word));
    const [a, b] = [tokensOf(words.join('')).hashes, tokensOf(changed.join('')).hashes];
    difference += jaccard([...a], [...b], 13) - jaccard(spoken(words), spoken(changed), 5);
  }
  expect(Math.abs(difference / 12)).toBeLessThan(0.03);
});

test('short texts are alike only when their tokens are the same', () => {
  expect(alike('Glass', 'glass!')).toBe(1);
  expect(alike('Glass', 'Tins')).toBeLessThan(0.1);
  expect(alike('Rinse the jar', 'the jar rinse')).toBeLessThan(0.1);
  expect(alike('分类', '分類')).toBeLessThan(0.1);
});

test('a text without letters or digits is like nothing, itself included', () => {
  expect(signature(' — ')).toHaveLength(0);
  expect(alike('', '')).toBe(0);
});

test('a language decides for texts that mix scripts, and for no others', () => {
  const mixed = `${wordsFrom(4, 40).join(' ')} 玻璃瓶洗净后请取下瓶盖`;
  expect(signature(mixed, 'zh-Hans')).not.toEqual(signature(mixed, 'en'));
  expect(signature('Rinse the jar and the lid', 'zh')).toEqual(signature('Rinse the jar and the lid'));
});

test('any text can be signed, lone surrogates and all', () => {
  assert(
    property(string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect([0, SLOTS]).toContain(signature(`\uD800${text}\uDC00`).length);
      expect(alike(text, text)).toBe(signature(text).length === 0 ? 0 : 1);
    }),
    { numRuns: 25 },
  );
});
