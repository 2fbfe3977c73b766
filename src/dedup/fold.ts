/** What a code point is to the tokeniser. A mark goes on with whatever token is open; what is silent parts nothing. */
export const Kind = { unknown: 0, gap: 1, silent: 2, letter: 3, mark: 4, character: 5, syllable: 6, several: 7 } as const;

const KIND_BITS = 3;
export const kindOf = (folded: number): number => folded & ((1 << KIND_BITS) - 1);
/** The folded code point; of `several`, where they stand in `expansions`. */
export const codeOf = (folded: number): number => folded >> KIND_BITS;

/** Marks that writers leave out or put in: accents, cantillation and points, vowel signs of Arabic, voicing of kana. */
const OPTIONAL_MARKS = /[\u0300-\u036F\u0483-\u0487\u0591-\u05C7\u064B-\u065F\u0670\u3099\u309A]/gu;
const SILENT = /^[\p{Cf}\p{Variation_Selector}\u0640\u115F\u1160]$/u;
/** Scripts without spaces whose characters are words or nearly so. */
const CHARACTER = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Yi}\u30FC]$/u;
/** Scripts without spaces between words, whose letters are written around syllables. */
const SYLLABLE =
  /^[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Javanese}\p{Script=Balinese}]$/u;

function kindIn(point: string): number {
  if (SILENT.test(point)) return Kind.silent;
  if (/\p{M}/u.test(point)) return Kind.mark;
  if (!/[\p{L}\p{N}]/u.test(point)) return Kind.gap;
  if (CHARACTER.test(point)) return Kind.character;
  return SYLLABLE.test(point) ? Kind.syllable : Kind.letter;
}

/** Code points of letters that fold to more than one, each with its kind. */
export const expansions: (readonly number[])[] = [];

const packed = (point: string): number => ((point.codePointAt(0) ?? 0) << KIND_BITS) | kindIn(point);

/** Compatibility forms, case and optional marks away. Unicode never changes this for a letter that it has (its stability policy). */
function look(code: number): number {
  const whole = String.fromCodePoint(code).toWellFormed().normalize('NFKD').replace(OPTIONAL_MARKS, '').normalize('NFKC');
  const points = Array.from(whole.toUpperCase().toLowerCase(), packed);
  const [first = Kind.silent] = points;
  if (points.length < 2) return first;
  expansions.push(points);
  return ((expansions.length - 1) << KIND_BITS) | Kind.several;
}

const table = new Int32Array(0x1_00_00);
const beyond = new Map<number, number>();

/** A code point folded, with its kind; looked up once and kept. */
export function fold(code: number): number {
  if (code < table.length) return table[code] || (table[code] = look(code));
  const known = beyond.get(code) ?? look(code);
  beyond.set(code, known);
  return known;
}
