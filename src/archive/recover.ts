import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ByteWindow } from './byte-window.ts';
import { entryOf, indexLine } from './cdxj.ts';
import { remove, syncFolder, truncate } from '../disk/disk.ts';
import { scanRecords, type Damage } from './scan.ts';
import { sealFile } from './segment.ts';
import { INDEX, OPEN, writerOf } from './segment-name.ts';

/** Longest record that Garner writes: the largest body it can be told to take, and heads. */
export const MAX_RECORD = 2 ** 30;

/** What stands in a segment file, found by reading it through. */
export interface SegmentSurvey {
  readonly records: number;
  readonly lines: readonly string[];
  readonly damage: readonly Damage[];
}

export async function surveySegment(path: string, segment: string): Promise<SegmentSurvey> {
  const lines: string[] = [];
  const damage: Damage[] = [];
  let records = 0;
  for await (const found of scanRecords(ByteWindow.ofFile(path), MAX_RECORD)) {
    if ('kind' in found) {
      damage.push(found);
      continue;
    }
    if (found.type !== 'warcinfo') records++;
    const entry = entryOf(found, segment);
    if (entry !== null) lines.push(indexLine(entry));
  }
  return { records, lines, damage };
}

/**
 * Seals the segments that a crash of this writer left open, cutting off what was half written. Other writers' open segments may be
 * alive and are not touched. Returns a note for people about each.
 */
export async function recoverSegments(folder: string, writer: string): Promise<readonly string[]> {
  const notes: string[] = [];
  for (const file of (await readdir(folder)).toSorted()) {
    const isDraft = file.endsWith(`${INDEX}.tmp`) && writerOf(file.slice(0, -`${INDEX}.tmp`.length)) === writer;
    if (isDraft) await remove(join(folder, file));
    const segment = file.slice(0, -OPEN.length);
    if (file.endsWith(OPEN) && writerOf(segment) === writer) notes.push(await recoverSegment(folder, segment));
  }
  return notes;
}

async function recoverSegment(folder: string, segment: string): Promise<string> {
  const path = join(folder, segment + OPEN);
  const { records, lines, damage } = await surveySegment(path, segment);
  if (records === 0) {
    await remove(path);
    await syncFolder(folder);
    return `${segment}: left open by a crash before anything was archived in it; removed.`;
  }
  const tail = damage.find((each) => each.tail);
  if (tail !== undefined) await truncate(path, tail.offset);
  await sealFile(folder, segment, lines);
  const cut = tail === undefined ? '' : `; ${tail.length} bytes of an unfinished record were cut off`;
  const holes = damage.filter((each) => !each.tail).map(({ offset, fault }) => `; record at byte ${offset} is damaged: ${fault}`);
  const { size } = await stat(join(folder, segment));
  return `${segment}: left open by a crash; sealed with ${records} records in ${size} bytes${cut}${holes.join('')}.`;
}
