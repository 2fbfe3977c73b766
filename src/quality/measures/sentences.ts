const MARKS = new Set('.!?…।۔؟。！？｡');
const NEXT_MARK = /[.!?…।۔؟。！？｡]/g;
/** These need no space after them. */
const CLOSED = new Set('。！？｡');
const CLOSERS = new Set('"\'”’»)]」』）');

/** A point after these ends no sentence; nor does one after a single letter. */
const ABBREVIATIONS = new Set(
  'mr mrs ms dr prof st vs etc no nos vol fig eq ed eds cf al inc ltd co jr sr e.g i.e approx dept bzw z.b d.h usw ca nr str p.ej'.split(
    ' ',
  ),
);
const LONGEST_ABBREVIATION = 6;

const isSpace = (character: string): boolean => character.trim() === '';

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
    const mark = found[0];
    let at = begin + 1;
    while (MARKS.has(line.charAt(at))) at += 1;
    const isPoint = mark === '.' && at === begin + 1;
    while (CLOSERS.has(line.charAt(at))) at += 1;
    const after = at;
    while (at < line.length && isSpace(line.charAt(at))) at += 1;
    NEXT_MARK.lastIndex = at;
    if (at === line.length || (at === after && !CLOSED.has(mark))) continue;
    if (/^\p{Ll}/u.test(line.slice(at, at + 2)) || (isPoint && isAbbreviated(line, begin))) continue;
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
