import { open, rename, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { indexText } from './cdxj.ts';
import { syncFolder, writeAll, writeWhole } from './durable.ts';
import { INDEX, OPEN } from './segment-name.ts';

/** One WARC file that is being written: `<name>.open` until it is sealed. */
export class Segment {
  readonly name: string;
  readonly #folder: string;
  readonly #file: FileHandle;
  readonly #index: string[] = [];
  #size = 0;

  private constructor(folder: string, name: string, file: FileHandle) {
    this.#folder = folder;
    this.name = name;
    this.#file = file;
  }

  /** Throws EEXIST when the name is taken. */
  static async create(folder: string, name: string): Promise<Segment> {
    const file = await open(join(folder, name + OPEN), 'wx');
    await syncFolder(folder);
    return new Segment(folder, name, file);
  }

  /** Bytes that are in the file, whole members only. */
  get size(): number {
    return this.#size;
  }

  /** Index lines so far, in order of writing. */
  get index(): readonly string[] {
    return this.#index;
  }

  /** Returns when the bytes are on the disk. When it throws, the file ends where it ended before, or its tail is torn. */
  async append(members: readonly Uint8Array[], indexLines: readonly string[]): Promise<void> {
    try {
      const written = await writeAll(this.#file, members, this.#size);
      await this.#file.datasync();
      this.#size += written;
      this.#index.push(...indexLines);
    } catch (error) {
      await this.#file.truncate(this.#size).catch(() => undefined);
      throw error;
    }
  }

  async seal(): Promise<void> {
    await this.#file.sync();
    await this.#file.close();
    await sealFile(this.#folder, this.name, this.#index);
  }

  /** Leaves the file to the recovery of the next start. */
  async abandon(): Promise<void> {
    await this.#file.close().catch(() => undefined);
  }
}

/** Gives a written segment its index and its final name. A crash in between is repaired by doing it again. */
export async function sealFile(folder: string, name: string, indexLines: readonly string[]): Promise<void> {
  await writeWhole(join(folder, name + INDEX), indexText(indexLines));
  await rename(join(folder, name + OPEN), join(folder, name));
  await syncFolder(folder);
}
