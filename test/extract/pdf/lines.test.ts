import { expect, test } from 'vitest';
import { asWritten } from '../../../src/extract/pdf/letters.ts';
import { linesOf } from '../../../src/extract/pdf/lines.ts';
import type { Piece } from '../../../src/extract/pdf/read.ts';

/** Pieces from left to right, five points a letter, with the gaps between them in front of their texts. */
function rowOf(...parts: readonly (readonly [gap: number, text: string, y?: number, size?: number])[]): Piece[] {
  let x = 0;
  return parts.map(([gap, text, y = 100, size = 10]) => {
    const piece = { text, x: x + gap, y, width: text.length * 5, size };
    x = piece.x + piece.width;
    return piece;
  });
}

const read = (...rows: readonly (readonly Piece[])[]) =>
  linesOf({ width: 600, height: 800, pieces: rows.flat() }).map(({ text, left }) => [text, left]);
const texts = (...rows: readonly (readonly Piece[])[]) => read(...rows).map(([text]) => text);

test('a row that is written from right to left is read so, and what is Latin in it from left to right', () => {
  const row = rowOf([300, '.2024'], [3, 'בשנת'], [3, '('], [0, 'Elm'], [3, 'Rail'], [0, ')'], [3, 'מיליון'], [3, '250'], [3, 'עלות של']);
  expect(texts(row)).toEqual(['עלות של 250 מיליון (Elm Rail) בשנת 2024.']);
});

test('letters that are drawn one by one make words', () => {
  expect(texts(rowOf([300, 'ت'], [0, 'ي'], [0, 'ب'], [3, 'ا'], [0, 'ن'], [0, 'أ']))).toEqual(['أنا بيت']);
});

test('lines of a page from right to left begin at its right', () => {
  const [first, second] = read(rowOf([400, 'שורה ארוכה מאוד']), rowOf([450, 'קצרה', 80]));
  expect(first?.[1]).toBe(600 - 400 - 75);
  expect(second?.[1]).toBe(600 - 450 - 20);
});

test('words from right to left within a page from left to right stand in their own order', () => {
  expect(texts(rowOf([0, 'The word is'], [3, 'לבן'], [3, 'בית'], [3, 'and means a house.']))).toEqual([
    'The word is בית לבן and means a house.',
  ]);
});

test('raised and lowered letters belong to their line, and stand where they stand', () => {
  expect(texts(rowOf([0, 'oil'], [0, '1', 104, 8], [3, 'and H'], [0, '2', 97, 8], [0, 'O']))).toEqual(['oil1 and H2O']);
  expect(texts(rowOf([0, '1', 104, 8], [2, 'Measured']))).toEqual(['1 Measured']);
});

test('a heading beside a column is no part of its line', () => {
  expect(texts(rowOf([0, 'the end of a line'], [14, 'Methods', 101, 18]))).toEqual(['the end of a line', 'Methods']);
});

test('words of a justified line are one line; those of a table are cells', () => {
  expect(texts(rowOf([0, 'Der'], [20, 'Stadtrat'], [20, 'hat'], [20, 'am']))).toEqual(['Der Stadtrat hat am']);
  expect(texts(rowOf([0, 'Jan'], [20, 'Feb'], [20, 'Mar'], [20, 'Apr']))).toEqual(['Jan', 'Feb', 'Mar', 'Apr']);
  expect(texts(rowOf([0, '1000'], [40, '10'], [40, '12'], [35, '345']))).toEqual(['1000', '10', '12', '345']);
  expect(texts(rowOf([0, 'Der'], [20, 'Stadtrat'], [45, 'hat'], [30, 'am']))).toEqual(['Der', 'Stadtrat', 'hat', 'am']);
});

test('letters are as they are written, and full-width signs stay', () => {
  expect(asWritten('火⻋站的居⺠，“好”！⼈ ﬁne ﻟﺎ ㎡ ½')).toBe('火车站的居民，“好”！人 fine لا ㎡ ½');
});
