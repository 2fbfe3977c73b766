import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

const PIECE = 65_536;

async function* piecesOf(body: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < body.byteLength; at += PIECE) yield body.subarray(at, at + PIECE);
}

/**
 * A body in pieces, unzipped if its first bytes are gzip's, and again if what comes out is gzip too: a `.gz` file may be served with a content
 * coding as well. At most `limit` bytes come out of each layer; what stands before a fault is given, then `tell` hears of it.
 */
export function unzipped(body: Uint8Array, limit: number, tell: (problem: string) => void): AsyncGenerator<Uint8Array> {
  const once = bounded(gunzipped(piecesOf(body), tell), limit, tell);
  return bounded(gunzipped(once, tell), limit, tell);
}

async function* gunzipped(pieces: AsyncGenerator<Uint8Array>, tell: (problem: string) => void): AsyncGenerator<Uint8Array> {
  const { value: first, done } = await pieces.next();
  if (done === true) return;
  async function* all(): AsyncGenerator<Uint8Array> {
    yield first as Uint8Array;
    yield* pieces;
  }
  if (first[0] !== 0x1f || first[1] !== 0x8b) return yield* all();
  const gunzip = createGunzip();
  const source = Readable.from(all());
  source.on('error', (error) => gunzip.destroy(error));
  try {
    for await (const piece of source.pipe(gunzip)) yield piece as Uint8Array;
  } catch (error) {
    tell(`it is broken where it is gzip: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    source.destroy();
  }
}

async function* bounded(pieces: AsyncGenerator<Uint8Array>, limit: number, tell: (problem: string) => void): AsyncGenerator<Uint8Array> {
  let left = limit;
  for await (const piece of pieces) {
    if (piece.byteLength > left) {
      tell(`it is longer than ${limit} bytes; the rest is not read`);
      if (left > 0) yield piece.subarray(0, left);
      return;
    }
    left -= piece.byteLength;
    yield piece;
  }
}
