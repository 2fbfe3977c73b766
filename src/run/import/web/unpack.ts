import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { ByteWindow } from '../../../archive/byte-window.ts';
import { isGzip } from '../../../archive/member.ts';
import { zstdFrames } from '../../../archive/zstd-frames.ts';
import type { Spool } from './spool.ts';
import { warcsOf } from './wacz.ts';

/** A WARC file on disk. */
export interface WarcFile {
  /** For people: the file, and within which package. */
  readonly name: string;
  readonly path: string;
  readonly isGzip: boolean;
}

/** Something that could not be read, and where. `offset` is null where it is the whole file. */
export interface Flaw {
  readonly file: string;
  readonly offset: number | null;
  readonly fault: string;
}

/** The WARC files that a file is or holds: itself, those of a WACZ, what zstd packed. All that is wrong is told, and never thrown. */
export async function* warcFiles(path: string, spool: Spool, tell: (flaw: Flaw) => void, name = path): AsyncGenerator<WarcFile> {
  const start = await startOf(path);
  if (start.length === 0) tell({ file: name, offset: null, fault: 'it is empty' });
  else if (start.toString('latin1', 0, 4) === 'PK\u0003\u0004') yield* packedIn(path, spool, tell, name);
  else if (isZstd(start)) yield* spooled(name, zstdFrames(ByteWindow.ofFile(path)), spool, tell);
  else if (isGzip(start) || start.toString('latin1', 0, 5) === 'WARC/') yield { name, path, isGzip: isGzip(start) };
  else tell({ file: name, offset: 0, fault: 'it is no WARC file, compressed or not, and no WACZ' });
}

/** A file that was compressed in one piece, so that no record can be read out of it by itself. */
export const inOnePiece = (
  { name, path }: Pick<WarcFile, 'name' | 'path'>,
  spool: Spool,
  tell: (flaw: Flaw) => void,
): AsyncGenerator<WarcFile> => spooled(name, createReadStream(path).pipe(createGunzip()), spool, tell);

async function* packedIn(path: string, spool: Spool, tell: (flaw: Flaw) => void, name: string): AsyncGenerator<WarcFile> {
  try {
    for await (const { name: within, content, fault } of warcsOf(path)) {
      const inner = `${name}!${within}`;
      for await (const { path: unpacked } of spooled(inner, content, spool, tell)) {
        const wrong = fault();
        if (wrong !== null) tell({ file: inner, offset: null, fault: wrong });
        yield* warcFiles(unpacked, spool, tell, inner);
      }
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC' || (error as Error).name === 'StorageError') throw error;
    tell({ file: name, offset: null, fault: `it cannot be unpacked: ${messageOf(error)}` });
  }
}

async function* spooled(
  name: string,
  parts: AsyncIterable<Uint8Array>,
  spool: Spool,
  tell: (flaw: Flaw) => void,
): AsyncGenerator<WarcFile> {
  const { path, fault } = await spool.write(parts);
  if (fault !== null) tell({ file: name, offset: null, fault: `it cannot be unpacked to its end: ${messageOf(fault)}` });
  yield { name, path, isGzip: false };
}

async function startOf(path: string): Promise<Buffer> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
  return buffer.subarray(0, bytesRead);
}

/** A frame, or one that may be skipped, as before a dictionary. */
const isZstd = (start: Buffer): boolean =>
  start.length >= 4 && (start.readUInt32LE(0) === 0xfd2fb528 || (start.readUInt32LE(0) & 0xfffffff0) >>> 0 === 0x184d2a50);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
