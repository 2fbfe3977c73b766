import { basename, dirname } from 'node:path';
import type { WarcRecord } from '../../../archive/warc-record.ts';
import { recordIn, SegmentReader } from '../../../archive/segment-reader.ts';
import { openSegments } from '../../../archive/segments/open.ts';
import type { Downloads } from './download.ts';
import type { Place } from './places.ts';

export type Found =
  | { readonly kind: 'record'; readonly record: WarcRecord }
  /** `reason` is a name that outcomes are counted by. */
  | { readonly kind: 'failed'; readonly reason: string; readonly because: string };

/** Reads records at their places, out of files or by asking for ranges of files elsewhere. */
export class RecordSource {
  readonly #downloads: Pick<Downloads, 'range'>;
  readonly #maxRecord: number;
  readonly #readers = new Map<string, SegmentReader>();

  constructor(downloads: Pick<Downloads, 'range'>, maxRecord: number) {
    this.#downloads = downloads;
    this.#maxRecord = maxRecord;
  }

  async read({ file, offset, length }: Place): Promise<Found> {
    const at = `record at byte ${offset} of ${file}`;
    if (/^https?:/.test(file)) {
      if (length > this.#maxRecord)
        return { kind: 'failed', reason: 'record-too-large', because: `${at}: it has ${length} bytes, more than ${this.#maxRecord}` };
      const part = await this.#downloads.range(file, offset, length);
      if (part.kind === 'failed') return { ...part, because: `${at}: ${part.because}` };
      return found(await recordIn(part.bytes, offset, this.#maxRecord), at);
    }
    const folder = dirname(file);
    const reader = this.#readers.get(folder) ?? new SegmentReader(openSegments(folder));
    this.#readers.set(folder, reader);
    return found(await reader.readAt({ segment: basename(file), offset, length }), at);
  }

  async close(): Promise<void> {
    for (const reader of this.#readers.values()) await reader.close();
  }
}

const found = (back: Awaited<ReturnType<typeof recordIn>>, at: string): Found =>
  back.found ? { kind: 'record', record: back.record } : { kind: 'failed', reason: 'unreadable-record', because: `${at}: ${back.fault}` };
