/** What a UTF-16 unit is to the measure of a text. */
export const Letter = {
  space: 1,
  lower: 2,
  upper: 3,
  digit: 4,
  /** A word is about two of them. */
  ideograph: 5,
  kana: 6,
  /** Scripts that write no spaces and whose words have about five letters: Thai, Lao, Khmer, Burmese. */
  unspaced: 7,
  comma: 8,
  /** Ends a sentence. */
  stop: 9,
  colon: 10,
  currency: 11,
  /** Bars, arrows and bullets, as menus and trails of links have them. */
  mark: 12,
  other: 13,
} as const;

const rules: readonly (readonly [letter: number, pattern: RegExp])[] = [
  [Letter.space, /[\s\u00A0\u200B\u00AD\uFEFF]/u],
  [Letter.digit, /\p{Nd}/u],
  [Letter.ideograph, /\p{Script=Han}/u],
  [Letter.kana, /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  [Letter.unspaced, /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u],
  [Letter.upper, /\p{Lu}/u],
  [Letter.lower, /[\p{L}\p{M}\p{N}_\u{200C}\u{200D}]/u],
  [Letter.comma, /[,،、，;；؛]/u],
  [Letter.stop, /[.!?…。！？؟।۔．]/u],
  [Letter.colon, /[:：]/u],
  [Letter.currency, /\p{Sc}/u],
  [Letter.mark, /[|›»→←‹«•·©►▼▲▶❯/]/u],
  [Letter.other, /[^]/u],
];

const known = new Uint8Array(65_536);

function classify(unit: number): number {
  // Surrogates come in pairs: the first counts for the letter, the second for nothing. Most are ideographs or pictures.
  const letter = unit >= 0xd8_40 && unit <= 0xd8_ff ? Letter.ideograph : unit >= 0xd8_00 && unit <= 0xdf_ff ? Letter.other : 0;
  const found = letter || (rules.find(([, pattern]) => pattern.test(String.fromCharCode(unit)))?.[0] ?? Letter.other);
  known[unit] = found;
  return found;
}

/** The class of a UTF-16 unit, one of `Letter`. */
export const letterOf = (unit: number): number => known[unit] || classify(unit);
