import { styleText } from 'node:util';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { besideLines } from '../../../src/cli/inspect/beside.ts';
import { documentLines, foundLines } from '../../../src/cli/inspect/documents.ts';
import { type Paint, wrapped } from '../../../src/cli/inspect/layout.ts';

const plain: Paint = (_, text) => text;
const colours: Paint = (style, text) => styleText(style, text, { validateStream: false });
const duplicate = {
  url: 'https://b.test/',
  record: 'r',
  crawler: 'c',
  date: '2026-12-01',
  rule: 'near',
  because: '97 % like …',
  of: 'id',
} as const;

test('lines fit, whatever the script, and addresses are not broken', () => {
  const text = `${'Papier gehört in die blaue Tonne, '.repeat(5)}\n\n${'玻璃应当放进绿色的桶里。'.repeat(8)}`;
  const lines = wrapped(text, 40);
  expect(lines.every((line) => stringWidth(line) <= 40)).toBe(true);
  expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
  expect(lines).toContain('');
  const url = `https://a.test/${'path/'.repeat(20)}`;
  expect(wrapped(`see ${url} there`, 40)).toEqual(['see', url, 'there']);
});

test('nothing that a page brings along steers the terminal', () => {
  const evil = '\u001B[31mred\u001B]0;title\u0007\u202Eback\u009Bx';
  const row = {
    id: 'id',
    url: `https://a.test/${evil}`,
    title: evil,
    text: `${evil}\n${evil}`,
    license: evil,
    language: evil,
    markdown: evil,
  };
  const found = { row, matches: 1, contexts: [{ before: evil, match: evil, after: evil }], beyond: 0 };
  const lines = [
    ...documentLines(row, plain, 80),
    ...foundLines(found, plain, 80),
    ...besideLines('Text.', { ...duplicate, url: evil, because: evil, text: evil }, plain, 80),
    ...besideLines('Text.', { ...duplicate, missing: evil }, plain, 80),
  ];
  expect(lines.join('')).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202E]/);
});

test('a difference is marked by signs, or on a terminal by colours', () => {
  const beside = { ...duplicate, text: 'Glass goes into the blue bin.' };
  const [, , line] = besideLines('Glass goes into the green bin.', beside, plain, 80);
  expect(line).toBe('  Glass goes into the [-green-]{+blue+} bin.');
  const [, , coloured] = besideLines('Glass goes into the green bin.', beside, colours, 80);
  expect(coloured).toContain(colours(['red', 'strikethrough'], 'green') + colours(['green', 'underline'], 'blue'));
  expect(coloured).not.toContain('[-');
});

test('what both texts have is left out far from a change', () => {
  const same = 'word '.repeat(500);
  const lines = besideLines(`${same}one ${same}`, { ...duplicate, text: `${same}two ${same}` }, plain, 80);
  expect(lines.join(' ').length).toBeLessThan(600);
  expect(lines.join(' ')).toContain('[-one-]{+two+}');
  expect(besideLines(same, { ...duplicate, text: same }, plain, 80)).toContain('  the same, letter for letter');
});
