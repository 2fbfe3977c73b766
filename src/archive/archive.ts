import type { ArchiveLocation, Digest, Headers, Instant, PageUrl, RecordId } from '../records.ts';

/** One HTTP exchange as it went over the wire, with the body after removal of transfer and content codings. */
export interface Exchange {
  readonly url: string;
  readonly at: Instant;
  /** The address that was dialled. */
  readonly ip: string | null;
  /** Null where it is not known what was asked. */
  readonly request: { readonly method: string; readonly headers: Headers } | null;
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** The body stops early because a limit was reached (WARC-Truncated). */
  readonly truncated?: 'length' | 'time' | 'disconnect';
}

/** A document that came over no network. */
export interface Resource {
  readonly url: string;
  readonly at: Instant;
  /** What is known of it in the names HTTP has for that: `Content-Type`, which it must have, and `Last-Modified`. */
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** What a browser made of a response. */
export interface Conversion {
  /** The response. */
  readonly of: RecordId;
  readonly url: string;
  readonly at: Instant;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** Where an exchange was archived, and under which names. */
export interface Archived {
  readonly recordId: RecordId;
  readonly bodyDigest: Digest;
  readonly location: ArchiveLocation;
}

/** A response, a conversion or a resource, read back. */
export interface ArchivedResponse {
  readonly recordId: RecordId;
  readonly url: PageUrl;
  readonly at: Instant;
  /** 0 where no server answered. */
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** WARC segments: what was fetched, byte for byte. Contract: `test/contracts/archive.ts`. */
export interface Archive {
  /** Resolves when the records are on disk. Concurrent writes share one flush. */
  write(exchange: Exchange): Promise<Archived>;
  /** A response whose body is, byte for byte, that of an earlier capture, or a 304 that says so (WARC revisit). */
  revisit(exchange: Exchange, of: { recordId: RecordId; url: PageUrl; at: Instant; bodyDigest: Digest }): Promise<Archived>;
  /** A document with no exchange around it (WARC resource). */
  resource(resource: Resource): Promise<Archived>;
  /** Another form of a response, made from it (WARC conversion). */
  conversion(conversion: Conversion): Promise<Archived>;
  /** What is known about a capture besides the exchange itself, as named fields (WARC metadata). */
  metadata(of: { recordId: RecordId; url: string; at: Instant }, fields: Headers): Promise<Archived>;
  /**
   * The response as stored: codings removed, so the headers that named them are there as `X-Archive-Orig-…`. A revisit comes with the
   * body it refers to. Throws `ArchiveError` when the record is missing or damaged.
   */
  read(recordId: RecordId, location: ArchiveLocation): Promise<ArchivedResponse>;
  /** Seals the open segment. */
  close(): Promise<void>;
}

/** A record that cannot be read back: the message names segment, offset and what is wrong. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}
