import { describe, expect, test } from 'vitest';
import { extractBare } from '../../src/extract/bare.ts';
import { mediaTypeOf } from '../../src/extract/media-type.ts';
import { docxParts, makeZip, paragraph } from './docx-maker.ts';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const stepOf = (body: Uint8Array) => extractBare({ body, url: 'https://example.org/a.docx', contentType: DOCX, extractor: 'readability' });
const cell = (text: string): string => `<w:tc>${paragraph(text)}</w:tc>`;

test('headings, paragraphs and tables of a Word document, and what it says about itself', async () => {
  const body = [
    paragraph('Sorting at home', 'Heading1'),
    paragraph('Four bins are enough for a household of three.'),
    paragraph('What goes where', 'Heading2'),
    `<w:tbl><w:tr>${cell('Thing')}${cell('Bin')}</w:tr><w:tr>${cell('Jar')}${cell('Glass')}</w:tr></w:tbl>`,
    paragraph('厨余垃圾每天清理。'),
  ].join('');
  const core =
    '<dc:title>Bins</dc:title><dc:creator>Ada Example</dc:creator><dcterms:created>2026-05-12T08:00:00Z</dcterms:created><dc:language>en</dc:language>';
  expect(await stepOf(makeZip(docxParts(body, core)))).toMatchObject({
    kept: true,
    record: {
      title: 'Bins',
      author: 'Ada Example',
      published: '2026-05-12T08:00:00Z',
      language: 'en',
      text: 'Sorting at home\n\nFour bins are enough for a household of three.\n\nWhat goes where\n\nThing | Bin\nJar | Glass\n\n厨余垃圾每天清理。',
      markdown: expect.stringMatching(/^# Sorting at home\n\nFour bins[^]*\n\n## What goes where\n\n/) as string,
      extractor: 'docx@3',
    },
  });
});

test('a document without properties has the title of its first heading', async () => {
  const step = await stepOf(makeZip(docxParts(paragraph('A heading', 'Heading1') + paragraph('Some text.'))));
  expect(step).toMatchObject({ record: { title: 'A heading', author: null, published: null } });
});

test('is known by what is in it, whatever it is called', () => {
  expect(mediaTypeOf(makeZip(docxParts('')), 'application/octet-stream')).toBe(DOCX);
  expect(mediaTypeOf(makeZip({ 'a.txt': 'a' }), 'application/octet-stream')).toBe('application/zip');
});

test('bombs, ruins and empty documents are drops with their reasons', async () => {
  const bomb = docxParts(paragraph('a'));
  const huge = Buffer.alloc(80 * 2 ** 20, 32);
  for (const lie of [undefined, 10]) {
    const drop = { stage: 'decode', rule: 'decompression-bomb' };
    expect(await stepOf(makeZip({ ...bomb, 'word/styles.xml': huge }, lie))).toMatchObject({ kept: false, drop });
  }
  const whole = makeZip(docxParts(paragraph('Some text.')));
  for (const cut of [60, 200, whole.length - 30]) {
    const step = await extractBare({ body: whole.subarray(0, cut), url: '', contentType: DOCX, extractor: 'readability' });
    expect(step).toMatchObject({ kept: false, drop: { stage: 'decode' } });
  }
  const noXml = { ...docxParts(''), 'word/document.xml': 'this is no XML' };
  expect(await stepOf(makeZip({ 'a.txt': 'a' }))).toMatchObject({ kept: false, drop: { rule: 'corrupt-document' } });
  expect(await stepOf(makeZip(noXml))).toMatchObject({ kept: false });
  expect(await stepOf(makeZip(docxParts('')))).toMatchObject({ kept: false, drop: { stage: 'extract', rule: 'no-text' } });
});

const TITLED = {
  'word/_rels/document.xml.rels':
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/></Relationships>',
  'word/styles.xml':
    '<?xml version="1.0"?><w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style></w:styles>',
  'word/footnotes.xml':
    '<?xml version="1.0"?><w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2"><w:p><w:r><w:t>Since last year.</w:t></w:r></w:p></w:footnote></w:footnotes>',
};

test('a paragraph set as the title is one, before what a program wrote; notes have no links back', async () => {
  const noted = '<w:p><w:r><w:t>Jars go into the green bin.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>';
  const parts = {
    ...docxParts(paragraph('Bins of the town', 'Titel') + noted, '<dc:title>Microsoft Word - bins.docx</dc:title>'),
    ...TITLED,
  };
  const step = await stepOf(makeZip(parts));
  if (!step.kept) throw new Error(step.drop.rule);
  expect(step.record.title).toBe('Bins of the town');
  expect(step.record.text).toBe('Bins of the town\n\nJars go into the green bin.[1]\n\nSince last year.');
  expect(step.record.markdown).toMatch(/^# Bins of the town\n/);
  expect(step.record.markdown).not.toContain('](');
});

const textIn = async (body: string, parts: Readonly<Record<string, string>> = {}): Promise<string> => {
  const step = await stepOf(makeZip({ ...docxParts(body), ...parts }));
  if (!step.kept) throw new Error(step.drop.rule);
  return step.record.text;
};
const run = (text: string, properties = ''): string => `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;

test('a dash and a million blanks cost little', async () => {
  expect(await textIn(`<w:p>${run(`Jars go into the green bin. —${' '.repeat(1e6)}`)}${run('Lids, too.')}</w:p>`)).toContain('Lids, too.');
});

test('hidden text is left out', async () => {
  const body = `<w:p>${run('Jars &amp; lids')}${run(' SECRET', '<w:vanish/>')}${run(' go', '<w:vanish w:val="0"/>')} </w:p>`;
  expect(await textIn(body)).toBe('Jars & lids go');
});

test('words under readings stay, their readings do not', async () => {
  const ruby = `<w:r><w:ruby><w:rubyPr/><w:rt>${run('とうきょう')}</w:rt><w:rubyBase>${run('東京')}</w:rubyBase></w:ruby></w:r>`;
  expect(await textIn(`<w:p>${ruby}${run('の駅')}</w:p>`)).toBe('東京の駅');
});

test('a table of contents is left out', async () => {
  const body = paragraph('Bins\t3', 'Verzeichnis1') + paragraph('Bins', 'Heading1') + paragraph('Some text.');
  const styles = TITLED['word/styles.xml'].replace('Titel', 'Verzeichnis1').replace('Title', 'toc 1');
  expect(await textIn(body, { ...TITLED, 'word/styles.xml': styles })).toBe('Bins\n\nSome text.');
});

describe('formulas are LaTeX', () => {
  const r = (text: string, properties = ''): string => `<m:r>${properties}<m:t>${text}</m:t></m:r>`;
  const e = (inner: string): string => `<m:e>${inner}</m:e>`;
  test.each([
    ['fractions', `<m:f><m:num>${r('a+1')}</m:num><m:den>${r('2b')}</m:den></m:f>`, '\\frac{a+1}{2b}'],
    ['scripts', `<m:sSubSup>${e(r('x'))}<m:sub>${r('i')}</m:sub><m:sup>${r('2')}</m:sup></m:sSubSup>`, 'x_i^2'],
    ['roots', `<m:rad><m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/>${e(r('x'))}</m:rad>`, '\\sqrt{x}'],
    [
      'sums',
      `<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>${r('i=1')}</m:sub><m:sup>${r('n')}</m:sup>${e(r('i'))}</m:nary>`,
      '\\sum_{i=1}^ni',
    ],
    [
      'functions and brackets',
      `<m:func><m:fName>${r('sin', '<m:rPr><m:sty m:val="p"/></m:rPr>')}</m:fName>${e(`<m:d>${e(r('α'))}</m:d>`)}</m:func>`,
      '\\sin(\\alpha)',
    ],
    ['accents', `<m:acc><m:accPr><m:chr m:val="⃗"/></m:accPr>${e(r('v'))}</m:acc>`, '\\vec{v}'],
    [
      'matrices',
      `<m:m><m:mr>${e(r('a'))}${e(r('b'))}</m:mr><m:mr>${e(r('c'))}${e(r('d'))}</m:mr></m:m>`,
      '\\begin{matrix} a & b \\\\ c & d \\end{matrix}',
    ],
    ['words', r('if so', '<m:rPr><m:nor/></m:rPr>'), '\\text{if so}'],
  ])('%s', async (_name, formula, tex) => {
    expect(await textIn(`<w:p>${run('So ')}<m:oMath>${formula}</m:oMath>${run(' holds.')}</w:p>`)).toBe(`So $${tex}$ holds.`);
  });

  test('as they are in Markdown, on lines of their own between two signs', async () => {
    const formula = `<w:p><m:oMathPara><m:oMath><m:sSub>${e(r('x'))}<m:sub>${r('i')}</m:sub></m:sSub>${r('*y')}</m:oMath></m:oMathPara></w:p>`;
    expect(await stepOf(makeZip(docxParts(formula + paragraph('Some text.'))))).toMatchObject({
      record: { markdown: '$$x_i*y$$\n\nSome text.' },
    });
  });
});

test('roots within roots cost no more than they are long', async () => {
  const nested = (depth: number): string =>
    depth === 0 ? '<m:r><m:t>x</m:t></m:r>' : `<m:rad><m:deg>${nested(depth - 1)}</m:deg><m:e/></m:rad>`;
  expect(await textIn(`<w:p><m:oMath>${nested(60)}</m:oMath></w:p>`)).toMatch(/^\$\\sqrt\[/);
});
