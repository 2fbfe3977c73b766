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

const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39;
/** Three points are one character that is spelt out. */
const ELLIPSIS = 0x20_26;
const isPoint = (unit: number): boolean => unit === 0x2e || unit === 0x2c;

/** Bits of `units` above the folded code unit, which is 0 where it is silent. */
const LETTER_BIT = 1 << 16;
const KNOWN = 1 << 17;
/** What needs its neighbours to be folded, or becomes several, or a figure. */
const HARD = 1 << 18;
const JAMO = /[\u1100-\u11FF\uA960-\uA97F\uD7B0-\uD7FF\uFFA0-\uFFDC]/;

const units = new Int32Array(0x1_00_00);

function look(code: number): number {
  const unit = String.fromCharCode(code);
  const letters = lettersOf(unit);
  const compatible = unit.normalize('NFKC');
  const dependsOnOthers = /[\p{M}\p{Cs}\uFF9E\uFF9F]/u.test(unit) || JAMO.test(compatible) || compatible.includes('Σ');
  const isFigure = code > 0x7f && code !== ELLIPSIS && /[\p{N}.,]/u.test(compatible);
  if (dependsOnOthers || isFigure || letters.length > 1) return KNOWN | HARD;
  return KNOWN | (LETTER.test(unit) ? LETTER_BIT : 0) | (letters === '' ? 0 : letters.charCodeAt(0));
}

let room = new Uint16Array(1024);

/**
 * What `folded`, `COUNT` and `SILENT` make of a line, in one pass: in `room`, so many units. -1 where it takes more than a look at each unit, as few lines
 * do; null without a letter.
 */
function foldInto(line: string): number | null {
  if (room.length < line.length) room = new Uint16Array(line.length * 2);
  let [length, seen] = [0, 0];
  for (let at = 0; at < line.length;) {
    const start = at;
    while (isDigit(line.charCodeAt(at))) at += 1;
    if (at > start) {
      const [before, after] = [line.charCodeAt(start - 1), line.charCodeAt(at)];
      const isCount = at - start <= 4 && !isPoint(before) && before !== ELLIPSIS && !(isPoint(after) && isDigit(line.charCodeAt(at + 1)));
      if (isCount) room[length++] = 0x30;
      else for (let digit = start; digit < at; digit += 1) room[length++] = line.charCodeAt(digit);
      continue;
    }
    const code = line.charCodeAt(at);
    const unit = units[code] || (units[code] = look(code));
    if ((unit & HARD) !== 0) return -1;
    seen |= unit;
    if ((unit & 0xff_ff) !== 0) room[length++] = unit & 0xff_ff;
    at += 1;
  }
  return (seen & LETTER_BIT) === 0 ? null : length;
}

/** The same for any line. */
function foldSlowly(line: string): number | null {
  if (!LETTER.test(line)) return null;
  const shown = folded(line);
  const letters = (line.includes(CELL) ? shown : shown.replace(COUNT, '0')).replace(SILENT, '');
  if (room.length < letters.length) room = new Uint16Array(letters.length * 2);
  for (let at = 0; at < letters.length; at += 1) room[at] = letters.charCodeAt(at);
  return letters.length;
}

/** Null for a line without a letter: figures and rules alone say nothing of where they belong. */
function keyOf(line: string): bigint | null {
  const quick = line.includes(CELL) ? -1 : foldInto(line);
  const length = quick === -1 ? foldSlowly(line) : quick;
  return length === null ? null : hash64(room, length);
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
