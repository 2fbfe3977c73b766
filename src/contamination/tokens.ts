/** What n-grams are made of: words; or characters, in scripts that put no space between words. */
export type Unit = 'words' | 'characters';

/** A text as it is compared: `NFKC`, lower case, letters, marks and digits alone. */
export interface Tokens {
  readonly tokens: readonly string[];
  /** A digest of each. */
  readonly digests: Int32Array;
}

const SPACELESS = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;
const PATTERNS: Readonly<Record<Unit, RegExp>> = {
  words: /[\p{L}\p{M}\p{N}]+/gu,
  // Marks go with their character; a word of another script is one token.
  characters: new RegExp(String.raw`[${SPACELESS}]\p{M}*|(?:(?![${SPACELESS}])[\p{L}\p{M}\p{N}])+`, 'gu'),
};
const LANGUAGES = /^(?:zh|ja|th|lo|km|my|yue|wuu|bo)(?:-|$)/;

/** In which units texts of a language are compared; both when the language is not known. */
export function unitsOf(language: string): readonly Unit[] {
  if (language === 'und' || language === '') return ['words', 'characters'];
  return [LANGUAGES.test(language) ? 'characters' : 'words'];
}

export function tokensOf(text: string, unit: Unit): Tokens {
  const tokens = text.toWellFormed().normalize('NFKC').toLowerCase().match(PATTERNS[unit]) ?? [];
  return { tokens, digests: Int32Array.from(tokens, digestOf) };
}

/** FNV-1a, over UTF-16 units. */
function digestOf(token: string): number {
  let digest = 0x81_1c_9d_c5;
  for (let at = 0; at < token.length; at += 1) digest = Math.imul(digest ^ token.charCodeAt(at), 0x01_00_01_93);
  return digest;
}
