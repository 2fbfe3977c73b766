import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { NewFile, remove } from '../disk/disk.ts';
import type { ArchiveLocation, Headers, Instant, RecordId } from '../records.ts';
import { ByteWindow } from './byte-window.ts';
import { gzipMember } from './member.ts';
import { surveySegment } from './recover.ts';
import { warcinfoRecord } from './record.ts';
import { INDEX, OPEN, segmentName, writerOf } from './segment-name.ts';
import type { Segments } from './segments.ts';

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
 * of the new places, so a crash in between leaves both. Returns where each record is now.
 */
export async function rewriteSegment(
  segments: Segments,
  segment: string,
  kept: readonly Kept[],
  { at, software }: { readonly at: Instant; readonly software: string },
): Promise<ReadonlyMap<RecordId, ArchiveLocation>> {
  const info: Headers = [
    ['software', software],
    ['description', `what was kept of ${segment}`],
  ];
  const { name, file } = await fresh(segments, at);
  const places = new Map<RecordId, ArchiveLocation>();
  try {
    await file.write(await gzipMember(warcinfoRecord(name, at, info).parts));
    for (const { id, offset, length } of kept) {
      if (id !== null) places.set(id, { segment: name, offset: file.size, length });
      const bytes = await segments.bytes(segment, offset, length);
      if (bytes?.length !== length) throw new Error(`${segment} ends within a record at byte ${offset}`);
      await file.write(bytes);
    }
    await file.seal();
  } catch (error) {
    await file.close().catch(() => undefined);
    await remove(file.path).catch(() => undefined);
    throw error;
  }
  const { lines } = await surveySegment(ByteWindow.ofFile(file.path), name);
  await segments.seal(name, lines);
  return places;
}

/** Removes what a rewriting left that did not come to its end: copies of what is in other segments still. */
export async function removeUnfinished({ folder }: Pick<Segments, 'folder'>): Promise<void> {
  const names = await readdir(folder);
  for (const open of names.filter((name) => name.endsWith(OPEN) && writerOf(name.slice(0, -OPEN.length)) === WRITER)) {
    const segment = open.slice(0, -OPEN.length);
    for (const ending of [OPEN, INDEX, `${INDEX}.tmp`]) await remove(join(folder, segment + ending));
  }
}

async function fresh(segments: Segments, at: Instant): Promise<{ readonly name: string; readonly file: NewFile }> {
  for (let serial = 0; ; serial += 1) {
    const name = segmentName(at, serial, WRITER);
    if (await segments.isTaken(name)) continue;
    const path = join(segments.folder, name + OPEN);
    await remove(path);
    return { name, file: await NewFile.create(path) };
  }
}
