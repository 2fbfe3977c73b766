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

export async function surveySegment(window: ByteWindow, segment: string): Promise<SegmentSurvey> {
  const lines: string[] = [];
  const damage: Damage[] = [];
  let records = 0;
  for await (const found of scanRecords(window, MAX_RECORD)) {
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
  await removeDrafts(folder, writer);
  const notes: string[] = [];
  for (const file of (await readdir(folder)).toSorted()) {
    const segment = file.slice(0, -OPEN.length);
    if (file.endsWith(OPEN) && writerOf(segment) === writer) notes.push(await recoverSegment(folder, segment));
  }
  return notes;
}

/** Removes indexes that a crash of this writer left half written. */
export async function removeDrafts(folder: string, writer: string): Promise<void> {
  const draft = `${INDEX}.tmp`;
  for (const file of await readdir(folder))
    if (file.endsWith(draft) && writerOf(file.slice(0, -draft.length)) === writer) await remove(join(folder, file));
}

/** Seals a segment of this folder that was left open; one without a record is removed. */
export async function recoverSegment(folder: string, segment: string): Promise<string> {
  const path = join(folder, segment + OPEN);
  const survey = await surveySegment(ByteWindow.ofFile(path), segment);
  if (survey.records === 0) {
    await remove(path);
    await syncFolder(folder);
    return recoveryNote(segment, survey, 0);
  }
  const tail = survey.damage.find((each) => each.tail);
  if (tail !== undefined) await truncate(path, tail.offset);
  await sealFile(folder, segment, survey.lines);
  return recoveryNote(segment, survey, (await stat(join(folder, segment))).size);
}

/** What became of a segment that was left open, for people. */
export function recoveryNote(segment: string, { records, damage }: SegmentSurvey, bytes: number): string {
  if (records === 0) return `${segment}: left open by a crash before anything was archived in it; removed.`;
  const tail = damage.find((each) => each.tail);
  const cut = tail === undefined ? '' : `; ${tail.length} bytes of an unfinished record were cut off`;
  const holes = damage.filter((each) => !each.tail).map(({ offset, fault }) => `; record at byte ${offset} is damaged: ${fault}`);
  return `${segment}: left open by a crash; sealed with ${records} records in ${bytes} bytes${cut}${holes.join('')}.`;
}
