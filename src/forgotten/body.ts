import { textContent } from 'domutils';
import { parseHtml } from '../html/parse.ts';
import type { Headers } from '../records.ts';
import { decodeBody } from '../text/charset.ts';
import { lettersOf } from './passage.ts';

/** Bodies that no decoder of text is to touch begin so: PDF, zip (and so docx), pictures. */
const BINARY = /^(?:%PDF-|PK\x03\x04|\x89PNG|\xff\xd8\xff|GIF8)/;

/**
 * The letters of a body as it came: of its source, where attributes and embedded data stand, and of the text that is left when markup and entities
 * are read. Nothing of a PDF or Word document: only an extractor reads those.
 */
export function lettersOfBody(body: Uint8Array, headers: Headers): readonly string[] {
  if (BINARY.test(Buffer.from(body.buffer, body.byteOffset, Math.min(8, body.byteLength)).toString('latin1'))) return [];
  const { text } = decodeBody(body, headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1]);
  const source = lettersOf(text);
  return text.includes('<') ? [source, lettersOf(textContent(parseHtml(text)))] : [source];
}
