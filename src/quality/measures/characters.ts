/** What a UTF-16 code unit is to a tokenizer. Space is 0. */
export const Kind = { space: 0, letter: 1, mark: 2, digit: 3, symbol: 4, unspaced: 5 } as const;

/** Scripts that are written without spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々]+/gu;

function kindTable(): Uint8Array {
  const table = new Uint8Array(65_536).fill(Kind.symbol);
  const all = Array.from({ length: 0xd800 }, (_, code) => String.fromCharCode(code)).join('');
  const upper = Array.from({ length: 0x2000 }, (_, at) => String.fromCharCode(0xe000 + at)).join('');
  const paint = (pattern: RegExp, kind: number): void => {
    for (const { 0: run, index } of all.matchAll(pattern)) table.fill(kind, index, index + run.length);
    for (const { 0: run, index } of upper.matchAll(pattern)) table.fill(kind, 0xe000 + index, 0xe000 + index + run.length);
  };
  paint(/[\p{Z}\p{Cc}]+/gu, Kind.space);
  paint(/\p{L}+/gu, Kind.letter);
  paint(/[\p{M}\p{Cf}_]+/gu, Kind.mark);
  table.fill(Kind.space, 0x200b, 0x200c);
  table[0xfeff] = Kind.space;
  paint(/\p{N}+/gu, Kind.digit);
  for (const { 0: run, index } of all.matchAll(UNSPACED)) {
    for (let at = index; at < index + run.length; at += 1)
      if (table[at] !== Kind.symbol && table[at] !== Kind.digit) table[at] = Kind.unspaced;
  }
  table.fill(Kind.unspaced, 0xf900, 0xfb00);
  table.fill(Kind.unspaced, 0xff66, 0xffa0);
  // Letters beyond the basic plane; D83C to D83E lead to pictures, D840 to D8BF to Han.
  table.fill(Kind.letter, 0xd800, 0xdc00);
  table.fill(Kind.symbol, 0xd83c, 0xd83f);
  table.fill(Kind.unspaced, 0xd840, 0xd8c0);
  table.fill(Kind.mark, 0xdc00, 0xe000);
  return table;
}

let table: Uint8Array | undefined;

/** `Kind` by code unit. A trailing surrogate is a mark: it goes with what it follows. */
export const kinds = (): Uint8Array => (table ??= kindTable());

const KNOWN = 0x80;

export interface UnitBits {
  /** By code unit; 0 until it was looked up. Ask for `table[code] || look(code)`. */
  readonly table: Uint8Array;
  /** 0 of what is no code unit, as beyond an end. */
  readonly look: (code: number) => number;
}

/** What code units are, as bits of up to 64: those whose pattern a unit alone matches. Looked up when first asked for. */
export function unitBits(patterns: readonly (readonly [bit: number, of: RegExp])[]): UnitBits {
  const table = new Uint8Array(0x1_00_00);
  const look = (code: number): number => {
    if (!(code < table.length)) return 0;
    const unit = String.fromCharCode(code);
    return (table[code] = patterns.reduce((sum, [bit, of]) => (of.test(unit) ? sum | bit : sum), KNOWN));
  };
  return { table, look };
}
