import type { Drop, Extraction, Step } from '../records.ts';
import type { ExtractPage, Extractor } from './extract.ts';
import { mendLine, withoutNoise } from './mend.ts';
import { languageTag, nameOf } from './metadata.ts';
import { inReadingOrder } from './pdf/columns.ts';
import { withoutFurniture } from './pdf/furniture.ts';
import { asWritten } from './pdf/letters.ts';
import { linesOf } from './pdf/lines.ts';
import { hyphenatedWords, mended, type Paragraph, paragraphsOf } from './pdf/paragraphs.ts';
import { type Pdf, readPdf } from './pdf/read.ts';
import { givenTitle } from './given-title.ts';
import { unsaid } from './unsaid.ts';

const ID = 'pdf@3';

/** Text that is so much larger than most is a heading, when it is short. */
const HEADING = 1.12;
const LONGEST_HEADING = 200;
const LEVELS = 4;

const dropped = (stage: Drop['stage'], rule: string, because: string): Step<never> => ({ kept: false, drop: { stage, rule, because } });

async function extract(page: ExtractPage): Promise<Step<Extraction>> {
  const pdf = await readPdf(page.body);
  if (pdf === 'encrypted') return dropped('decode', 'encrypted', 'the PDF opens with a password only');
  if (pdf === 'corrupt') return dropped('decode', 'corrupt-document', 'the PDF is damaged');
  const paragraphs = paragraphsIn(pdf);
  if (paragraphs.length === 0) return dropped('extract', 'no-text', `the ${pdf.pages.length} pages have no text: they may be scans`);
  const levels = headingLevels(paragraphs);
  const firstHeading = paragraphs.find(({ size }) => levels.get(size) === 1)?.text ?? null;
  const record: Extraction = {
    title: givenTitle(pdf.title) ?? mendLine(firstHeading),
    text: textOf(paragraphs),
    markdown: markdownOf(paragraphs, levels),
    author: pdf.author === null ? null : nameOf(pdf.author),
    published: dateOf(pdf.created),
    language: languageTag(pdf.language) ?? languageTag(page.language),
    ...unsaid,
    modified: dateOf(pdf.modified),
    extractor: ID,
  };
  return { kept: true, record };
}

function paragraphsIn({ pages }: Pdf): readonly Paragraph[] {
  const laid = withoutFurniture(pages.map((page) => ({ height: page.height, lines: linesOf(page) })));
  const hyphenated = hyphenatedWords(laid.flatMap(({ lines }) => lines.map(({ text }) => text)));
  const paragraphs = laid.flatMap(({ lines }) => inReadingOrder(lines).flatMap((column) => paragraphsOf(column, hyphenated)));
  return mended(paragraphs, hyphenated)
    .map((paragraph) => ({ ...paragraph, text: asWritten(withoutNoise(paragraph.text).toWellFormed()).trim() }))
    .filter(({ text }) => text !== '');
}

/** Sizes of letters that only headings have, the largest being of level 1. */
function headingLevels(paragraphs: readonly Paragraph[]): ReadonlyMap<number, number> {
  const letters = new Map<number, number>();
  for (const { text, size } of paragraphs) letters.set(size, (letters.get(size) ?? 0) + text.length);
  const [body] = [...letters].reduce((most, each) => (each[1] > most[1] ? each : most), [0, 0]);
  const sizes = [
    ...new Set(
      paragraphs
        .filter(({ text, size, cells }) => size > HEADING * body && text.length <= LONGEST_HEADING && cells === null)
        .map(({ size }) => size),
    ),
  ];
  return new Map(sizes.sort((a, b) => b - a).map((size, n) => [size, Math.min(n + 1, LEVELS)]));
}

/** Rows of a table stand close. */
const textOf = (paragraphs: readonly Paragraph[]): string =>
  paragraphs.map(({ text, cells }, n) => (n === 0 ? '' : cells !== null && paragraphs[n - 1]?.cells ? '\n' : '\n\n') + text).join('');

/** A row with more cells than the head of its table begins another one; GFM takes those with fewer. */
function markdownOf(paragraphs: readonly Paragraph[], levels: ReadonlyMap<number, number>): string {
  let columns = 0;
  const blocks = paragraphs.map(({ text, size, cells }) => {
    const isFirst = cells !== null && cells.length > columns;
    if (cells === null || isFirst) columns = cells?.length ?? 0;
    if (cells !== null) return (isFirst ? '\n\n' : '\n') + rowOf(cells, isFirst);
    const level = text.length <= LONGEST_HEADING ? levels.get(size) : undefined;
    return level === undefined ? `\n\n${escaped(text)}` : `\n\n${'#'.repeat(level)} ${escaped(text)}`;
  });
  return blocks.join('').trimStart();
}

/** A row of a table; the first one is its head. */
function rowOf(cells: readonly string[], isFirst: boolean): string {
  const row = `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return isFirst ? `${row}\n|${' --- |'.repeat(cells.length)}` : row;
}

const escaped = (text: string): string =>
  text.replace(/([\\`*_[\]<>])/g, '\\$1').replace(/^(#{1,6}\s|[+-]\s|\d+[.)]\s)/, (mark) => mark.replace(/([#+.)-])/, '\\$1'));

/** PDF 32000-1 §7.9.4; what is left out of a zone means it is not known. */
function dateOf(stamp: string | null): string | null {
  const [, year = '', month = '01', day = '01'] = /^(?:D:)?(\d{4})(\d{2})?(\d{2})?/.exec(stamp ?? '') ?? [];
  const date = `${year}-${month}-${day}`;
  return year !== '' && !Number.isNaN(Date.parse(date)) ? date : null;
}

/** PDF files with a text layer: columns one after the other, words mended, running heads gone. */
export const pdfExtractor: Extractor = { id: ID, mediaTypes: ['application/pdf'], extract };
