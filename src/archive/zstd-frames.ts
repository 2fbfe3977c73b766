import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { ArchiveError } from './archive.ts';
import type { ByteWindow } from './byte-window.ts';

const decompress = promisify(zstdDecompress);

const MAGIC = 0xfd2fb528;
/** Frames that hold no data (RFC 8878 §3.1.2): sixteen magic numbers, of which WARC files use one for a dictionary. */
const SKIPPABLE = 0x184d2a50;
const DICTIONARY = 0x184d2a5d;

/** Bytes of one frame, and of what is in it. */
const MOST = 2 ** 28;
const FIRST_VIEW = 1 << 16;

/**
 * What the frames of a `.warc.zst` file hold, one after the other: each is to be one record, so that one at a time is in memory. A dictionary at the
 * start of the file is used for all.
 *
 * @throws ArchiveError when a frame is damaged, cut off or larger than 256 MiB
 */
export async function* zstdFrames(window: ByteWindow): AsyncGenerator<Buffer> {
  let dictionary: Buffer | null = null;
  try {
    for (await window.fill(FIRST_VIEW); window.bytes.length > 0; await window.fill(FIRST_VIEW)) {
      const length = await wholeFrame(window);
      const frame = window.bytes.subarray(0, length);
      const magic = frame.readUInt32LE(0);
      if (magic === DICTIONARY) dictionary = await dictionaryIn(frame.subarray(8));
      else if (magic === MAGIC) yield await opened(frame, window.offset, dictionary);
      window.drop(length);
    }
  } finally {
    await window.close();
  }
}

/** Grows the view until a whole frame stands at its start, and gives its length. */
async function wholeFrame(window: ByteWindow): Promise<number> {
  for (;;) {
    const length = frameLength(window.bytes);
    if (length === null) throw new ArchiveError(`no zstd frame starts at byte ${window.offset}`);
    if (length > MOST)
      throw new ArchiveError(`the zstd frame at byte ${window.offset} is larger than ${MOST} bytes: compress the file record by record`);
    if (window.bytes.length >= length) return length;
    if (window.ended) throw new ArchiveError(`the file ends within the zstd frame at byte ${window.offset}`);
    await window.fill(Math.max(length, window.bytes.length + 1));
  }
}

/**
 * Bytes of the frame at the start, by the headers of its blocks (RFC 8878 §3.1.1); more than there are when its end is not in view. Null when no
 * frame starts there.
 */
export function frameLength(bytes: Buffer): number | null {
  if (bytes.length < 18) return padded(bytes) ?? 18;
  const magic = bytes.readUInt32LE(0);
  if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) return 8 + bytes.readUInt32LE(4);
  if (magic !== MAGIC) return null;
  const descriptor = bytes.readUInt8(4);
  const isSingle = (descriptor & 0x20) !== 0;
  const contentSize = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const dictionaryId = [0, 1, 2, 4][descriptor & 3] ?? 0;
  let at = 5 + (isSingle ? 0 : 1) + dictionaryId + contentSize;
  for (;;) {
    if (at + 3 > bytes.length) return at + 3;
    const header = bytes.readUIntLE(at, 3);
    const isRun = ((header >> 1) & 3) === 1;
    at += 3 + (isRun ? 1 : header >> 3);
    if ((header & 1) !== 0) return at + ((descriptor & 4) === 0 ? 0 : 4);
  }
}

/** A short frame has its end in view, however few bytes there are. */
function padded(bytes: Buffer): number | null {
  if (bytes.length < 4) return null;
  const length = frameLength(Buffer.concat([bytes, Buffer.alloc(18 - bytes.length)]));
  return length === null || length <= bytes.length ? length : null;
}

async function opened(frame: Buffer, offset: number, dictionary: Buffer | null): Promise<Buffer> {
  try {
    return await decompress(frame, { maxOutputLength: MOST, ...(dictionary !== null && { dictionary }) });
  } catch (error) {
    throw new ArchiveError(`the zstd frame at byte ${offset} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** It may be compressed itself. */
const dictionaryIn = async (content: Buffer): Promise<Buffer> =>
  content.length >= 4 && content.readUInt32LE(0) === MAGIC ? await decompress(content, { maxOutputLength: MOST }) : Buffer.from(content);
