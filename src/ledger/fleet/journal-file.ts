import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { StorageError } from '../../sqlite/storage-error.ts';
import type { JournalPlace } from './journal.ts';

/** A journal on a disk that all processes share: a file of its own, in which no earlier one has written. */
export class JournalFile implements JournalPlace {
  readonly #path: string;
  #file: Promise<FileHandle> | null = null;

  constructor(folder: string, name: string) {
    this.#path = join(folder, name);
  }

  async append(text: string): Promise<void> {
    try {
      this.#file ??= open(this.#path, 'ax');
      const file = await this.#file;
      await file.appendFile(text);
      await file.datasync();
    } catch (error) {
      // After a failed write nobody knows what the disk holds, and another line must not be joined to half of one.
      throw new StorageError(
        `${this.#path} cannot be written: ${(error as Error).message}. Make room or make it writable, then start again; what was told before is kept.`,
        { cause: error },
      );
    }
  }

  async close(): Promise<void> {
    // Who wanted to write has heard why it cannot be opened.
    const file = await this.#file?.catch(() => null);
    await file?.close();
    this.#file = null;
  }
}
