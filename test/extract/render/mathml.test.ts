import { isTag } from 'domhandler';
import { findOne } from 'domutils';
import { expect, test } from 'vitest';
import { texOfMathMl } from '../../../src/extract/render/mathml.ts';
import { parseHtml } from '../../../src/html/parse.ts';

function texOf(inside: string): string {
  const math = findOne((element) => isTag(element) && element.name === 'math', parseHtml(`<math>${inside}</math>`).children);
  if (math === null) throw new Error('no formula');
  return texOfMathMl(math);
}

test.each([
  ['<mi>A</mi><mo>\\</mo><mi>B</mi>', 'A\\backslash B'],
  ['<mo>$</mo><mn>5</mn>', '\\$5'],
  ['<mi>a_b</mi>', 'a\\_b'],
  ['<mtext>50% of $5 {a_b}</mtext>', '\\text{50\\% of \\$5 \\{a\\_b\\}}'],
  ['<mfenced open="{" close=""><mi>x</mi><mi>y</mi></mfenced>', '\\left\\{x,y\\right.'],
  ['<mfenced open="⟨" close="⟩"><mi>x</mi></mfenced>', '\\left\\langle x\\right\\rangle'],
])('%s', (inside, tex) => {
  expect(texOf(inside)).toBe(tex);
});
