import { expect, test } from 'vitest';
import { nameOf } from '../../src/html/names.ts';
import { parseHtml } from '../../src/html/parse.ts';

test('a name is the same object however it is written', () => {
  expect(nameOf('DATA-Kind')).toBe(nameOf('data-kind'));
  expect(nameOf('data-KIND')).toMatchObject({ text: 'data-kind', isKnown: true });
});

/** More names than are kept, and long ones, which are not kept either. */
const many = Array.from({ length: 6000 }, (_, i) => `Data-Joke-${i}`);

test.each([
  ['kept', 'Data-Here'],
  ['too long to be kept', `Data-${'x'.repeat(70)}`],
])('the first of an attribute counts, in each tag anew, where its name is %s', (_of, name) => {
  const { children } = parseHtml(`<p ${name}=1 ${name.toLowerCase()}=2 ${name.toUpperCase()}=3></p><p ${name.toLowerCase()}=4>`);
  expect(children.map((child) => ('attribs' in child ? child.attribs : null))).toEqual([
    { [name.toLowerCase()]: '1' },
    { [name.toLowerCase()]: '4' },
  ]);
});

test('the first of an attribute counts, where there are too many names', () => {
  for (const name of many) nameOf(name);
  for (const name of ['Data-Joke-7', 'Data-Joke-5999', 'Class']) {
    const [child] = parseHtml(`<p ${name}=1 ${name.toUpperCase()}=2>`).children;
    expect(child).toMatchObject({ attribs: { [name.toLowerCase()]: '1' } });
  }
  expect(nameOf('data-joke-5999').isKnown).toBe(false);
});

test('names that were met are not taken for one another', () => {
  const names = Array.from({ length: 3000 }, (_, i) => `${'xyz'[i % 3]}${i}`);
  for (const turn of [names, names.toReversed(), names.map((name) => name.toUpperCase())])
    for (const name of turn) {
      const [child] = parseHtml(`<${name} ${name}></${name}>`).children;
      expect(child).toMatchObject({ name: name.toLowerCase(), attribs: { [name.toLowerCase()]: '' } });
    }
});
