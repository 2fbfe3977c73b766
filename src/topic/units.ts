/** What a letter is for words: nothing of one, a part of one, or a unit by itself, as in scripts that put no spaces between words. */
const NONE = 0;
const PART = 1;
const ALONE = 2;

const KINDS = kindsOfLetters();

function kindsOfLetters(): Uint8Array {
  const kinds = new Uint8Array(0x1_00_00);
  for (let code = 0; code < kinds.length; code += 1) {
    const letter = String.fromCharCode(code);
    // Half of a letter beyond the basic plane, mostly a rare Chinese one, counts as a letter.
    if (
      /[\p{Script=Han}\p{Script=Hira}\p{Script=Kana}\p{Script=Hang}\p{Script=Thai}\p{Script=Laoo}\p{Script=Khmr}\p{Script=Mymr}\p{Cs}]/u.test(
        letter,
      )
    )
      kinds[code] = ALONE;
    else if (/[\p{L}\p{N}\p{M}]/u.test(letter)) kinds[code] = PART;
  }
  return kinds;
}

/** Full-width letters as usual ones, ligatures as their letters, no capitals: what is the same to a reader is the same text. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

/**
 * Calls `visit` for each unit of a folded text, with where it begins: words, reduced to their stems, and single letters of scripts
 * that put no spaces between words.
 */
export function visitUnits(text: string, visit: (unit: string, start: number) => void): void {
  for (let at = 0; at < text.length; at += 1) {
    const kind = KINDS[text.charCodeAt(at)];
    if (kind === NONE) continue;
    if (kind === ALONE) {
      visit(text.charAt(at), at);
      continue;
    }
    const start = at;
    while (KINDS[text.charCodeAt(at + 1)] === PART) at += 1;
    visit(stemOf(text.slice(start, at + 1)), start);
  }
}

export function unitsOf(text: string): readonly string[] {
  const units: string[] = [];
  visitUnits(text, (unit) => units.push(unit));
  return units;
}

/**
 * A word without its commonest endings, so that bins is bin, and recycled and recycling are recycle. Simple on purpose: words are only ever
 * compared with the few of a topic, so that two which fall together by chance hardly ever matter.
 */
function stemOf(word: string): string {
  const singular = word.length > 3 ? withoutPlural(word) : word;
  const base = singular.length > 4 ? withoutEnding(singular) : singular;
  return base.length > 3 && base.endsWith('e') ? base.slice(0, -1) : base;
}

function withoutPlural(word: string): string {
  if (!word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return /(?:ch|sh|ss|x|z)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
}

function withoutEnding(word: string): string {
  const ending = word.endsWith('ing') ? 3 : word.endsWith('ed') ? 2 : 0;
  const stem = word.slice(0, word.length - ending);
  if (ending === 0 || stem.length < 3 || !/[aeiouy]/.test(stem)) return word;
  return /([bdgmnprt])\1$/.test(stem) ? stem.slice(0, -1) : stem;
}
