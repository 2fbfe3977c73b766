import type { Headers, Instant, RecordId } from '../records.ts';
import { endOfHead, parseFields } from './http-head.ts';

/** A WARC record read back, ours or another's. */
export interface WarcRecord {
  /** `response`, `request`, `revisit`, `warcinfo`, `metadata`, `resource`, `conversion` … */
  readonly type: string;
  readonly id: RecordId | null;
  readonly at: Instant | null;
  /** WARC-Target-URI, without the angle brackets that some writers put around it. */
  readonly url: string | null;
  /** All named fields of the record's head. */
  readonly fields: Headers;
  /** For `application/http` types the whole message: see `parseHttpBlock`. */
  readonly block: Uint8Array;
  /** Bytes from the start of the file to the gzip member, or to the record where the file is not compressed. */
  readonly offset: number;
  /** Bytes of the member or record in the file. */
  readonly length: number;
}

/** Value of a named field; names have no case. */
export function fieldOf(record: Pick<WarcRecord, 'fields'>, name: string): string | null {
  const lower = name.toLowerCase();
  return record.fields.find(([field]) => field.toLowerCase() === lower)?.[1] ?? null;
}

export type ParsedRecord =
  /** `end` is where the next record starts. */
  | { readonly kind: 'record'; readonly record: Omit<WarcRecord, 'offset' | 'length'>; readonly end: number }
  /** The bytes end within the record; with `needs`, how many it takes. */
  | { readonly kind: 'short'; readonly needs?: number }
  | { readonly kind: 'damaged'; readonly fault: string };

/** Longest head of named fields; real ones have 1 kB. */
const MAX_HEAD = 1 << 20;

/** Reads the record at `start` of uncompressed bytes (WARC/1.1 §4; 0.17 to 1.1 look alike). */
export function parseRecord(bytes: Buffer, start: number, maxBlock: number): ParsedRecord {
  const rest = bytes.subarray(start);
  if (!rest.subarray(0, 5).equals(Buffer.from('WARC/').subarray(0, rest.length)))
    return { kind: 'damaged', fault: 'no WARC record starts here' };
  const end = endOfHead(rest.subarray(0, MAX_HEAD));
  if (end === null)
    return rest.length < MAX_HEAD ? { kind: 'short' } : { kind: 'damaged', fault: `its head is longer than ${MAX_HEAD} bytes` };
  const fields = parseFields(rest.toString('utf8', 0, end.head).split(/\r?\n/).slice(1));
  const length = Number(fieldOf({ fields }, 'Content-Length') ?? Number.NaN);
  if (!Number.isSafeInteger(length) || length < 0) return { kind: 'damaged', fault: 'its Content-Length is missing or not a number' };
  if (length > maxBlock) return { kind: 'damaged', fault: `it holds more than ${maxBlock} bytes` };
  if (rest.length < end.body + length) return { kind: 'short', needs: end.body + length + 4 };
  const block = rest.subarray(end.body, end.body + length);
  return { kind: 'record', record: { ...named(fields), fields, block }, end: start + afterBlankLines(rest, end.body + length) };
}

const unbracketed = (value: string | null): string | null => (value === null ? null : value.replace(/^<(.*)>$/, '$1'));

function named(fields: Headers): Pick<WarcRecord, 'type' | 'id' | 'at' | 'url'> {
  const at = Date.parse(fieldOf({ fields }, 'WARC-Date') ?? '');
  return {
    type: (fieldOf({ fields }, 'WARC-Type') ?? '').toLowerCase(),
    id: unbracketed(fieldOf({ fields }, 'WARC-Record-ID')) as RecordId | null,
    at: Number.isNaN(at) ? null : at,
    url: unbracketed(fieldOf({ fields }, 'WARC-Target-URI')),
  };
}

/** Two line ends follow a block; some writers leave them out or add more. */
function afterBlankLines(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === 0x0d || bytes[at] === 0x0a) at++;
  return at;
}
