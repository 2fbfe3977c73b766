import { ObjectsError } from '../objects/objects.ts';
import type { ArchiveLocation, Instant, RecordId } from '../records.ts';
import { ArchiveError } from './archive.ts';
import { findInIndex } from './cdxj.ts';
import { Segment, SegmentEnded } from './segment.ts';
import { segmentName } from './segment-name.ts';
import type { Segments } from './segments.ts';

/** Compressed records that belong together and stand in a row, and how to index the one that is asked for. */
export interface Append {
  readonly members: readonly Uint8Array[];
  /** Which of the members the caller wants to find again. */
  readonly wanted: number;
  /** Null for records that indexes leave out. */
  readonly indexLine: ((location: ArchiveLocation) => string) | null;
}

export interface SegmentWriterOptions {
  readonly segments: Segments;
  readonly segmentBytes: number;
  readonly writer: string;
  readonly clock: () => Instant;
  /** The compressed warcinfo record of a new segment. */
  readonly opening: (segment: string, at: Instant) => Promise<Uint8Array>;
}

/** A segment is sealed earlier when its index has so many lines, for they are in memory until then: some 10 MB (bench/scale.ts). */
const MOST_LINES = 20_000;

interface Waiting extends Append {
  readonly resolve: (location: ArchiveLocation) => void;
  readonly reject: (error: Error) => void;
}

/** Appends to segments: all that is waiting when the disk is free goes down with one flush, and to a store in one group. */
export class SegmentWriter {
  readonly #options: SegmentWriterOptions;
  #waiting: Waiting[] = [];
  #segment: Segment | null = null;
  #serial = 0;
  #flushing: Promise<void> | null = null;
  /** Of the segment before this one: a large one takes its time to a store. */
  #sealing: Promise<void> = Promise.resolve();

  constructor(options: SegmentWriterOptions) {
    this.#options = options;
  }

  append(append: Append): Promise<ArchiveLocation> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...append, resolve, reject });
      this.#flushing ??= this.#flush();
    });
  }

  /** Finds a record of the segment that is being written. */
  find(id: RecordId): ArchiveLocation | null {
    return this.#segment === null ? null : findInIndex(this.#segment.index.join(''), id);
  }

  async close(): Promise<void> {
    await this.#flushing;
    if (this.#segment !== null) await this.#seal(this.#segment);
    await this.#sealing;
  }

  async #flush(): Promise<void> {
    // Not before the caller holds this promise.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      let batch: readonly Waiting[] = [];
      try {
        const segment = (this.#segment ??= await this.#open());
        batch = this.#take(segment.size);
        const placed = place(batch, segment);
        await segment.append(
          batch.flatMap(({ members }) => members),
          placed.flatMap(({ line }) => line ?? []),
        );
        placed.forEach(({ location }, n) => batch[n]?.resolve(location));
        if (this.#isFull(segment)) await this.#seal(segment);
      } catch (error) {
        if (error instanceof SegmentEnded) await this.#moveOn(batch);
        else await this.#giveUp(batch, error);
      }
    }
    // At once: who appends when it hears of the last one must find that nothing is under way.
    this.#flushing = null;
  }

  #isFull({ size, index, groups }: Segment): boolean {
    const { segmentBytes, segments } = this.#options;
    return size >= segmentBytes || index.length >= MOST_LINES || groups >= segments.mostGroups;
  }

  /** Writing goes on meanwhile, until the next one is full. */
  async #seal(segment: Segment): Promise<void> {
    this.#segment = null;
    try {
      await this.#sealing;
    } catch (error) {
      await segment.abandon();
      throw error;
    }
    this.#sealing = segment.seal();
    // Whoever waits for it hears of it.
    this.#sealing.catch(() => undefined);
  }

  /** As many as fit into the segment, and one in any case. */
  #take(size: number): readonly Waiting[] {
    let bytes = size;
    let count = 0;
    for (const { members } of this.#waiting) {
      if (count > 0 && bytes >= this.#options.segmentBytes) break;
      bytes += members.reduce((sum, { byteLength }) => sum + byteLength, 0);
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #open(): Promise<Segment> {
    const { segments, writer, clock, opening } = this.#options;
    for (;;) {
      const at = clock();
      const name = segmentName(at, this.#serial++, writer);
      const first = await opening(name, at);
      try {
        const segment = await Segment.create(segments, name);
        this.#segment = segment;
        await segment.append([first], []);
        return segment;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  }

  /** What others have ended, they have sealed: the same records go into another one. */
  async #moveOn(batch: readonly Waiting[]): Promise<void> {
    const segment = this.#segment;
    this.#segment = null;
    await segment?.abandon();
    this.#waiting.unshift(...batch);
  }

  /** After a failed write or flush nobody knows what the disk holds: the segment is left to recovery, and all who wait are told. */
  async #giveUp(batch: readonly Waiting[], cause: unknown): Promise<void> {
    const segment = this.#segment;
    this.#segment = null;
    await segment?.abandon();
    const told = writeError(this.#options.segments.folder, cause);
    for (const { reject } of [...batch, ...this.#waiting.splice(0)]) reject(told);
  }
}

function place(batch: readonly Waiting[], segment: Segment): readonly { location: ArchiveLocation; line: string | null }[] {
  let offset = segment.size;
  return batch.map(({ members, wanted, indexLine }) => {
    let location: ArchiveLocation = { segment: segment.name, offset, length: 0 };
    for (const [n, { byteLength }] of members.entries()) {
      if (n === wanted) location = { segment: segment.name, offset, length: byteLength };
      offset += byteLength;
    }
    return { location, line: indexLine?.(location) ?? null };
  });
}

const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free some space and start again',
  EDQUOT: 'the disk quota is used up; free some space and start again',
  EACCES: 'the folder may not be written to; change its permissions, or set `storage` in config/garner.yaml to another one',
  EPERM: 'the folder may not be written to; change its permissions, or set `storage` in config/garner.yaml to another one',
  EROFS: 'the file system is read-only; set `storage` in config/garner.yaml to a folder elsewhere',
};

/** What a store has against us says so itself. */
export function writeError(folder: string, cause: unknown): Error {
  if (cause instanceof ObjectsError) return cause;
  const { code, message } = cause as NodeJS.ErrnoException;
  const remedy = REMEDIES[code ?? ''] ?? `${message}; check the disk and start again`;
  return new ArchiveError(`Cannot write to the archive in ${folder}: ${remedy}. What was archived before is safe.`, { cause });
}
