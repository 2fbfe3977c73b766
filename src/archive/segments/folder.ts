import { existsSync } from 'node:fs';
import { open, readdir, readFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { remove, syncFolder } from '../../disk/disk.ts';
import { sizeOf } from '../../disk/size.ts';
import { recoverSegments } from '../recover.ts';
import { sealFile } from '../segment.ts';
import { INDEX, OPEN, openWriters } from '../segment-name.ts';
import type { SegmentFile, Segments } from '../segments.ts';

/** Files kept open: a build reads from few segments at a time. */
const OPEN_FILES = 16;

/** Segments in a folder of this machine. */
export class FolderSegments implements Segments {
  readonly folder: string;
  readonly mostGroups = Number.POSITIVE_INFINITY;
  readonly #files = new Map<string, Promise<FileHandle | null>>();

  constructor(folder: string) {
    this.folder = folder;
  }

  get place(): string {
    return this.folder;
  }

  async list(): Promise<readonly SegmentFile[]> {
    const names = await this.#names();
    const all = new Set(names);
    return names
      .filter((name) => /\.warc(\.gz)?(\.open)?$/.test(name))
      .toSorted()
      .map((name) => {
        const isOpen = name.endsWith(OPEN);
        const segment = isOpen ? name.slice(0, -OPEN.length) : name;
        const index = all.has(segment + INDEX) ? sizeOf(join(this.folder, segment + INDEX)) : null;
        return { segment, isOpen, bytes: sizeOf(join(this.folder, name)), indexBytes: index };
      });
  }

  async bytes(segment: string, offset: number, length: number): Promise<Buffer | null> {
    const file = await this.#file(segment);
    if (file === null) return null;
    const bytes = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  }

  async index(segment: string): Promise<string | null> {
    return await readFile(join(this.folder, segment + INDEX), 'utf8').catch(nullIfAbsent);
  }

  isTaken(segment: string): Promise<boolean> {
    return Promise.resolve(existsSync(join(this.folder, segment)));
  }

  keep(): Promise<boolean> {
    return Promise.resolve(true);
  }

  seal(segment: string, indexLines: readonly string[]): Promise<void> {
    return sealFile(this.folder, segment, indexLines);
  }

  async remove(segment: string): Promise<void> {
    await remove(join(this.folder, segment));
    await remove(join(this.folder, segment + INDEX));
    await syncFolder(this.folder);
  }

  async openWriters(): Promise<ReadonlySet<string>> {
    return openWriters(await this.#names());
  }

  recover(writer: string): Promise<readonly string[]> {
    return recoverSegments(this.folder, writer);
  }

  async close(): Promise<void> {
    const files = [...this.#files.values()];
    this.#files.clear();
    for (const file of files) await (await file)?.close();
  }

  async #names(): Promise<readonly string[]> {
    return (await readdir(this.folder).catch(nullIfAbsent)) ?? [];
  }

  #file(segment: string): Promise<FileHandle | null> {
    const known = this.#files.get(segment);
    this.#files.delete(segment);
    const file = known ?? this.#openFile(segment);
    this.#files.set(segment, file);
    const [oldest] = this.#files;
    if (this.#files.size > OPEN_FILES && oldest !== undefined) {
      this.#files.delete(oldest[0]);
      // Closing waits for reads that are under way. Why it could not be opened, whoever reads it has heard.
      oldest[1].then((handle) => handle?.close()).catch(() => undefined);
    }
    return file;
  }

  /** A segment may be sealed, and so renamed, between two looks. What cannot be opened is tried again the next time. */
  async #openFile(segment: string): Promise<FileHandle | null> {
    let file: FileHandle | null = null;
    try {
      for (const name of [segment, segment + OPEN, segment]) file ??= await open(join(this.folder, name), 'r').catch(nullIfAbsent);
      return file;
    } finally {
      if (file === null) this.#files.delete(segment);
    }
  }
}

function nullIfAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
