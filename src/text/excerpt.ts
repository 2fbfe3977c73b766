/** Letters that are given up at most so that no word is cut. */
const WORD = 30;

/** The beginning of a text, of at most so many letters; it ends between words where blanks part them. */
export function headOf(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = text.lastIndexOf(' ', most);
  return text.slice(0, end === -1 || end < most - WORD ? most : end);
}

/** The end of a text, likewise. */
export function tailOf(text: string, most: number): string {
  const from = text.length - most;
  if (from <= 0) return text;
  const start = text.indexOf(' ', from - 1) + 1;
  return text.slice(start === 0 || start > from + WORD ? from : start);
}
