import { gzipSync } from 'node:zlib';

/** What a WARC record is made of, as other software writes it. */
export interface MadeRecord {
  readonly type: string;
  readonly url?: string;
  /** ISO 8601. */
  readonly date?: string;
  readonly id?: string;
  readonly contentType?: string;
  /** Further named fields. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly block: Uint8Array | string;
}

let serial = 0;

/** A name that no other record has. */
export const newId = (): string => `urn:uuid:00000000-0000-4000-8000-${String((serial += 1)).padStart(12, '0')}`;

/** A record as bytes, in the version that is wanted. */
export function recordBytes(
  { type, url, date = '2024-05-01T12:00:00Z', id = newId(), contentType, fields = {}, block }: MadeRecord,
  version = '1.0',
): Buffer {
  const content = Buffer.from(block);
  const head = [
    `WARC/${version}`,
    `WARC-Type: ${type}`,
    `WARC-Record-ID: <${id}>`,
    `WARC-Date: ${date}`,
    ...(url === undefined ? [] : [`WARC-Target-URI: ${url}`]),
    ...Object.entries(fields).map(([name, value]) => `${name}: ${value}`),
    `Content-Type: ${contentType ?? 'application/http; msgtype=response'}`,
    `Content-Length: ${content.length}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), content, Buffer.from('\r\n\r\n')]);
}

/** An HTTP response as it went over the wire. */
export function httpBytes(body: Uint8Array | string, headers: Readonly<Record<string, string>> = {}, status = '200 OK'): Buffer {
  const all = { 'Content-Type': 'text/html; charset=utf-8', ...headers };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status}\r\n${head.join('')}\r\n`), Buffer.from(body)]);
}

/** A body in chunks of so many bytes. */
export function chunked(body: Uint8Array, size = 100): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; at += size) {
    const part = body.subarray(at, at + size);
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), Buffer.from(part), Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}

export const response = (url: string, body: Uint8Array | string, more: Partial<MadeRecord> = {}): MadeRecord => ({
  type: 'response',
  url,
  block: httpBytes(body),
  ...more,
});

/** Compressed record by record, as WARC/1.1 annex D has it. */
export const warcGz = (...records: readonly MadeRecord[]): Buffer => Buffer.concat(records.map((each) => gzipSync(recordBytes(each))));
