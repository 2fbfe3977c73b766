import { ByteWindow } from './byte-window.ts';
import { indexText } from './cdxj.ts';
import { surveySegment } from './recover.ts';
import { type SegmentFile, type Segments, streamOf } from './segments.ts';

/** What is wrong with the index of a segment; null when it says just what the segment holds, or the segment is still open. */
export async function indexFault(segments: Segments, { segment, isOpen, indexBytes }: SegmentFile): Promise<string | null> {
  if (isOpen) return null;
  const text = indexBytes === null ? null : await segments.index(segment);
  if (text === null) return 'the index is missing';
  const { lines } = await surveySegment(new ByteWindow(streamOf(segments, segment)), segment);
  const isRight = Buffer.byteLength(text) === indexBytes && indexText(lines) === text;
  return isRight ? null : 'the index does not say what the segment holds';
}
