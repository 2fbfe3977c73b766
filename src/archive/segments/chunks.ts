import { type Chunk, chunkKey, chunksIn, putChunk } from '../../objects/chunks.ts';
import type { Objects } from '../../objects/objects.ts';
import { OPEN } from '../segment-name.ts';

const FOLDER = 'archive/';
const CHUNK = /^archive\/(.+)\.open\/(\d{12})$/;

/** Of a sealed segment, or of an index by its file name. */
export const keyOf = (file: string): string => FOLDER + file;
const folderOf = (segment: string): string => `${FOLDER}${segment}${OPEN}/`;

/** What the store has of a segment. */
export interface Stored {
  /** Bytes of the sealed segment, and of its index; null when it is not there. */
  readonly sealed: number | null;
  readonly index: number | null;
  /** Groups of records of an open segment, in their order, fences left out. */
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

/** The chunks of a segment that begin at an offset or behind it, in their order, with its fence. */
export const chunksOf = (objects: Objects, segment: string, from = 0): Promise<readonly Chunk[]> =>
  chunksIn(objects, folderOf(segment), from);

/** Where the chunks end, when none is missing between them. */
function endOf(folder: string, chunks: readonly Chunk[]): { readonly end: number } | { readonly missing: string } {
  let end = 0;
  for (const { offset, bytes } of chunks) {
    if (offset !== end) return { missing: chunkKey(folder, end) };
    end += bytes;
  }
  return { end };
}

/** Puts what was appended to a segment up. False when a fence stands there. */
export const putGroup = (objects: Objects, segment: string, offset: number, body: Uint8Array): Promise<boolean> =>
  putChunk(objects, folderOf(segment), offset, body);

/** Ends an open segment after the chunks it has, so that nothing is added to it any more. Returns the chunks without the fence, or the key of one that is missing. */
export async function fence(objects: Objects, segment: string): Promise<readonly Chunk[] | { readonly missing: string }> {
  for (;;) {
    const all = await chunksOf(objects, segment);
    const found = endOf(folderOf(segment), all);
    if ('missing' in found) return found;
    const chunks = all.filter(({ bytes }) => bytes > 0);
    // When something stands there now, the writer lives, or another one has put the fence.
    if (chunks.length < all.length || (await putGroup(objects, segment, found.end, new Uint8Array(0)))) return chunks;
  }
}

/** Takes the chunks away when their segment is sealed. The fence stays for good, for nobody knows when a frozen writer wakes. */
export async function removeChunks(objects: Objects, segment: string): Promise<void> {
  const keys = (await chunksOf(objects, segment)).filter(({ bytes }) => bytes > 0).map(({ key }) => key);
  if (keys.length > 0) await objects.remove(keys);
}
