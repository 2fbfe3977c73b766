import { existsSync } from 'node:fs';
import { mkdir, open, rename as renameFile, rm, truncate as truncateFile, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failpoint } from './failpoint.ts';

/** All that Garner changes on a disk, but for what SQLite does in its own files, goes through here. */

/** Makes creations, renames and removals in a folder outlive a power cut. */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open folders; NTFS journals renames itself.
  if (process.platform === 'win32') return;
  failpoint('sync', path);
  await using folder = await open(path, 'r');
  await folder.sync();
}

/** Makes a folder and those above it; resolves when they are on the disk. */
export async function makeFolder(path: string): Promise<void> {
  failpoint('make-folder', path);
  await makeWithParents(path);
}

/** Not by mkdir's own recursion, which never ends where the parent is there and yet nothing can be made in it, as below /proc. */
async function makeWithParents(path: string): Promise<void> {
  if (existsSync(path)) return;
  await makeWithParents(dirname(path));
  await mkdir(path).catch((error: unknown) => {
    // Another may have made it meanwhile.
    if (!existsSync(path)) throw error;
  });
  await syncFolder(dirname(path));
}

/** Renames within one file system, over what is there; resolves when the folder is on the disk too. */
export async function rename(from: string, to: string): Promise<void> {
  failpoint('rename', to);
  await renameFile(from, to);
  await syncFolder(dirname(to));
}

/** Removes a file or a whole folder; what is not there is no failure. */
export async function remove(path: string): Promise<void> {
  failpoint('remove', path);
  await rm(path, { recursive: true, force: true });
}

/** Cuts a file off. */
export async function truncate(path: string, bytes: number): Promise<void> {
  failpoint('truncate', path);
  await truncateFile(path, bytes);
}

/** A file that only grows, and that nobody reads as finished yet. */
export class NewFile {
  readonly path: string;
  readonly #handle: FileHandle;
  #size = 0;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  /** Throws EEXIST when something stands there. */
  static async create(path: string): Promise<NewFile> {
    failpoint('create', path);
    return new NewFile(path, await open(path, 'wx'));
  }

  /** Bytes that were written. */
  get size(): number {
    return this.#size;
  }

  async write(...buffers: readonly Uint8Array[]): Promise<void> {
    failpoint('write', this.path);
    this.#size += await writeAll(this.#handle, buffers, this.#size);
  }

  /** Resolves when every byte is on the disk. */
  async sync(): Promise<void> {
    failpoint('sync', this.path);
    await this.#handle.datasync();
  }

  /** Forgets what was written after the first so many bytes. */
  async truncate(bytes: number): Promise<void> {
    failpoint('truncate', this.path);
    await this.#handle.truncate(bytes);
    this.#size = bytes;
  }

  /** Resolves when every byte is on the disk, and the file is closed; it is closed when that fails, too. */
  async seal(): Promise<void> {
    try {
      failpoint('sync', this.path);
      await this.#handle.sync();
    } finally {
      await this.#handle.close();
    }
  }

  /** Closes it as it is. */
  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** Writes all of the buffers at `position`; a disk may take fewer bytes than it was given. */
async function writeAll(file: FileHandle, buffers: readonly Uint8Array[], position: number): Promise<number> {
  const total = buffers.reduce((sum, { byteLength }) => sum + byteLength, 0);
  let { bytesWritten } = await file.writev([...buffers], position);
  if (bytesWritten < total) {
    const whole = Buffer.concat(buffers);
    while (bytesWritten < total) {
      bytesWritten += (await file.write(whole, bytesWritten, total - bytesWritten, position + bytesWritten)).bytesWritten;
    }
  }
  return total;
}

/** Puts text or bytes where `to` names it, wholly or not at all; `draft` is a path beside it that nobody reads. */
export async function replaceFile(to: string, content: string | Uint8Array, draft = `${to}.tmp`): Promise<void> {
  await remove(draft);
  const file = await NewFile.create(draft);
  try {
    await file.write(typeof content === 'string' ? Buffer.from(content) : content);
    await file.seal();
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
  await rename(draft, to);
}
