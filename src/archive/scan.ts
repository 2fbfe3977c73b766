import type { ByteWindow } from './byte-window.ts';
import { isGzip, openMember } from './member.ts';
import { parseRecord, type WarcRecord } from './warc-record.ts';

/** Bytes that are no whole record. */
export interface Damage {
  readonly kind: 'damage';
  readonly offset: number;
  /** Up to the next whole record, or the end of the file. */
  readonly length: number;
  readonly fault: string;
  /** Nothing whole follows: a write that was cut short. */
  readonly tail: boolean;
}

type Found = { readonly kind: 'records'; readonly records: readonly WarcRecord[]; readonly length: number };
type Attempt = Found | { readonly kind: 'short'; readonly needs?: number } | { readonly kind: 'damaged'; readonly fault: string };

const FIRST_VIEW = 1 << 16;
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b, 0x08]);
const WARC_MAGIC = Buffer.from('WARC/');

/**
 * Every whole record of a WARC file in order, compressed record by record or not at all, and the stretches that are damaged. Holds one
 * record at a time, of at most `maxRecord` bytes.
 */
export async function* scanRecords(window: ByteWindow, maxRecord: number): AsyncGenerator<WarcRecord | Damage> {
  await window.fill(FIRST_VIEW);
  const magic = isGzip(window.bytes) ? GZIP_MAGIC : WARC_MAGIC;
  const attempt = magic === GZIP_MAGIC ? attemptMember : attemptPlain;
  try {
    while (await hasMore(window)) {
      const found = await attemptAt(window, attempt, maxRecord);
      if (found.kind === 'records') {
        yield* found.records;
        window.drop(found.length);
      } else {
        yield await resync(window, attempt, magic, maxRecord, found.kind === 'short' ? 'it ends too early' : found.fault);
      }
    }
  } finally {
    await window.close();
  }
}

async function hasMore(window: ByteWindow): Promise<boolean> {
  if (window.bytes.length === 0) await window.fill(FIRST_VIEW);
  return window.bytes.length > 0;
}

/** Tries at the start of the view, growing it until the record is whole, broken, or longer than allowed. */
async function attemptAt(window: ByteWindow, attempt: typeof attemptMember, maxRecord: number): Promise<Attempt> {
  for (;;) {
    const found = await attempt(window.bytes, window.offset, maxRecord);
    if (found.kind !== 'short' || window.ended) return found;
    if (window.bytes.length > maxRecord + FIRST_VIEW) return { kind: 'damaged', fault: `it is longer than ${maxRecord} bytes` };
    await window.fill(Math.max(found.needs ?? 0, window.bytes.length * 2, FIRST_VIEW));
  }
}

/** Skips to the next place where a whole record starts, and tells what was skipped. */
async function resync(window: ByteWindow, attempt: typeof attemptMember, magic: Buffer, maxRecord: number, fault: string): Promise<Damage> {
  const start = window.offset;
  window.drop(1);
  for (;;) {
    const next = window.bytes.indexOf(magic);
    if (next === -1) {
      // The magic may lie across the view's end.
      window.drop(Math.max(0, window.bytes.length - magic.length + 1));
      if (window.ended) break;
      await window.fill(window.bytes.length + FIRST_VIEW);
      continue;
    }
    window.drop(next);
    const found = await attemptAt(window, attempt, maxRecord);
    if (found.kind === 'records' && found.records.length > 0) {
      return { kind: 'damage', offset: start, length: window.offset - start, fault, tail: false };
    }
    window.drop(1);
  }
  window.drop(window.bytes.length);
  return { kind: 'damage', offset: start, length: window.offset - start, fault, tail: true };
}

async function attemptMember(bytes: Buffer, offset: number, maxRecord: number): Promise<Attempt> {
  const member = await openMember(bytes, maxRecord);
  if (member.kind !== 'whole') return member;
  const records: WarcRecord[] = [];
  // One record per member is the rule (WARC/1.1 annex D); those who put several into one are read too.
  for (let at = 0; at < member.content.length;) {
    const parsed = parseRecord(member.content, at, maxRecord);
    if (parsed.kind !== 'record') return { kind: 'damaged', fault: parsed.kind === 'short' ? 'its record ends too early' : parsed.fault };
    records.push({ ...parsed.record, offset, length: member.length });
    at = parsed.end;
  }
  return { kind: 'records', records, length: member.length };
}

function attemptPlain(bytes: Buffer, offset: number, maxRecord: number): Promise<Attempt> {
  const parsed = parseRecord(bytes, 0, maxRecord);
  if (parsed.kind !== 'record') return Promise.resolve(parsed);
  return Promise.resolve({ kind: 'records', records: [{ ...parsed.record, offset, length: parsed.end }], length: parsed.end });
}
