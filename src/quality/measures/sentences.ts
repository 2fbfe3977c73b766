import { unitBits } from './characters.ts';

const NEXT_MARK = /[.!?…।۔؟。！？｡]/g;

/** What a code unit is around the end of a sentence, in bits. */
const MARK = 1;
/** A mark that needs no space after it. */
const CLOSED = 2;
const CLOSER = 4;
const SPACE = 8;
const LOWER_CASE = 16;
/** What an abbreviation ends with. */
const IN_WORD = 32;

const roles = unitBits([
  [MARK, /[.!?…।۔؟。！？｡]/],
  [CLOSED, /[。！？｡]/],
  [CLOSER, /["'”’»)\]」』）]/],
  [SPACE, /\s/],
  // A half of a pair may be either.
  [LOWER_CASE, /[\p{Ll}\uD800-\uDBFF]/u],
  [IN_WORD, /[\p{L}\p{M}.\uDC00-\uDFFF]/u],
]);
/** None at the end of a line. */
const roleAt = (line: string, at: number): number => roles.table[line.charCodeAt(at)] || roles.look(line.charCodeAt(at));

/** A point after these ends no sentence; nor does one after a single letter. */
const ABBREVIATIONS = new Set(
  'mr mrs ms dr prof st vs etc no nos vol fig eq ed eds cf al inc ltd co jr sr e.g i.e approx dept bzw z.b d.h usw ca nr str p.ej'.split(
    ' ',
  ),
);
const LONGEST_ABBREVIATION = 6;

/** Whether a point after what ends here belongs to an abbreviation or an initial. */
function isAbbreviated(line: string, end: number): boolean {
  const before = line.slice(Math.max(0, end - LONGEST_ABBREVIATION - 1), end);
  const word = /[\p{L}\p{M}.]*$/u.exec(before)?.[0] ?? '';
  return /^\p{L}$/u.test(word) || ABBREVIATIONS.has(word.toLowerCase());
}

/** Sentences of a line that is not blank: at least one. */
function sentencesOf(line: string): number {
  let count = 1;
  NEXT_MARK.lastIndex = 0;
  for (let found = NEXT_MARK.exec(line); found !== null; found = NEXT_MARK.exec(line)) {
    const begin = found.index;
    let at = begin + 1;
    while ((roleAt(line, at) & MARK) !== 0) at += 1;
    const isPoint = found[0] === '.' && at === begin + 1;
    while ((roleAt(line, at) & CLOSER) !== 0) at += 1;
    const after = at;
    while ((roleAt(line, at) & SPACE) !== 0) at += 1;
    NEXT_MARK.lastIndex = at;
    if (at === line.length || (at === after && (roleAt(line, begin) & CLOSED) === 0)) continue;
    if ((roleAt(line, at) & LOWER_CASE) !== 0 && /^\p{Ll}/u.test(line.slice(at, at + 2))) continue;
    if (isPoint && (roleAt(line, begin - 1) & IN_WORD) !== 0 && isAbbreviated(line, begin)) continue;
    count += 1;
  }
  return count;
}

/** Sentences of a text; the end of a line ends one. */
export function countSentences(text: string): number {
  let count = 0;
  for (const line of text.split('\n')) if (line.trim() !== '') count += sentencesOf(line.trim());
  return count;
}
