/**
 * Whatever ends a line or does not show, by anyone's reckoning: C0 and C1 controls, line and paragraph separators, direction marks,
 * non-characters. A reader that splits lines at U+2028 must not find our front matter's end in a title.
 */
const UNSEEN = /[\s\u0000-\u001F\u007F-\u009F\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]+/gu;
const PUNCTUATION = /[!-/:-@[-`{-~]/g;
const PLAIN = /^[\w.:/+@= -]+$/;

/** One line of text without anything that is not seen. */
export const oneLine = (text: string): string => text.toWellFormed().replace(UNSEEN, ' ').trim();

/** Text that means itself in Markdown: any ASCII punctuation may be escaped (CommonMark 0.31.2 §2.4); `<` and `&` become entities. */
export function escapeMarkdown(text: string): string {
  const line = oneLine(text);
  return line.replace(PUNCTUATION, (mark, at: number) => {
    if (mark === '<') return '&lt;';
    if (mark === '&') return '&amp;';
    return isProse(mark, line.slice(0, at), line.slice(at + 1)) ? mark : `\\${mark}`;
  });
}

/** Punctuation that is no markup where it stands: left alone, so that people can read the source. */
function isProse(mark: string, before: string, after: string): boolean {
  if (`,';"?/`.includes(mark)) return true;
  if (!/\p{L}$/u.test(before)) return false;
  return mark === '-' ? /^\p{L}/u.test(after) : '.:'.includes(mark) && /^(?: |$)/.test(after);
}

/** An https: or mailto: address as a link; anything else as text. */
export function link(address: string): string {
  return /^(?:https?:\/\/|mailto:)[\w.@:/~?=+-]+$/.test(address) ? `<${address}>` : escapeMarkdown(address);
}

/** A name in a code span, where nothing is markup; names with other than plain marks are escaped instead. */
export function code(name: string): string {
  const line = oneLine(name);
  return PLAIN.test(line) ? `\`${line}\`` : escapeMarkdown(line);
}

/** A table; the cells are Markdown already. Columns after the first are numbers and stand right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** A picture that stands beside the file. */
export const image = (path: string, alt: string): string => `![${escapeMarkdown(alt)}](${path})`;
