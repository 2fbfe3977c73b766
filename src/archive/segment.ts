import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NewFile, rename, replaceFile, syncFolder } from '../disk/disk.ts';
import { indexText } from './cdxj.ts';
import { INDEX, OPEN } from './segment-name.ts';

/** One WARC file that is being written: `<name>.open` until it is sealed. */
export class Segment {
  readonly name: string;
  readonly #folder: string;
  readonly #file: NewFile;
  readonly #index: string[] = [];

  private constructor(folder: string, name: string, file: NewFile) {
    this.#folder = folder;
    this.name = name;
    this.#file = file;
  }

  /** Throws EEXIST when the name is taken, by an open segment or by a sealed one: sealing would put this one in its place. */
  static async create(folder: string, name: string): Promise<Segment> {
    if (existsSync(join(folder, name))) throw Object.assign(new Error(`${name} is there already`), { code: 'EEXIST' });
    const file = await NewFile.create(join(folder, name + OPEN));
    await syncFolder(folder);
    return new Segment(folder, name, file);
  }

  /** Bytes that are in the file, whole members only. */
  get size(): number {
    return this.#file.size;
  }

  /** Index lines so far, in order of writing. */
  get index(): readonly string[] {
    return this.#index;
  }

  /** Returns when the bytes are on the disk. When it throws, the file ends where it ended before, or its tail is torn. */
  async append(members: readonly Uint8Array[], indexLines: readonly string[]): Promise<void> {
    const before = this.#file.size;
    try {
      await this.#file.write(...members);
      await this.#file.sync();
      this.#index.push(...indexLines);
    } catch (error) {
      await this.#file.truncate(before).catch(() => undefined);
      throw error;
    }
  }

  async seal(): Promise<void> {
    await this.#file.seal();
    await sealFile(this.#folder, this.name, this.#index);
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
