import { join } from 'node:path';
import { NewFile, rename, replaceFile, syncFolder } from '../disk/disk.ts';
import { indexText } from './cdxj.ts';
import { INDEX, OPEN } from './segment-name.ts';
import type { Segments } from './segments.ts';

/** Others took this process for dead, and ended the segment that it writes. */
export class SegmentEnded extends Error {
  override readonly name = 'SegmentEnded';
}

/** One WARC file that is being written: `<name>.open` until it is sealed. */
export class Segment {
  readonly name: string;
  readonly #segments: Segments;
  readonly #file: NewFile;
  readonly #index: string[] = [];
  #groups = 0;

  private constructor(segments: Segments, name: string, file: NewFile) {
    this.#segments = segments;
    this.name = name;
    this.#file = file;
  }

  /** Throws EEXIST when the name is taken, by an open segment or by a sealed one: sealing would put this one in its place. */
  static async create(segments: Segments, name: string): Promise<Segment> {
    if (await segments.isTaken(name)) throw Object.assign(new Error(`${name} is there already`), { code: 'EEXIST' });
    const file = await NewFile.create(join(segments.folder, name + OPEN));
    const segment = new Segment(segments, name, file);
    try {
      await syncFolder(segments.folder);
    } catch (error) {
      await segment.abandon();
      throw error;
    }
    return segment;
  }

  /** Bytes that are in the file, whole members only. */
  get size(): number {
    return this.#file.size;
  }

  /** Groups of records that went into it. */
  get groups(): number {
    return this.#groups;
  }

  /** Index lines so far, in order of writing. */
  get index(): readonly string[] {
    return this.#index;
  }

  /** Returns when the bytes are kept. When it throws, the file ends where it ended before, or its tail is torn. */
  async append(members: readonly Uint8Array[], indexLines: readonly string[]): Promise<void> {
    const before = this.#file.size;
    try {
      await this.#file.write(...members);
      await this.#file.sync();
      if (!(await this.#segments.keep(this.name, before, members))) {
        const what = `others have sealed ${this.name}`;
        // Nobody ends what has not begun: the store says no to everything.
        throw before === 0 ? new Error(what) : new SegmentEnded(what);
      }
      this.#index.push(...indexLines);
      this.#groups += 1;
    } catch (error) {
      await this.#file.truncate(before).catch(() => undefined);
      throw error;
    }
  }

  async seal(): Promise<void> {
    await this.#file.seal();
    await this.#segments.seal(this.name, this.#index);
  }

  /** Leaves the file to the recovery of the next start. */
  async abandon(): Promise<void> {
    await this.#file.close().catch(() => undefined);
  }
}

/** Gives a written segment its index and its final name. A crash in between is repaired by doing it again. */
export async function sealFile(folder: string, name: string, indexLines: readonly string[]): Promise<void> {
  await replaceFile(join(folder, name + INDEX), indexText(indexLines));
  await rename(join(folder, name + OPEN), join(folder, name));
}
