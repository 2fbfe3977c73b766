import { open, readdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { remove, NewFile, syncFolder } from '../disk/disk.ts';
import type { ArchiveLocation, Headers, Instant, RecordId } from '../records.ts';
import { gzipMember } from './member.ts';
import { surveySegment } from './recover.ts';
import { warcinfoRecord } from './record.ts';
import { sealFile } from './segment.ts';
import { INDEX, OPEN, segmentName, writerOf } from './segment-name.ts';

/** A name that no crawl has, so that what a crash leaves is not taken for a crawl's. */
const WRITER = 'gc';

/** A record that is to stay, by where it stands. */
export interface Kept {
  readonly id: RecordId | null;
  readonly offset: number;
  readonly length: number;
}

/**
 * Copies the records that stay into a new segment, byte for byte, and seals it. The old one is there still: it is removed when the ledger knows
 * of the new places (`removeSegment`), so a crash in between leaves both. Returns where each record is now.
 */
export async function rewriteSegment(
  folder: string,
  segment: string,
  kept: readonly Kept[],
  { at, software }: { readonly at: Instant; readonly software: string },
): Promise<ReadonlyMap<RecordId, ArchiveLocation>> {
  const info: Headers = [
    ['software', software],
    ['description', `what was kept of ${segment}`],
  ];
  const { name, file } = await fresh(folder, at);
  const source = await open(join(folder, segment), 'r');
  const places = new Map<RecordId, ArchiveLocation>();
  try {
    await file.write(await gzipMember(warcinfoRecord(name, at, info).parts));
    for (const { id, offset, length } of kept) {
      if (id !== null) places.set(id, { segment: name, offset: file.size, length });
      await file.write(await bytesOf(source, offset, length));
    }
    await file.seal();
  } catch (error) {
    await file.close().catch(() => undefined);
    await remove(join(folder, name + OPEN)).catch(() => undefined);
    throw error;
  } finally {
    await source.close();
  }
  const { lines } = await surveySegment(join(folder, name + OPEN), name);
  await sealFile(folder, name, lines);
  return places;
}

/** Removes what a rewriting left that did not come to its end: copies of what is in other segments still. */
export async function removeUnfinished(folder: string): Promise<void> {
  const names = await readdir(folder);
  for (const open of names.filter((name) => name.endsWith(OPEN) && writerOf(name.slice(0, -OPEN.length)) === WRITER)) {
    const segment = open.slice(0, -OPEN.length);
    for (const ending of [OPEN, INDEX, `${INDEX}.tmp`]) await remove(join(folder, segment + ending));
  }
}

/** Takes a segment out of the archive, with its index. */
export async function removeSegment(folder: string, segment: string): Promise<void> {
  await remove(join(folder, segment));
  await remove(join(folder, segment + INDEX));
  await syncFolder(folder);
}

async function fresh(folder: string, at: Instant): Promise<{ readonly name: string; readonly file: NewFile }> {
  for (let serial = 0; ; serial += 1) {
    const name = segmentName(at, serial, WRITER);
    try {
      // Neither open nor sealed may it be there.
      await (await open(join(folder, name), 'r')).close();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      await remove(join(folder, name + OPEN));
      return { name, file: await NewFile.create(join(folder, name + OPEN)) };
    }
  }
}

async function bytesOf(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  for (let filled = 0; filled < length;) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) throw new Error(`the segment ends within a record at byte ${offset}`);
    filled += bytesRead;
  }
  return bytes;
}
