import { expect, test } from 'vitest';
import { countSentences } from '../../../src/quality/measures/sentences.ts';

test.each([
  ['One. Two! Three?', 3],
  ['Dr. Ames met J. Wood, e.g. at noon. They left.', 2],
  ['Version 2.5 is out. 3 lids were lost.', 2],
  ['“Is it?” she asked. “It is.” Nobody moved…', 3],
  ['A line without an end\nand another', 2],
  ['第一句。第二句！「第三句。」第四句', 4],
  ['पहला वाक्य। दूसरा वाक्य।', 2],
  ['ends in dots... and goes on', 1],
  ['', 0],
])('%s', (text, sentences) => {
  expect(countSentences(text)).toBe(sentences);
});
