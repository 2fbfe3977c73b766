import { promisify } from 'node:util';
import zlib, { type BrotliOptions, type ZlibOptions, type ZstdOptions } from 'node:zlib';
import type { Headers } from '../records.ts';
import { codeOf, type Fault, FaultError, final, passing } from './fault.ts';
import { gunzipMembers, isGzip } from './gzip.ts';

/** Above this, encoded bytes are decoded in the thread pool: below, the way there and back costs as much as the work. */
const SYNC_BYTES = 16_384;
const CODINGS_MAX = 2;
/** Nothing honest shrinks to a thousandth, but for short runs of zeros. */
const RATIO_MAX = 1000;
const RATIO_FREE = 2 ** 20;
/** RFC 9659 §3: windows of the zstd content coding do not exceed 8 MB. */
const ZSTD_WINDOW_LOG = 23;
const ZSTD_FRAMES_MAX = 1000;

type Options = ZlibOptions & BrotliOptions & ZstdOptions & { readonly info: true };
/** What zlib gives with `info`: the types of Node know only the buffer. */
type Inflated = { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } };
interface Coding {
  readonly sync: (data: Uint8Array, options: Options) => unknown;
  readonly threaded: (data: Uint8Array, options: Options) => Promise<unknown>;
}

const GZIP: Coding = { sync: zlib.gunzipSync, threaded: promisify(zlib.gunzip) };
const ZLIB: Coding = { sync: zlib.inflateSync, threaded: promisify(zlib.inflate) };
const RAW_DEFLATE: Coding = { sync: zlib.inflateRawSync, threaded: promisify(zlib.inflateRaw) };
const BROTLI: Coding = { sync: zlib.brotliDecompressSync, threaded: promisify(zlib.brotliDecompress) };
const ZSTD: Coding = { sync: zlib.zstdDecompressSync, threaded: promisify(zlib.zstdDecompress) };

/** The content codings of a response, outermost last (RFC 9110 §8.4), `identity` left out. */
export function codingsOf(headers: Headers): readonly string[] {
  let codings: string[] = [];
  for (const [name, value] of headers) {
    if (name.length !== 16 || name.toLowerCase() !== 'content-encoding') continue;
    codings = codings.concat(
      value
        .toLowerCase()
        .split(',')
        .map((coding) => coding.trim()),
    );
  }
  return codings.filter((coding) => coding !== '' && coding !== 'identity');
}

/**
 * Removes the content codings of a whole body. `limit` is of decoded bytes, after every coding; never is much more than that in memory.
 * Strict: a stream without its end is `truncated-body`. Bytes after the end are ignored, as browsers do.
 * @throws FaultError unsupported-encoding, truncated-body, corrupt-encoding, body-too-large, decompression-bomb
 */
export async function decode(encoded: Uint8Array, codings: readonly string[], limit: number): Promise<Uint8Array> {
  if (codings.length > CODINGS_MAX)
    throw new FaultError(final('unsupported-encoding', `more than ${CODINGS_MAX} content codings: ${codings.slice(0, 9).join(', ')}`));
  const most = Math.min(limit, Math.max(RATIO_FREE, encoded.byteLength * RATIO_MAX));
  let data = encoded;
  for (const coding of codings.toReversed()) {
    // An empty body stays empty: redirects and errors often declare a coding and send nothing.
    if (data.byteLength === 0) return data;
    data = await decodeOne(coding, data, most).catch((error: unknown) => {
      throw new FaultError(meaning(error, coding, encoded.byteLength, most, limit));
    });
  }
  return data;
}

async function decodeOne(coding: string, data: Uint8Array, most: number): Promise<Uint8Array> {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return (
        await run(GZIP, data, most, sizeHint(data)).catch((error: unknown) => {
          // zlib takes whatever follows a member for another one; here only what starts like a member is one.
          const code = codeOf(error);
          if (code !== 'Z_DATA_ERROR' && code !== 'Z_BUF_ERROR') throw error;
          return { buffer: gunzipMembers(data, most) };
        })
      ).buffer;
    case 'deflate':
      // The name means the zlib format, but many servers send raw deflate (RFC 9110 §8.4.1.2).
      return (await run(isZlib(data) ? ZLIB : RAW_DEFLATE, data, most)).buffer;
    case 'br':
      return (await run(BROTLI, data, most)).buffer;
    case 'zstd':
      return zstd(data, most);
    default:
      throw new FaultError(final('unsupported-encoding', `the content coding "${coding.slice(0, 40)}" is unknown`));
  }
}

/** All frames of a zstd stream (RFC 8878 §3); Node stops after the first up to version 24. */
async function zstd(data: Uint8Array, most: number): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let left = most;
  for (let rest = data, frames = 1; ; frames += 1) {
    const { buffer, engine } = await run(ZSTD, rest, left);
    parts.push(buffer);
    left -= buffer.byteLength;
    rest = rest.subarray(engine.bytesWritten);
    if (engine.bytesWritten === 0 || !isZstd(rest)) break;
    if (frames === ZSTD_FRAMES_MAX) throw new Error(`more than ${ZSTD_FRAMES_MAX} zstd frames`);
  }
  return parts.length === 1 ? (parts[0] ?? data) : Buffer.concat(parts);
}

async function run(coding: Coding, data: Uint8Array, most: number, hint = data.byteLength * 6): Promise<Inflated> {
  const options: Options = {
    info: true,
    maxOutputLength: Math.max(1, most),
    // A page that fits one chunk need not be put together.
    chunkSize: Math.max(1024, Math.min(hint, most, 2 ** 20) + 64),
    ...(coding === ZSTD && { params: { [zlib.constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG } }),
  };
  return (data.byteLength <= SYNC_BYTES ? coding.sync(data, options) : await coding.threaded(data, options)) as Inflated;
}

/** A gzip file ends with the size of its last member (RFC 1952 §2.3.1): usually the size of all, and no more than a hint. */
const sizeHint = (data: Uint8Array): number => {
  const size = data.byteLength < 18 ? 0 : new DataView(data.buffer, data.byteOffset, data.byteLength).getUint32(data.byteLength - 4, true);
  return Math.min(size, data.byteLength * 40);
};

/** RFC 1950 §2.2: method 8, and the check bits. */
const isZlib = ([first = 0, second = 0]: Uint8Array): boolean => (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;

/** A frame, or a skippable frame. */
const isZstd = ([a, b, c, d]: Uint8Array): boolean =>
  (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) ||
  (a !== undefined && (a & 0xf0) === 0x50 && b === 0x2a && c === 0x4d && d === 0x18);

function meaning(error: unknown, coding: string, encodedBytes: number, most: number, limit: number): Fault {
  if (error instanceof FaultError) return error.fault;
  const code = codeOf(error);
  if (code === 'Z_BUF_ERROR') return passing('truncated-body', `the ${coding} stream ends too early`);
  if (code === 'ERR_BUFFER_TOO_LARGE') {
    return most < limit
      ? final('decompression-bomb', `${encodedBytes} bytes of ${coding} unpack to more than ${most}`)
      : final('body-too-large', `${encodedBytes} bytes of ${coding} unpack to more than the limit of ${limit}`);
  }
  const message = error instanceof Error ? error.message : String(error);
  return final('corrupt-encoding', `the body is not what Content-Encoding: ${coding} says: ${message}`);
}

const TEXT_TYPE = /^\s*(?:text\/|application\/(?:xhtml\+xml|xml\b|[a-z.-]+\+xml\b))/i;

/** A server that gzips but does not say so: the type is text, or missing, and the body starts as no text can. */
export const isSecretlyGzip = (body: Uint8Array, contentType: string | undefined): boolean =>
  isGzip(body) && (contentType === undefined || TEXT_TYPE.test(contentType));
