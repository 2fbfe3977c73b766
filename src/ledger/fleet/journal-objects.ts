import type { Objects } from '../../objects/objects.ts';

/** What journals of a store are in. */
const JOURNALS = 'journals/';
/** An empty object for each journal: so they are found without a list of all that they hold. */
const NAMES = `${JOURNALS}names/`;
/** Likewise for each that nobody adds to any longer: `journals/ends/<name>/<its bytes>`. */
const ENDS = `${JOURNALS}ends/`;

/** What was added at once, or what `gc` has merged: `journals/<name>/<offset in bytes>`. An empty one is a fence: nothing is added behind it. */
export interface Chunk {
  readonly offset: number;
  readonly bytes: number;
}

const NOTHING = new Uint8Array();
const digits = (bytes: number): string => String(bytes).padStart(12, '0');
const folderOf = (name: string): string => `${JOURNALS}${name}/`;
export const chunkKey = (name: string, offset: number): string => folderOf(name) + digits(offset);

/** False when there is one of that name. */
export const putName = (objects: Objects, name: string): Promise<boolean> => objects.put(NAMES + name, NOTHING, 'absent');
/** False when there is one: a fence, most likely. */
export const putChunk = (objects: Objects, name: string, offset: number, body: Uint8Array): Promise<boolean> =>
  objects.put(chunkKey(name, offset), body, 'absent');
export const endKey = (name: string, bytes: number): string => `${ENDS}${name}/${digits(bytes)}`;
export const putEnd = (objects: Objects, name: string, bytes: number): Promise<boolean> => objects.put(endKey(name, bytes), NOTHING);

/** All journals that there are, the oldest first. */
export const journalNames = (objects: Objects): Promise<readonly string[]> =>
  Array.fromAsync(objects.list(NAMES), ({ key }) => key.slice(NAMES.length));

/** The bytes of those that nobody adds to any longer. */
export async function journalEnds(objects: Objects): Promise<ReadonlyMap<string, number>> {
  const ends = new Map<string, number>();
  for await (const { key } of objects.list(ENDS)) {
    const [name = '', bytes] = key.slice(ENDS.length).split('/');
    ends.set(name, Number(bytes));
  }
  return ends;
}

/** The chunks of a journal that begin at an offset or behind it, in their order. */
export function chunksOf(objects: Objects, name: string, from = 0): Promise<readonly Chunk[]> {
  const after = from === 0 ? undefined : chunkKey(name, from - 1);
  return Array.fromAsync(objects.list(folderOf(name), after), ({ key, bytes }) => ({ offset: Number(key.slice(-12)), bytes }));
}

/** The keys of all chunks of all journals. */
export async function* chunkKeys(objects: Objects): AsyncGenerator<string> {
  for await (const { key } of objects.list(JOURNALS)) if (!key.startsWith(NAMES) && !key.startsWith(ENDS)) yield key;
}
