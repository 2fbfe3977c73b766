import { ArchiveError } from '../../archive/archive.ts';
import { ByteWindow } from '../../archive/byte-window.ts';
import { parseHttpBlock } from '../../archive/http-head.ts';
import { bareHeaders, isBare } from '../../archive/record.ts';
import { MAX_RECORD } from '../../archive/recover.ts';
import { type Damage, scanRecords } from '../../archive/scan.ts';
import { type Segments, streamOf } from '../../archive/segments.ts';
import { fieldOf, type WarcRecord } from '../../archive/warc-record.ts';
import { type Blocklist, isPageUrl } from '../../forgotten/blocklist.ts';
import type { RecordId } from '../../records.ts';
import type { Chosen } from './chosen.ts';

/** A record that may be given away, as it stands in a segment. */
export interface SharedRecord {
  readonly segment: string;
  readonly record: WarcRecord & { readonly id: RecordId };
  /** Of the member in the segment. */
  readonly bytes: Buffer;
}

interface Options {
  readonly segments: Segments;
  readonly chosen: Chosen;
  readonly forgotten: Blocklist;
  readonly signal: AbortSignal;
  readonly damaged: (segment: string, damage: Damage) => void;
}

/** The chosen records of the archive, segment by segment, one in memory at a time; never one of what was forgotten. */
export async function* sharedRecords({ segments, chosen, forgotten, signal, damaged }: Options): AsyncGenerator<SharedRecord> {
  for (const { segment } of await segments.list()) {
    for await (const found of scanRecords(new ByteWindow(streamOf(segments, segment)), MAX_RECORD)) {
      signal.throwIfAborted();
      if ('kind' in found) damaged(segment, found);
      else if (isNamed(found) && found.type !== 'warcinfo' && !isForgotten(found, forgotten)) {
        if (!(await chosen.has(found.id, found.url, belongsTo(found)))) continue;
        const bytes = await segments.bytes(segment, found.offset, found.length);
        if (bytes?.length !== found.length) throw new ArchiveError(`${segment} was taken out of ${segments.place} meanwhile; start again.`);
        yield { segment, record: found, bytes };
      }
    }
  }
}

const isNamed = (record: WarcRecord): record is WarcRecord & { readonly id: RecordId } => record.id !== null;

function belongsTo(record: WarcRecord): RecordId | null {
  const name = fieldOf(record, 'WARC-Concurrent-To') ?? fieldOf(record, 'WARC-Refers-To');
  return (name?.replace(/^<(.*)>$/, '$1') as RecordId | undefined) ?? null;
}

/** By its address, or by a passage in it. */
function isForgotten(record: WarcRecord, forgotten: Blocklist): boolean {
  if (isPageUrl(record.url) && forgotten.of(record.url) !== null) return true;
  if (isBare(record.type)) return forgotten.ofBody(record.block, bareHeaders(record.fields)) !== null;
  const http = record.type === 'response' ? parseHttpBlock(record.block) : null;
  return http !== null && forgotten.ofBody(http.body, http.headers) !== null;
}
