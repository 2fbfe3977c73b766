import { hash64 } from './hash.ts';
import { readMarkdown, withoutGone } from './markdown-lines.ts';

/** Counters, years and times; what is measured in figures (`12.5`, `40,000`, `20261`) is told apart by them. */
const COUNT = /(?<![\p{Nd}.,])\p{Nd}{1,4}(?!\p{Nd}|[.,]\p{Nd})/gu;
const SILENT = /[^\p{L}\p{M}\p{N}]+/gu;
const LETTER = /\p{L}/u;
/** Between the cells of a table's row in plain text: rows may differ in their figures alone. */
const CELL = ' | ';
/** Nothing, or nothing but the marks of a quotation. */
const BLANK = /^[>\s]*$/;

const folded = (line: string): string => line.toWellFormed().normalize('NFKC').toLowerCase();
const lettersOf = (line: string): string => folded(line).replace(SILENT, '');

const isAscii = (line: string): boolean => !/[^\0-\x7f]/.test(line);
const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39;
const isPoint = (unit: number): boolean => unit === 0x2e || unit === 0x2c;

/** What `folded`, `COUNT` and `SILENT` make of a line of ASCII, in one pass: most lines are. */
function asciiLetters(line: string): string {
  let letters = '';
  for (let at = 0; at < line.length;) {
    const unit = line.charCodeAt(at);
    const start = at;
    while (isDigit(line.charCodeAt(at))) at += 1;
    if (at > start) {
      const [before, after] = [line.charCodeAt(start - 1), line.charCodeAt(at)];
      const isCount = at - start <= 4 && !isPoint(before) && !(isPoint(after) && isDigit(line.charCodeAt(at + 1)));
      letters += isCount ? '0' : line.slice(start, at);
      continue;
    }
    at += 1;
    if (unit >= 0x61 && unit <= 0x7a) letters += line[start];
    else if (unit >= 0x41 && unit <= 0x5a) letters += String.fromCharCode(unit + 0x20);
  }
  return letters;
}

/** Null for a line without a letter: figures and rules alone say nothing of where they belong. */
function keyOf(line: string): bigint | null {
  if (!LETTER.test(line)) return null;
  if (isAscii(line) && !line.includes(CELL)) return hash64(asciiLetters(line));
  const shown = folded(line);
  return hash64((line.includes(CELL) ? shown : shown.replace(COUNT, '0')).replace(SILENT, ''));
}

/**
 * 64-bit keys, signed, of the distinct lines of a plain text that hold a letter. Case, width, white space and punctuation make no other key, nor do
 * whole numbers of up to four digits outside of tables: `Page 3 of 10` is `Page 4 of 12`.
 */
export function lineKeys(text: string): readonly bigint[] {
  const keys = new Set<bigint>();
  for (const line of new Set(text.split('\n'))) {
    const key = keyOf(line);
    if (key !== null) keys.add(key);
  }
  return [...keys];
}

export interface Trimmed {
  readonly text: string;
  readonly markdown: string;
  /** Lines that were taken out of the plain text. */
  readonly removed: number;
}

/**
 * A text without the lines whose keys are furniture, and its Markdown without the lines that show the same letters. Code stays as it is in both, and so
 * does a line of the text that reads like one of its lines.
 */
export function withoutLines(text: string, markdown: string, isFurniture: (key: bigint) => boolean): Trimmed {
  const lines = text.split('\n');
  const suspects = lines.map((line) => {
    const key = keyOf(line);
    return key !== null && isFurniture(key) ? lettersOf(line) : '';
  });
  const gone = new Set(suspects.filter((letters) => letters !== ''));
  if (gone.size === 0) return { text, markdown, removed: 0 };
  const written = readMarkdown(markdown);
  for (const [at, line] of written.source.entries()) if (written.isCode[at] === true) gone.delete(lettersOf(line));
  if (gone.size === 0) return { text, markdown, removed: 0 };
  const kept = lines.map((line, at) => (gone.has(suspects[at] ?? '') ? null : line));
  const keptMarkdown = withoutGone(written, (at) => written.isCode[at] === false && gone.has(lettersOf(written.shown[at] ?? '')));
  return {
    text: closedUp(kept),
    markdown: closedUp(keptMarkdown),
    removed: kept.filter((line) => line === null).length,
  };
}

/** Joins what is left: where lines fell away, no more than one blank one stays. */
function closedUp(lines: readonly (string | null)[]): string {
  const closed: string[] = [];
  let isGap = false;
  for (const line of lines) {
    if (line === null) {
      isGap = true;
      continue;
    }
    const isBlank = BLANK.test(line);
    const followsBlank = BLANK.test(closed.at(-1) ?? '');
    // Where a quotation ends, its own blank line makes way.
    if (isGap && isBlank && followsBlank) closed.splice(-1, 1, ...(closed.length > 0 && line === '' ? [''] : closed.slice(-1)));
    else closed.push(line);
    isGap &&= isBlank;
  }
  const end = isGap ? closed.findLastIndex((line) => !BLANK.test(line)) + 1 : closed.length;
  return closed.slice(0, end).join('\n');
}
