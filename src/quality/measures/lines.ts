/** What is counted over lines and paragraphs, as the published filters count each. Shares are 0 where there is nothing to count. */
export interface LineMeasures {
  /** Lines that are not blank. */
  readonly lines: number;
  /** Shares of lines, blank ones included (Gopher). */
  readonly bullet_lines: number;
  readonly ellipsis_lines: number;
  /** Shares of lines that are not blank (FineWeb). */
  readonly line_end_marks: number;
  readonly short_lines: number;
  /** Shares that stood in the text before, of lines and of characters (Gopher). */
  readonly duplicate_lines: number;
  readonly duplicate_line_characters: number;
  readonly duplicate_paragraphs: number;
  readonly duplicate_paragraph_characters: number;
  /** Characters of duplicate lines to all characters but line ends (FineWeb). */
  readonly duplicate_characters: number;
}

/** Where Python's `str.splitlines` breaks, for that is what Gopher's shares of lines were counted with. */
const LINE_END = /\r\n|[\n\r\v\f\u001C-\u001E\u0085\u2028\u2029]/;

export function splitLines(text: string): readonly string[] {
  const lines = text.split(LINE_END);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** The end of a sentence in any script (Unicode property Sentence_Terminal). */
const END_MARK = /\p{Sentence_Terminal}$/u;
/** Lines of at most so many characters are short. */
const SHORT = 30;

/** How many entries, and characters in them, stood in the list before. */
function duplicates(entries: readonly string[]): { readonly entries: number; readonly characters: number } {
  const seen = new Set<string>();
  let [count, characters] = [0, 0];
  for (const entry of entries) {
    if (seen.has(entry)) {
      count += 1;
      characters += entry.length;
    } else seen.add(entry);
  }
  return { entries: count, characters };
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

export function measureLines(text: string): LineMeasures {
  const all = splitLines(text);
  let [bullets, ellipses] = [0, 0];
  for (const line of all) {
    const trimmed = line.trim();
    if (trimmed.startsWith('•') || trimmed.startsWith('-')) bullets += 1;
    if (trimmed.endsWith('...') || trimmed.endsWith('…')) ellipses += 1;
  }
  const filled = text.split('\n').filter((line) => line.trim() !== '');
  let [ended, short] = [0, 0];
  for (const line of filled) {
    if (END_MARK.test(line.slice(-2))) ended += 1;
    if (line.length <= SHORT) short += 1;
  }
  const ofLines = text.split(/\n+/);
  const ofParagraphs = text.trim().split(/\n{2,}/);
  const [lines, paragraphs, filledTwice] = [duplicates(ofLines), duplicates(ofParagraphs), duplicates(filled)];
  const breaks = text.length - text.replaceAll('\n', '').length;
  return {
    lines: filled.length,
    bullet_lines: share(bullets, all.length),
    ellipsis_lines: share(ellipses, all.length),
    line_end_marks: share(ended, filled.length),
    short_lines: share(short, filled.length),
    duplicate_lines: share(lines.entries, ofLines.length),
    duplicate_line_characters: share(lines.characters, text.length),
    duplicate_paragraphs: share(paragraphs.entries, ofParagraphs.length),
    duplicate_paragraph_characters: share(paragraphs.characters, text.length),
    duplicate_characters: share(filledTwice.characters, text.length - breaks),
  };
}
