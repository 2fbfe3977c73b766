/** Line breaks between two places of a text. */
export function breaksIn(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** The line, from 1, on which a character of a text stands. */
export const lineAt = (text: string, at: number): number => 1 + breaksIn(text, 0, at);
