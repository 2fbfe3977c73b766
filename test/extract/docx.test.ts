import { expect, test } from 'vitest';
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
      extractor: 'docx@2',
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
