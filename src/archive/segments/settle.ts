import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, NewFile, remove, replaceFile, syncFolder, truncate } from '../../disk/disk.ts';
import { sizeOf } from '../../disk/size.ts';
import type { Objects } from '../../objects/objects.ts';
import { ByteWindow } from '../byte-window.ts';
import { indexText } from '../cdxj.ts';
import { recoverSegment, recoveryNote, type SegmentSurvey, surveySegment } from '../recover.ts';
import { INDEX, OPEN } from '../segment-name.ts';
import { streamOf } from '../segments.ts';
import { chunksOf, fence, keyOf, removeChunks } from './chunks.ts';
import { StoredSegments } from './stored.ts';

interface Place {
  readonly objects: Objects;
  /** Of this machine. */
  readonly folder: string;
}

/** Puts a segment of which the folder has file and index into the store, and then takes away what stood for it. Doing it again does no harm. */
export async function send({ objects, folder }: Place, segment: string, path: string): Promise<void> {
  await objects.putFile(keyOf(segment + INDEX), join(folder, segment + INDEX));
  await objects.putFile(keyOf(segment), path);
  await removeChunks(objects, segment);
  await remove(path);
  await syncFolder(folder);
}

/**
 * Seals a segment whose writer is dead, by what the store has of it: that is all that was acknowledged. What this machine has of it is used, or need not
 * be there. Several machines may do it at once, since all of them come to the same bytes. Returns a note for people.
 */
export async function settle(place: Place, segment: string): Promise<string> {
  const { objects, folder } = place;
  const [open, sealed] = [join(folder, segment + OPEN), join(folder, segment)];
  const chunks = await chunksOf(objects, segment);
  const stored = await objects.stat(keyOf(segment));
  if (stored !== null && existsSync(sealed) && sizeOf(sealed) !== stored.bytes)
    return `${segment}: ${sealed} is another one than that in ${objects.place}, and is left alone; remove one of them.`;
  const isElsewhere = stored !== null || (chunks.length > 0 && chunks.every(({ bytes }) => bytes === 0));
  if (isElsewhere) {
    await removeChunks(objects, segment);
    for (const path of [open, sealed]) await remove(path);
    return `${segment}: sealed in ${objects.place} already; what was left of it here is removed.`;
  }
  if (chunks.length === 0) return await sendLocal(place, segment);
  const ended = await fence(objects, segment);
  if ('missing' in ended)
    return `${segment}: left open by a crash, and ${ended.missing} is missing from ${objects.place}; it stays open. Restore that object from an earlier version, or fetch its pages again.`;
  const end = ended.reduce((sum, { bytes }) => sum + bytes, 0);
  const survey = await surveyTo(place, segment, end);
  if (survey.records === 0) {
    await removeChunks(objects, segment);
    await remove(open);
  } else {
    await replaceFile(join(folder, segment + INDEX), indexText(survey.lines));
    await send(place, segment, open);
  }
  return recoveryNote(segment, survey, end);
}

/** Brings the local file to what the store has, and reads it through. A file that is damaged where the store may not be is made anew. */
async function surveyTo(place: Place, segment: string, end: number): Promise<SegmentSurvey> {
  const path = join(place.folder, segment + OPEN);
  if (sizeOf(path) >= end) {
    await truncate(path, end);
    const survey = await surveySegment(ByteWindow.ofFile(path), segment);
    if (survey.damage.length === 0) return survey;
  }
  await makeFolder(place.folder);
  await remove(path);
  const file = await NewFile.create(path);
  try {
    const stored = new StoredSegments(place.objects);
    const from = { place: place.objects.place, bytes: (...at: Parameters<StoredSegments['bytes']>) => stored.bytes(...at) };
    for await (const part of streamOf(from, segment)) await file.write(part);
    await file.seal();
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
  return await surveySegment(ByteWindow.ofFile(path), segment);
}

/** Of a segment that the store knows nothing of: it was written before there was one, or nothing of it was acknowledged. */
async function sendLocal(place: Place, segment: string): Promise<string> {
  const { folder, objects } = place;
  const path = join(folder, segment);
  const recovered = existsSync(path) ? null : await recoverSegment(folder, segment);
  if (!existsSync(path)) return recovered ?? '';
  if (!existsSync(path + INDEX)) await replaceFile(path + INDEX, indexText((await surveySegment(ByteWindow.ofFile(path), segment)).lines));
  await send(place, segment, path);
  return recovered ?? `${segment}: put into ${objects.place}.`;
}
