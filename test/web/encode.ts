/** Encodings that Node can read but not write. */
export type LegacyEncoding = 'gb18030' | 'shift_jis' | 'windows-1252';

const tables = new Map<LegacyEncoding, ReadonlyMap<string, Uint8Array>>();

/** Every character that one or two bytes stand for, found by decoding them all. */
function tableOf(encoding: LegacyEncoding): ReadonlyMap<string, Uint8Array> {
  const known = tables.get(encoding);
  if (known !== undefined) return known;
  const table = new Map<string, Uint8Array>();
  const decoder = new TextDecoder(encoding);
  const learn = (bytes: Uint8Array): void => {
    const character = decoder.decode(bytes);
    if (character.length === 1 && character !== '\ufffd' && !table.has(character)) table.set(character, bytes);
  };
  for (let byte = 0; byte < 256; byte++) learn(Uint8Array.of(byte));
  if (encoding !== 'windows-1252') {
    for (let lead = 0x81; lead <= 0xfe; lead++) for (let trail = 0x40; trail <= 0xfe; trail++) learn(Uint8Array.of(lead, trail));
  }
  tables.set(encoding, table);
  return table;
}

/** Throws when the encoding has no such character, so that no page is damaged without notice. */
export function encodeText(text: string, encoding: LegacyEncoding): Uint8Array {
  const table = tableOf(encoding);
  return Buffer.concat(
    Array.from(text, (character) => {
      const bytes = table.get(character);
      if (bytes === undefined) throw new RangeError(`${encoding} has no ${JSON.stringify(character)}`);
      return bytes;
    }),
  );
}
