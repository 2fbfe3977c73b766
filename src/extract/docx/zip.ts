import { inflateRawSync } from 'node:zlib';

/** Files by their names, unpacked. */
export type Zip = ReadonlyMap<string, Buffer>;

const END = 0x06_05_4b_50;
const ENTRY = 0x02_01_4b_50;
const LOCAL = 0x04_03_4b_50;
const END_BYTES = 22;
const MOST_ENTRIES = 10_000;

/**
 * Unpacks a zip archive (APPNOTE 6.3), of which all files together may have so many bytes: what it says about their sizes is not believed.
 * Encrypted files and those of other methods than deflate are left out.
 */
export function contentsOf(body: Uint8Array, mostBytes: number): Zip | 'corrupt' | 'bomb' {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const files = new Map<string, Buffer>();
  try {
    let left = mostBytes;
    for (const { name, method, offset, packed } of entriesOf(bytes)) {
      const start = dataOf(bytes, offset);
      const data = bytes.subarray(start, start + packed);
      const file = method === 0 ? data : method === 8 ? inflateRawSync(data, { maxOutputLength: Math.max(1, left) }) : null;
      if (file === null) continue;
      left -= file.byteLength;
      if (left < 0) return 'bomb';
      files.set(name, file);
    }
    return files;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'bomb' : 'corrupt';
  }
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly offset: number;
  readonly packed: number;
}

/** The central directory: what stands between its entries and the files is nobody's. */
function* entriesOf(bytes: Buffer): Generator<Entry> {
  const end = lastEnd(bytes);
  const count = Math.min(bytes.readUInt16LE(end + 10), MOST_ENTRIES);
  let at = bytes.readUInt32LE(end + 16);
  for (let n = 0; n < count; n += 1) {
    if (bytes.readUInt32LE(at) !== ENTRY) throw new RangeError('no entry stands there');
    const isEncrypted = (bytes.readUInt16LE(at + 8) & 1) === 1;
    const [nameBytes, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field));
    const name = bytes.toString('utf8', at + 46, at + 46 + (nameBytes ?? 0));
    if (!isEncrypted)
      yield { name, method: bytes.readUInt16LE(at + 10), packed: bytes.readUInt32LE(at + 20), offset: bytes.readUInt32LE(at + 42) };
    at += 46 + (nameBytes ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
}

function lastEnd(bytes: Buffer): number {
  for (let at = bytes.length - END_BYTES; at >= Math.max(0, bytes.length - END_BYTES - 65_535); at -= 1) {
    if (bytes.readUInt32LE(at) === END) return at;
  }
  throw new RangeError('no directory');
}

function dataOf(bytes: Buffer, offset: number): number {
  if (bytes.readUInt32LE(offset) !== LOCAL) throw new RangeError('no file stands there');
  return offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
}
