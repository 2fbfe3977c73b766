import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Sink } from './shards/shard.ts';

/** One change on disk. */
export interface DiskOperation {
  readonly kind: 'make-folder' | 'create' | 'write' | 'sync' | 'rename' | 'remove';
  readonly path: string;
}

/** A file that nobody reads yet. */
export interface NewFile {
  readonly path: string;
  readonly write: Sink;
  /** Resolves when every byte is on disk. */
  seal(): Promise<void>;
  /** Closes it as it is. */
  close(): Promise<void>;
}

/** The only way in which a build changes what others read: every write is synced before a rename makes it visible. */
export interface Disk {
  makeFolder(path: string): Promise<void>;
  create(path: string): Promise<NewFile>;
  /** Renames within one file system, over what is there; resolves when the folder is on disk too. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file or a whole folder; what is not there is no failure. */
  remove(path: string): Promise<void>;
}

/**
 * The real disk. `before` is told of every change before it is made, and may throw to prevent it and all that would follow: that is
 * how crashes between any two changes are tried out.
 */
export function openDisk(before: (operation: DiskOperation) => void = () => {}): Disk {
  const syncFolder = async (path: string): Promise<void> => {
    // Windows cannot open folders; NTFS journals renames itself.
    if (process.platform === 'win32') return;
    before({ kind: 'sync', path });
    await using folder = await open(path, 'r');
    await folder.sync();
  };

  return {
    async makeFolder(path) {
      before({ kind: 'make-folder', path });
      const first = await mkdir(path, { recursive: true });
      if (first === undefined) return;
      for (let made = path; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
    },
    async create(path) {
      before({ kind: 'create', path });
      return newFile(path, await open(path, 'wx'), before);
    },
    async rename(from, to) {
      before({ kind: 'rename', path: to });
      await rename(from, to);
      await syncFolder(dirname(to));
    },
    async remove(path) {
      before({ kind: 'remove', path });
      await rm(path, { recursive: true, force: true });
    },
  };
}

function newFile(path: string, handle: Awaited<ReturnType<typeof open>>, before: (operation: DiskOperation) => void): NewFile {
  return {
    path,
    async write(bytes) {
      before({ kind: 'write', path });
      // A single write may be short, when the disk fills or a signal comes.
      for (let done = 0; done < bytes.length;) done += (await handle.write(bytes, done)).bytesWritten;
    },
    async seal() {
      before({ kind: 'sync', path });
      await handle.sync();
      await handle.close();
    },
    close: () => handle.close(),
  };
}

/** Puts text where `to` names it, wholly or not at all. */
export async function replaceFile(disk: Disk, temporary: string, to: string, text: string): Promise<void> {
  const file = await disk.create(temporary);
  try {
    await file.write(Buffer.from(text));
    await file.seal();
  } catch (error) {
    await file.close();
    throw error;
  }
  await disk.rename(temporary, to);
}
