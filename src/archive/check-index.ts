import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { indexText } from './cdxj.ts';
import { surveySegment } from './recover.ts';
import { INDEX, OPEN } from './segment-name.ts';

/** What is wrong with the index of a segment; null when it says just what the segment holds, or the segment is still open. */
export async function indexFault(folder: string, segment: string): Promise<string | null> {
  if (segment.endsWith(OPEN)) return null;
  const text = await readFile(join(folder, segment + INDEX), 'utf8').catch(() => null);
  if (text === null) return 'the index is missing';
  const { lines } = await surveySegment(join(folder, segment), segment);
  return indexText(lines) === text ? null : 'the index does not say what the segment holds';
}
