import type { Objects } from '../../objects/objects.ts';
import { OPEN } from '../segment-name.ts';

/** A group of records of an open segment, as it went up. An empty one is a fence: the segment ends there, whoever believes to be writing it. */
export interface Chunk {
  readonly key: string;
  readonly offset: number;
  readonly bytes: number;
}

const FOLDER = 'archive/';
const CHUNK = /^archive\/(.+)\.open\/(\d{12})$/;

/** Of a sealed segment, or of an index by its file name. */
export const keyOf = (file: string): string => FOLDER + file;
const folderOf = (segment: string): string => `${FOLDER}${segment}${OPEN}/`;
const chunkKey = (segment: string, offset: number): string => folderOf(segment) + String(offset).padStart(12, '0');

/** What the store has of a segment. */
export interface Stored {
  /** Bytes of the sealed segment, and of its index; null when it is not there. */
  readonly sealed: number | null;
  readonly index: number | null;
  /** In their order, fences left out. */
  readonly chunks: readonly Chunk[];
}

/** All that the store has, by segment. */
export async function listStored(objects: Objects): Promise<ReadonlyMap<string, Stored>> {
  const all = new Map<string, { sealed: number | null; index: number | null; chunks: Chunk[] }>();
  const of = (segment: string): { sealed: number | null; index: number | null; chunks: Chunk[] } => {
    const stored = all.get(segment) ?? { sealed: null, index: null, chunks: [] };
    all.set(segment, stored);
    return stored;
  };
  for await (const { key, bytes } of objects.list(FOLDER)) {
    const [, open, offset] = CHUNK.exec(key) ?? [];
    const [, name = '', ending] = /^archive\/([^/]+\.warc(?:\.gz)?)(\.cdxj)?$/.exec(key) ?? [];
    if (open !== undefined) {
      if (bytes > 0) of(open).chunks.push({ key, offset: Number(offset), bytes });
    } else if (ending !== undefined) of(name).index = bytes;
    else if (name !== '') of(name).sealed = bytes;
  }
  return all;
}

/** The chunks of a segment in their order, with its fence; `after` leaves out those up to it. */
export async function chunksOf(objects: Objects, segment: string, after?: string): Promise<readonly Chunk[]> {
  const chunks: Chunk[] = [];
  for await (const { key, bytes } of objects.list(folderOf(segment), after))
    chunks.push({ key, bytes, offset: Number(CHUNK.exec(key)?.[2]) });
  return chunks;
}

/** Where the chunks end, when none is missing between them. */
function endOf(chunks: readonly Chunk[]): { readonly end: number } | { readonly missing: string } {
  let end = 0;
  for (const { key, offset, bytes } of chunks) {
    if (offset !== end) return { missing: key.slice(0, -12) + String(end).padStart(12, '0') };
    end += bytes;
  }
  return { end };
}

/** Puts what was appended to a segment up. False when a fence stands there. */
export const putChunk = (objects: Objects, segment: string, offset: number, body: Uint8Array): Promise<boolean> =>
  objects.put(chunkKey(segment, offset), body, 'absent');

/** Ends an open segment after the chunks it has, so that nothing is added to it any more. Returns the chunks without the fence, or the key of one that is missing. */
export async function fence(objects: Objects, segment: string): Promise<readonly Chunk[] | { readonly missing: string }> {
  for (;;) {
    const all = await chunksOf(objects, segment);
    const found = endOf(all);
    if ('missing' in found) return found;
    const chunks = all.filter(({ bytes }) => bytes > 0);
    // When something stands there now, the writer lives, or another one has put the fence.
    if (chunks.length < all.length || (await objects.put(chunkKey(segment, found.end), new Uint8Array(0), 'absent'))) return chunks;
  }
}

/** Takes the chunks away when their segment is sealed. The fence stays for good, for nobody knows when a frozen writer wakes. */
export async function removeChunks(objects: Objects, segment: string): Promise<void> {
  const keys = (await chunksOf(objects, segment)).filter(({ bytes }) => bytes > 0).map(({ key }) => key);
  if (keys.length > 0) await objects.remove(keys);
}
