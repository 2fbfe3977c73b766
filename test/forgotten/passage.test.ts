import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lettersOfBody } from '../../src/forgotten/body.ts';
import { holds, lettersOf, passageOf } from '../../src/forgotten/passage.ts';

const passage = 'Jane Doe, of 12 Elm Street, sorts her glass on Mondays.';

describe('a passage', () => {
  test.each([
    ['as it is', `Before. ${passage} After.`],
    ['in other layout', 'JANE  DOE\n\nof 12 Elm Street — sorts her glass, on Mondays'],
    [
      'in wide letters',
      `… ${'Jane Doe'.replaceAll(/[A-Za-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))} of 12 Elm Street sorts her glass on Mondays`,
    ],
  ])('is found %s', (_name, text) => {
    expect(holds(lettersOf(text), passageOf(passage)!)).toBe(true);
  });

  test.each([
    ['with another letter', passage.replace('Elm', 'Oak')],
    ['in part', passage.slice(0, -9)],
    ['in nothing', ''],
  ])('is not found %s', (_name, text) => {
    expect(holds(lettersOf(text), passageOf(passage)!)).toBe(false);
  });

  test('cannot be read from its digests', () => {
    expect(JSON.stringify(passageOf(passage))).not.toMatch(/jane|elm|glass/i);
  });

  test('must not be so short that it stands everywhere', () => {
    expect(passageOf('the, a – of!')).toBeNull();
    expect(passageOf('垃圾分类投放指南请在每周一')?.units).toBe(13);
  });

  test('is found wherever it stands, and only there', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', 'é', '中', '1', '.'), maxLength: 60 });
    fc.assert(
      fc.property(text, text, text, (before, middle, after) => {
        const known = passageOf(`${middle} and twelve more`);
        if (known === null) return;
        expect(holds(lettersOf(`${before}${middle} AND twelve, more${after}`), known)).toBe(true);
        const other = lettersOf(before + after);
        expect(holds(other, known)).toBe(other.includes(lettersOf(`${middle} and twelve more`)));
      }),
    );
  });
});

describe('the letters of a body', () => {
  const headers = [['Content-Type', 'text/html; charset=utf-8']] as const;
  const found = (markup: string): boolean =>
    lettersOfBody(Buffer.from(markup), headers).some((letters) => holds(letters, passageOf(passage)!));

  test('are those of its text, whatever markup stands between', () => {
    expect(found('<p>Jane <b>D</b>oe, of 12 Elm&nbsp;Street,</p><p>sorts her glass on Mond&#97;ys.</p>')).toBe(true);
  });

  test('and those of its source, where attributes and data stand', () => {
    expect(found(`<meta name="description" content="${passage}">`)).toBe(true);
    expect(found(`<script type="application/json">{"text":"${passage}"}</script>`)).toBe(true);
    expect(found('<p>Nothing of the kind</p>')).toBe(false);
  });

  test('of a PDF there are none', () => {
    expect(lettersOfBody(Buffer.from(`%PDF-1.7 ${passage}`), [])).toEqual([]);
  });
});
