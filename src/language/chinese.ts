/** The scripts of Chinese. */
export type ChineseScript = 'Hans' | 'Hant';

/** Rows and columns of the characters of GB 2312; of Big5, and of its commoner level. */
const DOUBLE = [
  [0x40, 0x7e],
  [0xa1, 0xfe],
] as const;
const GB2312 = { encoding: 'gbk', rows: [0xb0, 0xf7], columns: [[0xa1, 0xfe]] } as const;
const BIG5 = { encoding: 'big5', rows: [0xa4, 0xf9], columns: DOUBLE } as const;
const BIG5_COMMON = { encoding: 'big5', rows: [0xa4, 0xc6], columns: DOUBLE } as const;

interface Plane {
  readonly encoding: string;
  readonly rows: readonly [first: number, last: number];
  readonly columns: readonly (readonly [first: number, last: number])[];
}

function charactersOf({ encoding, rows: [top, bottom], columns }: Plane): ReadonlySet<string> {
  const bytes: number[] = [];
  for (let row = top; row <= bottom; row += 1)
    for (const [first, last] of columns) for (let column = first; column <= last; column += 1) bytes.push(row, column);
  return new Set(new TextDecoder(encoding).decode(Uint8Array.from(bytes)).match(/\p{Script=Han}/gu));
}

let telling: ReadonlyMap<string, ChineseScript> | null = null;

/**
 * Characters that only one of the scripts has: GB 2312 encodes simplified Chinese and Big5 traditional, so that what is in one and not in the
 * other tells them apart (2,379 and 2,073 characters).
 */
function tellingCharacters(): ReadonlyMap<string, ChineseScript> {
  const simplified = charactersOf(GB2312);
  const traditional = charactersOf(BIG5);
  return new Map([
    ...[...simplified].filter((each) => !traditional.has(each)).map((each) => [each, 'Hans'] as const),
    ...[...charactersOf(BIG5_COMMON)].filter((each) => !simplified.has(each)).map((each) => [each, 'Hant'] as const),
  ]);
}

/** The script of a Chinese text by its telling characters; simplified, the commoner, when there are none. */
export function scriptOfChinese(text: string): ChineseScript {
  telling ??= tellingCharacters();
  let balance = 0;
  for (const character of text) {
    const script = telling.get(character);
    if (script !== undefined) balance += script === 'Hant' ? 1 : -1;
  }
  return balance > 0 ? 'Hant' : 'Hans';
}
