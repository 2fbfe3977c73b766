import { ByteWindow } from '../../../archive/byte-window.ts';
import { CAPTURE_NOTE } from '../../../archive/capture-note.ts';
import { entryOf } from '../../../archive/cdxj.ts';
import { parseFields, parseHttpBlock } from '../../../archive/http-head.ts';
import { type Damage, scanRecords } from '../../../archive/scan.ts';
import { fieldOf, type WarcRecord } from '../../../archive/warc-record.ts';
import { canonicalize, type QueryRules } from '../../../url/canonical.ts';
import type { Places } from './places.ts';
import type { Spool } from './spool.ts';
import { type Flaw, inOnePiece, type WarcFile } from './unpack.ts';
import type { Wanted } from './wanted.ts';

export interface SurveyOptions {
  readonly spool: Spool;
  /** What of a query makes another page. */
  readonly query: QueryRules;
  /** Bytes of one record. */
  readonly maxRecord: number;
  readonly wanted: Wanted;
  readonly tell: (flaw: Flaw) => void;
  /** Hears where a file was unpacked to. */
  readonly named: (path: string) => void;
  readonly signal: AbortSignal;
}

/** Reads a WARC file through and takes note of where its records stand. Gives how many there are by type. */
export async function surveyWarc(file: WarcFile, places: Places, options: SurveyOptions): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const flaws: Damage[] = [];
  let last = -1;
  for await (const found of scanRecords(ByteWindow.ofFile(file.path), options.maxRecord)) {
    if (options.signal.aborted) break;
    const isApart = found.offset !== last && !('kind' in found && found.offset === 0);
    if (file.isGzip && !isApart) return await surveyPiece(file, places, options);
    if ('kind' in found) flaws.push(found);
    else {
      last = found.offset;
      counts.set(found.type, (counts.get(found.type) ?? 0) + 1);
      take(found, file.path, places, options);
    }
  }
  for (const { offset, fault, length } of flaws)
    options.tell({ file: file.name, offset, fault: `${fault}; ${length} bytes are passed over` });
  return counts;
}

/** Several records are in one gzip member, or what stands first is too large to be one: the whole is unpacked, and then looked at. */
async function surveyPiece(file: WarcFile, places: Places, options: SurveyOptions): Promise<ReadonlyMap<string, number>> {
  places.dropFile(file.path);
  for await (const unpacked of inOnePiece(file, options.spool, options.tell)) {
    options.named(unpacked.path);
    return await surveyWarc(unpacked, places, options);
  }
  return new Map();
}

function take(record: WarcRecord, file: string, places: Places, { query, wanted }: SurveyOptions): void {
  const { type, id, at, url, offset, length } = record;
  if (type === 'request') return takeRequest(record, places);
  if (type === 'metadata') return takeNote(record, file, places);
  if (!['response', 'resource', 'conversion', 'revisit'].includes(type) || url === null || at === null) return;
  const digest = fieldOf(record, 'WARC-Payload-Digest');
  const made = type === 'conversion' ? nameIn(record, 'WARC-Refers-To') : null;
  if (made !== null && id !== null) places.note(made, 'rendered', id);
  const page = canonicalize(url, undefined, query);
  if (page !== null && !wanted.takes(page, fieldsOf(record))) return;
  places.add({ file, offset, length, type, id, url: page ?? url, at, digest });
}

/** What an index would say of it. */
function fieldsOf(record: WarcRecord): Readonly<Record<string, string>> {
  const entry = entryOf(record, '');
  return entry === null ? {} : { mime: entry.mime, status: String(entry.status) };
}

/** What was not asked for by GET is no page. */
function takeRequest(record: WarcRecord, places: Places): void {
  const [method = 'GET'] = parseHttpBlock(record.block)?.startLine.split(' ') ?? [];
  const answer = nameIn(record, 'WARC-Concurrent-To');
  if (method.toUpperCase() !== 'GET' && answer !== null) places.note(answer, 'method', method);
}

function takeNote(record: WarcRecord, file: string, places: Places): void {
  const of = nameIn(record, 'WARC-Refers-To');
  const fields = parseFields(Buffer.from(record.block).toString('utf8').split('\r\n'));
  const note = fields.find(([name]) => name === CAPTURE_NOTE)?.[1];
  if (of === null || note === undefined) return;
  places.note(of, 'capture', note);
  places.markKnown(file);
}

const nameIn = (record: WarcRecord, field: string): string | null => fieldOf(record, field)?.replace(/^<(.*)>$/, '$1') ?? null;
