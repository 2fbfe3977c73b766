import { basename } from 'node:path';
import type { ArchiveLocation, RecordId } from '../records.ts';
import { ByteWindow } from './byte-window.ts';
import { findInIndex } from './cdxj.ts';
import { isGzip, openMember } from './member.ts';
import { MAX_RECORD, surveySegment } from './recover.ts';
import { type Segments, streamOf } from './segments.ts';
import { parseRecord, type WarcRecord } from './warc-record.ts';

/** Listings of segments that come and go meanwhile. */
const MOST_LOOKS = 5;

export type ReadBack = { readonly found: true; readonly record: WarcRecord } | { readonly found: false; readonly fault: string };

/** The record that these bytes are, compressed or not; `offset` is where they stand in their file. */
export async function recordIn(bytes: Buffer, offset: number, maxRecord = MAX_RECORD): Promise<ReadBack> {
  const { length } = bytes;
  const content = isGzip(bytes) ? await openMember(bytes, maxRecord) : { kind: 'whole' as const, content: bytes, length };
  if (content.kind === 'short') return { found: false, fault: 'its gzip member does not end where it should' };
  if (content.kind === 'damaged') return { found: false, fault: content.fault };
  const parsed = parseRecord(content.content, 0, maxRecord);
  if (parsed.kind !== 'record') return { found: false, fault: parsed.kind === 'short' ? 'the record ends too early' : parsed.fault };
  return { found: true, record: { ...parsed.record, offset, length } };
}

/** Reads single records out of segments, sealed or still open. */
export class SegmentReader {
  readonly #segments: Segments;

  constructor(segments: Segments) {
    this.#segments = segments;
  }

  async readAt({ segment, offset, length }: ArchiveLocation): Promise<ReadBack> {
    if (segment !== basename(segment)) return { found: false, fault: 'not the name of a segment' };
    if (!(offset >= 0 && length > 0 && length <= MAX_RECORD)) return { found: false, fault: 'no such place in a segment' };
    const bytes = await this.#segments.bytes(segment, offset, length);
    if (bytes === null) return { found: false, fault: 'the segment is missing' };
    if (bytes.length < length) return { found: false, fault: 'the segment ends before the record does' };
    return await recordIn(bytes, offset);
  }

  /** Looks a record up by name: in the indexes first, then by reading through segments that have none. */
  async locate(id: RecordId): Promise<ArchiveLocation | null> {
    for (let look = 1; ; look += 1) {
      try {
        return await this.#look(id);
      } catch (error) {
        // A segment was taken away after its folder was listed.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || look === MOST_LOOKS) throw error;
      }
    }
  }

  async #look(id: RecordId): Promise<ArchiveLocation | null> {
    const files = await this.#segments.list();
    const rest: string[] = [];
    for (const { segment, indexBytes } of files) {
      const index = indexBytes === null ? null : await this.#segments.index(segment);
      if (index === null) rest.push(segment);
      const location = index === null ? null : findInIndex(index, id);
      if (location !== null) return location;
    }
    for (const segment of rest) {
      const { lines } = await surveySegment(new ByteWindow(streamOf(this.#segments, segment)), segment);
      const location = findInIndex(lines.join(''), id);
      if (location !== null) return location;
    }
    return null;
  }

  close(): Promise<void> {
    return this.#segments.close();
  }
}
