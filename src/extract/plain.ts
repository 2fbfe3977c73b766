import type { Extraction, Step } from '../records.ts';
import type { ExtractPage, Extractor } from './extract.ts';
import { withoutNoise } from './mend.ts';
import { languageTag } from './metadata.ts';
import { unsaid } from './unsaid.ts';

const ID = 'plain@1';
const MAX_HEADING = 500;

/** The heading a text begins with, in Markdown or underlined by hand. */
function titleOf(text: string): string | null {
  const [first = '', second = ''] = text.slice(0, MAX_HEADING).split('\n', 2);
  if (/^#\s/.test(first)) return first.replace(/^#\s+/, '').replace(/#*$/, '').trim() || null;
  return /^(?:={3,}|-{3,})$/.test(second) ? first.trim() || null : null;
}

function extract(page: ExtractPage): Step<Extraction> {
  const text = withoutNoise(page.text)
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/(?<![ \t])[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '');
  if (text === '') return { kept: false, drop: { stage: 'extract', rule: 'no-text', because: 'the file is empty' } };
  const record: Extraction = {
    title: titleOf(text),
    text,
    markdown: text,
    author: null,
    published: null,
    language: languageTag(page.language),
    ...unsaid,
    extractor: ID,
  };
  return { kept: true, record };
}

/** Text that is text already. */
export const plainExtractor: Extractor = { id: ID, mediaTypes: ['text/plain'], extract };
