import type { RecordId } from '../records.ts';
import { ByteWindow } from './byte-window.ts';
import { parseHttpBlock } from './http-head.ts';
import { digestOf, isBare } from './record.ts';
import { MAX_RECORD } from './recover.ts';
import { type Damage, scanRecords } from './scan.ts';
import { type Segments, streamOf } from './segments.ts';
import { fieldOf, type WarcRecord } from './warc-record.ts';

/** A record as it stands in a segment. */
export interface SurveyedRecord {
  readonly segment: string;
  readonly id: RecordId | null;
  readonly type: string;
  readonly url: string | null;
  readonly offset: number;
  readonly length: number;
  /** The record that this one belongs to: what a request was answered with, what a revisit or a metadata record refers to. */
  readonly belongsTo: RecordId | null;
  /** Of the body, as the record says; null when it has none. */
  readonly bodyDigest: string | null;
  /** What its digests say about it; null when they agree. */
  readonly fault: string | null;
}

/** Reads a segment through: every record with its digests reckoned again, and every stretch that is no record. */
export async function* surveyRecords(segments: Segments, segment: string): AsyncGenerator<SurveyedRecord | Damage> {
  for await (const found of scanRecords(new ByteWindow(streamOf(segments, segment)), MAX_RECORD)) {
    if ('kind' in found) {
      yield found;
      continue;
    }
    const { id, type, url, offset, length } = found;
    const refers = fieldOf(found, 'WARC-Concurrent-To') ?? fieldOf(found, 'WARC-Refers-To');
    yield {
      segment,
      id,
      type,
      url,
      offset,
      length,
      belongsTo: (refers?.replace(/^<(.*)>$/, '$1') as RecordId | undefined) ?? null,
      bodyDigest: fieldOf(found, 'WARC-Payload-Digest'),
      fault: faultOf(found),
    };
  }
}

function faultOf(record: WarcRecord): string | null {
  if (record.id === null) return 'it has no WARC-Record-ID';
  const block = fieldOf(record, 'WARC-Block-Digest');
  if (block?.startsWith('sha256:') === true && digestOf(record.block) !== block) return 'its block is not the one that was written';
  const payload = fieldOf(record, 'WARC-Payload-Digest');
  // A revisit has the digest of a body that another record holds.
  if (payload?.startsWith('sha256:') !== true || record.type === 'revisit') return null;
  // A bare document is its block, whatever that looks like.
  const body = isBare(record.type) ? record.block : parseHttpBlock(record.block)?.body;
  return body === undefined || digestOf(body) === payload ? null : 'its body is not the one that was archived';
}
