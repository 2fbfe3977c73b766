import { type Block, MAX_WORD_HASHES } from './layout.ts';
import { Letter, letterOf } from './letters.ts';

const WORD_SEED = 0x62_8a_4c_37;
/** Words per letter of scripts that write no spaces. */
const IDEOGRAPH = 0.6;
const KANA = 0.4;
const UNSPACED = 0.2;

/** Letters of a longer string. */
export interface Span {
  readonly source: string;
  readonly from: number;
  readonly to: number;
}

/** Adds a text to the measures of its block, in one look at each letter. A word never goes on in the next text. */
export function countLetters(block: Block, text: Span, isLink: boolean, isEmphatic: boolean): void {
  const { source, from, to } = text;
  const { wordHashes } = block;
  let words = 0;
  let letters = 0;
  let inWord = false;
  let word = WORD_SEED;
  let { hash, last } = block;
  for (let i = from; i < to; i += 1) {
    const unit = source.charCodeAt(i);
    const letter = letterOf(unit);
    if (letter === Letter.space) {
      if (inWord && wordHashes.length < MAX_WORD_HASHES) wordHashes.push(word);
      inWord = false;
      continue;
    }
    if (block.firstLetter === 0) block.firstLetter = letter;
    last = letter;
    if (letter <= Letter.digit) {
      const folded = letter === Letter.upper && unit < 128 ? unit + 32 : letter === Letter.digit ? 48 : unit;
      if (!inWord) {
        words += 1;
        word = WORD_SEED;
      }
      inWord = true;
      word = Math.imul(word ^ folded, 0x01_00_01_93);
      hash = Math.imul(hash ^ (letter === Letter.digit ? unit : folded), 0x01_00_01_93);
      if (letter === Letter.digit) block.digits += 1;
      else letters += 1;
      if (letter === Letter.upper) block.uppers += 1;
      continue;
    }
    if (inWord && wordHashes.length < MAX_WORD_HASHES) wordHashes.push(word);
    inWord = false;
    if (letter <= Letter.unspaced) {
      words += letter === Letter.ideograph ? IDEOGRAPH : letter === Letter.kana ? KANA : UNSPACED;
      letters += 1;
      hash = Math.imul(hash ^ unit, 0x01_00_01_93);
      if (wordHashes.length < MAX_WORD_HASHES) wordHashes.push(Math.imul(WORD_SEED ^ unit, 0x01_00_01_93));
    } else if (letter === Letter.comma) block.commas += 1;
    else if (letter === Letter.stop) block.stops += 1;
    else if (letter === Letter.colon) block.colons += 1;
    else if (letter === Letter.currency) block.currencies += 1;
    else if (letter === Letter.mark) block.marks += 1;
    else block.others += 1;
  }
  if (inWord && wordHashes.length < MAX_WORD_HASHES) wordHashes.push(word);
  block.words += words;
  block.letters += letters;
  if (isLink) block.linkWords += words;
  if (isEmphatic) block.emphasisWords += words;
  block.hash = hash;
  block.last = last;
}
