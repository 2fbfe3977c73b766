import { statfs } from 'node:fs/promises';
import type { Segments } from '../archive/segments.ts';
import type { Config } from '../config/config.ts';
import { fileSize } from '../corpus/figures.ts';

/** Bytes. */
export interface DiskUse {
  /** What we may still write where the storage folder lies. */
  readonly free: number;
  readonly archive: number;
}

export interface DiskLook {
  readonly measure: () => Promise<DiskUse>;
  readonly everyMs: number;
}

/** Why nothing new may be fetched. */
export interface Shortage {
  readonly kind: 'reserve' | 'archive';
  readonly because: string;
}

interface DiskLimits {
  readonly reserve: number;
  readonly archive?: number | undefined;
}

/** Often enough that a crawl at 100 MB/s stays within half a gigabyte of its limits. */
const EVERY_MS = 5000;

/** Asks the file system of a storage folder; and how large the archive is, when that has a limit. */
export const lookAt = ({ storage, disk }: Pick<Config, 'storage' | 'disk'>, segments: Segments): DiskLook => ({
  everyMs: EVERY_MS,
  measure: async () => {
    const { bavail, bsize } = await statfs(storage);
    return { free: bavail * bsize, archive: disk.archive === undefined ? 0 : await bytesOf(segments) };
  },
});

async function bytesOf(segments: Segments): Promise<number> {
  return (await segments.list()).reduce((sum, { bytes, indexBytes }) => sum + bytes + (indexBytes ?? 0), 0);
}

export function shortageOf({ free, archive }: DiskUse, limits: DiskLimits): Shortage | null {
  if (free < limits.reserve) {
    return {
      kind: 'reserve',
      because: `${fileSize(free)} are free on the disk of the storage folder, and disk.reserve is ${fileSize(limits.reserve)}`,
    };
  }
  if (limits.archive !== undefined && archive >= limits.archive) {
    return { kind: 'archive', because: `the archive takes ${fileSize(archive)}, and disk.archive is ${fileSize(limits.archive)}` };
  }
  return null;
}

export interface DiskWatch {
  /** The first one that was seen. */
  shortage(): Shortage | null;
  close(): void;
}

/** Looks at the disk now, and then every few seconds until there is too little room; tells of that once. */
export async function watchDisk({ measure, everyMs }: DiskLook, limits: DiskLimits, onShort: () => void): Promise<DiskWatch> {
  let seen: Shortage | null = null;
  let looking = false;
  const look = async (): Promise<void> => {
    if (looking || seen !== null) return;
    looking = true;
    // A disk that does not answer may yet take what is written; when it does not, that is told where it happens.
    const use = await measure().catch(() => null);
    looking = false;
    seen = use === null ? null : shortageOf(use, limits);
    if (seen !== null) onShort();
  };
  await look();
  const timer = setInterval(() => void look(), everyMs).unref();
  return { shortage: () => seen, close: () => clearInterval(timer) };
}
