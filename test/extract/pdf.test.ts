import { expect, test } from 'vitest';
import { extractBare } from '../../src/extract/bare.ts';
import { hyphenatedWords, joined } from '../../src/extract/pdf/paragraphs.ts';
import type { Extraction } from '../../src/records.ts';
import { column, makePdf, type PdfInfo, type Placed } from './pdf-maker.ts';

const stepOf = (body: Uint8Array) =>
  extractBare({ body, url: 'https://example.org/a.pdf', contentType: 'application/pdf', extractor: 'readability' });

async function read(pages: readonly (readonly Placed[])[], info?: PdfInfo): Promise<Extraction> {
  const step = await stepOf(makePdf(pages, info));
  if (!step.kept) throw new Error(step.drop.rule);
  return step.record;
}

const left = [
  'Glass is melted down and blown anew as often',
  'as anybody likes, and nothing of it is lost on',
  'the way. What spoils a batch is porcelain, for',
  'it does not melt at these temperatures.',
];
const right = [
  'Paper is another matter: its fibres get shorter',
  'with every round, and after seven of them they',
  'are good for egg boxes only. Grease spoils it',
  'before that, so pizza boxes go elsewhere.',
];

test('columns are read one after the other, below what stands across them', async () => {
  const { text, markdown, title } = await read([
    [
      { text: 'How often can a thing be made anew before it is spent', x: 60, y: 740, size: 20 },
      ...column(60, 680, left),
      ...column(320, 680, right),
      { text: 'This line runs across both of the columns above, as a caption of a wide figure may do.', x: 60, y: 600, size: 10 },
      ...column(60, 560, ['Tins are caught by a magnet and pressed to cubes', ...left.slice(1)]),
      ...column(320, 560, ['Batteries go back to where they have been sold', ...right.slice(1)]),
    ],
  ]);
  const order = ['How often', 'Glass is melted', 'Paper is another', 'This line runs', 'Tins are caught', 'Batteries go back'].map(
    (start) => text.indexOf(start),
  );
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(order.every((at) => at >= 0)).toBe(true);
  expect(text).toContain('blown anew as often as anybody likes, and nothing of it is lost on the way. What spoils');
  expect(title).toBe('How often can a thing be made anew before it is spent');
  expect(markdown).toMatch(/^# How often can a thing be made anew before it is spent\n\nGlass/);
});

test('running heads, feet and page numbers go, and a paragraph goes on over the page', async () => {
  const page = (n: number, lines: readonly string[]): readonly Placed[] => [
    { text: `Waste in figures ${2020 + n}`, x: 60, y: 770, size: 8 },
    ...column(60, 700, lines),
    { text: `Page ${n} of 4`, x: 280, y: 30, size: 8 },
  ];
  const { text } = await read([
    page(1, ['In the first year the town weighed all of its bins and found that half of']),
    page(2, ['what was in them had no business there. It then wrote to every household in', 'the town.']),
    page(3, ['A year later the figure was a third. Nobody had been fined for it.']),
    page(4, ['The letter had cost less than one lorry.']),
  ]);
  expect(text).not.toMatch(/Waste in figures|Page \d/);
  expect(text).toContain('half of what was in them had no business there.');
});

test('a word that was broken is whole again; one that is written with a hyphen keeps it', async () => {
  const { text } = await read([
    column(60, 700, ['The well-known bins of the munici-', 'pality are grey, and those of the well-', 'known neighbour are green.']),
  ]);
  expect(text).toBe('The well-known bins of the municipality are grey, and those of the well-known neighbour are green.');
});

test('paragraphs part at gaps, indents and short ends; a table keeps its rows', async () => {
  const { text, markdown } = await read([
    [
      ...column(60, 700, ['The first paragraph is set in two lines, of which the', 'second is short.']),
      ...column(60, 676, ['The second one follows without any gap at all, as is', 'usual in print.']),
      ...column(60, 620, ['The third one stands apart.']),
      ...[
        ['Material', 'Share'],
        ['Glass', '12 %'],
        ['Paper', '31 %'],
      ].flatMap(([a = '', b = ''], n) => [
        { text: a, x: 60, y: 560 - 14 * n },
        { text: b, x: 260, y: 560 - 14 * n },
      ]),
    ],
  ]);
  expect(text.split('\n\n')).toEqual([
    'The first paragraph is set in two lines, of which the second is short.',
    'The second one follows without any gap at all, as is usual in print.',
    'The third one stands apart.',
    'Material | Share\nGlass | 12 %\nPaper | 31 %',
  ]);
  expect(markdown).toContain('| Material | Share |\n| --- | --- |\n| Glass | 12 % |\n| Paper | 31 % |');
});

test('says what the file says about itself, and not what a program has put there', async () => {
  const pages = [column(60, 700, ['Some text.'])];
  const info = { Title: 'A guide to bins', Author: 'Ada Example', CreationDate: "D:20260512093000+02'00'" };
  expect(await read(pages, info)).toMatchObject({
    title: 'A guide to bins',
    author: 'Ada Example',
    published: '2026-05-12',
    extractor: 'pdf@3',
    language: 'en-GB',
  });
  expect(await read(pages, { Title: 'Microsoft Word - bins_final2.docx' })).toMatchObject({ title: null, author: null, published: null });
});

test('a file that cannot be read, or has no text, is a drop with its reason', async () => {
  expect(await stepOf(Buffer.from('%PDF-1.7\nnothing that anybody could read'))).toMatchObject({
    kept: false,
    drop: { stage: 'decode', rule: 'corrupt-document' },
  });
  expect(await stepOf(makePdf([[], []]))).toMatchObject({ kept: false, drop: { stage: 'extract', rule: 'no-text' } });
});

test('lines in scripts without spaces are joined without any', () => {
  const none = hyphenatedWords([]);
  expect(joined('可回收物包括废纸、', '塑料和玻璃', none)).toBe('可回收物包括废纸、塑料和玻璃');
  expect(joined('see page 12-', '14 for more', none)).toBe('see page 12- 14 for more');
  expect(joined('soft\u00AD', 'ware', none)).toBe('software');
});

test('columns of Chinese and Japanese are read from top to bottom, from right to left, with signs as lines have them', async () => {
  const vertical = (x: number, texts: readonly string[]) => texts.map((text, n) => ({ text, x: x - 18 * n, y: 700, isVertical: true }));
  const { text } = await read([
    [
      ...vertical(500, ['ガラスのびんは、緑の箱に入れてく', 'ださい（ふたは取ります）。紙は青', 'い箱に入れます。']),
      ...vertical(420, ['箱は毎週金曜日に空になります。']),
      { text: '12', x: 300, y: 40 },
    ],
  ]);
  expect(text).toBe(
    'ガラスのびんは、緑の箱に入れてください（ふたは取ります）。紙は青い箱に入れます。\n\n箱は毎週金曜日に空になります。\n\n12',
  );
});

test('lines of a cell are joined; rows with empty cells stay rows', async () => {
  const row = (y: number, ...cells: readonly string[]) => cells.flatMap((text, n) => (text === '' ? [] : [{ text, x: 60 + 150 * n, y }]));
  const { text, markdown } = await read([
    [
      ...row(700, 'Material', 'Bin', 'Day'),
      ...row(680, 'Glass', 'Green, without', 'Friday'),
      ...row(668, '', 'Lids and corks', ''),
      ...row(648, 'Paper and', 'Blue', 'Monday'),
      ...row(636, 'cardboard', '', ''),
      ...row(616, 'Tins', 'Yellow', ''),
      ...row(604, '', 'Black', 'Sunday'),
      ...row(584, 'jars', 'green', 'friday'),
      ...row(572, 'lids', 'yellow', ''),
      ...row(548, 'Bins are free.'),
    ],
  ]);
  expect(text).toBe(
    'Material | Bin | Day\nGlass | Green, without Lids and corks | Friday\nPaper and cardboard | Blue | Monday\nTins | Yellow\nBlack | Sunday\njars | green | friday\nlids | yellow\n\nBins are free.',
  );
  expect(markdown.match(/---/g)).toHaveLength(3);
  expect(markdown).toContain('| Paper and cardboard | Blue | Monday |\n| Tins | Yellow |\n| Black | Sunday |\n| jars |');
});
