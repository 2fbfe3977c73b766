import { parseHttpBlock } from '../../../archive/http-head.ts';
import { codingsOf, decode } from '../../../fetch/decode.ts';
import { faultOf } from '../../../fetch/fault.ts';
import type { Headers } from '../../../records.ts';

export type Payload =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly statusText: string;
      /** As the server sent them. */
      readonly headers: Headers;
      /** Transfer and content codings removed. */
      readonly body: Uint8Array;
    }
  | { readonly kind: 'unreadable'; readonly reason: string; readonly because: string };

/** What archives that store bodies without their codings put before the headers that named those: ours, and Common Crawl's. */
const ASIDE = /^x-(?:archive-orig|crawl)-(?=(?:content-encoding|transfer-encoding|content-length)$)/i;

/** The HTTP response in a WARC block, whoever wrote it. `limit` is of bytes of the decoded body. */
export async function payloadOf(block: Uint8Array, limit: number): Promise<Payload> {
  const http = parseHttpBlock(block);
  if (http === null || http.status === 0)
    return { kind: 'unreadable', reason: 'no-http-response', because: 'its block is no HTTP response' };
  const { status, startLine } = http;
  const whole = isChunked(http.headers) ? (dechunked(http.body) ?? http.body) : http.body;
  const body = await decoded(whole, http.headers, limit);
  if (!(body instanceof Uint8Array)) return { kind: 'unreadable', ...body };
  return { kind: 'response', status, statusText: statusTextOf(startLine), headers: asSent(http.headers), body };
}

/** `Not Found` of `HTTP/1.1 404 Not Found`. */
export const statusTextOf = (startLine: string): string => /^\S+ \d{3} ?(.*)$/.exec(startLine)?.[1] ?? '';

const valuesOf = (headers: Headers, name: string): readonly string[] =>
  headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value.toLowerCase());

const isChunked = (headers: Headers): boolean => valuesOf(headers, 'transfer-encoding').some((value) => value.includes('chunked'));

/** Headers that were put aside take their place again, and the length of what is stored goes where the server said another. */
export function asSent(headers: Headers): Headers {
  const hasLength = headers.some(([name]) => ASIDE.test(name) && /length$/i.test(name));
  return headers
    .filter(([name]) => !(hasLength && name.toLowerCase() === 'content-length'))
    .map(([name, value]) => [name.replace(ASIDE, ''), value] as const);
}

/** The body of a chunked message (RFC 9112 §7.1); null when it is none, as with writers who keep the header and take the chunks apart. */
export function dechunked(body: Uint8Array): Uint8Array | null {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const end = bytes.indexOf('\r\n', at);
    const size = end === -1 || end - at > 64 ? null : /^([0-9a-f]{1,8})[ \t]*(?:;|$)/i.exec(bytes.toString('latin1', at, end))?.[1];
    if (size === null || size === undefined) return null;
    const length = Number.parseInt(size, 16);
    if (length === 0) return Buffer.concat(parts);
    const start = end + 2;
    if (start + length > bytes.length) return null;
    parts.push(bytes.subarray(start, start + length));
    at = start + length + 2;
  }
}

async function decoded(
  body: Uint8Array,
  headers: Headers,
  limit: number,
): Promise<Uint8Array | { readonly reason: string; readonly because: string }> {
  const tooLarge = { reason: 'body-too-large', because: `it has ${body.byteLength} bytes; limits.body is ${limit}` };
  const codings = codingsOf(headers);
  // Some writers decode bodies and keep the header.
  if (codings.length === 0 || isText(body)) return body.byteLength > limit ? tooLarge : body;
  try {
    return await decode(body, codings, limit);
  } catch (error) {
    const { reason, because } = faultOf(error, '');
    return { reason, because };
  }
}

/** No coding gives bytes that begin like a text: white space and visible characters alone, 32 of them or all there are. */
function isText(body: Uint8Array): boolean {
  const start = body.subarray(0, 32);
  return start.length > 0 && start.every((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte !== 127 && byte < 128));
}
