import { relative, sep } from 'node:path';
import type { Objects, ObjectStat } from './objects.ts';

/** The store that has what lies in a folder, under the same names. */
export interface Shared {
  readonly storage: string;
  readonly objects: Objects;
  /** The key of a file or folder. */
  readonly keyOf: (path: string) => string;
}

/** Storage folders of this process that other machines have too, and through which stores; the newest last. */
const shared: { readonly storage: string; readonly objects: Objects }[] = [];

/** From now on, what is written into a storage folder for all machines goes to the store too, and what it lacks is read from there. Returns how to end that. */
export function shareFolder(storage: string, objects: Objects): () => void {
  const entry = { storage, objects };
  shared.push(entry);
  return () => void shared.splice(shared.indexOf(entry), 1);
}

/** Null for what this machine has for itself. */
export function sharedAt(path: string): Shared | null {
  const found = shared.findLast(({ storage }) => path === storage || path.startsWith(`${storage}${sep}`));
  if (found === undefined) return null;
  const { storage, objects } = found;
  return { storage, objects, keyOf: (each) => relative(storage, each).split(sep).join('/') };
}

/** What a store has of a folder, by names relative to it. */
export type Listing = ReadonlyMap<string, Listed>;
export type Listed = Omit<ObjectStat, 'key'>;

export async function listingOf({ objects, keyOf }: Shared, folder: string): Promise<Listing> {
  const prefix = `${keyOf(folder)}/`;
  const found = new Map<string, Listed>();
  for await (const { key, bytes, etag } of objects.list(prefix)) found.set(key.slice(prefix.length), { bytes, etag });
  return found;
}
