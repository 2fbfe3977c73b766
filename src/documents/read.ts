import { constants, open } from 'node:fs/promises';
import type { Instant } from '../records.ts';
import { unreadable } from './walk.ts';

export type ReadFile =
  | { readonly kind: 'read'; readonly body: Buffer; readonly modified: Instant }
  /** It is larger than allowed, or what it begins with is not wanted: the rest was not read. */
  | { readonly kind: 'left'; readonly bytes: number; readonly start: Buffer }
  | { readonly kind: 'failed'; readonly because: string };

/** Bytes that tell a media type (MIME Sniffing §5.2). */
const START = 1445;

/**
 * A file's bytes, of which `isWanted` sees the first before the others are read. At most `limit` bytes are read, however the file grows
 * meanwhile.
 */
export async function readDocument(path: string, limit: number, isWanted: (start: Buffer) => boolean): Promise<ReadFile> {
  try {
    // What was a file a moment ago may be a pipe by now, which would never begin.
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const { size, mtimeMs } = await file.stat();
    const start = await fill(Buffer.alloc(Math.min(START, size)), 0);
    if (size > limit || !isWanted(start)) return { kind: 'left', bytes: size, start };
    const body = Buffer.allocUnsafe(size);
    start.copy(body);
    return { kind: 'read', body: await fill(body, start.length), modified: Math.trunc(mtimeMs) };

    async function fill(bytes: Buffer, from: number): Promise<Buffer> {
      let filled = from;
      while (filled < bytes.length) {
        const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return { kind: 'failed', because: unreadable(error) };
  }
}
