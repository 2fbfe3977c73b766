import { constants, crc32, gzip, gzipSync, inflateRaw } from 'node:zlib';

/** Below this, the thread pool costs the main thread more than compressing does (bench/archive.ts). */
const SMALL = 4096;
/** Small inputs need no 256 kB of compressor state. */
const SMALL_OPTIONS = { level: 1, memLevel: 4, windowBits: 12, chunkSize: 1024 } as const;

/** One gzip member (RFC 1952) of the parts in a row; large ones are left to the thread pool. */
export function gzipMember(parts: readonly Uint8Array[]): Promise<Buffer> {
  const whole = Buffer.concat(parts);
  if (whole.byteLength <= SMALL) return Promise.resolve(gzipSync(whole, SMALL_OPTIONS));
  const chunkSize = Math.max(1024, whole.byteLength >> 1);
  return new Promise((resolve, reject) => {
    gzip(whole, { level: 1, chunkSize }, (error, member) => (error === null ? resolve(member) : reject(error)));
  });
}

export type OpenedMember =
  | { readonly kind: 'whole'; readonly content: Buffer; readonly length: number }
  /** The bytes end before the member does. */
  | { readonly kind: 'short' }
  | { readonly kind: 'damaged'; readonly fault: string };

const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16 } as const;
const TRAILER = 8;

/** Length of the member's header; null when the bytes end within it. */
function headerLength(bytes: Buffer): number | null {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if ((flags & FLAG.extra) !== 0) {
    if (bytes.length < at + 2) return null;
    at += 2 + bytes.readUInt16LE(at);
  }
  for (const flag of [FLAG.name, FLAG.comment]) {
    if ((flags & flag) === 0) continue;
    const zero = bytes.indexOf(0, at);
    if (zero === -1) return null;
    at = zero + 1;
  }
  if ((flags & FLAG.headerCrc) !== 0) at += 2;
  return at > bytes.length ? null : at;
}

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * Opens the member at the start of `bytes`, whatever follows it, and checks its length and CRC. Node's own gunzip runs members together
 * and does not tell where one ends, hence the header by hand.
 */
export async function openMember(bytes: Buffer, maxContent: number): Promise<OpenedMember> {
  if (bytes.length < 18) return { kind: 'short' };
  if (!isGzip(bytes) || bytes[2] !== 8) return { kind: 'damaged', fault: 'no gzip member starts here' };
  const start = headerLength(bytes);
  if (start === null) return { kind: 'short' };
  const opened = await inflate(bytes.subarray(start), maxContent);
  if (opened.kind !== 'whole') return opened;
  const end = start + opened.length;
  if (bytes.length < end + TRAILER) return { kind: 'short' };
  if (bytes.readUInt32LE(end) !== crc32(opened.content)) return { kind: 'damaged', fault: 'its CRC does not match its bytes' };
  if (bytes.readUInt32LE(end + 4) !== opened.content.length >>> 0) return { kind: 'damaged', fault: 'its length does not match its bytes' };
  return { kind: 'whole', content: opened.content, length: end + TRAILER };
}

/** `length` of the result counts compressed bytes. */
function inflate(bytes: Buffer, maxContent: number): Promise<OpenedMember> {
  return new Promise((resolve) => {
    const options = { info: true, maxOutputLength: maxContent, finishFlush: constants.Z_FINISH };
    inflateRaw(bytes, options, (error, result) => {
      if (error === null) {
        // With `info`, the result is not the buffer that the types promise.
        const { buffer, engine } = result as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
        resolve({ kind: 'whole', content: buffer, length: engine.bytesWritten });
        return;
      }
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'Z_BUF_ERROR') resolve({ kind: 'short' });
      else if (code === 'ERR_BUFFER_TOO_LARGE') resolve({ kind: 'damaged', fault: `it holds more than ${maxContent} bytes` });
      else resolve({ kind: 'damaged', fault: `it does not inflate (${error.message})` });
    });
  });
}
