/** FNV-1a over UTF-16 units, from a seed that keeps kinds of tokens apart. */
export function hashOf(text: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01_00_01_93);
  return hash;
}

/** Two hashes as one; not symmetric. */
export const mix = (a: number, b: number): number => {
  const hash = Math.imul(a ^ (b + 0x9e_37_79_b9), 0x85_eb_ca_6b);
  return hash ^ (hash >>> 15);
};

const CLASS_SEED = 0x51_ed_27_0b;
const ID_SEED = 0x2f_0b_44_21;
/** A class attribute longer than this is a generator's output. */
const MAX_LETTERS = 400;
const MAX_TOKENS = 24;

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;
const isUpper = (unit: number): boolean => unit >= 65 && unit <= 90;
const isLower = (unit: number): boolean => (unit >= 97 && unit <= 122) || unit > 127;

/**
 * Hashes of the words in a class or id: `postBody`, `post-body` and `post_body2` have the words `post` and `body`. Figures are left out, for
 * they number things.
 */
function addWords(value: string, seed: number, into: number[], more = MAX_TOKENS): void {
  const end = Math.min(value.length, MAX_LETTERS);
  const most = into.length + more;
  let hash = seed;
  let length = 0;
  let wasLower = false;
  for (let i = 0; i <= end; i += 1) {
    const unit = i < end ? value.charCodeAt(i) : 0;
    const upper = isUpper(unit);
    const lower = !upper && isLower(unit);
    const isEnd = (!upper && !lower && !isDigit(unit)) || (upper && wasLower);
    if (isEnd) {
      if (length > 1 && into.push(hash) >= most) return;
      hash = seed;
      length = 0;
    }
    if (upper || lower) {
      hash = Math.imul(hash ^ (upper ? unit + 32 : unit), 0x01_00_01_93);
      length += 1;
    }
    wasLower = lower;
  }
}

/** The hash of a class attribute without its figures, which number things. */
export function classHash(value: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < value.length; i += 1) {
    const unit = value.charCodeAt(i);
    if (!isDigit(unit)) hash = Math.imul(hash ^ unit, 0x01_00_01_93);
  }
  return hash;
}

/** Hashes of so many words at the beginning of a text, as if it was a class. */
export function wordTokens(text: string, most: number): number[] {
  const tokens: number[] = [];
  addWords(text, CLASS_SEED, tokens, most);
  return tokens;
}

/** Hashes of the words in an element's class and id. */
export function nameTokens(attribs: Readonly<Record<string, string>>): number[] {
  const tokens: number[] = [];
  const { class: names, id } = attribs;
  if (names !== undefined) addWords(names, CLASS_SEED, tokens);
  if (id !== undefined) addWords(id, ID_SEED, tokens);
  return tokens;
}
