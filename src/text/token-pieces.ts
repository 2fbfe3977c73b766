const LONGEST = 256;

/** What byte-pair encoding takes as one word however long it is, in time that grows with its square: letters, white space, signs. */
const LONG_WORD = new RegExp(String.raw`[\p{L}\p{M}]{${LONGEST + 1},}|\s{${LONGEST + 1},}|[^\s\p{L}\p{M}\p{N}]{${LONGEST + 1},}`, 'gu');

/**
 * A text in pieces of which no word is longer than 256 units, so that counting takes time in proportion to length. Text without such words, as
 * all prose is, is one piece; each cut makes a count at most one token larger.
 */
export function* boundedPieces(text: string): Generator<string> {
  let from = 0;
  for (const { 0: word, index } of text.matchAll(LONG_WORD)) {
    for (let at = index + LONGEST; at < index + word.length; at += LONGEST) {
      const end = (text.charCodeAt(at) & 0xfc_00) === 0xdc_00 ? at + 1 : at;
      yield text.slice(from, end);
      from = end;
    }
  }
  yield text.slice(from);
}
