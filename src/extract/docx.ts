import { SaxesParser } from 'saxes';
import { parseHtml } from '../html/parse.ts';
import type { Drop, Extraction, Step } from '../records.ts';
import { FORMULA, readableXml } from './docx/readable.ts';
import { contentsOf, type Zip } from './docx/zip.ts';
import type { ExtractPage, Extractor } from './extract.ts';
import { givenTitle } from './given-title.ts';
import { markdownOf } from './markdown.ts';
import { mendLine } from './mend.ts';
import { languageTag, nameOf } from './metadata.ts';
import { plainText } from './plain-text.ts';
import { isoDate } from './published.ts';
import { unsaid } from './unsaid.ts';

const ID = 'docx@3';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Its parts are XML; more than this is a bomb. */
const MOST_BYTES = 64 * 2 ** 20;

const dropped = (stage: Drop['stage'], rule: string, because: string): Step<never> => ({ kept: false, drop: { stage, rule, because } });

async function extract(page: ExtractPage): Promise<Step<Extraction>> {
  const zip = contentsOf(page.body, MOST_BYTES);
  if (zip === 'bomb') return dropped('decode', 'decompression-bomb', `the document unpacks to more than ${MOST_BYTES} bytes`);
  if (zip === 'corrupt' || !zip.has('word/document.xml')) return dropped('decode', 'corrupt-document', 'the DOCX is damaged, or none');
  const html = await htmlOf(zip);
  if (html === null) return dropped('decode', 'corrupt-document', 'the DOCX is damaged');
  const nodes = parseHtml(html).children;
  const text = plainText(nodes);
  if (text === '') return dropped('extract', 'no-text', 'the document has no text');
  const said = propertiesOf(zip);
  const record: Extraction = {
    title: givenTitle(said.get('dc:title')) ?? mendLine(/<h1\b[^>]*>(.*?)<\/h1>/s.exec(html)?.[1]?.replace(/<[^>]*>/g, '')),
    text,
    markdown: markdownOf(nodes, page.url),
    author: nameOf(said.get('dc:creator')),
    published: isoDate(said.get('dcterms:created')),
    language: languageTag(said.get('dc:language')) ?? languageTag(page.language),
    ...unsaid,
    modified: isoDate(said.get('dcterms:modified')),
    extractor: ID,
  };
  return { kept: true, record };
}

/** What the styles of the library leave out; tables of contents say nothing of their own: names of styles are English in every language (ECMA-376 part 1 §17.7.4.9). */
const STYLES = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name^='toc '] => !",
  "p[style-name='table of figures'] => !",
  `r.${FORMULA} => math`,
];
/** Links from a note to its mark and back lead nowhere in a text. */
const BACK = / ?<a href="#(?:foot|end)note-ref-[^"]*">↑<\/a>/g;
const MARK = /<a href="#(?:foot|end)note-[^"]*" id="[^"]*">(\[\d+\])<\/a>/g;

/** Pictures are left out, so that nothing is encoded for nobody; nothing outside the file is read. */
async function htmlOf(zip: Zip): Promise<string | null> {
  // Only whoever meets such a document loads what reads it.
  const { default: mammoth } = await import('mammoth');
  const convertImage = mammoth.images.imgElement(async () => ({ src: '' }));
  try {
    // An archive that is open: the library takes one, though its types do not say so.
    const file = { file: openFiles(zip) } as unknown as { readonly buffer: Buffer };
    const { value } = await mammoth.convertToHtml(file, { convertImage, styleMap: STYLES, externalFileAccess: false });
    return value.replace(BACK, '').replace(MARK, '$1');
  } catch {
    return null;
  }
}

/** The files of an archive as the library asks for them. */
const openFiles = (zip: Zip): { exists(name: string): boolean; read(name: string, encoding?: string): Promise<string | Uint8Array> } => ({
  exists: (name) => zip.has(name),
  read: async (name, encoding) => {
    const bytes = zip.get(name) ?? Buffer.alloc(0);
    if (encoding === undefined) return bytes;
    if (encoding === 'base64') return bytes.toString('base64');
    const text = new TextDecoder(encoding).decode(bytes);
    return name.startsWith('word/') ? readableXml(text) : text;
  },
});

/** What the document says about itself (ECMA-376 part 2, core properties). */
function propertiesOf(zip: Zip): ReadonlyMap<string, string> {
  const said = new Map<string, string>();
  const parser = new SaxesParser();
  let name = '';
  parser.on('opentag', (tag) => {
    ({ name } = tag);
  });
  parser.on('text', (text) => {
    if (text.trim() !== '') said.set(name, text.trim());
  });
  parser.on('error', () => undefined);
  parser.write(zip.get('docProps/core.xml')?.toString('utf8') ?? '').close();
  return said;
}

/** Word documents. */
export const docxExtractor: Extractor = { id: ID, mediaTypes: [DOCX], extract };
