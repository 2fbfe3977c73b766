import { array, assert, constantFrom, property } from 'fast-check';
import { expect, test } from 'vitest';
import { lineKeys, withoutLines } from '../../src/dedup/furniture.ts';

/** Takes out the lines that these are. */
const without = (furniture: string, text: string, markdown = '') => {
  const keys = new Set(lineKeys(furniture));
  return withoutLines(text, markdown, (key) => keys.has(key));
};

const sameKeys = (a: string, b: string): boolean => String(lineKeys(a)) === String(lineKeys(b));

test('every distinct line with a letter has one key, in signed 64 bits', () => {
  expect(lineKeys('Sort it\n\nSort it!\n* * *\n2024\nRinse')).toHaveLength(2);
  for (const key of lineKeys('Bins\nCaddies\nBoxes')) expect(BigInt.asIntN(64, key)).toBe(key);
});

test('case, width, punctuation and small counts make no other key', () => {
  expect(sameKeys('Page 3 of 10', 'PAGE 4 of 127.')).toBe(true);
  expect(sameKeys('Ｈｏｍｅ › Bins', 'home bins')).toBe(true);
  expect(sameKeys('第3页', '第１２页')).toBe(true);
});

test('what is measured does', () => {
  expect(sameKeys('Price: 12.50', 'Price: 12.90')).toBe(false);
  expect(sameKeys('Inhabitants 40,000', 'Inhabitants 50,000')).toBe(false);
  expect(sameKeys('Glass | 3 | 4', 'Glass | 5 | 4')).toBe(false);
  expect(sameKeys('Rinse the jar', 'Rinse the tin')).toBe(false);
});

test('lines go from both, and what is left closes up', () => {
  const text = 'Home\n\nGlass\n\nShare this page\n\nRinse it.\nPage 2 of 9';
  const markdown = '[Home](https://a.test/home)\n\n# Glass\n\n**Share** [this page](https://b.test/?u=x)\n\nRinse it.\\\nPage 2 of 9';
  expect(without('Home\nShare this page\nPage 1 of 9', text, markdown)).toEqual({
    text: 'Glass\n\nRinse it.',
    markdown: '# Glass\n\nRinse it.',
    removed: 3,
  });
});

test('headings, quotations and lists go with their marks', () => {
  const markdown =
    'Glass\n\n## Related\n\n> About us\n>\n> We collect.\n\nAbout us\n=====\n\n- Home\n- About us\n\n1. Rinse\n2. Related\n3. Sort';
  const text = 'Glass\n\nRelated\n\nAbout us\n\nWe collect.\n\nAbout us\n\nHome\nAbout us\n\nRinse\nRelated\nSort';
  expect(without('Related\nAbout us\nHome', text, markdown)).toEqual({
    text: 'Glass\n\nWe collect.\n\nRinse\nSort',
    markdown: 'Glass\n\n> We collect.\n\n1. Rinse\n3. Sort',
    removed: 6,
  });
});

test('an item that goes on keeps its mark, so that what follows stays in it', () => {
  const markdown = '1. Products\n\n   Jars for jam\n2. Sort\n   - Menu\n   - Rinse';
  expect(without('Products\nMenu', 'Products\nJars for jam\nSort\nMenu\nRinse', markdown).markdown).toBe(
    '1.\n\n   Jars for jam\n2. Sort\n   - Rinse',
  );
});

test('a table keeps a head, and goes with its last row', () => {
  const table = '| Bin | Day |\n| --- | --- |\n| Glass | Monday |\n| Tins | Friday |';
  const text = 'Bin | Day\nGlass | Monday\nTins | Friday';
  expect(without('Bin | Day\nTins | Friday', text, table)).toEqual({
    text: 'Glass | Monday',
    markdown: '| | |\n| --- | --- |\n| Glass | Monday |',
    removed: 2,
  });
  expect(without(text, `Glass\n\n${text}`, `Glass\n\n${table}`)).toEqual({ text: 'Glass', markdown: 'Glass', removed: 3 });
});

test('code stays as it is', () => {
  const text = 'Copy\n\nimport bins\n\n\nbins.sort()\n\nHome';
  const markdown = 'Copy\n\n> ```python\n> import bins\n>\n>\n> bins.sort()\n> ```\n\nHome';
  expect(without('Copy\nHome\nimport bins', text, markdown)).toEqual({
    text: 'import bins\n\n\nbins.sort()',
    markdown: '> ```python\n> import bins\n>\n>\n> bins.sort()\n> ```',
    removed: 2,
  });
});

test('a text without furniture stays as it is, blank lines included', () => {
  const text = 'One\n\n\n\nTwo';
  expect(without('Three', text, '  One\n\n\n\nTwo\n')).toEqual({ text, markdown: '  One\n\n\n\nTwo\n', removed: 0 });
});

test('what is removed is what the keys say, and removing again removes nothing', () => {
  const line = constantFrom('Home', '- Rinse', '> Sort', '', '', '## Bins', 'Page 3', '```', '---', '| a | b |', '2. Home');
  assert(
    property(array(line, { maxLength: 12 }), (lines) => {
      const text = lines.join('\n');
      const once = without('Home\nPage 1\nBins', text, text);
      expect(without('Home\nPage 1\nBins', once.text, once.markdown)).toEqual({ ...once, removed: 0 });
      expect(once.text.match(/Sort/g)).toEqual(text.match(/Sort/g));
      expect(once.markdown.match(/Rinse/g)).toEqual(text.match(/Rinse/g));
    }),
  );
});

test('a line of ASCII has the key that it has with a letter in full width', () => {
  const piece = constantFrom(...'aZq09.,|-" '.split(''), '12', '2024', '20245', '1.5', ',3', 'Page ', ' | ');
  assert(
    property(array(piece, { maxLength: 12 }), (pieces) => {
      const line = `x${pieces.join('')}`;
      const wide = `ｘ${line.slice(1)}`;
      expect(sameKeys(line, wide)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
