/** A segment as a listing has it. */
export interface SegmentFile {
  readonly segment: string;
  /** It is still written to, or was left so. */
  readonly isOpen: boolean;
  readonly bytes: number;
  /** Null when it has no index. */
  readonly indexBytes: number | null;
}

/** Where the segments of an archive are: in a folder, and with a store in what all machines share. */
export interface Segments {
  /** For people. */
  readonly place: string;
  /** Where the files are that this machine writes. */
  readonly folder: string;
  /** A segment is sealed at the latest when so many groups of records went into it. */
  readonly mostGroups: number;
  /** In the order of their names. */
  list(): Promise<readonly SegmentFile[]>;
  /** As many of these bytes as there are; null when there is no such segment. A segment that is sealed meanwhile is found all the same. */
  bytes(segment: string, offset: number, length: number): Promise<Buffer | null>;
  /** The text of an index; null when there is none. */
  index(segment: string): Promise<string | null>;
  /** Whether a segment of this name is there, and a new one must have another. */
  isTaken(segment: string): Promise<boolean>;
  /**
   * Makes what was flushed to the end of the file of an open segment as lasting as this place makes anything. False when others took this process for
   * dead and have sealed the segment before these bytes: they must be written to another one.
   */
  keep(segment: string, offset: number, bytes: readonly Uint8Array[]): Promise<boolean>;
  /** Gives a written and flushed file, `<name>.open`, its index and its name. A crash in between is mended by doing it again. */
  seal(segment: string, indexLines: readonly string[]): Promise<void>;
  /** Takes a sealed segment away, with its index. */
  remove(segment: string): Promise<void>;
  /** Who left segments open, or writes to them. */
  openWriters(): Promise<ReadonlySet<string>>;
  /** Seals what a writer left open that is dead; what was half written is cut off. Returns a note for people about each. */
  recover(writer: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Bytes that are read at once: a request to a store should bring much, and memory is to hold little. */
const STEP = 4 * 2 ** 20;

/** A segment from its start to its end; the next piece is under way while one is looked at. Throws ENOENT when it is not there. */
export async function* streamOf(segments: Pick<Segments, 'place' | 'bytes'>, segment: string): AsyncGenerator<Buffer> {
  let next = segments.bytes(segment, 0, STEP);
  for (let at = 0; ;) {
    const part = await next;
    if (part === null) throw Object.assign(new Error(`${segment} is not in ${segments.place}`), { code: 'ENOENT' });
    if (part.length === 0) return;
    at += part.length;
    next = segments.bytes(segment, at, STEP);
    // Who stops in the middle does not wait for it.
    next.catch(() => undefined);
    yield part;
  }
}
