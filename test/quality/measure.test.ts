import fc from 'fast-check';
import { expect, test } from 'vitest';
import { qualityMeasures } from '../../src/config/quality-measures.ts';
import { measureText } from '../../src/quality/measure.ts';

test('figures of a small text, counted by hand', () => {
  const text = 'The jar and the lid.\nThe jar and the lid.\n- wait #1...\n\nTo be had\n';
  expect(measureText(text, 'en')).toMatchObject({
    characters: 66,
    words: 15,
    tokens: 20,
    lines: 4,
    sentences: 4,
    mean_word_length: 42 / 15,
    // the, and, be; `The` and `To` are other words to Gopher.
    stop_words: 3,
    alphabetic_words: 14 / 20,
    hashes_per_word: 1 / 20,
    ellipses_per_word: 1 / 20,
    line_ends_per_word: 5 / 20,
    bullet_lines: 1 / 5,
    ellipsis_lines: 1 / 5,
    line_end_marks: 3 / 4,
    short_lines: 1,
    // Of five parts between line ends, the last one empty.
    duplicate_lines: 1 / 5,
    duplicate_line_characters: Number((20 / 66).toPrecision(6)),
    duplicate_characters: Number((20 / 61).toPrecision(6)),
    duplicate_paragraphs: 0,
  });
});

test('n-grams: the most frequent with its spaces, and what stood there before', () => {
  const text = 'buy shoes now buy shoes here buy shoes';
  const { top_2_gram: top, duplicate_5_grams: five } = measureText(text, 'en');
  expect(top).toBe(Number(((3 * 9) / text.length).toPrecision(6)));
  expect(five).toBe(0);
  const twice = 'one two six ten now one two six ten now';
  expect(measureText(twice, 'en')).toMatchObject({ duplicate_5_grams: Number((15 / twice.length).toPrecision(6)), duplicate_6_grams: 0 });
});

test('stop words: endings in Korean, elisions in French, none of a language without a list', () => {
  expect(measureText('학교에서 물을 마시는 아이의 꿈', 'ko')['stop_words']).toBe(4);
  expect(measureText('L’eau de l’étang et d’un lac', 'fr')['stop_words']).toBe(4);
  expect(measureText('他 和 我 在 河边 的 家', 'zh-Hans')['stop_words']).toBe(4);
  expect(measureText('Sed terra erat inanis', 'la')).not.toHaveProperty('stop_words');
});

test('what a text is made of', () => {
  const measures = measureText('看 https://example.org/jars 瓶子 xkcdqz strong аррle', 'zh');
  expect(measures['addresses']).toBeCloseTo(24 / 49, 5);
  expect(measures['han']).toBeCloseTo(3 / 49, 5);
  expect(measures['unspeakable_words']).toBeCloseTo(2 / 5, 5);
  expect(measures['mixed_alphabets']).toBeGreaterThan(0);
});

test('every measure is finite and named in the table of measures, whatever the text', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('a', '.', '\n', ' ', '中', '1') })), (text) => {
      for (const [name, value] of Object.entries(measureText(text, 'en'))) {
        expect(qualityMeasures).toHaveProperty(name);
        expect(Number.isFinite(value)).toBe(true);
      }
    }),
  );
});

test('a long text is measured by its beginning, but for its length and words', () => {
  const begin = 'Jars are rinsed dry '.repeat(10_000);
  expect(measureText(`${begin}${'{ '.repeat(50_000)}word`, 'en')).toMatchObject({ curly_brackets: 0, words: 40_001, characters: 300_004 });
});
