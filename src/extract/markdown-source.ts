import { isTag } from 'domhandler';
import { findOne, innerText } from 'domutils';
import MarkdownIt from 'markdown-it';
import footnotes from 'markdown-it-footnote';
import { parseHtml } from '../html/parse.ts';
import type { Extraction, Step } from '../records.ts';
import { fieldText, type FrontMatter } from '../text/front-matter.ts';
import type { ExtractPage, Extractor } from './extract.ts';
import { mendLine, withoutNoise } from './mend.ts';
import { languageTag, nameOf } from './metadata.ts';
import { plainText } from './plain-text.ts';
import { writtenDate } from './published.ts';
import { unsaid } from './unsaid.ts';

const ID = 'markdown@2';

/** CommonMark, tables, strikethrough and footnotes; HTML within is what it would be on a page. The marks of footnotes are no text. */
const reader = new MarkdownIt({ html: true }).use(footnotes);
for (const mark of ['footnote_ref', 'footnote_anchor', 'footnote_block_open'] as const) {
  reader.renderer.rules[mark] = () => (mark === 'footnote_block_open' ? '<section><ol>' : '');
}

/** Formulas between dollars, as GitHub reads them: nothing in them is Markdown, and between two prices or names of variables there is none. */
reader.inline.ruler.before('escape', 'formula', (state, silent) => {
  const { src, pos } = state;
  if (src[pos] !== '$') return false;
  const mark = src[pos + 1] === '$' ? '$$' : '$';
  const end = src.indexOf(mark, pos + mark.length);
  if (end < 0) return false;
  const tex = src.slice(pos + mark.length, end);
  const isBetween = /[A-Za-z\d]/.test(`${src[pos - 1] ?? ''}${src[end + 1] ?? ''}`) || /^\s|\s$|`|\*\*|\]\(/.test(tex);
  if (tex === '' || (mark === '$' && isBetween)) return false;
  if (!silent) state.push('text', '', 0).content = src.slice(pos, end + mark.length);
  state.pos = end + mark.length;
  return true;
});

/** A name, or several: texts, or objects with a `name`. */
function authorOf({ fields }: FrontMatter): string | null {
  const names = [fields['author'] ?? fields['authors']].flat().map((entry: unknown) => {
    const name = typeof entry === 'object' && entry !== null && 'name' in entry ? entry.name : entry;
    return typeof name === 'string' ? nameOf(name) : null;
  });
  return names.filter((name) => name !== null).join(', ') || null;
}

function extract(page: ExtractPage): Step<Extraction> {
  const { frontMatter } = page;
  const markdown = withoutNoise(frontMatter?.body ?? page.text)
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/^(?:[ \t]*\n)+|\s+$/g, '');
  const nodes = parseHtml(reader.render(markdown)).children;
  const text = plainText(nodes);
  if (text === '') return { kept: false, drop: { stage: 'extract', rule: 'no-text', because: 'the file has no text' } };
  const heading = findOne((element) => isTag(element) && /^h[1-6]$/.test(element.name), nodes);
  const said = (...names: readonly string[]): string | null => (frontMatter === null ? null : fieldText(frontMatter, ...names));
  const record: Extraction = {
    title: mendLine(said('title')) ?? (heading === null ? null : mendLine(innerText(heading))),
    text,
    markdown,
    author: frontMatter === null ? null : authorOf(frontMatter),
    published: writtenDate(said('date', 'published', 'pubdate') ?? ''),
    language: languageTag(said('lang', 'language')) ?? languageTag(page.language),
    ...unsaid,
    extractor: ID,
  };
  return { kept: true, record };
}

/** Markdown files: kept as they are, and read as a browser would show them. */
export const markdownExtractor: Extractor = { id: ID, mediaTypes: ['text/markdown', 'text/x-markdown'], extract };
