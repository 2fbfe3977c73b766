const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

/** Every letter of one or two bytes of a legacy encoding, found by decoding all of them. */
function tableOf(encoding: string): ReadonlyMap<string, readonly number[]> {
  const known = tables.get(encoding);
  if (known !== undefined) return known;
  const table = new Map<string, readonly number[]>();
  const learn = (...bytes: number[]): void => {
    const text = new TextDecoder(encoding).decode(Uint8Array.from(bytes));
    if (Array.from(text).length === 1 && text !== '\uFFFD' && !table.has(text)) table.set(text, bytes);
  };
  for (let first = 0; first < 256; first++) learn(first);
  for (let first = 0x81; first < 0xff; first++) for (let second = 0x40; second < 0xff; second++) learn(first, second);
  tables.set(encoding, table);
  return table;
}

/** Text in a legacy encoding, for which the platform has decoders only. Throws on a letter the encoding does not have. */
export function encode(text: string, encoding: string): Uint8Array {
  const table = tableOf(encoding);
  const bytes = Array.from(text).flatMap((letter) => {
    const found = table.get(letter);
    if (found === undefined) throw new Error(`${encoding} has no ${letter}`);
    return found;
  });
  return Uint8Array.from(bytes);
}
