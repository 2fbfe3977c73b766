import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, NewFile, remove } from '../../../disk/disk.ts';
import { StorageError } from '../../../sqlite/storage-error.ts';

/** Room on the disk is looked at once per so many bytes. */
const LOOK_BYTES = 64 * 2 ** 20;

/** Files that are there while an import lasts: what must be unpacked or fetched before records can be read out of it. */
export class Spool {
  readonly #folder: string;
  readonly #reserve: number;
  #files = 0;

  private constructor(folder: string, reserve: number) {
    this.#folder = folder;
    this.#reserve = reserve;
  }

  /** `reserve` is of bytes that must stay free. What an import that was killed has left is removed. */
  static async open(storage: string, reserve: number): Promise<Spool> {
    const folder = join(storage, 'importing');
    await remove(folder);
    await makeFolder(folder);
    return new Spool(folder, reserve);
  }

  /** Writes a stream to a new file, whose path it gives. `fault` is what ended the stream too early; the file then has what came before. */
  async write(parts: AsyncIterable<Uint8Array>): Promise<{ readonly path: string; readonly fault: unknown }> {
    const path = join(this.#folder, `${(this.#files += 1)}`);
    const file = await NewFile.create(path);
    let next = 0;
    let fault: unknown = null;
    const stream = parts[Symbol.asyncIterator]();
    try {
      for (;;) {
        const part = await stream.next().catch((error: unknown) => {
          fault = error;
          return { done: true as const, value: undefined };
        });
        if (part.done === true) break;
        if (file.size >= next) {
          await this.#demandRoom();
          next = file.size + LOOK_BYTES;
        }
        await file.write(part.value);
      }
      return { path, fault };
    } finally {
      await stream.return?.();
      await file.close();
    }
  }

  /** Likewise; what ends the stream too early is thrown. */
  async whole(parts: AsyncIterable<Uint8Array>): Promise<string> {
    const { path, fault } = await this.write(parts);
    if (fault !== null) throw fault;
    return path;
  }

  async close(): Promise<void> {
    await remove(this.#folder);
  }

  async #demandRoom(): Promise<void> {
    const { bavail, bsize } = await statfs(this.#folder);
    if (bavail * bsize > this.#reserve + LOOK_BYTES) return;
    throw new StorageError(
      `there is too little room in ${this.#folder} to unpack what is imported: free some, or set another \`storage\` in config/garner.yaml`,
    );
  }
}
