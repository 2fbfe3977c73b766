import { unitBits } from './characters.ts';

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
/** Those that are not `\n`. */
const OTHER_END = /[\r\v\f\u001C-\u001E\u0085\u2028\u2029]/;

export function splitLines(text: string): readonly string[] {
  const lines = text.split(OTHER_END.test(text) ? LINE_END : '\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** The end of a sentence in any script (Unicode property Sentence_Terminal). */
const END_MARK = /\p{Sentence_Terminal}$/u;
const ENDS = 1;
const endMarks = unitBits([[ENDS, END_MARK]]);

function isEnded(line: string): boolean {
  const last = line.charCodeAt(line.length - 1);
  // Half of a pair says nothing by itself.
  if ((last & 0xfc00) === 0xdc00) return END_MARK.test(line.slice(-2));
  return ((endMarks.table[last] || endMarks.look(last)) & ENDS) !== 0;
}

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
  let bullets = 0;
  let ellipses = 0;
  for (const line of all) {
    const trimmed = line.trim();
    if (trimmed.startsWith('•') || trimmed.startsWith('-')) bullets += 1;
    if (trimmed.endsWith('...') || trimmed.endsWith('…')) ellipses += 1;
  }
  const between = text.split('\n');
  const filled = between.filter((line) => line.trim() !== '');
  let ended = 0;
  let short = 0;
  for (const line of filled) {
    if (isEnded(line)) ended += 1;
    if (line.length <= SHORT) short += 1;
  }
  // As Gopher has it, who splits at runs of line ends: nothing before the first and after the last is an entry too.
  const ofLines = between.filter((line, at) => line !== '' || at === 0 || at === between.length - 1);
  const ofParagraphs = text.trim().split(/\n{2,}/);
  const [lines, paragraphs] = [duplicates(ofLines), duplicates(ofParagraphs)];
  const filledTwice = filled.length === ofLines.length ? lines : duplicates(filled);
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
    duplicate_characters: share(filledTwice.characters, text.length - (between.length - 1)),
  };
}
