import { access, constants, mkdir } from 'node:fs/promises';
import type { Objects } from '../objects/objects.ts';
import type { ArchiveLocation, Digest, Headers, Instant, PageUrl, RecordId } from '../records.ts';
import {
  ArchiveError,
  type Archive,
  type Archived,
  type ArchivedResponse,
  type Conversion,
  type Exchange,
  type Resource,
} from './archive.ts';
import { indexLine, mediaTypeOf } from './cdxj.ts';
import { parseHttpBlock } from './http-head.ts';
import { gzipMember } from './member.ts';
import {
  bareHeaders,
  conversionRecord,
  digestOf,
  isBare,
  metadataRecord,
  requestRecord,
  resourceRecord,
  responseRecord,
  revisitRecord,
  warcinfoRecord,
} from './record.ts';
import type { RevisitOf, SerialRecord } from './record.ts';
import { safeWriter } from './segment-name.ts';
import { SegmentReader } from './segment-reader.ts';
import { SegmentWriter, writeError } from './segment-writer.ts';
import { openSegments } from './segments/open.ts';
import type { Segments } from './segments.ts';
import { fieldOf, type WarcRecord } from './warc-record.ts';

export interface WarcArchiveOptions {
  /** Segments are sealed at about this size. */
  readonly segmentBytes: number;
  /** Name and version of the program, for the warcinfo record. */
  readonly software: string;
  /** Who runs the crawl: a contact. */
  readonly operator?: string;
  readonly clock?: () => Instant;
  /** Name of the worker, part of the file names. Two that write at once must not share it. Default `main`. */
  readonly writer?: string;
  /** Opens for reading alone: nothing is recovered or written, so that another process may go on writing. */
  readonly readOnly?: boolean;
  /** A store that other machines have too. What is acknowledged is there then. Without it, all is in the folder. */
  readonly objects?: Objects | null;
}

export interface WarcArchive extends Archive {
  /** What start-up found and repaired, for people; empty after a clean end. */
  readonly recovered: readonly string[];
  /** Where its records are. */
  readonly segments: Segments;
}

/** Opens the WARC segments in `folder`, which is made if need be. Throws `ArchiveError` when it cannot be written to, `ObjectsError` when the store is away. */
export async function openWarcArchive(folder: string, options: WarcArchiveOptions): Promise<WarcArchive> {
  const writer = safeWriter(options.writer ?? 'main');
  const segments = openSegments(folder, options.objects);
  if (options.readOnly === true) return new SegmentedArchive(segments, null, []);
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    const recovered = await segments.recover(writer);
    return new SegmentedArchive(segments, segmentWriter(segments, writer, options), recovered);
  } catch (error) {
    throw writeError(segments.folder, error);
  }
}

function segmentWriter(segments: Segments, writer: string, options: WarcArchiveOptions): SegmentWriter {
  const { segmentBytes, software, operator, clock = Date.now } = options;
  const info: Headers = [['software', software], ...(operator === undefined ? [] : [['operator', operator] as const])];
  const opening = (segment: string, at: Instant): Promise<Uint8Array> => gzipMember(warcinfoRecord(segment, at, info).parts);
  return new SegmentWriter({ segments, segmentBytes, writer, clock, opening });
}

class SegmentedArchive implements WarcArchive {
  readonly recovered: readonly string[];
  readonly segments: Segments;
  readonly #writer: SegmentWriter | null;
  readonly #reader: SegmentReader;
  #closing = false;

  constructor(segments: Segments, writer: SegmentWriter | null, recovered: readonly string[]) {
    this.segments = segments;
    this.#writer = writer;
    this.#reader = new SegmentReader(segments);
    this.recovered = recovered;
  }

  async write(exchange: Exchange): Promise<Archived> {
    const bodyDigest = digestOf(exchange.body);
    return await this.#store(exchange, responseRecord(exchange, bodyDigest), bodyDigest);
  }

  async revisit(exchange: Exchange, of: RevisitOf & { readonly url: PageUrl }): Promise<Archived> {
    return await this.#store(exchange, revisitRecord(exchange, of), of.bodyDigest);
  }

  async resource(resource: Resource): Promise<Archived> {
    const bodyDigest = digestOf(resource.body);
    const record = resourceRecord(resource, bodyDigest);
    const member = await gzipMember(record.parts);
    return await this.#append([member], 0, record, { ...resource, status: 0 }, bodyDigest);
  }

  async conversion(conversion: Conversion): Promise<Archived> {
    const bodyDigest = digestOf(conversion.body);
    const record = conversionRecord(conversion, bodyDigest);
    const headers: Headers = [['Content-Type', conversion.contentType]];
    return await this.#append([await gzipMember(record.parts)], 0, record, { ...conversion, headers, status: 0 }, bodyDigest);
  }

  async metadata(of: { recordId: RecordId; url: string; at: Instant }, fields: Headers): Promise<Archived> {
    const record = metadataRecord(of, fields);
    const bodyDigest = digestOf(record.parts[2] ?? new Uint8Array(0));
    const location = await this.#writing().append({ members: [await gzipMember(record.parts)], wanted: 0, indexLine: null });
    return { recordId: record.id, bodyDigest, location };
  }

  async read(recordId: RecordId, location: ArchiveLocation): Promise<ArchivedResponse> {
    const record = await this.#find(recordId, location);
    const known = { recordId, url: (record.url ?? '') as PageUrl, at: record.at ?? 0 };
    if (isBare(record.type)) return { ...known, status: 0, headers: bareHeaders(record.fields), body: record.block };
    const http = parseHttpBlock(record.block);
    if (http === null || !['response', 'revisit'].includes(record.type)) {
      throw new ArchiveError(this.#message(recordId, location, `it is a ${record.type} record without an HTTP response`));
    }
    const body = record.type === 'revisit' ? await this.#bodyOfOriginal(record, location) : http.body;
    return { ...known, status: http.status, headers: http.headers, body };
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#reader.close();
    try {
      await this.#writer?.close();
    } catch (error) {
      throw writeError(this.segments.folder, error);
    }
  }

  /** The request goes first, as it went first; both go down together. */
  async #store(exchange: Exchange, answer: SerialRecord, bodyDigest: Digest): Promise<Archived> {
    const { request } = exchange;
    const asked = request === null ? [] : [requestRecord(exchange, request, answer.id, bodyDigest)];
    const members = await Promise.all([...asked, answer].map(({ parts }) => gzipMember(parts)));
    return await this.#append(members, asked.length, answer, exchange, bodyDigest);
  }

  /** Writes members in a row, of which the one that is `wanted` goes into the index. */
  async #append(
    members: readonly Uint8Array[],
    wanted: number,
    { id, type }: SerialRecord,
    { url, at, status, headers }: Pick<Exchange, 'url' | 'at' | 'status' | 'headers'>,
    bodyDigest: Digest,
  ): Promise<Archived> {
    const contentType = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
    const mime = type === 'revisit' ? 'warc/revisit' : mediaTypeOf(contentType);
    const entry = { id, url, at, mime, status, digest: bodyDigest };
    const line = (place: ArchiveLocation): string => indexLine({ ...entry, location: place });
    const location = await this.#writing().append({ members, wanted, indexLine: line });
    return { recordId: id, bodyDigest, location };
  }

  #writing(): SegmentWriter {
    if (this.#writer !== null && !this.#closing) return this.#writer;
    throw new ArchiveError(`The archive in ${this.segments.place} is ${this.#closing ? 'closed' : 'open for reading only'}.`);
  }

  /** The location is a hint; the name is what counts. */
  async #find(id: RecordId, location: ArchiveLocation): Promise<WarcRecord> {
    const fault = await this.#faultOf(id, location);
    if (typeof fault !== 'string') return fault;
    const elsewhere = this.#writer?.find(id) ?? (await this.#reader.locate(id));
    if (elsewhere !== null) {
      const second = await this.#faultOf(id, elsewhere);
      if (typeof second !== 'string') return second;
      throw new ArchiveError(this.#message(id, elsewhere, second));
    }
    throw new ArchiveError(this.#message(id, location, `${fault}, and no other segment has the record`));
  }

  async #faultOf(id: RecordId, location: ArchiveLocation): Promise<WarcRecord | string> {
    const back = await this.#reader.readAt(location);
    if (!back.found) return back.fault;
    const { record } = back;
    if (record.id !== id) return `record ${record.id ?? 'without a name'} stands there`;
    const payload = record.type === 'response' || isBare(record.type) ? fieldOf(record, 'WARC-Payload-Digest') : null;
    const isOurs = payload?.startsWith('sha256:') === true;
    const body = !isOurs ? undefined : isBare(record.type) ? record.block : parseHttpBlock(record.block)?.body;
    if (body !== undefined && digestOf(body) !== payload)
      return `its body is not the one archived (${payload} was, ${digestOf(body)} is there)`;
    return record;
  }

  async #bodyOfOriginal(revisit: WarcRecord, location: ArchiveLocation): Promise<Uint8Array> {
    const original = fieldOf(revisit, 'WARC-Refers-To')?.replace(/^<(.*)>$/, '$1') as RecordId | undefined;
    const place = original === undefined ? null : (this.#writer?.find(original) ?? (await this.#reader.locate(original)));
    if (original === undefined || place === null) {
      throw new ArchiveError(
        this.#message(revisit.id ?? '', location, `the capture it refers to (${original ?? 'none'}) is not in the archive`),
      );
    }
    return (await this.read(original, place)).body;
  }

  #message(id: string, { segment, offset }: ArchiveLocation, fault: string): string {
    return `Cannot read record ${id} at byte ${offset} of ${segment} in ${this.segments.place}: ${fault}. Restore the segment from a copy, or fetch the page again.`;
  }
}
