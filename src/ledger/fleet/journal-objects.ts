import { type Chunk, chunkKey, chunksIn, offsetOf } from '../../objects/chunks.ts';
import type { Objects } from '../../objects/objects.ts';

/** What journals of a store are in. */
const JOURNALS = 'journals/';
/** An empty object for each journal: so they are found without a list of all that they hold. */
const NAMES = `${JOURNALS}names/`;
/** Likewise for each that nobody adds to any longer: `journals/ends/<name>/<its bytes>`. */
const ENDS = `${JOURNALS}ends/`;

const NOTHING = new Uint8Array();
/** What was added at once, or what `gc` has merged: `journals/<name>/<offset in bytes>`. */
export const folderOf = (name: string): string => `${JOURNALS}${name}/`;

/** False when there is one of that name. */
export const putName = (objects: Objects, name: string): Promise<boolean> => objects.put(NAMES + name, NOTHING, 'absent');
export const endKey = (name: string, bytes: number): string => chunkKey(`${ENDS}${name}/`, bytes);
export const putEnd = (objects: Objects, name: string, bytes: number): Promise<boolean> => objects.put(endKey(name, bytes), NOTHING);

/** All journals that there are, the oldest first. */
export const journalNames = (objects: Objects): Promise<readonly string[]> =>
  Array.fromAsync(objects.list(NAMES), ({ key }) => key.slice(NAMES.length));

/** The bytes of those that nobody adds to any longer. */
export async function journalEnds(objects: Objects): Promise<ReadonlyMap<string, number>> {
  const ends = new Map<string, number>();
  for await (const { key } of objects.list(ENDS)) {
    const [name = ''] = key.slice(ENDS.length).split('/');
    ends.set(name, offsetOf(key));
  }
  return ends;
}

/** The chunks of a journal that begin at an offset or behind it, in their order. */
export const chunksOf = (objects: Objects, name: string, from = 0): Promise<readonly Chunk[]> => chunksIn(objects, folderOf(name), from);

/** The keys of all chunks of all journals. */
export async function* chunkKeys(objects: Objects): AsyncGenerator<string> {
  for await (const { key } of objects.list(JOURNALS)) if (!key.startsWith(NAMES) && !key.startsWith(ENDS)) yield key;
}
