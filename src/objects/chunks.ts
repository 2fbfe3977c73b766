import type { Objects } from './objects.ts';

/** A part of something that grows, as it went up: an object of its own. An empty one is a fence: nothing is added behind it. */
export interface Chunk {
  readonly key: string;
  /** In bytes, of what grows. */
  readonly offset: number;
  readonly bytes: number;
}

const DIGITS = 12;

/** Keys sort as what they stand for: `folder` ends with a slash. */
export const chunkKey = (folder: string, offset: number): string => folder + String(offset).padStart(DIGITS, '0');
export const offsetOf = (key: string): number => Number(key.slice(-DIGITS));

/** False when something stands there: a fence, most likely. */
export const putChunk = (objects: Objects, folder: string, offset: number, body: Uint8Array): Promise<boolean> =>
  objects.put(chunkKey(folder, offset), body, 'absent');

/** Chunks that begin at an offset or behind it, in their order, with the fence. */
export function chunksIn(objects: Objects, folder: string, from = 0): Promise<readonly Chunk[]> {
  const after = from === 0 ? undefined : chunkKey(folder, from - 1);
  return Array.fromAsync(objects.list(folder, after), ({ key, bytes }) => ({ key, bytes, offset: offsetOf(key) }));
}
