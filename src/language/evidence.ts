/** Places of a long text that are read, and UTF-16 units of each. */
const PLACES = 5;
const PLACE = 100;
/** How far a place moves to begin and end between words. */
const REACH = 30;

/** What marks a run of ASCII that no prose has: addresses, paths, calls, assignments, camelCase, numbers. */
const CODE = /[{}<>=_/\\$#|@&*^~`\d]|[a-z][A-Z]|\w[.(:]\w|\(\)/;
const NUMBER = /^[\d.,:%-]+$/;
/** A line with this share of such runs is no prose, and one that ends like this is none either. */
const MOST_CODE = 1 / 3;
const CODE_END = /(?:[{}]|[)}\]];)\s*$/;

/** What tells the language of a text: its words in one line; of a long text, samples from beginning to end. No addresses, code, numbers. */
export function evidenceOf(text: string): string {
  if (text.length <= PLACES * PLACE) return proseOf(text);
  const step = (text.length - PLACE) / (PLACES - 1);
  return Array.from({ length: PLACES }, (_, at) => proseAt(text, Math.round(at * step), PLACE)).join(' ');
}

/** The prose of about `length` units from `start`, cut between words where there are any. */
export function proseAt(text: string, start: number, length: number): string {
  return proseOf(text.slice(start === 0 ? 0 : wordEnd(text, start), wordEnd(text, start + length)));
}

function wordEnd(text: string, at: number): number {
  const near = text.slice(at, at + REACH).search(/\s/);
  return near < 0 ? at : at + near;
}

/** In one line. Half a character, where a place cuts one, is no letter. */
const proseOf = (text: string): string =>
  text
    .split('\n')
    .map((line) => (CODE.test(line) ? withoutCode(line) : line))
    .join(' ')
    .replaceAll('\u00AD', '')
    .replace(/[^\p{L}\p{M}'’\u200C\u200D]+/gu, ' ')
    .trim();

function withoutCode(line: string): string {
  let runs = 0;
  let code = 0;
  const prose = line.replace(/[!-~]+/g, (run) => {
    runs += 1;
    if (!CODE.test(run)) return run;
    if (!NUMBER.test(run)) code += 1;
    return ' ';
  });
  return (code > 1 && code > runs * MOST_CODE) || CODE_END.test(line) ? '' : prose;
}
