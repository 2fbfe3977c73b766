import { open, readdir, readFile, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ArchiveLocation, RecordId } from '../records.ts';
import { findInIndex } from './cdxj.ts';
import { isGzip, openMember } from './member.ts';
import { MAX_RECORD, surveySegment } from './recover.ts';
import { INDEX, OPEN } from './segment-name.ts';
import { parseRecord, type WarcRecord } from './warc-record.ts';

/** Files kept open: a build reads from few segments at a time. */
const OPEN_FILES = 16;
/** Listings of a folder whose files are renamed meanwhile. */
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

/** Reads single records out of the segments in a folder, sealed or still open. */
export class SegmentReader {
  readonly #folder: string;
  readonly #files = new Map<string, Promise<FileHandle | null>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async readAt({ segment, offset, length }: ArchiveLocation): Promise<ReadBack> {
    if (segment !== basename(segment)) return { found: false, fault: 'not the name of a segment' };
    if (!(offset >= 0 && length > 0 && length <= MAX_RECORD)) return { found: false, fault: 'no such place in a segment' };
    const bytes = await this.#bytes(segment, offset, length);
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
        // A segment was sealed, and so renamed, after its folder was listed.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || look === MOST_LOOKS) throw error;
      }
    }
  }

  async #look(id: RecordId): Promise<ArchiveLocation | null> {
    const files = await readdir(this.#folder).catch((): string[] => []);
    for (const file of files.filter((name) => name.endsWith(INDEX))) {
      const location = findInIndex(await readFile(join(this.#folder, file), 'utf8'), id);
      if (location !== null) return location;
    }
    for (const file of files) {
      const segment = file.endsWith(OPEN) ? file.slice(0, -OPEN.length) : file;
      if (!/\.warc(\.gz)?$/.test(segment) || files.includes(segment + INDEX)) continue;
      const { lines } = await surveySegment(join(this.#folder, file), segment);
      const location = findInIndex(lines.join(''), id);
      if (location !== null) return location;
    }
    return null;
  }

  async close(): Promise<void> {
    const files = [...this.#files.values()];
    this.#files.clear();
    for (const file of files) await (await file)?.close();
  }

  async #bytes(segment: string, offset: number, length: number): Promise<Buffer | null> {
    const file = await this.#file(segment);
    if (file === null) return null;
    const bytes = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  }

  #file(segment: string): Promise<FileHandle | null> {
    const known = this.#files.get(segment);
    this.#files.delete(segment);
    const file = known ?? this.#openFile(segment);
    this.#files.set(segment, file);
    const [oldest] = this.#files;
    if (this.#files.size > OPEN_FILES && oldest !== undefined) {
      this.#files.delete(oldest[0]);
      // Closing waits for reads that are under way.
      void oldest[1].then((handle) => handle?.close());
    }
    return file;
  }

  /** A segment may be sealed, and so renamed, between two looks. */
  async #openFile(segment: string): Promise<FileHandle | null> {
    for (const name of [segment, segment + OPEN, segment]) {
      try {
        return await open(join(this.#folder, name), 'r');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
    this.#files.delete(segment);
    return null;
  }
}
