import { StorageError } from '../sqlite/storage-error.ts';

/** What is known of an object without reading it. */
export interface ObjectStat {
  readonly key: string;
  readonly bytes: number;
  /** Another one for every value that is put there. */
  readonly etag: string;
}

/** Bytes of an object, the end exclusive. What lies behind its end is left out. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** What must hold for a put: that nothing is there, or still that which had this etag. */
export type PutCondition = 'absent' | { readonly etag: string };

/** Conditions that a store sees to itself, so that of two that put at the same moment one is told that it was too late. */
export interface Heeded {
  readonly absent: boolean;
  readonly etag: boolean;
}

/**
 * Named, whole values that many machines share. Keys are relative, with `/`. Contract: `test/contracts/objects.ts`.
 *
 * A store that is away is waited for. All methods throw an ObjectsError when it stays away, or does not do what it is asked.
 */
export interface Objects {
  /** Where they are, for people: `s3://bucket/prefix`. */
  readonly place: string;
  /** Null when there is none. */
  get(key: string, range?: ByteRange): Promise<Uint8Array | null>;
  stat(key: string): Promise<ObjectStat | null>;
  /** With a condition: false, and nothing written, when it does not hold. Whole or not at all. */
  put(key: string, body: Uint8Array, condition?: PutCondition): Promise<boolean>;
  /** A condition that is not among them is looked at first, and of two that put at the same moment the later one wins. */
  heeded(): Promise<Heeded>;
  /** A file of any size, in parts; one that was cut short goes on where it was. */
  putFile(key: string, path: string): Promise<void>;
  /** To a file that appears whole. False when there is none. */
  getFile(key: string, path: string): Promise<boolean>;
  /** In the order of their keys; `after` leaves out keys up to it. */
  list(prefix: string, after?: string): AsyncIterable<ObjectStat>;
  /** Keys that are not there are no failure. */
  remove(keys: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** The object store stays away, or does not do what it is asked. Says which store, which key and what to do. */
export class ObjectsError extends StorageError {}
