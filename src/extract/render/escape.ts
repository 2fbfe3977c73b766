/** Formulas that a page writes out for a script to draw: nothing in them is Markdown. */
const FORMULA = /(\$\$[^$]+\$\$|\\\((?:[^\\]|\\(?!\())*?\\\)|\\\[(?:[^\\]|\\(?!\[))*?\\\])/;

/** What would be read as Markdown within a line (CommonMark §6, GFM §6.5), and only where it would: an underscore in a word is none. */
function escapeInline(text: string, strikes: boolean): string {
  const escaped = text
    .replace(/\\(?=[!-/:-@[-`{-~\s]|$)/g, '\\\\')
    .replace(/[*`]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}_])_+|(?<!_)_+(?![\p{L}\p{N}_])/gu, (run) => run.replaceAll('_', '\\_'))
    .replace(/\](?=\()|\[(?=\^[^[\]]*\])/g, '\\$&')
    .replace(/<(?=[a-z/!?])/gi, '\\<')
    .replace(/&(?=#?\w+;)/g, '\\&');
  return strikes ? escaped.replace(/(?<!\s)~|~(?=~)/g, '\\~') : escaped;
}

/** Most text has none of these, and is Markdown as it is. */
const SUSPECT = /[\\*`_[\]~<&]/;

/** With `strikes`, there are several tildes in its line: one alone strikes nothing out. */
export const escapeText = (text: string, strikes = false): string =>
  !SUSPECT.test(text) && !text.includes('$$')
    ? text
    : FORMULA.test(text)
      ? text
          .split(FORMULA)
          .map((part, i) => (i % 2 === 1 ? part : escapeInline(part, strikes)))
          .join('')
      : escapeInline(text, strikes);

/** What would be read as a block at the start of a line (CommonMark §4, §5). */
export const escapeStart = (line: string): string => (/^[#\-+\d>=[]/.test(line) ? escapeMark(line) : line);

/** What would be read as the end of a heading, and not written (CommonMark §4.2). */
export const escapeEnd = (heading: string): string => (heading.endsWith('#') ? heading.replace(/(^| )(#+)$/, '$1\\$2') : heading);

const escapeMark = (line: string): string =>
  line
    .replace(/^(#{1,6})(?=\s|$)/, '\\$1')
    .replace(/^([-+])(?=\s|$)/, '\\$1')
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
    .replace(/^>/, '\\>')
    .replace(/^\[(?=(?:[^[\]\\]|\\[^])+\]:)/, '\\[')
    .replace(/^(?=(?:=+\s*|-[-\s]+)$)/, '\\');
