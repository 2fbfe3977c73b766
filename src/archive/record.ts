import { createHash, hash } from 'node:crypto';
import type { Digest, Headers, Instant, RecordId } from '../records.ts';
import type { Conversion, Exchange, Resource } from './archive.ts';
import { headBytes, storedHeaders } from './http-head.ts';

export type RecordType = 'warcinfo' | 'request' | 'response' | 'revisit' | 'conversion' | 'resource' | 'metadata';

/** One WARC/1.1 record as bytes, not yet compressed. */
export interface SerialRecord {
  readonly id: RecordId;
  readonly type: RecordType;
  readonly parts: readonly Uint8Array[];
}

/** The capture that a revisit stands for. */
export interface RevisitOf {
  readonly recordId: RecordId;
  readonly url: string;
  readonly at: Instant;
  readonly bodyDigest: Digest;
}

const END = Buffer.from('\r\n\r\n');
const HTTP_RESPONSE = 'application/http;msgtype=response';
const HTTP_REQUEST = 'application/http;msgtype=request';
const FIELDS = 'application/warc-fields';
const SAME_PAYLOAD = 'http://netpreserve.org/warc/1.1/revisit/identical-payload-digest';
const NOT_MODIFIED = 'http://netpreserve.org/warc/1.1/revisit/server-not-modified';

export const digestOf = (bytes: Uint8Array): Digest => `sha256:${hash('sha256', bytes, 'hex')}` as Digest;

/** The same exchange has the same name wherever and whenever it is written: UUID version 8 (RFC 9562 §5.8) of what it is. */
export function recordIdOf(type: RecordType, url: string, at: Instant, digest: Digest): RecordId {
  const hex = hash('sha256', `${type}\n${at}\n${digest}\n${url}`, 'hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}` as RecordId;
}

const warcDate = (at: Instant): string => new Date(at).toISOString();

/** Named fields in UTF-8, as in warcinfo and metadata records and in the head of every record. */
function fieldBytes(firstLine: string, fields: Headers): Buffer {
  const line = (text: string): string => text.replace(/[\r\n\0]+/g, ' ').trim();
  const lines = fields.map(([name, value]) => `${line(name).replaceAll(':', '')}: ${line(value)}\r\n`);
  return Buffer.from(firstLine + lines.join(''), 'utf8');
}

function record(
  type: RecordType,
  id: RecordId,
  at: Instant,
  fields: Headers,
  contentType: string,
  block: readonly Uint8Array[],
): SerialRecord {
  const digest = createHash('sha256');
  let length = 0;
  for (const part of block) {
    digest.update(part);
    length += part.byteLength;
  }
  const head = fieldBytes('WARC/1.1\r\n', [
    ['WARC-Type', type],
    ['WARC-Record-ID', `<${id}>`],
    ['WARC-Date', warcDate(at)],
    ...fields,
    ['WARC-Block-Digest', `sha256:${digest.digest('hex')}`],
    ['Content-Type', contentType],
    ['Content-Length', String(length)],
  ]);
  return { id, type, parts: [head, Buffer.from('\r\n'), ...block, END] };
}

const requestTarget = (url: string): { readonly path: string; readonly host: string } => {
  const parsed = URL.parse(url);
  return parsed === null ? { path: '/', host: '' } : { path: parsed.pathname + parsed.search, host: parsed.host };
};

/** What was asked, linked to what was answered. */
export function requestRecord(
  { url, at }: Exchange,
  request: NonNullable<Exchange['request']>,
  answer: RecordId,
  bodyDigest: Digest,
): SerialRecord {
  const { path, host } = requestTarget(url);
  const hasHost = host === '' || request.headers.some(([name]) => name.toLowerCase() === 'host');
  const headers: Headers = hasHost ? request.headers : [['Host', host], ...request.headers];
  const fields: Headers = [
    ['WARC-Target-URI', url],
    ['WARC-Concurrent-To', `<${answer}>`],
  ];
  const head = headBytes(`${request.method} ${path} HTTP/1.1`, headers);
  return record('request', recordIdOf('request', url, at, bodyDigest), at, fields, HTTP_REQUEST, [head]);
}

const aboutExchange = ({ url, ip, truncated }: Exchange, payload: Digest): Headers => [
  ['WARC-Target-URI', url],
  ...(ip === null ? [] : [['WARC-IP-Address', ip] as const]),
  ['WARC-Payload-Digest', payload],
  ...(truncated === undefined ? [] : [['WARC-Truncated', truncated] as const]),
];

const statusLine = ({ status, statusText }: Exchange): string => `HTTP/1.1 ${status} ${statusText}`;

/** What was answered. The payload digest is that of the body as stored, without its codings. */
export function responseRecord(exchange: Exchange, bodyDigest: Digest): SerialRecord {
  const head = headBytes(statusLine(exchange), storedHeaders(exchange.headers, exchange.body.byteLength));
  const id = recordIdOf('response', exchange.url, exchange.at, bodyDigest);
  return record('response', id, exchange.at, aboutExchange(exchange, bodyDigest), HTTP_RESPONSE, [head, exchange.body]);
}

/** An answer without its body, because an earlier capture has it (WARC/1.1 §6.7). */
export function revisitRecord(exchange: Exchange, of: RevisitOf): SerialRecord {
  const head = headBytes(statusLine(exchange), storedHeaders(exchange.headers, exchange.body.byteLength));
  const fields: Headers = [
    ...aboutExchange(exchange, of.bodyDigest),
    ['WARC-Profile', exchange.status === 304 ? NOT_MODIFIED : SAME_PAYLOAD],
    ['WARC-Refers-To', `<${of.recordId}>`],
    ['WARC-Refers-To-Target-URI', of.url],
    ['WARC-Refers-To-Date', warcDate(of.at)],
  ];
  const id = recordIdOf('revisit', exchange.url, exchange.at, of.bodyDigest);
  return record('revisit', id, exchange.at, fields, HTTP_RESPONSE, [head]);
}

/** What was made of a response (WARC/1.1 §6.8), under the same address. */
export function conversionRecord({ of, url, at, contentType, body }: Conversion, bodyDigest: Digest): SerialRecord {
  const fields: Headers = [
    ['WARC-Target-URI', url],
    ['WARC-Refers-To', `<${of}>`],
    ['WARC-Payload-Digest', bodyDigest],
  ];
  return record('conversion', recordIdOf('conversion', url, at, bodyDigest), at, fields, contentType, [body]);
}

/** Records whose block is the document itself, with no HTTP around it. */
export const isBare = (type: string): boolean => type === 'resource' || type === 'conversion';

/** Fields that say how the record is stored; the others of a resource say what it is. */
const STORAGE_FIELD = /^(?:warc-.*|content-length)$/i;

/** A document by itself (WARC/1.1 §6.4): its type is the record's own, and what else is known of it are further named fields (§4). */
export function resourceRecord({ url, at, headers, body }: Resource, bodyDigest: Digest): SerialRecord {
  const own = headers.filter(([name]) => !STORAGE_FIELD.test(name));
  const contentType = own.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? 'application/octet-stream';
  const fields: Headers = [
    ['WARC-Target-URI', url],
    ['WARC-Payload-Digest', bodyDigest],
    ...own.filter(([name]) => name.toLowerCase() !== 'content-type'),
  ];
  return record('resource', recordIdOf('resource', url, at, bodyDigest), at, fields, contentType, [body]);
}

/** What the record of a bare document says of it, in the names of HTTP. */
export const bareHeaders = (fields: Headers): Headers => fields.filter(([name]) => !STORAGE_FIELD.test(name));

/** What is known about a capture besides the exchange. */
export function metadataRecord(of: { recordId: RecordId; url: string; at: Instant }, about: Headers): SerialRecord {
  const block = fieldBytes('', about);
  const fields: Headers = [
    ['WARC-Target-URI', of.url],
    ['WARC-Refers-To', `<${of.recordId}>`],
  ];
  return record('metadata', recordIdOf('metadata', of.url, of.at, digestOf(block)), of.at, fields, FIELDS, [block]);
}

/** Stands first in every segment and says who wrote it. */
export function warcinfoRecord(segment: string, at: Instant, info: Headers): SerialRecord {
  const block = fieldBytes('', [['format', 'WARC File Format 1.1'], ...info]);
  const id = recordIdOf('warcinfo', segment, at, digestOf(block));
  return record('warcinfo', id, at, [['WARC-Filename', segment]], FIELDS, [block]);
}
