import type { Headers } from '../records.ts';

const CODINGS = new Set(['content-encoding', 'transfer-encoding']);
const NEVER_IN_A_LINE = /[\r\n\0]+/g;
const BEYOND_ONE_BYTE = /[^\u0000-\u00ff]/;

/** HTTP header text is bytes, one per character; what cannot be one byte goes as UTF-8. */
const asBytes = (text: string): string => (BEYOND_ONE_BYTE.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text);

const oneLine = (text: string): string => asBytes(text.replace(NEVER_IN_A_LINE, ' ').trim());

/** Start line and headers with the blank line after them. No header can start another line, whatever a server put into it. */
export function headBytes(startLine: string, headers: Headers): Buffer {
  let head = `${oneLine(startLine)}\r\n`;
  for (const [name, value] of headers) {
    const safeName = oneLine(name).replaceAll(':', '');
    if (safeName !== '') head += `${safeName}: ${oneLine(value)}\r\n`;
  }
  return Buffer.from(`${head}\r\n`, 'latin1');
}

/**
 * The headers that fit the body as it is stored, without its codings: a reader that trusted the original ones would decode twice.
 * They survive as `X-Archive-Orig-…`, as other archives do it.
 */
export function storedHeaders(headers: Headers, storedLength: number): Headers {
  const stored: (readonly [string, string])[] = [];
  const length = String(storedLength);
  let lengthSaid = false;
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (lower === 'content-length') {
      if (value.trim() !== length) stored.push([`X-Archive-Orig-${name}`, value]);
      else if (!lengthSaid) stored.push([name, length]);
      lengthSaid ||= value.trim() === length;
    } else {
      stored.push(CODINGS.has(lower) ? [`X-Archive-Orig-${name}`, value] : [name, value]);
    }
  }
  if (!lengthSaid) stored.push(['Content-Length', length]);
  return stored;
}

/** An HTTP message as a WARC block holds it. */
export interface HttpBlock {
  readonly startLine: string;
  /** Of a response; 0 when the start line has none. */
  readonly status: number;
  readonly headers: Headers;
  /** As stored: codings that the headers name are still on. */
  readonly body: Uint8Array;
}

/** Reads a block of type `application/http`, with CRLF or bare LF lines; null when it is not one. */
export function parseHttpBlock(block: Uint8Array): HttpBlock | null {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  const end = endOfHead(bytes);
  if (end === null) return null;
  const lines = bytes.toString('latin1', 0, end.head).split(/\r?\n/);
  const startLine = lines[0] ?? '';
  const status = Number(/^HTTP\/\d(?:\.\d)? (\d{3})/.exec(startLine)?.[1] ?? 0);
  return { startLine, status, headers: parseFields(lines.slice(1)), body: bytes.subarray(end.body) };
}

/** Where a head ends and what follows it begins. */
export function endOfHead(bytes: Buffer): { readonly head: number; readonly body: number } | null {
  const crlf = bytes.indexOf('\r\n\r\n', 0, 'latin1');
  const lf = bytes.subarray(0, crlf === -1 ? bytes.length : crlf).indexOf('\n\n', 0, 'latin1');
  if (lf !== -1) return { head: lf, body: lf + 2 };
  return crlf === -1 ? null : { head: crlf, body: crlf + 4 };
}

/** `Name: value` lines; a line that starts with white space continues the one before. */
export function parseFields(lines: readonly string[]): Headers {
  const fields: [string, string][] = [];
  for (const line of lines) {
    const last = fields.at(-1);
    const colon = line.indexOf(':');
    if (/^[ \t]/.test(line) && last !== undefined) last[1] = `${last[1]} ${line.trim()}`;
    else if (colon > 0) fields.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
  }
  return fields;
}
