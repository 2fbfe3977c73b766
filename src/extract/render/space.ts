/** White space that is not one blank already; most is, and is left alone. */
const UNEVEN = /[^\S ]\s*| \s+/g;
const UNEVEN_IN_LINE = /[^\S\n ][^\S\n]*| [^\S\n]+/g;

/** Every run of white space as one blank. */
export const singleSpaced = (text: string): string => text.replace(UNEVEN, ' ');

/** The same, but newlines stay, without blanks beside them. */
export function tidyLines(text: string): string {
  const even = text.replace(UNEVEN_IN_LINE, ' ');
  return (even.includes('\n') ? even.replace(/ ?\n ?/g, '\n') : even).trim();
}

/** White space before a text, the text, and what is after it. */
export function trimmed(text: string): readonly [before: string, body: string, after: string] {
  const body = text.trim();
  const start = text.indexOf(body);
  return [text.slice(0, start), body, text.slice(start + body.length)];
}
